"""Records of any kind whose time before the public ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast

from renkei.core.inbox.registry import register_inbox
from renkei.core.inbox.waiting import Waiting, Window
from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import Kind, kind_of, kinds_as_declared
from renkei.core.ui.text import both
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


@register_inbox(ahead=30, behind=0)
def ending_publications(window: Window) -> Iterator[Waiting]:
    """Public records that are public no longer after a day, of all kinds in one query.

    It reads every table, so that it is for the calendar and not for each look at Today.
    """
    if window.undated:
        return
    first, *others = (_of(kind, window) for kind in kinds_as_declared())
    rows = first.union(*others, all=True).order_by("last_day", "kind_slug", "slug")
    for slug, name, title, day in rows[: window.most]:
        kind = kind_of(name)
        said = Localised.both("公開の終わり：{kind}「{title}」", "Public until: {kind} “{title}”")
        yield Waiting(
            kind=name,
            slug=slug,
            text=said.filled(kind=both(kind.name), title=_title(title) or Localised.both(slug, slug)),
            day=day,
        )


def _of(kind: Kind, window: Window) -> QuerySet[Any, Any]:
    public = window.reached(kind.model._default_manager.all()).filter(
        window.holds("public_until"), publication=PublicationState.PUBLIC
    )
    try:
        kind.model._meta.get_field(kind.title)
    except FieldDoesNotExist:
        title: Any = Value("", output_field=TextField())
    else:
        title = Cast(kind.title, TextField())
    return (
        public.order_by()
        .annotate(
            kind_slug=Value(kind.slug, output_field=CharField()), title_text=title, last_day=F("public_until")
        )
        .values_list("slug", "kind_slug", "title_text", "last_day")
    )


def _title(text: str) -> Localised | None:
    """Return a title from its column: a localised one is an object of JSON, a plain one a text."""
    if not text:
        return None
    if text.startswith("{"):
        return Localised(json.loads(text))
    return Localised.both(text, text)
