"""What the public site says of itself, on one page: its form, what each part is for, and a look at the home page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.core.ui.text import bi
from renkei.desk.forms.records import Group, RecordForm
from renkei.desk.writes import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.accounts.actors import Actor


@dataclass(frozen=True)
class Part:
    """Fields of the settings that belong together, and where readers meet them."""

    name: str
    title: Any
    purpose: Any
    fields: tuple[str, ...]


PARTS = (
    Part(
        "names",
        bi("名前とことば", "Name and words"),
        bi(
            "名称はどの頁の上にも出ます。「ひとことで」はトップの見出しと、検索の結果や共有のときの説明になります。"
            "「このクラスターとは」はトップの最初の文章です。",
            "The name stands at the head of every page. The one sentence is the heading of the home page, and the "
            "description in search results and where a page is shared. What the cluster is opens the home page.",
        ),
        ("name", "tagline", "description"),
    ),
    Part(
        "accent",
        bi("色", "Colour"),
        bi(
            "ボタン、リンク、見出しの線の色です。白地で読める濃さの色だけを使えます。",
            "The colour of buttons, links and lines. Only colours that can be read on white are taken.",
        ),
        ("accent",),
    ),
    Part(
        "menu",
        bi("メニュー", "Menu"),
        bi(
            "どの頁の上にも出るメニューと、トップに出すものです。番号のないものも「すべての頁」からは開けます。",
            "The menu at the head of every page, and what the home page shows. What has no number can still be found "
            "under “All pages”.",
        ),
        ("menu",),
    ),
    Part(
        "figures",
        bi("トップの数字", "Figures of the home page"),
        bi(
            "トップに並ぶ数字です。六つまでが見やすい数です。符号は「数字と根拠」の一覧にあります。",
            "The figures on the home page; up to six read well. Their codes are in the list of figures.",
        ),
        ("home_figures",),
    ),
    Part(
        "contacts",
        bi("連絡先", "Contacts"),
        bi(
            "「アクセス」と「お問い合わせ」の頁の文章です。",
            "The texts of the pages “Access” and “Inquiries”.",
        ),
        ("access", "inquiries"),
    ),
)
FIELDS = frozenset(name for part in PARTS for name in part.fields)


class SiteForm(RecordForm):
    """The settings' form, narrowed to what readers of the public site meet."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for column in self.columns:
            if column.field.name not in FIELDS:
                del self.fields[column.name]
        self.columns = [column for column in self.columns if column.name in self.fields]

    def parts(self) -> list[tuple[Part, Sequence[Group]]]:
        """Return the parts of the page, each with its fields."""
        return [
            (part, self._grouped(column for column in self.columns if column.field.name in part.fields))
            for part in PARTS
        ]


def site_cluster(actor: Actor) -> Cluster | None:
    """Return the settings where there are any and the actor may change them."""
    found = Cluster.objects.select_related("logo").first()
    allowed = found is not None and may_on(actor, Verb.CHANGE, "cluster", found.holding())
    return found if allowed else None


def as_it_would_be(form: SiteForm, cluster: Cluster, actor: Actor) -> Cluster:
    """Return the settings as the form would leave them; whatever refuses them says so, and nothing stays written.

    Raises RecordRefused and RuleBroken as `change_record` does.
    """
    kind = kind_of(Cluster)
    with transaction.atomic():
        found = written(
            kind,
            lambda: change_record(
                actor=actor,
                kind=kind,
                slug=cluster.pk,
                revision=form.cleaned_data["revision"] or 0,
                values=form.values(),
                reason="-",
            ),
        )
        transaction.set_rollback(True)
    return found  # type: ignore[return-value]


def theme_address(accent: str) -> str:
    return f"{reverse('desk:site_theme')}?accent={accent.removeprefix('#')}"
