"""An erased person whom nobody knew as one when a text was frozen: the text is replaced by one without the name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Func, TextField, Value, When

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.privacy.models import Erasure
from renkei.reports.coding import canonical
from renkei.reports.enums import Cause, Role
from renkei.reports.models import PartContent, Removal
from renkei.reports.naming import GONE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.privacy.subject import Subject

_TEXTS = (Role.ABOUT, Role.TEXT, Role.FIGURES, Role.DOCUMENTS, Role.CHANGES)


class _Text(Func):
    template = "convert_from(%(expressions)s, 'UTF8')"
    output_field = TextField()


def _mentioning(subject: Subject) -> QuerySet[PartContent]:
    pattern = subject.pattern()
    rows = PartContent.objects.filter(part__role__in=_TEXTS) if pattern else PartContent.objects.none()
    # a condition beside it does not keep the database from reading a picture as text; a case does
    texts = When(part__role__in=_TEXTS, then=_Text(F("content")))
    said = Case(texts, default=Value(""), output_field=TextField())
    return rows.annotate(said=said).filter(said__regex=pattern)


def count_mentions(subject: Subject) -> int:
    """Return how many frozen texts mention the person otherwise than by a part of their own. One query."""
    return _mentioning(subject).count()


def redact(subject: Subject) -> int:
    """Replace the person in frozen texts by a mark, after the erasure that its alias names; return how many texts.

    Effects: contents, removals; the typeset files of those editions go too, and are made anew when asked for. The
    manifest keeps the hashes of what went.
    """
    erasure = Erasure.objects.filter(alias=subject.alias).order_by("-at").first()
    found = list(_mentioning(subject).select_related("part")) if erasure else []
    if erasure is None or not found:
        return 0
    why = {"cause": Cause.ERASURE, "removed_at": erasure.at, "removed_by": erasure.actor}
    with journal(actor=COMMAND_LINE, action="erase personal data", about={"erasure": str(erasure.pk)}):
        editions = {row.part.edition_id for row in found}
        for row in found:
            plain = json.loads(bytes(row.content))
            redacted = canonical(_without(plain, re.compile(subject.pattern()), "ja"))
            Removal.objects.create(part=row.part, redacted=redacted, **why)
            row.delete()
        files = PartContent.objects.filter(part__role=Role.RENDERING, part__edition__in=editions)
        for row in files.select_related("part"):
            Removal.objects.create(part=row.part, **why)
            row.delete()
    return len(found)


def _without(plain: Any, words: re.Pattern[str], language: str) -> Any:
    match plain:
        case str():
            return words.sub(GONE[Cause.ERASURE].text(language), plain)
        case {"#languages": texts}:
            return {"#languages": {tag: _without(text, words, tag) for tag, text in texts.items()}}
        case {"language": str() as own, **_inside}:
            return {key: _without(each, words, own) for key, each in plain.items()}
        case dict():
            return {key: _without(each, words, language) for key, each in plain.items()}
        case list():
            return [_without(each, words, language) for each in plain]
    return plain
