"""What stands on a record's page beyond its facts, for kinds that need more: registered at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.records.kinds import kind_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.records.models import Record


@dataclass(frozen=True)
class Panel:
    """A part of the page: its template, and what it shows under `panel.body`."""

    template: str
    body: dict[str, Any] = field(default_factory=dict)


Maker = Callable[["HttpRequest", Any], Panel | None]
_makers: dict[str, list[Maker]] = {}


def panel_for(kind: str) -> Callable[[Maker], Maker]:
    """Register who makes a panel for the records of a kind; None where there is nothing to show."""

    def register(maker: Maker) -> Maker:
        _makers.setdefault(kind, []).append(maker)
        return maker

    return register


def panels_of(request: HttpRequest, record: Record) -> list[Panel]:
    """Return the panels of a record the reader sees, in the order in which they were registered."""
    made = (maker(request, record) for maker in _makers.get(kind_of(record).slug, ()))
    return [panel for panel in made if panel is not None]
