"""The figures a page or report prints, fetched together however many blocks ask and of whatever years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from renkei.core.accounts.actors import COMMAND_LINE, Actor

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from renkei.core.figures.registry import Stated, Term
    from renkei.kernel.localised import Localised
    from renkei.kernel.units import CountedUnit


class Printed(Protocol):
    """What blocks read of a figure's answer."""

    @property
    def code(self) -> str: ...
    @property
    def fiscal_year(self) -> int: ...
    @property
    def label(self) -> Localised: ...
    @property
    def unit(self) -> CountedUnit: ...
    @property
    def state(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def basis(self) -> Term | None: ...
    @property
    def publisher(self) -> Term | None: ...
    @property
    def stated(self) -> tuple[Stated, ...]: ...
    def text(self, language: str) -> str: ...
    def unit_text(self, language: str) -> str: ...


class Fetch(Protocol):
    """`renkei.core.figures.service.answers_to`."""

    def __call__(
        self, pairs: Iterable[tuple[str, int]], *, actor: Actor, at: dt.date
    ) -> Mapping[tuple[str, int], Printed]: ...


class AnswerBook:
    """Answers by (code, fiscal year) for one reader on one day."""

    def __init__(self, *, actor: Actor, at: dt.date, fetch: Fetch) -> None:
        self.actor = actor
        self.at = at
        self._fetch = fetch
        self._found: dict[tuple[str, int], Printed] = {}
        self._asked: set[tuple[str, int]] = set()

    def load(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Printed]:
        """Fetch what was not asked for before, in one go; return all that is known by now."""
        missing = set(wanted) - self._asked
        self._asked |= missing
        self._found.update(self._fetched(missing, self.actor))
        return self._found

    def keep(self, answers: Iterable[Printed]) -> None:
        """Take answers that were asked for elsewhere with the same eyes: they are not asked for again."""
        for each in answers:
            self._found[each.code, each.fiscal_year] = each
            self._asked.add((each.code, each.fiscal_year))

    def get(self, code: str, fiscal_year: int) -> Printed | None:
        return self._found.get((code, fiscal_year))

    def hidden(self, wanted: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
        """Return those of the wanted that exist, but not for this reader."""
        missing = {pair for pair in wanted if pair not in self._found}
        return frozenset(self._fetched(missing, COMMAND_LINE)) if missing else frozenset()

    def _fetched(self, wanted: set[tuple[str, int]], actor: Actor) -> Mapping[tuple[str, int], Printed]:
        return self._fetch(wanted, actor=actor, at=self.at) if wanted else {}
