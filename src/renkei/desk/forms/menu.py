"""The field in which the menu of the public site is put in order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from renkei.core.records.sections import sections
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Mapping

HOW_MENU = bi(
    "出す順の番号。空欄のものは出ません。すべて空欄なら、いつもの順です。",
    "The place of each in the menu. Those without a number are left out; without any, the menu is the usual one.",
)
_NO_PLACE = bi("順番は1からの数字で入れてください。", "Please give each place as a number from 1 on.")


@dataclass(frozen=True)
class Place:
    """A section in the list of the widget: the name of its input, what it is called, the place it has or is given."""

    name: str
    label: Any
    typed: str


class MenuWidget(forms.Widget):
    """A number for each section; those without one are left out. Works by keyboard and without script."""

    template_name = "desk/widgets/menu.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:  # noqa: ARG002 - a group has no input of its own
        return ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """Return what was typed for each section, or the menu as one text where it was sent so."""
        if name in data:
            return super().value_from_datadict(data, files, name)
        return {each: str(data.get(f"{name}-{each}", "")).strip() for each in sections()}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return name not in data and not any(f"{name}-{each}" in data for each in sections())

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if not isinstance(value, dict):
            value = {each: str(place) for place, each in enumerate(str(value or "").split(), 1)}
        places = [Place(f"{name}-{each}", label, value.get(each, "")) for each, label in sections().items()]
        return context | {"places": places}


class MenuField(forms.Field):
    """The menu as the settings keep it: names of sections in their order."""

    widget = MenuWidget

    def clean(self, value: Any) -> str:
        if not isinstance(value, dict):
            return " ".join(str(value or "").split())
        typed = {name: unicodedata.normalize("NFKC", text) for name, text in value.items() if text}
        places = {name: whole(text) for name, text in typed.items()}
        if not all(places.values()):
            raise ValidationError(_NO_PLACE)
        return " ".join(sorted(places, key=lambda name: places[name] or 0))
