"""Form fields that desk and portal share."""

from __future__ import annotations

from typing import Any

from django import forms

from renkei.core.ui.marks import language_now


class NamedRecords(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """Several records, ticked by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name.text(language_now()))
