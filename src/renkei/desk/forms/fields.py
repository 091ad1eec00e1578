"""Form fields that read and write a cell exactly as tables do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.search.service import matches
from renkei.core.tables.cells import USUAL, CellSettings, read_cell
from renkei.core.tables.columns import Column, ColumnType
from renkei.core.ui.text import bi
from renkei.desk import show
from renkei.desk.pages import language_now
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import Q, QuerySet

    from renkei.core.accounts.actors import Actor

MOST_OPTIONS = 200
SUGGESTED = 50
CLOSEST = 5
HOW = bi("識別名か名称で探します。", "By identifier or by name.")
LOOK_UP = bi("一覧から探す（別の画面）", "Look it up (in another window)")
NEEDED = bi("入力してください。", "Please fill this in.")
_DATES = {ColumnType.DATE, ColumnType.PARTIAL_DATE}
_NUMBERS = {ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.MONEY}
EXAMPLES = {
    ColumnType.DATE: bi(
        "例：令和4年8月22日、R4.8.22、2022-08-22", "For example 2022-08-22, R4.8.22 or 令和4年8月22日"
    ),
    ColumnType.PARTIAL_DATE: bi(
        "例：1999-03-19、2021-04、平成21年", "For example 1999-03-19, 2021-04 or 2009"
    ),
    ColumnType.FISCAL_YEAR: bi("例：平成29年度、2017", "For example 2017 or 平成29年度"),
}


def said(error: NotUnderstood | RuleBroken) -> str:
    """Return what is wrong, in the reader's language."""
    language = language_now()
    return error.message.text(language)


class CellField(forms.CharField):
    """A text that is read as a table's cell would be."""

    def __init__(self, column: Column, settings: CellSettings, **options: Any) -> None:
        self.column, self.settings = column, settings
        super().__init__(widget=_widget(column), strip=True, **options)
        self.error_messages["required"] = NEEDED

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        if not text and self.column.required:  # the form itself may ask for it later, as for an identifier
            return ""
        try:
            return read_cell(self.column, text, settings=self.settings)
        except (NotUnderstood, RuleBroken) as error:
            raise ValidationError(said(error)) from error


class ChoiceCell(forms.ChoiceField):
    def __init__(self, column: Column, **options: Any) -> None:
        self.column = column
        blank = [] if column.required else [("", "―")]
        super().__init__(choices=[*blank, *column.choices], **options)
        self.error_messages["required"] = NEEDED

    def clean(self, value: Any) -> Any:
        return super().clean(value) or read_cell(self.column, "")


class YesNo(forms.BooleanField):
    """A box to tick; unticked is no."""

    def __init__(self, column: Column, **options: Any) -> None:
        self.column = column
        super().__init__(**options | {"required": False})


class ReferenceField(forms.CharField):
    """Another record: chosen from a list, or found by identifier or name where there are too many to list.

    Needs no script: a name that fits one record is taken, one that fits several brings the closest ones back.
    Records that the actor may not see are none; `among` narrows them further.
    """

    def __init__(
        self,
        column: Column,
        languages: tuple[str, ...],
        actor: Actor,
        at: dt.date,
        *,
        among: Q | None = None,
        **options: Any,
    ) -> None:
        self.column = column
        self.kind = kind_of(column.target)
        self.languages = languages
        rows = visible_to(self.kind.model._default_manager.all(), actor, at)
        self.rows = rows if among is None else rows.filter(among)
        pairs = list(_targets(self.kind, self.rows))
        self.is_short = len(pairs) <= MOST_OPTIONS
        widget = ListOfRecords(pairs) if self.is_short else NamedRecord(self.kind, pairs[:SUGGESTED])
        super().__init__(widget=widget, strip=True, **options)
        self.error_messages["required"] = NEEDED

    def clean(self, value: Any) -> str | None:
        text = str(super().clean(value))
        if not text:
            return None
        if self.rows.filter(pk=text).exists():
            return text
        found = list(
            self.rows.filter(matches(self.kind, text).condition)
            .select_related(*show.label_joins(self.kind))
            .order_by("pk")[: CLOSEST + 1]
        )
        exact = [record.pk for record in found if text in _names(self.kind, record)]
        if len(exact) == 1 or len(found) == 1:
            return str((exact or [found[0].pk])[0])
        raise ValidationError(_not_one(text, found[:CLOSEST], self.kind))


