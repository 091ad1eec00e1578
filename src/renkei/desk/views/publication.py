"""What is public, kind by kind: seen as a stranger sees it, and taken back with one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import EVERY, Verb, may
from renkei.core.privacy.registry import reading_is_logged
from renkei.core.records.kinds import kind_of, kinds_as_declared
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import publication, show
from renkei.desk.forms.fields import said
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, context_name, language_now, list_address, page, today
from renkei.desk.readings import note
from renkei.kernel.localised import Localised
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from renkei.core.records.kinds import Kind

PUBLIC = bi("公開しているもの", "What is public")
PER_PAGE = 50
_REFUSED = Localised.both(
    "{slug} は取り下げられないため、何も変えていません：{why}",
    "{slug} cannot be withdrawn, so nothing was changed: {why}",
)


@opens_to(verb=Verb.VIEW, kind=EVERY)
def publication_page(request: HttpRequest) -> HttpResponse:
    """List the kinds of which strangers see anything."""
    at = today()
    seen = [kind for kind in kinds_as_declared() if may(actor_of(request), Verb.VIEW, kind.slug)]
    counts, dates = publication.counted(seen, at), publication.dated(seen)
    shown = [kind for kind in seen if counts.get(kind.slug)]
    table = parts.Table(
        identifier="public",
        caption=PUBLIC,
        columns=[
            parts.Column(bi("記録", "Records"), row_head=True),
            parts.Column(bi("業務", "Area")),
            parts.Column(bi("公開の件数", "Public"), numeric=True),
            parts.Column(bi("最初の公開", "Public since")),
            parts.Column(bi("最後の変更", "Last change")),
        ],
        rows=[_kind_row(kind, counts[kind.slug], dates.get(kind.slug, (None, None))) for kind in shown],
        empty=parts.Empty(
            bi("公開しているものはありません", "Nothing is public"),
            bi(
                "記録の「公開の状態」を「公開」にすると、ここに並びます。",
                "Records decided to be public appear here.",
            ),
        ),
    )
    body = {"table": table, "total": sum(counts.values())}
    return page(request, "desk/publication.html", body, crumbs=_crumbs())


def _crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    here = parts.Crumb(PUBLIC, reverse("desk:publication") if more else "")
    return [parts.Crumb(TODAY, reverse("desk:today")), here, *more]


def _kind_row(kind: Kind, count: int, dates: publication.Dates) -> list[parts.Cell]:
    first, last = dates
    return [
        parts.Cell(kind.plural, url=reverse("desk:public_kind", args=[kind.slug])),
        parts.Cell(context_name(kind.context)),
        parts.Cell(f"{count:,}", "ordinal"),
        parts.Cell(first, "moment"),
        parts.Cell(last, "moment"),
    ]


@opens_to(verb=Verb.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def kind_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the public records of a kind with the pages strangers see; take those that are chosen back."""
    found = _wanted(kind)
    problem: Any = ""
    if request.method == "POST":
        problem = _taken_back(request, found)
        if not problem:
            return HttpResponseRedirect(request.path)
    at, number = today(), whole(request.GET.get("page", "")) or 1
    rows = publication.public_rows(found, at).select_related(*show.label_joins(found)).order_by("slug")
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    records = list(rows[(number - 1) * PER_PAGE : number * PER_PAGE])
    if reading_is_logged(kind):
        note(request, kind, Way.LIST, count=total)
    body = {
        "kind": found,
        "entries": _entries(found, records),
        "total": total,
        "pager": pager(number, pages, lambda each: f"?page={each}"),
        "may_withdraw": may(actor_of(request), Verb.PUBLISH, kind)
        and may(actor_of(request), Verb.CHANGE, kind),
        "list_url": list_address(found, publication="public"),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "chosen": request.POST.getlist("chosen"),
    }
    crumbs = _crumbs(parts.Crumb(found.plural))
    return page(request, "desk/public_kind.html", body, crumbs=crumbs, status=422 if problem else 200)


def _wanted(slug: str) -> Kind:
    try:
        return kind_of(slug)
    except KeyError:
        raise Http404 from None


def _entries(kind: Kind, records: Sequence[Any]) -> list[dict[str, Any]]:
    begun = publication.since(kind, [record.pk for record in records])
    return [
        {
            "record": record,
            "value": f"{record.pk}:{record.revision}",
            "label": kind.label(record),
            "desk_url": kind.desk_address(record.pk),
            "public_url": kind.portal_address(record.pk, language_now()),
            "since": timezone.localdate(begun[record.pk]) if record.pk in begun else None,
            "until": record.public_until,
            "by": record.publication_decided_by,
        }
        for record in records
    ]


def _taken_back(request: HttpRequest, kind: Kind) -> Any:
    """Take the chosen records back. Returns what is wrong, or an empty text."""
    reason = " ".join(request.POST.get("reason", "").split())
    chosen = [each.rpartition(":") for each in request.POST.getlist("chosen")]
    if not chosen:
        return bi("取り下げる記録を選んでください。", "Choose the records to withdraw.")
    if not reason:
        return bi("理由を入力してください。", "Please give a reason.")
    known = set(
        kind.model._default_manager.filter(pk__in=[slug for slug, _, _ in chosen]).values_list(
            "pk", flat=True
        )
    )
    pairs = [(slug, whole(revision) or 0) for slug, _, revision in chosen if slug in known]
    done, slug, flaw = publication.take_back(actor=actor_of(request), kind=kind, chosen=pairs, reason=reason)
    if flaw is not None:
        return _REFUSED.filled(slug=slug, why=said(flaw))
    messages.success(
        request,
        bi(
            f"{done}件を公開から取り下げました。公開の頁・検索・フィード・ファイルから、もう消えています。",
            f"{done} withdrawn from the public: gone from pages, search, feeds and files.",
        ),
    )
    return ""
