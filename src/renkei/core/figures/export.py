"""Figures as plain objects, for the command line and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from renkei.core.figures.answers import FigureAnswer

LANGUAGES = ("ja", "en")


def as_json(answer: FigureAnswer) -> dict[str, Any]:
    """Return one figure as an object; money in whole units of the currency, what is not known as null."""
    start, end = answer.period.start, answer.period.end
    return {
        "code": answer.code,
        "label": answer.label.to_dict(),
        "value": _number(answer, answer.value),
        "unit": _unit(answer),
        "kind": str(answer.kind),
        "period": {"start": start and start.isoformat(), "end": end and end.isoformat()},
        "as_of": answer.as_of and answer.as_of.isoformat(),
        "basis": answer.basis and answer.basis.code,
        "publisher": answer.publisher and answer.publisher.code,
        "printed": {language: answer.printed(language) for language in LANGUAGES},
        "computed": answer.computed
        and {"value": _number(answer, answer.computed.value), "lines": answer.computed.lines},
        "stated": [
            {
                "value": _number(answer, one.value),
                "state": one.state,
                "publisher": one.publisher.code,
                "document": one.document,
                "place": one.place.to_dict(),
                "basis": one.basis.code,
            }
            for one in answer.stated
        ],
        "definition": answer.definition_text.to_dict(),
        "version": answer.version,
    }


def _unit(answer: FigureAnswer) -> str:
    currency = answer.money.currency.code
    return currency if answer.is_money and currency != "JPY" else str(answer.unit)


def _number(answer: FigureAnswer, value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    exact = value.scaleb(-answer.money.currency.minor_digits) if answer.is_money else value
    return int(exact) if exact == exact.to_integral_value() else float(exact)
