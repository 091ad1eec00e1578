"""Key figures as a table, and the milestones of the cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.model import (
    Blocks,
    Deferred,
    Fact,
    FactsBlock,
    Paragraph,
    Sources,
    Spans,
    TableBlock,
    TableColumn,
    TableRow,
    Text,
)
from renkei.core.blocks.registry import register_block
from renkei.core.blocks.writing import day, figure, named, said, written, year
from renkei.core.publication.selectors import visible_to
from renkei.core.ui.text import bi
from renkei.indicators.enums import YearKind
from renkei.indicators.models import Indicator, Milestone

if TYPE_CHECKING:
    from renkei.core.blocks.answers import Printed
    from renkei.core.blocks.model import Answers
    from renkei.core.blocks.request import BlockRequest


def key_figures(request: BlockRequest) -> Blocks:
    """Return a table of the figures `params["codes"]` (code or code@year, separated by blanks).

    Without codes: all indicators the reader may see, for the request's year. What has no value is left out.
    """
    wanted = [_pair(word, request.fiscal_year) for word in request.params.get("codes", "").split()]
    if not wanted:
        rows = visible_to(Indicator.objects.order_by("position", "slug"), request.actor, request.at)
        wanted = [(code, request.fiscal_year) for code in rows.values_list("slug", flat=True)]

    def make(answers: Answers) -> Blocks:
        found = [answers[pair] for pair in wanted if pair in answers]
        return (_table(request, found),) if found else ()

    return (Deferred(frozenset(wanted), make),)


def _pair(word: str, fiscal_year: int) -> tuple[str, int]:
    code, _, of = word.partition("@")
    return code, int(of) if of else fiscal_year


def _table(request: BlockRequest, found: list[Printed]) -> TableBlock:
    return TableBlock(
        "key-figures",
        said(request, "主な数字", "Key figures"),
        (
            TableColumn(said(request, "数字", "Figure")),
            TableColumn(said(request, "値", "Value"), numeric=True),
            TableColumn(said(request, "年度", "Fiscal year")),
            TableColumn(said(request, "公表者", "Publisher")),
        ),
        tuple(
            TableRow(
                (
                    (Text(answer.label.text(request.language)),),
                    figure(answer.code, answer.fiscal_year, with_unit=True),
                    year(answer.fiscal_year),
                    (Text(answer.publisher.label.text(request.language)),) if answer.publisher else (),
                )
            )
            for answer in found
        ),
    )


def milestones(request: BlockRequest) -> Blocks:
    """Return what happened, oldest first, each date as precise as its source; undated events last."""
    rows = visible_to(Milestone.objects.all(), request.actor, request.at)
    found = sorted(rows, key=lambda row: (not row.happened, row.happened, row.pk))
    if not found:
        return (
            Paragraph(said(request, "年表の項目はまだありません。", "There are no milestones yet."), "empty"),
        )
    facts = tuple(Fact(_when(request, row), _what(request, row)) for row in found)
    return (FactsBlock(facts), Sources(frozenset(row.document_id for row in found if row.document_id)))


def _when(request: BlockRequest, row: Milestone) -> Spans:
    if not row.happened:
        return said(request, "年月日の記載なし", "date not stated")
    if row.year_kind == YearKind.FISCAL and row.happened.isdecimal():
        return year(int(row.happened))
    start, end = day(row.happened), day(row.ended) if row.ended else ()
    return said(request, "{one}〜{other}", "{one} – {other}", one=start, other=end) if end else start


def _what(request: BlockRequest, row: Milestone) -> tuple[Spans, ...]:
    text = written(request, row, "text")
    return (named(request, row), *([text] if text else []))


register_block("indicators.key_figures", key_figures, label=bi("主な数字の表", "Table of key figures"))
register_block("indicators.milestones", milestones, label=bi("年表", "Milestones"))
