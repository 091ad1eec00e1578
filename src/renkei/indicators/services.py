from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.figures.service import answer
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import REFUSED
from renkei.core.records.services import add_record, change_record
from renkei.indicators.models import FigureChoice
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer

_LONGEST_SLUG = 100


def choose_figure(  # noqa: PLR0913 - what a person decides, and why
    *,
    actor: Actor,
    code: str,
    fiscal_year: int,
    prints: str,
    at: dt.date,
    publisher: str = "",
    explanation: Localised | None = None,
    public: bool = False,
    reason: str,
) -> FigureChoice:
    """Record which value pages print for a figure and year. Effects: one choice added or changed, history.

    The explanation reaches strangers only where `public`. Raises RuleBroken("figure.unknown"),
    ("figure.not_computed"), ("figure.not_stated"), ("permission.refused").
    """
    if not may_everywhere(actor, Verb.CHANGE, "figurechoice"):  # what is printed, is printed for all
        raise RuleBroken("permission.refused", REFUSED)
    found = answer(code, fiscal_year, actor=actor, at=at)
    _require(found, prints, publisher)
    values: dict[str, Any] = {
        "prints": prints,
        "publisher_id": publisher or None,
        "chosen_by": actor.name,
        "explanation": explanation or Localised(),
        "publication": "public" if public else "internal",
    }
    kind = kind_of(FigureChoice)
    present = FigureChoice.objects.filter(figure=code, fiscal_year=fiscal_year).first()
    if present is None:
        values |= {"slug": _slug(code, fiscal_year), "figure": code, "fiscal_year": fiscal_year}
        record = add_record(actor=actor, kind=kind, values=values, reason=reason)
    else:
        record = change_record(
            actor=actor, kind=kind, slug=present.pk, revision=present.revision, values=values, reason=reason
        )
    return cast("FigureChoice", record)


def _require(found: FigureAnswer | None, prints: str, publisher: str) -> None:
    if found is None:
        message = Localised.both(
            "この年度にこの数字はありません。", "There is no such figure in this fiscal year."
        )
        raise RuleBroken("figure.unknown", message)
    if prints == "computed" and found.computed is None:
        message = Localised.both(
            "この数字には記録から計算した値がありません。",
            "No value of this figure is computed from records.",
        )
        raise RuleBroken("figure.not_computed", message)
    if prints == "stated" and not [one for one in found.stated if publisher in ("", one.publisher.code)]:
        message = Localised.both(
            "この公表者による資料の値がありません。", "This publisher states no value of this figure."
        )
        raise RuleBroken("figure.not_stated", message)


def _slug(code: str, fiscal_year: int) -> str:
    slug = f"{code}-{fiscal_year}"
    if len(slug) <= _LONGEST_SLUG:
        return slug
    return f"choice-{fiscal_year}-{hashlib.sha256(code.encode()).hexdigest()[:16]}"
