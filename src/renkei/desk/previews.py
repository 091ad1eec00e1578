"""What a record would look like where readers see it, beside its form: registered at start-up by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record
    from renkei.desk.forms.records import RecordForm

PRESSED = "preview"


@dataclass(frozen=True)
class Preview:
    """`choices` are what one may look at it for: name of the field, its label, options, the one chosen."""

    title: Any = ""
    html: Any = ""
    language: str = ""
    problem: Any = ""
    choices: Sequence[tuple[str, Any, Sequence[tuple[str, Any]], str]] = ()


Maker = Callable[["HttpRequest", Any], Preview]
_makers: dict[str, Maker] = {}


def preview_for(kind: str) -> Callable[[Maker], Maker]:
    """Register who shows the records of a kind, stored or not."""

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        return maker

    return register


def is_look(request: HttpRequest) -> bool:
    """Tell whether the person asked to look, and to store nothing."""
    return request.method == "POST" and PRESSED in request.POST


def preview_of(
    request: HttpRequest, kind: Kind, form: RecordForm, record: Record | None, *, stale: bool = False
) -> Preview | None:
    """Return the record as its form stands, or as it is stored; None for kinds without a preview.

    `stale` says that the form is whole and was refused only because somebody else was faster.
    """
    maker = _makers.get(kind.slug)
    if maker is None:
        return None
    if request.method != "POST":
        return maker(request, record) if record is not None else Preview()
    if not stale and not form.is_valid():
        return Preview()
    return maker(request, kind.model(**({"slug": record.pk if record else ""} | form.values())))
