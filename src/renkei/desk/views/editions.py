"""Editions of reports: the list, one edition with what is missing, and beginning one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may, may_everywhere
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk import editions as shown
from renkei.desk.drafts import draft_links
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, language_now, page, today
from renkei.desk.views.comparisons import comparison_address
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.reports.addresses import edition_address
from renkei.reports.editions import begin_edition
from renkei.reports.enums import Answer, EditionState
from renkei.reports.models import Edition
from renkei.reports.rights import KIND, answers_for
from renkei.reports.service import available
from renkei.reports.verifying import verify

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from renkei.reports.models import EditionCheck

PER_PAGE = 50


class NewEditionForm(forms.Form):
    report = forms.ChoiceField(label=bi("報告", "Report"))
    paper_number = TextField(
        label=bi("資料番号（あれば）", "Number of the paper, if it has one"), max_length=50, required=False
    )

    def __init__(self, choices: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        report: Any = self.fields["report"]
        report.choices = choices


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def editions_page(request: HttpRequest) -> HttpResponse:
    """Every edition, narrowed by state and kind."""
    asked = {name: request.GET.get(name, "") for name in ("state", "kind", "year")}
    rows = _narrowed(Edition.objects.order_by("-fiscal_year", "kind", "-number"), asked)
    total = rows.count()
    number = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdigit() else 1
    pages = max(1, -(-total // PER_PAGE))
    number = min(number, pages)
    found = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    body = {
        "table": _table(list(found), filtered=any(asked.values())),
        "asked": asked,
        "states": EditionState.choices,
        "kinds": shown.kinds(actor_of(request), today()).items(),
        "years": [(str(year), year) for year in _years()],
        "new_url": reverse("desk:new_edition") if may_everywhere(actor_of(request), Verb.ADD, KIND) else "",
        "page": number,
        "pages": range(1, pages + 1),
    }
    return page(request, "desk/editions.html", body, crumbs=shown.crumbs_of()[:1])


def _narrowed(rows: QuerySet[Edition], asked: dict[str, str]) -> QuerySet[Edition]:
    if asked["state"] in EditionState.values:
        rows = rows.filter(state=asked["state"])
    if asked["kind"] and "\0" not in asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    if asked["year"] in map(str, _years()):
        rows = rows.filter(fiscal_year=asked["year"])
    return rows


def _years() -> list[int]:
    rows = Edition.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return list(rows.distinct())


def _table(found: list[Edition], *, filtered: bool) -> parts.Table:
    return parts.Table(
        identifier="editions",
        caption=shown.EDITIONS,
        columns=[
            parts.Column(bi("報告", "Report"), row_head=True),
            parts.Column(bi("版", "Edition"), tight=True),
            parts.Column(bi("年度", "Fiscal year")),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("決裁番号", "Decision")),
            parts.Column(bi("公表", "Published")),
        ],
        rows=[
            [
                parts.Cell(each.title, "localised", url=reverse("desk:edition", args=[each.pk])),
                parts.Cell(each.number, "ordinal"),
                parts.Cell(each.fiscal_year, "fiscal_year"),
                parts.Cell(shown.state_view(each), "state"),
                parts.Cell(each.decision_number or None, "ordinal"),
                parts.Cell(each.published_at, "moment") if each.published_at else parts.Cell(None),
            ]
            for each in found
        ],
        empty=parts.Empty(
            bi("この条件に合う版はありません", "No edition fits these conditions")
            if filtered
            else bi("まだ版はありません", "There is no edition yet"),
            bi(
                "版を始めると、各組織の確認、決裁、公表までをここで進められます。公表した版は変わりません。",
                "Begin one to have it checked, decided and published here. A published edition never changes.",
            ),
        ),
    )


@opens_to(verb=Verb.ADD, kind=KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def new_edition(request: HttpRequest) -> HttpResponse:
    """Begin an edition of one of the reports that can be made."""
    actor, language = actor_of(request), language_now()
    choices = [
        (f"{each.kind}/{each.year}", each.title.text(language)) for each in available(actor=actor, at=today())
    ]
    form = NewEditionForm(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind, _, year = form.cleaned_data["report"].partition("/")
        number = form.cleaned_data["paper_number"]
        try:
            made = begin_edition(actor=actor, kind=kind, year=int(year), at=today(), paper_number=number)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            return HttpResponseRedirect(reverse("desk:edition", args=[made.pk]))
    name = bi("版を始める", "Begin an edition")
    body = {"form": form, "name": name, "submit_label": name, "cancel_url": reverse("desk:editions")}
    status = 422 if form.errors else 200
    crumbs = shown.crumbs_of(None, parts.Crumb(name))
    return page(request, "desk/round_form.html", body, crumbs=crumbs, status=status)


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def edition_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """Where an edition stands, what is missing and whose it is, and the next step."""
    edition = shown.wanted_edition(edition_slug)
    actor = actor_of(request)
    checked = shown.checked_or_none(edition, today())
    checks = list(edition.checks.select_related("organisation").order_by("organisation"))
    office = may_everywhere(actor, Verb.CHANGE, KIND)
    body = {
        "edition": edition,
        "label": shown.label_of(edition),
        "state_view": shown.state_view(edition),
        "facts": _facts(edition, shown.kind_name(edition, actor, today())),
        "publication": shown.publication_of(edition, actor),
        "nothing": edition.is_in_work and checked is None,
        "lacks": shown.lacks(edition, checked, checks) if checked else [],
        "checked": checked,
        "checks": [(each, answers_for(actor, each.organisation_id)) for each in checks],
        "answers": Answer.choices,
        "office": office,
        "publisher": may_everywhere(actor, Verb.PUBLISH, KIND),
        "comments_open": edition.comments.filter(resolved_at=None).count(),
        "links": _links(edition),
        "draft_links": draft_links(edition.kind, edition.fiscal_year, actor, today()),
        "organisations": _askable(checks) if office and edition.state in {"draft", "checking"} else [],
        "verified": verify(edition) if edition.is_frozen else None,
        "newer": edition.corrections.exclude(state="discarded").order_by("number").first(),
        "today": today(),
        "may_comment": may(actor, Verb.CHANGE, KIND),
        "languages": edition.language_tags,
    }
    return page(request, "desk/edition.html", body, crumbs=shown.crumbs_of(edition)[:-1])


def _facts(edition: Edition, kind: Any) -> list[parts.Fact]:
    cells = [
        (bi("報告の種類", "Kind"), parts.Cell(kind, "localised")),
        (bi("年度", "Fiscal year"), parts.Cell(edition.fiscal_year, "fiscal_year")),
        (bi("識別名", "Identifier"), parts.Cell(edition.pk, "ordinal")),
    ]
    if edition.paper_number:
        cells.append((bi("資料番号", "Paper"), parts.Cell(edition.paper_number, "ordinal")))
    if edition.decision_number:
        cells.append((bi("決裁番号", "Decision"), parts.Cell(edition.decision_number, "ordinal")))
        cells.append((bi("決裁日", "Decided on"), parts.Cell(edition.decided_on, "day")))
    if edition.agreed_by:
        despite = edition.agreed_despite
        cells.append((bi("合意とした人", "Declared agreed by"), parts.Cell(edition.agreed_by, under=despite)))
    if edition.published_at:
        cells.append(
            (bi("公表", "Published"), parts.Cell(edition.published_at, "moment", under=edition.published_by))
        )
    if edition.corrects:
        url = reverse("desk:edition", args=[edition.corrects_id])
        name = shown.name_of(edition.corrects)
        cells.append((bi("訂正する版", "Corrects"), parts.Cell(name, "localised", url=url)))
        cells.append((bi("訂正の理由", "Reason"), parts.Cell(edition.correction_reason, "localised")))
    if edition.withdrawn_on:
        cells.append((bi("取り下げた日", "Withdrawn on"), parts.Cell(edition.withdrawn_on, "day")))
        cells.append((bi("取り下げの理由", "Reason"), parts.Cell(edition.withdrawal_reason, "localised")))
    return [parts.Fact(label, cell) for label, cell in cells]


def _links(edition: Edition) -> list[parts.Link]:
    named = [edition.pk]
    if edition.is_in_work:
        return [
            parts.Link(
                bi("本文とコメント", "Text and comments"),
                reverse("desk:edition_draft", args=named),
                main=True,
            ),
            parts.Link(
                bi("公表前の点検", "Checks before publishing"), reverse("desk:edition_checks", args=named)
            ),
        ]
    if not edition.is_frozen:
        return []
    return [
        parts.Link(bi("公表した頁", "The public page"), edition_address(edition, language_now()), main=True),
        parts.Link(
            bi("いまの記録と比べる", "Compare with the records today"),
            comparison_address(edition.pk, f"{edition.kind}/{edition.fiscal_year}"),
        ),
        parts.Link(
            bi("目録とハッシュ値", "Manifest and hashes"), reverse("desk:edition_manifest", args=named)
        ),
    ]


def _askable(checks: list[EditionCheck]) -> list[tuple[str, Any]]:
    asked = {each.organisation_id for each in checks}
    rows = Organisation.objects.exclude(pk__in=asked).order_by("pk")
    return [(row.pk, row.name) for row in rows]
