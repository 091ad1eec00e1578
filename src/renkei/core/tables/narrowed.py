"""Loads by people whose roles are narrowed to organisations: what they may know of, and what they may write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb, may_everywhere, may_on
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import NOT_YOURS, YOUR_OWN, may_be_named, own_holding, read_by_holding
from renkei.kernel.errors import Flaw, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.accounts.reach import Holding
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record
    from renkei.core.tables.writing import Named


@dataclass(frozen=True)
class Narrowed:
    """The reach of one actor over the rows of one kind."""

    actor: Actor
    kind: Kind

    @property
    def applies(self) -> bool:
        return not may_everywhere(self.actor, Verb.LOAD, self.kind.slug)

    def prepare(self, values: dict[str, Any], base: Record | None) -> None:
        """Give a new row its holder; an empty cell keeps the one there is.

        Raises RuleBroken("permission.refused") for a row that is not to be seen.
        """
        if base is None:
            if not values.get("holder"):
                held = own_holding(self.actor, Verb.LOAD, self.kind)
                values["holder"], values["holder_unit"] = held.holder, values.get("holder_unit") or held.unit
        elif not may_be_named(base, self.actor):
            raise RuleBroken("permission.refused", NOT_YOURS)
        elif (
            values.get("holder") == ""
        ):  # an empty cell asks for no holder, which a narrowed role cannot give
            values["holder"] = base.holder
            values["holder_unit"] = values.get("holder_unit") or base.holder_unit

    def breach(
        self, verbs: Iterable[Verb], before: Holding | None, after: Holding
    ) -> tuple[str, Localised] | None:
        """Return the column and what is expected where the row was not theirs, or would not be."""
        for verb in verbs:
            if before is not None and not may_on(self.actor, verb, self.kind.slug, before):
                return "slug", NOT_YOURS
            if not may_on(self.actor, verb, self.kind.slug, after):
                return "holder", YOUR_OWN
        return None

    def within(self, slugs: Sequence[str]) -> list[str]:
        """Return those stored rows that may be named to the actor: the others are nobody's business."""
        rows = read_by_holding(self.kind.model._default_manager.filter(pk__in=slugs), self.actor)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def not_theirs(self, slugs: Sequence[str]) -> Iterator[str]:
        """Yield those stored rows that the actor may not withdraw."""
        for record in self.kind.model._default_manager.filter(pk__in=slugs).order_by("pk"):
            if not may_on(self.actor, Verb.WITHDRAW, self.kind.slug, record.holding()):
                yield record.pk


def unseen_references(actor: Actor, named: Sequence[Named]) -> Iterator[Flaw]:
    """Yield new references to records that the actor may not see, in the words for records there are not."""
    for target in dict.fromkeys(each[0] for each in named):
        kind = kind_of(target)
        slugs = {slug for other, *_, slug in named if other == target}
        seen = set(Narrowed(actor, kind).within(sorted(slugs)))
        for other, file, line, column, slug in named:
            if other == target and slug not in seen:
                yield Flaw(
                    "reference.dangling",
                    file=file,
                    row=line,
                    column=column,
                    found=slug,
                    expected=Localised.both(
                        f"表「{kind.table}」にある識別名",
                        f"an identifier that stands in the table “{kind.table}”",
                    ),
                )
