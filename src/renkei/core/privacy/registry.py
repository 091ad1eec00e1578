"""Which fields of which tables hold personal data, and what holds for them. Each context fills it (privacy.py)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.privacy.enums import Sensitivity, Treatment, Whose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from django.db import models
    from django.db.models import Q

    from renkei.core.privacy.subject import Subject
    from renkei.kernel.localised import Localised

MARK = "（削除済み）"


@dataclass(frozen=True)
class Keep:
    """How long: so many months after an event. `due` narrows the rows whose time is over at a moment.

    Where it is None, the table goes with the person it belongs to and has no time of its own.
    """

    months: int
    after: str
    due: Callable[[dt.datetime], Q] | None = None


@dataclass(frozen=True)
class PersonalField:
    treatment: Treatment
    sensitivity: Sensitivity = Sensitivity.ORDINARY


@dataclass(frozen=True)
class Personal:
    """The personal data of one table: whose, kept by whom, why, how long, and what an erasure does with them.

    `controller` leads from a row to the identifier of the organisation that holds the data; empty where the
    office that runs the installation does. `rows` narrows the table to a person's rows. `logged` says that
    reading such records is written down. `address` leads to the mail address by which people stand in it who are
    neither in the directory nor users.
    """

    model: type[models.Model]
    whose: Whose
    purpose: str
    basis: str
    keep: Keep
    rows: Callable[[Subject], Q]
    fields: Mapping[str, PersonalField]
    controller: str = ""
    logged: bool = False
    copies: tuple[str, ...] = ()
    name: str = ""
    address: str = ""

    @property
    def label(self) -> Any:
        """Return what the table is called, in both languages, also where a library names it in one."""
        return self.name or self.model._meta.verbose_name_plural

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)


@dataclass(frozen=True)
class NotPersonal:
    """All texts of a table that are not named as personal are declared to be about something else, and why.

    They may still mention somebody: disclosure and erasure search every text of every table.
    """

    model: type[models.Model]
    why: str


@dataclass(frozen=True)
class Copies:
    """A place outside the tables, or a derived table, where copies lie: how to count and how to remove them."""

    name: str
    label: str
    count: Callable[[Subject], int]
    remove: Callable[[Subject], int]


Hindrance = "Callable[[Subject, dt.date], Iterable[Localised]]"


@dataclass
class _Registry:
    personal: dict[str, Personal] = field(default_factory=dict)
    others: dict[str, NotPersonal] = field(default_factory=dict)
    copies: dict[str, Copies] = field(default_factory=dict)
    hindrances: list[Callable[[Subject, dt.date], Iterable[Localised]]] = field(default_factory=list)


_registry = _Registry()


def register_personal(*declared: Personal) -> None:
    for each in declared:
        _registry.personal[each.model._meta.label_lower] = each


def register_not_personal(why: str, *classes: type[models.Model]) -> None:
    for each in classes:
        _registry.others[each._meta.label_lower] = NotPersonal(each, why)


def register_copy(copies: Copies) -> None:
    """Register a place with copies of personal data (an index, a table of mails): an erasure empties it too."""
    _registry.copies[copies.name] = copies


def register_hindrance(
    told: Callable[[Subject, dt.date], Iterable[Localised]],
) -> Callable[[Subject, dt.date], Iterable[Localised]]:
    """Register who knows why a person's data must still be kept: sentences, none where nothing hinders."""
    _registry.hindrances.append(told)
    return told


def personal_data() -> tuple[Personal, ...]:
    return tuple(_registry.personal.values())


def not_personal() -> tuple[NotPersonal, ...]:
    return tuple(_registry.others.values())


def places_of_copies() -> tuple[Copies, ...]:
    return tuple(_registry.copies.values())


def personal_of(model: Any) -> Personal | None:
    """Return what is declared for a table, or None where nothing in it is personal."""
    return _registry.personal.get(model._meta.label_lower)


def reading_is_logged(kind: str) -> bool:
    """Say whether reading such records is written down, by the model's name, or what is told of an address."""
    return kind == "address" or any(each.logged and each.kind == kind for each in _registry.personal.values())


def hindrances(subject: Subject, at: dt.date) -> list[Localised]:
    """Return why a person's data must still be kept on a day."""
    return [said for told in _registry.hindrances for said in told(subject, at)]


def is_declared(model: Any, name: str) -> bool:
    """Say whether a field is classified: named as personal, or covered by its table's declaration."""
    declared = personal_of(model)
    return (declared is not None and name in declared.fields) or model._meta.label_lower in _registry.others
