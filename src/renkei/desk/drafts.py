"""Next year's draft as the desk shows it: tables of what a press makes, and of what a draft still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from pghistory.models import Context

from renkei.budgets.enums import Side
from renkei.core.accounts.permissions import Verb, may, may_everywhere
from renkei.core.figures.registry import families
from renkei.core.records.kinds import kind_of
from renkei.core.tables.undo import undone
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk.editions import OFFICE
from renkei.desk.lists import pager
from renkei.desk.pages import list_address
from renkei.kernel.localised import Localised
from renkei.reports.definitions import definition_of
from renkei.reports.enums import Need
from renkei.reports.next_year import (
    CARRY,
    NextYear,
    has_both_sides,
    may_make,
    rounds_of,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.models import Record
    from renkei.reports.missing import Missing, OldPhotograph, ToDo
    from renkei.reports.wanted import Wanted

PER_PAGE = 50
MAKE_OF = Localised.both("{year}の報告の下書きをつくる", "Make the draft of the {year} report")
LACKS_OF = Localised.both("{year}の報告に足りないもの", "What the {year} report still lacks")
MAKE = bi("来年度の下書きをつくる", "Make next year's draft")
LACKS = bi("足りないものと担当", "What is missing, and whose it is")
NOBODY = bi("照会先なし", "No owner known")
PLANNED = bi("予定の値だけ", "A planned value only")
SIDES = {Side.RESULTS: bi("実績", "Results"), Side.PLAN: bi("取組・予定", "Plan")}


def added_table(found: NextYear) -> parts.Table:
    """Return how much is added where."""
    asked = {(side, year): by_owner for side, year, by_owner in rounds_of(found)}
    return parts.Table(
        identifier="added",
        caption=bi("つくるもの", "What is made"),
        columns=[
            parts.Column(bi("年度", "Fiscal year"), row_head=True),
            parts.Column(bi("実績か取組か", "Results or plan")),
            parts.Column(bi("施策", "Measures"), numeric=True),
            parts.Column(bi("項目", "Items"), numeric=True),
            parts.Column(bi("照会する数字", "Figures asked for"), numeric=True),
        ],
        rows=[
            [
                parts.Cell(year, "fiscal_year"),
                parts.Cell(SIDES[side]),
                parts.Cell(measures, "ordinal"),
                parts.Cell(items, "ordinal"),
                parts.Cell(sum(map(len, asked.get((side, year), {}).values())), "ordinal"),
            ]
            for side, year, measures, items in found.carrying.counts()
        ],
    )


def standing_table(rows: Sequence[Record]) -> parts.Table:
    """Return what stands there already, the first of it."""
    return parts.Table(
        identifier="standing",
        caption=bi("すでにある施策と項目", "Measures and items that are there already"),
        columns=[
            parts.Column(bi("記録", "Record"), row_head=True),
            parts.Column(bi("種類", "Kind")),
            parts.Column(bi("年度", "Fiscal year")),
        ],
        rows=[
            [
                parts.Cell(kind_of(row).label(row), "localised", url=kind_of(row).desk_address(row.pk)),
                parts.Cell(kind_of(row).name),
                parts.Cell(getattr(row, "fiscal_year", None), "fiscal_year"),
            ]
            for row in rows[:PER_PAGE]
        ],
        total=len(rows),
    )


def figures_table(found: Sequence[Wanted], actor: Actor, *, preview: bool = False) -> parts.Table:
    """Return the figures without value, whose they are, and the state of the round that asks for them."""
    rounds = may_everywhere(actor, Verb.VIEW, "round")
    return parts.Table(
        identifier="figures",
        caption=bi("値のない数字", "Figures without a value"),
        columns=[
            parts.Column(bi("数字と担当", "Figure, and whose it is"), row_head=True),
            parts.Column(bi("年度", "Fiscal year")),
            parts.Column(bi("照会の状態", "State of the round")),
            parts.Column(bi("符号", "Code")),
        ],
        rows=[
            [
                parts.Cell(each.label, "localised", url=_figure_address(each), under=_whose(each)),
                parts.Cell(each.fiscal_year, "fiscal_year", under=PLANNED if each.planned else ""),
                _round_cell(each, linked=rounds, preview=preview),
                parts.Cell(each.code),
            ]
            for each in found
        ],
        total=len(found),
        empty=parts.Empty(bi("値のない数字はありません", "Every figure has a value")),
    )


def _whose(each: Wanted) -> Any:
    if each.owner is not None:
        return each.owner.name
    return NOBODY if each.is_indicator else OFFICE


def _figure_address(each: Wanted) -> str:
    """Return where the value is entered: the form of a stated value, or the lists the figure is computed from."""
    if each.is_indicator:
        asked = f"?indicator={each.code}&fiscal_year={each.fiscal_year}"
        return reverse("desk:new", args=["indicators", "statedvalue"]) + asked
    counted = next((family for family in families() if family.group_of(each.code) is not None), None)
    return list_address(kind_of(counted.rows().model)) if counted else ""


def _round_cell(each: Wanted, *, linked: bool, preview: bool) -> parts.Cell:
    question = each.question
    if question is None:
        if not each.is_indicator:
            return parts.Cell(bi("記録から計算", "Computed from records"))
        asks = preview and each.can_be_asked
        return parts.Cell(bi("つくる照会で尋ねる", "To be asked") if asks else bi("未照会", "Not asked yet"))
    owner = question.owner
    url = reverse("desk:round_owner", args=[owner.round_id, owner.organisation_id]) if linked else ""
    state = question.state if owner.round.state != "draft" else ""
    word = question.get_state_display() if state else bi("照会の準備中", "Round in preparation")
    return parts.Cell(word, url=url, under=owner.round.title)


def sentences_table(
    found: Sequence[ToDo], number: int, address: Callable[[int], str], *, filtered: bool
) -> parts.Table:
    """Return a page of the sentences with what is still to be done about each."""
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, number), pages)
    first = (number - 1) * PER_PAGE
    return parts.Table(
        identifier="sentences",
        caption=bi("施策と項目の文", "Sentences of measures and items"),
        columns=[
            parts.Column(bi("文と残っていること", "Sentence, and what is left to do"), row_head=True),
            parts.Column(bi("年度", "Fiscal year")),
            parts.Column(bi("柱", "Pillar")),
        ],
        rows=[_sentence(each) for each in found[first : first + PER_PAGE]],
        total=len(found),
        first=first + 1,
        pager=pager(number, pages, address),
        empty=parts.Empty(
            bi("この条件に合う文はありません", "No sentence fits this condition")
            if filtered
            else bi("手を入れる文は残っていません", "No sentence is left to be worked on")
        ),
    )


def _sentence(each: ToDo) -> list[parts.Cell]:
    record, kind = each.record, kind_of(each.record)
    address = reverse("desk:edit", args=[kind.context, kind.slug, record.pk])
    side = SIDES[Side(record.side)]
    words = Localised.both(
        "、".join(_in(need, "ja") for need in each.needs), ", ".join(_in(need, "en") for need in each.needs)
    )
    return [
        parts.Cell(each.text or record.pk, "localised", url=address, under=words),
        parts.Cell(record.fiscal_year, "fiscal_year", under=side),
        parts.Cell(record.pillar.title, "localised"),
    ]


def _in(need: Need, language: str) -> str:
    return both(need.label).text(language)


def photographs_table(found: Sequence[OldPhotograph]) -> parts.Table:
    return parts.Table(
        identifier="photographs",
        caption=bi("新しくしていない写真", "Photographs not renewed"),
        columns=[
            parts.Column(bi("写真", "Photograph"), row_head=True),
            parts.Column(bi("どうなっているか", "How it stands")),
        ],
        rows=[
            [
                parts.Cell(
                    each.text or each.record.pk,
                    "localised",
                    url=kind_of(each.record).desk_address(each.record.pk),
                ),
                parts.Cell(
                    bi("前の年度と同じ写真", "The same as the year before")
                    if each.again
                    else bi("この年度の写真がまだない", "None of this year yet")
                ),
            ]
            for each in found
        ],
        total=len(found),
        empty=parts.Empty(bi("写真はそろっています", "The photographs are renewed")),
    )


def counts(found: Missing, address: Callable[[str], str]) -> list[parts.Fact]:
    """Return how much is left of what there is any of, each leading to its rows."""
    told: list[tuple[Any, int, str]] = [
        (bi("値のない数字", "Figures without a value"), len(found.figures), "#figures"),
        (bi("照会先の分からない数字", "Of these, without an owner"), _ownerless(found), "#figures"),
        *((need.label, found.count(need), f"{address(need.value)}#sentences") for need in Need),
        (bi("新しくしていない写真", "Photographs not renewed"), len(found.photographs), "#photographs"),
    ]
    return [
        parts.Fact(label, parts.Cell(number, "ordinal", url=url)) for label, number, url in told if number
    ]


def _ownerless(found: Missing) -> int:
    return sum(each.owner is None and each.is_indicator for each in found.figures)


def draft_links(kind: str, year: int, actor: Actor, at: dt.date) -> list[parts.Link]:
    """Return the ways to a report's own draft and to the next year's, where the kind has results and a plan."""
    if not has_both_sides(definition_of(kind, actor=actor, at=at)):
        return []
    found = (
        [parts.Link(LACKS, reverse("desk:draft", args=[kind, year]))] if may(actor, Verb.VIEW, "item") else []
    )
    if may_make(actor):
        found.append(parts.Link(MAKE, reverse("desk:next_year", args=[kind, year])))
    return found


def last_act(kind: str, year: int) -> str:
    """Return the last act that carried the plan into a report, where it has not been taken back; else an empty text."""
    acts = Context.objects.filter(
        metadata__action=CARRY, metadata__report=kind, metadata__year=str(year)
    ).order_by("-created_at")
    found = [str(pk) for pk in acts.values_list("pk", flat=True)[:PER_PAGE]]
    back = undone(found)
    return next((act for act in found if act not in back), "")
