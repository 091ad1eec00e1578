"""Where the two sides of a comparison come from: frozen editions, or the records as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.blocks.request import Conventions
from renkei.kernel.eras import format_date
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.comparing import Figure, Side
from renkei.reports.evidence import answers_of, figures_in, frozen_figures
from renkei.reports.reading import Book
from renkei.reports.service import report

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import Edition

_NOTHING = Localised.both(
    "この年度の報告をつくる記録がありません（{year}、{kind}）。",
    "There are no records for a report of this year ({year}, {kind}).",
)
_OTHER_KIND = Localised.both(
    "種類の違う報告は比べられません。", "Reports of different kinds are not compared."
)


def side_of_edition(edition: Edition) -> Side:
    """Return a published edition as a side. Raises RuleBroken("edition.damaged")."""
    book = Book(edition)
    languages = edition.language_tags
    name = Localised.both("{title}（第{number}版）", "{title} (edition {number})")
    return Side(
        name.filled(title=edition.title, number=edition.number),
        edition.kind,
        edition.fiscal_year,
        [Figure.of_plain(each) for each in book.figures(languages[0])],
        {language: book.report(language) for language in languages},
    )


def living_side(kind: str, year: int, languages: tuple[str, ...], *, actor: Actor, at: dt.date) -> Side:
    """Return a report as the actor may read it today as a side. Raises RuleBroken("report.not_found")."""
    made = {language: report(year, kind, language=language, actor=actor, at=at) for language in languages}
    reports = {language: each for language, each in made.items() if each is not None}
    if not reports:
        raise RuleBroken("report.not_found", _NOTHING.filled(year=year, kind=kind), year=year, kind=kind)
    pairs = set().union(*map(figures_in, reports.values()))
    answers = answers_of(pairs, actor=actor, at=at).values()
    title = next(iter(reports.values())).title
    era = Conventions.of_cluster().era
    day = Localised({language: format_date(at, language, era) for language in ("ja", "en")})
    name = Localised.both("{title}（{day}の記録から）", "{title} (from the records on {day})")
    return Side(
        name.filled(title=title, day=day),
        kind,
        year,
        [Figure.of_plain(each) for each in frozen_figures(answers, languages, actor=actor, at=at)],
        reports,
    )


def require_alike(before: Side, after: Side) -> None:
    """Raise RuleBroken("edition.other_kind") for reports of different kinds."""
    if before.kind != after.kind:
        raise RuleBroken("edition.other_kind", _OTHER_KIND)
