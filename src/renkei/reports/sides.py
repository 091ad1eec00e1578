"""Where the two sides of a comparison come from: frozen editions, or the records as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.blocks.request import Conventions
from renkei.kernel.eras import format_date
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.comparing import Figure, Side
from renkei.reports.evidence import answers_of, figures_in, frozen_figures
from renkei.reports.reading import Book
from renkei.reports.service import required

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import Edition

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
        figures_of_plain(book.figures(languages[0])),
        {language: book.report(language) for language in languages},
    )


def living_side(kind: str, year: int, languages: tuple[str, ...], *, actor: Actor, at: dt.date) -> Side:
    """Return a report as the actor may read it today as a side. Raises RuleBroken("report.not_found")."""
    reports = {
        language: required(year, kind, language=language, actor=actor, at=at) for language in languages
    }
    answers = answers_of(set().union(*map(figures_in, reports.values())), actor=actor, at=at)
    plain = frozen_figures(answers.values(), languages, actor=actor, at=at)
    era = Conventions.of_cluster().era
    day = Localised({language: format_date(at, language, era) for language in ("ja", "en")})
    name = Localised.both("{title}（{day}の記録から）", "{title} (from the records on {day})")
    title = reports[languages[0]].title
    return Side(name.filled(title=title, day=day), kind, year, figures_of_plain(plain), reports)


def figures_of_plain(plain: Iterable[Mapping[str, Any]]) -> list[Figure]:
    """Return the figures that are compared, from figures as an edition keeps them."""
    return [Figure.of_plain(each) for each in plain]


def require_alike(before: Side, after: Side) -> None:
    """Raise RuleBroken("edition.other_kind") for reports of different kinds."""
    if before.kind != after.kind:
        raise RuleBroken("edition.other_kind", _OTHER_KIND)
