"""How good suggestions are by the office's own judgements, and these judgements as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import suggesting
from renkei.desk.downloads import attached
from renkei.desk.forms.fields import said
from renkei.desk.measures import charts_of, measures_table
from renkei.desk.pages import TODAY, actor_of, page, today
from renkei.desk.readings import note
from renkei.kernel.periods import PartialDate
from renkei.matching.engine.trouble import MatchingUnavailable
from renkei.matching.enums import RejectionReason, Verdict
from renkei.matching.matcher import present_client
from renkei.matching.models import QualityMeasure
from renkei.matching.quality import (
    as_judged_set,
    by_month,
    by_version,
    own_judgements,
    present_quality,
    seeds_seen,
)
from renkei.matching.services.measuring import measure
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.matching.quality import Tally

QUALITY = bi("照合の質", "Quality of matching")


@opens_to(verb=Verb.VIEW, kind="match")
@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What was judged by month and by version, and what the engine of now makes of it."""
    actor, at = actor_of(request), today()
    found = own_judgements(actor, at)
    kept = list(QualityMeasure.objects.order_by("-month", "-measured_at", "-pk"))
    body: dict[str, Any] = {
        "count": len(found),
        "measures": measures_table(kept),
        "charts": charts_of(kept),
        "may_measure": may(actor, Verb.ADD, "match"),
        "months": _months(by_month(found)),
        "versions": _versions(by_version(found)),
        "reasons": _reasons([match.reason for match in found if match.verdict == Verdict.REJECTED]),
    }
    if found:
        try:
            body["present"] = present_quality(found, only=seeds_seen(actor, at), client=present_client())
        except MatchingUnavailable as down:
            body["down"] = said(down)
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(QUALITY)]
    return page(request, "desk/match_quality.html", body, crumbs=crumbs)


@opens_to(verb=Verb.VIEW, kind="match")
@require_safe
def judgements(request: HttpRequest) -> HttpResponse:
    """Hand out the judgements in the layout that `renkei matching evaluate` reads."""
    note(request, "match", Way.DOWNLOAD)
    content = as_judged_set(actor_of(request), today())
    return HttpResponse(content, content_type="application/zip", headers=attached("judgements.zip"))


@opens_to(verb=Verb.ADD, kind="match")
@require_POST
def measure_now(request: HttpRequest) -> HttpResponse:
    """Measure the engine of now by all judgements, and keep it for this month."""
    try:
        measure(actor=actor_of(request), at=suggesting.now(), client=present_client())
    except MatchingUnavailable as down:
        messages.error(request, said(down))
    else:
        messages.success(
            request, bi("今月の照合の質を測り、記録しました。", "This month’s quality was measured and kept.")
        )
    return HttpResponseRedirect(reverse("desk:match_quality"))


COUNTED = [
    parts.Column(bi("合いそう", "Fits"), numeric=True),
    parts.Column(bi("うち上位5件の中", "of these in the first five"), numeric=True),
    parts.Column(bi("うち自分で加えた", "of these added by hand"), numeric=True),
    parts.Column(bi("合わない", "Does not fit"), numeric=True),
    parts.Column(bi("合うシーズがない", "No seed fits"), numeric=True),
]


def _counted(tally: Tally) -> list[parts.Cell]:
    counts = (tally.accepted, tally.first_five, tally.own, tally.rejected, tally.nothing)
    return [parts.Cell(count, "ordinal") for count in counts]


def _months(found: dict[tuple[int, int], Tally]) -> parts.Table:
    return parts.Table(
        identifier="months",
        caption=bi("月ごとの判断", "Judgements by month"),
        columns=[parts.Column(bi("月", "Month"), row_head=True), *COUNTED],
        rows=[
            [parts.Cell(PartialDate.parse(f"{year}-{month:02}"), "day"), *_counted(tally)]
            for (year, month), tally in found.items()
        ],
        empty=parts.Empty(
            bi("まだ判断がありません", "Nothing has been judged yet"),
            bi(
                "ニーズの頁の「照合の候補」で、合う・合わないを記録すると、ここで照合の質が分かります。",
                "Say on a need’s suggestions what fits and what does not, and the quality of matching shows here.",
            ),
            [parts.Link(bi("ニーズの一覧", "Needs"), reverse("desk:list", args=["matching", "need"]))],
        ),
    )


def _versions(found: dict[str, Tally]) -> parts.Table:
    return parts.Table(
        identifier="versions",
        caption=bi("照合の版ごとの判断", "Judgements by version of the engine"),
        columns=[
            parts.Column(bi("照合の版", "Version"), row_head=True),
            *COUNTED,
            parts.Column(bi("示した順の nDCG@10", "nDCG@10 as shown"), numeric=True),
        ],
        rows=[
            [
                parts.Cell(version, "contact"),
                *_counted(tally),
                parts.Cell(None if tally.ndcg is None else f"{tally.ndcg:.3f}", "ordinal"),
            ]
            for version, tally in found.items()
        ],
        empty=parts.Empty(bi("まだ判断がありません", "Nothing has been judged yet")),
    )


def _reasons(found: list[str]) -> parts.Table:
    rows = [
        [parts.Cell(RejectionReason(reason).label), parts.Cell(found.count(reason), "ordinal")]
        for reason in RejectionReason.values
        if reason in found
    ]
    return parts.Table(
        identifier="reasons",
        caption=bi("合わない理由", "Why seeds did not fit"),
        columns=[
            parts.Column(bi("理由", "Reason"), row_head=True),
            parts.Column(bi("件数", "Count"), numeric=True),
        ],
        rows=sorted(rows, key=lambda row: -row[1].value),
        empty=parts.Empty(bi("まだありません", "None yet")),
    )
