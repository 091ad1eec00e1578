"""What is behind the numbers of a report, gathered to be frozen: value, definition, lines, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.core.figures import service
from renkei.core.figures.gathering import behind
from renkei.reports.coding import to_plain
from renkei.reports.figures import pairs_in

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer, Line
    from renkei.core.figures.gathering import Behind
    from renkei.core.figures.registry import Stated, Term
    from renkei.reports.service import Report


def figures_in(found: Report) -> set[tuple[str, int]]:
    """Return code and fiscal year of every number that a report prints."""
    totals = {(each.code, each.fiscal_year) for each in found.totals.values()}
    return totals.union(*(pairs_in(section.blocks) for section in found.sections))


def answers_of(
    pairs: Iterable[tuple[str, int]], *, actor: Actor, at: dt.date
) -> dict[tuple[str, int], FigureAnswer]:
    """Return the answers of figures, in a number of queries that depends on neither figures nor years."""
    return service.answers_to(sorted(pairs), actor=actor, at=at)


def frozen_figures(
    answers: Iterable[FigureAnswer], languages: tuple[str, ...], *, actor: Actor, at: dt.date
) -> list[dict[str, Any]]:
    """Return figures with all lines the actor may see, as objects of JSON.

    The number of queries depends on how many families and years they are of, not on how many figures there are.
    """
    ordered = sorted(answers, key=lambda each: (each.code, each.fiscal_year))
    gathered = behind(ordered, actor=actor, at=at)
    return [_figure(answer, languages, gathered[answer.code, answer.fiscal_year]) for answer in ordered]


def _figure(answer: FigureAnswer, languages: tuple[str, ...], found: Behind) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(
        {
            "code": answer.code,
            "fiscal_year": answer.fiscal_year,
            "label": answer.label,
            "definition": answer.definition_text,
            "definition_version": answer.version,
            "unit": answer.unit.value,
            "kind": str(answer.kind),
            "period": f"{answer.period.start or ''}/{answer.period.end or ''}",
            "as_of": answer.as_of.isoformat() if answer.as_of else None,
            "state": str(answer.state),
            "value": answer.value,
            "precision": answer.precision,
            "printed": {language: answer.printed(language) for language in languages},
            "prints": answer.prints,
            "basis": _term(answer.basis),
            "publisher": _term(answer.publisher),
            "difference": answer.difference,
            "explanation": answer.explanation,
            "stated": [_stated(one) for one in answer.stated],
            "lines": list(_lines(found.lines, answer, languages)),
            "lines_not_public": found.not_public,
            "documents": [{"slug": one.slug, "title": one.title} for one in found.documents],
        }
    )
    return plain


def _stated(one: Stated) -> dict[str, Any]:
    return {
        "state": str(one.state),
        "value": one.value,
        "basis": _term(one.basis),
        "publisher": _term(one.publisher),
        "document": one.document,
        "document_title": one.document_title,
        "place": one.place,
        "note": one.note,
    }


def _term(term: Term | None) -> dict[str, Any] | None:
    return {"code": term.code, "label": term.label} if term else None


def _lines(
    lines: Iterable[Line], answer: FigureAnswer, languages: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    for line in lines:
        yield {
            "kind": line.kind,
            "slug": line.slug,
            "label": line.label,
            "amount": line.amount,
            "printed": {tag: answer.number_text(line.amount, tag, answer.precision) for tag in languages},
            "when": str(line.when) if line.when else None,
            "place": line.place,
        }
