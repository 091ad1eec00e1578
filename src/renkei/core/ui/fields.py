"""Form fields that desk and portal share."""

from __future__ import annotations

from typing import Any

from django import forms

from renkei.core.ui.marks import language_now
from renkei.core.ui.text import bi
from renkei.kernel.cleaning import is_my_number

NO_INDIVIDUAL_NUMBER = bi(
    "個人番号（マイナンバー）とみられる番号は受け取れません。番号を消してください。",
    "This holds what looks like an Individual Number (My Number), which nobody may keep here. Please take it out.",
)


def no_individual_number(text: str) -> None:
    """Refuse a text with an Individual Number. Raises ValidationError, which does not repeat it."""
    if is_my_number(text):
        raise forms.ValidationError(NO_INDIVIDUAL_NUMBER, code="individual_number")


class TextField(forms.CharField):
    """What people write in their own words: reasons, notes, answers. No Individual Number is kept in it."""

    default_validators = [no_individual_number]


class NamedRecords(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """Several records, ticked by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name.text(language_now()))
