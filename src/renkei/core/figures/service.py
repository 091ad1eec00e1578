"""What pages, reports and the command line ask of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.figures.answers import Evidence, FigureAnswer, combine
from renkei.core.figures.asking import Book, ask, book_of, years_with_values
from renkei.core.figures.evidence import evidence_behind
from renkei.core.figures.export import as_json
from renkei.core.figures.trends import with_joints

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor

__all__ = [
    "Evidence",
    "FigureAnswer",
    "answer",
    "answers",
    "answers_as_json",
    "answers_to",
    "combine",
    "evidence",
    "history",
    "history_book",
    "known_years",
]


def answers(
    fiscal_year: int, *, actor: Actor, at: dt.date, codes: Iterable[str] | None = None
) -> dict[str, FigureAnswer]:
    """Return the figures of a year that the actor may see, by code, in a bounded number of queries.

    A figure without a stated value and without a line in the year is left out: no record is not zero.
    """
    wanted = None if codes is None else frozenset(codes)
    return ask([fiscal_year], wanted, actor=actor, at=at).get(fiscal_year, {})


def answers_to(
    pairs: Iterable[tuple[str, int]], *, actor: Actor, at: dt.date
) -> dict[tuple[str, int], FigureAnswer]:
    """Return the figures of some codes and fiscal years, in a number of queries that does not depend on either."""
    wanted = set(pairs)
    found = ask([year for _, year in wanted], frozenset(code for code, _ in wanted), actor=actor, at=at)
    return {
        (code, year): answer
        for year, by_code in found.items()
        for code, answer in by_code.items()
        if (code, year) in wanted
    }


def answer(code: str, fiscal_year: int, *, actor: Actor, at: dt.date) -> FigureAnswer | None:
    """Return one figure, None where there is none that the actor may see."""
    return answers(fiscal_year, actor=actor, at=at, codes=[code]).get(code)


def evidence(
    code: str, fiscal_year: int, *, actor: Actor, at: dt.date, page: int = 1, q: str = ""
) -> Evidence | None:
    """Return what is behind a figure, its lines page by page; None where the actor may not see the figure."""
    found = answer(code, fiscal_year, actor=actor, at=at)
    return None if found is None else evidence_behind(found, actor=actor, at=at, page=page, q=q)


def history(codes: Iterable[str], *, actor: Actor, at: dt.date) -> dict[str, list[FigureAnswer]]:
    """Return the figures of all known years by code, oldest first; `joined` where a line may lead to one."""
    wanted = frozenset(codes)
    book = history_book(wanted, actor=actor, at=at)
    return {code: with_joints(book.past(code)) for code in sorted(wanted)}


def history_book(codes: Iterable[str], *, actor: Actor, at: dt.date) -> Book:
    """Return the same figures to look up in: for pages that show a few years of very many."""
    wanted = frozenset(codes)
    return book_of(years_with_values(actor=actor, at=at, codes=wanted), wanted, actor=actor, at=at)


def known_years(actor: Actor, at: dt.date) -> list[int]:
    """Return the fiscal years with values the actor may see, oldest first."""
    return years_with_values(actor=actor, at=at)


def answers_as_json(fiscal_year: int, *, actor: Actor, at: dt.date) -> list[dict[str, Any]]:
    """Return the figures of a year as plain objects, ordered by code."""
    found = answers(fiscal_year, actor=actor, at=at)
    return [as_json(found[code]) for code in sorted(found)]
