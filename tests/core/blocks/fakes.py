"""Figures that answer from a table of the test's own, and addresses that need no portal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renkei.core.accounts.actors import STRANGER, Actor
from renkei.core.blocks.answers import AnswerBook
from renkei.core.blocks.request import BlockRequest, Conventions
from renkei.core.figures.registry import Stated, Term
from renkei.kernel.localised import Localised
from renkei.kernel.units import CountedUnit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

DAY = dt.date(2024, 5, 1)
BASIS = Term("stated", Localised.both("資料に記された値", "As stated"))


@dataclass(frozen=True)
class Answer:
    code: str
    fiscal_year: int
    value: Decimal | None
    unit: CountedUnit = CountedUnit.PROJECT
    state: str = "exact"
    basis: Term | None = BASIS
    publisher: Term | None = None
    label: Localised = field(default_factory=Localised)
    stated: tuple[Stated, ...] = ()
    public: bool = True

    def text(self, language: str) -> str:
        if self.value is None:
            return "未確定" if language == "ja" else "not yet known"
        return f"{self.value:,}"

    def unit_text(self, language: str) -> str:
        return "件" if language == "ja" else "projects"


class Figures:
    """Counts the questions it is asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = answers
        self.questions = 0

    def __call__(
        self,
        pairs: Iterable[tuple[str, int]],
        *,
        actor: Actor,
        at: dt.date,  # noqa: ARG002
    ) -> Mapping[tuple[str, int], Answer]:
        self.questions += 1
        return {
            (each.code, each.fiscal_year): each
            for each in self.answers
            if (each.code, each.fiscal_year) in pairs and (each.public or not actor.is_stranger)
        }


def asked(
    *answers: Answer,
    language: str = "ja",
    fiscal_year: int = 2020,
    actor: Actor = STRANGER,
    figures: Figures | None = None,
    **params: str,
) -> BlockRequest:
    book = AnswerBook(actor=actor, at=DAY, fetch=figures or Figures(*answers))
    return BlockRequest(fiscal_year, language, actor, DAY, book, params, Conventions())