def _names(kind: Kind, record: Any) -> set[str]:
    label = kind.label(record)
    return set(label.values()) if isinstance(label, Localised) else {str(label)}


def _not_one(text: str, found: list[Any], kind: Kind) -> str:
    """Return what to do with a name that fits no record, or several: the reader's language is active."""
    language = language_now()
    if not found:
        return Localised.both(f"「{text}」に当たる記録がありません。", f"No record is called “{text}”.").text(
            language
        )
    listed = [f"{record.pk}（{label_text(kind, record, language)}）" for record in found]
    return Localised.both(
        f"「{text}」に当たる記録が一つに決まりません。次のどれかの識別名を入れてください：{'、'.join(listed)}",
        f"“{text}” fits several records. Please give one of these identifiers: {', '.join(listed)}",
    ).text(language)


def label_text(kind: Kind, record: Any, language: str) -> str:
    label = kind.label(record)
    return label.text(language) if isinstance(label, Localised) else str(label)


def _targets(kind: Kind, among: QuerySet[Any]) -> Iterator[tuple[str, Any]]:
    rows = among.select_related(*show.label_joins(kind)).order_by("pk")
    for record in rows[: MOST_OPTIONS + 1]:
        yield str(record.pk), kind.label(record)


class ListOfRecords(forms.Select):
    """All records of a kind, by name with the identifier behind."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(choices=[("", "―"), *((slug, _option(label, slug)) for slug, label in pairs)])


class NamedRecord(forms.TextInput):
    """A field for an identifier or a name, with a few suggestions and the way to the whole list."""

    template_name = "desk/widgets/named_record.html"

    def __init__(self, kind: Kind, pairs: list[tuple[str, Any]]) -> None:
        self.kind = kind
        self.pairs = pairs
        super().__init__(attrs={"autocomplete": "off"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identifier = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"]["attrs"]["list"] = identifier
        context |= {
            "list_id": identifier,
            "suggestions": [(slug, _option(label, slug)) for slug, label in self.pairs],
            "how": HOW,
            "look_up": LOOK_UP,
            "lookup_url": reverse("desk:lookup", args=[self.kind.slug]),
        }
        return context


def _option(label: Any, slug: str) -> str:
    text = label.text(language_now()) if isinstance(label, Localised) else str(label)
    return text if text == slug else f"{text}（{slug}）"


def _widget(column: Column) -> forms.Widget:
    if getattr(column.field, "long", False) or column.field.get_internal_type() == "TextField":
        return forms.Textarea(attrs={"rows": 5})
    attrs: dict[str, str] = {"autocomplete": "off"}
    if column.type in _DATES:
        attrs["class"] = "date"
    if column.type in _NUMBERS:
        attrs |= {"class": "amount", "inputmode": "decimal"}
    if column.part and column.part not in {"start", "end"}:
        attrs["lang"] = column.part
    return forms.TextInput(attrs=attrs)


def field_for(
    column: Column,
    languages: tuple[str, ...],
    actor: Actor,
    at: dt.date,
    settings: CellSettings = USUAL,
    **options: Any,
) -> forms.Field:
    """Return the form field that reads a column; a reference offers what the actor sees."""
    if column.type is ColumnType.REFERENCE:
        return ReferenceField(column, languages, actor, at, **options)
    if column.type is ColumnType.CHOICE:
        return ChoiceCell(column, **options)
    if column.type is ColumnType.BOOLEAN:
        return YesNo(column, **options)
    return CellField(column, settings, **options)
