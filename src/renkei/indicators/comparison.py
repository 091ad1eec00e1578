"""One figure as all publishers state it, and as records count it, side by side over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.indicators.rules import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from renkei.core.figures.answers import FigureAnswer
    from renkei.core.figures.registry import Stated

Key = tuple[str, str]
CLAIMS = frozenset({"result", "stated"})


def contradictions(past: Sequence[FigureAnswer]) -> list[FigureAnswer]:
    """Return the years in which exact statements of what came about differ, explained or not.

    Plans and adopted numbers differ from results by their nature, and “about” leaves room.
    """
    return [answer for answer in past if answer.contradicts or spread(_claims(answer))]


def _claims(answer: FigureAnswer) -> list[Decimal | None]:
    return [one.value for one in answer.stated if one.state == "exact" and one.basis.code in CLAIMS]


def comparison_table(
    past: Sequence[FigureAnswer],
    language: str,
    evidence: Callable[[str, int], str],
    year: Callable[[int], Any],
) -> parts.Table:
    """Return a year in each row, newest first, and a publisher and basis in each column.

    `evidence` and `year` give the address and the words of a year on the page that shows it.
    """
    heads = {_key(one): one for answer in past for one in answer.stated}
    computed = any(answer.computed for answer in past)
    version = max((answer.version for answer in past), default=1)
    rows = []
    for answer in sorted(past, key=lambda each: -each.fiscal_year):
        url = evidence(answer.code, answer.fiscal_year)
        stated = {_key(one): one for one in reversed(answer.stated)}
        cells = [_stated(answer, stated.get(key), language, url) for key in heads]
        values = [one.value for one in stated.values()]
        if computed:
            cells.append(_number(answer, answer.computed.value if answer.computed else None, language, url))
            values.append(answer.computed.value if answer.computed else None)
        note: Any = bi(f"定義の第{answer.version}版", f"version {answer.version} of the definition")
        head = parts.Cell(
            year(answer.fiscal_year), "localised", under=note if answer.version != version else ""
        )
        rows.append([head, *cells, _number(answer, spread(values), language, url), _why(answer)])
    return parts.Table(
        identifier="comparison",
        caption=bi("公表者と基準ごとの値", "Values by publisher and basis"),
        columns=_columns(heads.values(), computed=computed),
        rows=rows,
    )


def _columns(heads: Iterable[Stated], *, computed: bool) -> list[parts.Column]:
    stated = [parts.Column(one.publisher.label, numeric=True, unit=one.basis.label) for one in heads]
    counted = [parts.Column(bi("記録から計算", "Computed from records"), numeric=True)] if computed else []
    return [
        parts.Column(bi("年度", "Fiscal year"), row_head=True),
        *stated,
        *counted,
        parts.Column(bi("最大の差", "Largest difference"), numeric=True),
        parts.Column(bi("差の説明", "Explanation")),
    ]


def _key(one: Stated) -> Key:
    return one.publisher.code, one.basis.code


def _stated(answer: FigureAnswer, one: Stated | None, language: str, url: str) -> parts.Cell:
    if one is None:
        return parts.Cell("―")
    words = answer.stated_text(one, language)
    return parts.Cell((one.value, words, url), "money") if one.value is not None else parts.Cell(words)


def _number(answer: FigureAnswer, value: Decimal | None, language: str, url: str) -> parts.Cell:
    if value is None:
        return parts.Cell("―")
    words = answer.printed_of("exact", value, answer.precision, language)
    return parts.Cell((value, words, url), "money")


def _why(answer: FigureAnswer) -> parts.Cell:
    if answer.explanation:
        return parts.Cell(answer.explanation, "localised")
    if contradictions([answer]):
        return parts.Cell(bi("公表された値が食い違っています", "The statements contradict each other"))
    return parts.Cell("―")
