"""Words with codes, made of the choices of an enumeration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from renkei.core.figures.registry import Term
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import TextChoices


def term_of(choice: TextChoices) -> Term:
    """Return the choice's value and its label in both languages of the screens."""
    with override("ja"):
        japanese = str(choice.label)
    with override("en"):
        english = str(choice.label)
    return Term(str(choice.value), Localised.both(japanese, english))
