"""The form of any kind of record, built from its columns: the same words and rules as its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.accounts.permissions import Verb, may, may_on
from renkei.core.records.services import PUBLICATION_FIELDS
from renkei.core.tables.cells import USUAL, CellSettings, assemble, write_cell
from renkei.core.tables.columns import HOLDING, LAST, Column, ColumnType, columns_of
from renkei.core.tables.slugs import suggested_slug
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi, both
from renkei.desk import show
from renkei.desk.forms.fields import EXAMPLES, field_for, said
from renkei.desk.forms.holding import TARGETS, SharedField, holder_field
from renkei.desk.forms.menu import HOW_MENU, MenuField
from renkei.desk.pages import language_now
from renkei.kernel.errors import Flaw, RuleBroken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record

ENDS = {"start": bi("始まり", "First day"), "end": bi("終わり", "Last day")}
REASON = bi("変更の理由", "Reason for the change")


@dataclass(frozen=True)
class Group:
    """Fields that stand together: the languages of one text, both ends of a period, or one field alone."""

    label: Any
    fields: list[forms.BoundField]
    pair: bool = False


class RecordForm(forms.Form):
    """Reads a record's values. `values()` are what the services take; flaws come back to their fields."""

    def __init__(
        self,
        data: Any = None,
        *,
        kind: Kind,
        languages: tuple[str, ...],
        actor: Actor,
        at: dt.date,
        settings: CellSettings = USUAL,
        record: Record | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.record, self.languages = kind, record, languages
        publishes = may(actor, Verb.PUBLISH, kind.slug)
        if record is not None:
            publishes = may_on(actor, Verb.PUBLISH, kind.slug, record.holding())
        self.columns = [
            column
            for column in columns_of(kind, languages)
            if (publishes or column.field.name not in PUBLICATION_FIELDS)
            and not (record is not None and column.field.name == "slug")
        ]
        super().__init__(data, initial=_initial(self.columns, record, settings) | dict(initial or {}))
        for column in self.columns:
            self.fields[column.name] = self._field(column, actor, at, settings)
        self.fields["reason"] = TextField(
            label=REASON,
            required=record is not None,
            max_length=500,
            help_text=bi("あとから履歴で読む人のために。", "For those who will read the history."),
        )
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=record.revision if record else 0
        )

    def _field(self, column: Column, actor: Actor, at: dt.date, settings: CellSettings) -> forms.Field:
        if column.name in TARGETS:
            words = {"label": column.field.verbose_name, "help_text": column.field.help_text}
            return holder_field(column, self.languages, actor, at, self.kind, required=False, **words)
        if (self.kind.slug, column.name) == ("cluster", "menu"):
            return MenuField(required=False, label=column.field.verbose_name, help_text=HOW_MENU)
        if column.name == "shared_with":
            return SharedField(
                self.record.shared_with if self.record else "",
                required=False,
                label=column.field.verbose_name,
                help_text=bi(
                    "選んだ組織の人は見るだけで、変えられません。選ばなければ所管だけに見えます。",
                    "Those chosen may see it and change nothing. Without a choice only the holder sees it.",
                ),
            )
        return _field(column, self.languages, actor, at, settings, is_new=self.record is None)

    def groups(self) -> list[Group]:
        """Return the fields of the record as they are laid out, holder and publication aside."""
        return self._grouped(column for column in self.columns if column.field.name not in LAST)

    def holding_groups(self) -> list[Group]:
        return self._grouped(column for column in self.columns if column.field.name in HOLDING)

    def publication_groups(self) -> list[Group]:
        return self._grouped(column for column in self.columns if column.field.name in PUBLICATION_FIELDS)

    def _grouped(self, columns: Iterable[Column]) -> list[Group]:
        found: list[Group] = []
        last: Any = None
        for column in columns:
            bound = self[column.name]
            if column.part and last is column.field:
                found[-1].fields.append(bound)
            else:
                found.append(Group(column.field.verbose_name, [bound], pair=bool(column.part)))
            last = column.field
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_periods()
        if self.record is None and not cleaned.get("slug") and "slug" not in self.errors:
            self._suggest_slug()
        return cleaned

    def _check_periods(self) -> None:
        try:
            self.values()
        except RuleBroken as flaw:
            self.add_error(str(flaw.context["column"]), said(flaw))

    def _suggest_slug(self) -> None:
        """Fill in an identifier where none was given, and ask to look at it: it never changes afterwards."""
        if self.errors:
            return
        slug = suggested_slug(self.kind, self.values())
        self.type_in("slug", slug)
        self.add_error(
            "slug",
            both(
                bi(
                    "識別名の案を入れました。あとから変えられないので、よければもう一度保存してください。",
                    "An identifier has been suggested. It never changes once given: save again to take it.",
                )
            ).text(language_now()),
        )

    def values(self) -> dict[str, Any]:
        """Return the values of a form without errors, by the model's attribute."""
        cells = [(column, self.cleaned_data.get(column.name)) for column in self.columns]
        return assemble(cells, self.record)

    def type_in(self, name: str, text: str) -> None:
        """Put a text into a field as if the person had typed it."""
        typed: Any = self.data
        self.data = typed.copy()
        self.data[name] = text  # type: ignore[index]  # a copy may be written to

    def add_flaws(self, flaws: Iterable[tuple[str, RuleBroken]]) -> None:
        """Put what is wrong beside the fields it is about; what no field shows goes to the top."""
        for name, flaw in flaws:
            names = (each.name for each in self.columns if name in {each.name, each.field.name})
            self.add_error(next(names, None), _with_what_was_found(flaw))


class PartForm(RecordForm):
    """The grammar's form, narrowed to what is asked of a new record of casework; its holding is the case's."""

    def __init__(self, *args: Any, names: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        left_out = {*HOLDING, *PUBLICATION_FIELDS}
        for column in self.columns:
            if column.field.name not in names or column.field.name in left_out:
                del self.fields[column.name]
        self.columns = [column for column in self.columns if column.name in self.fields]
        del self.fields["reason"]

    def _suggest_slug(self) -> None:
        """The service names it after its case."""


def _with_what_was_found(flaw: RuleBroken) -> str:
    """Return a rule's sentence; where a part of the text is meant, with that part."""
    found = str(flaw.context.get("found", ""))
    return (
        Flaw(flaw.code, found=found, expected=flaw.message).message(language_now()) if found else said(flaw)
    )


def _initial(columns: Iterable[Column], record: Record | None, settings: CellSettings) -> dict[str, Any]:
    if record is None:
        return {
            column.name: column.field.get_default()
            for column in columns
            if column.field.has_default() and not column.part
        }
    return {column.name: shown_value(column, record, settings) for column in columns}


def shown_value(column: Column, record: Any, settings: CellSettings) -> Any:
    """Return a record's value as the form shows it."""
    value = getattr(record, column.attribute)
    if column.type is ColumnType.BOOLEAN:
        return value
    return write_cell(column, value, settings=settings)


def _field(
    column: Column,
    languages: tuple[str, ...],
    actor: Actor,
    at: dt.date,
    settings: CellSettings,
    *,
    is_new: bool,
) -> forms.Field:
    required = column.required and not (is_new and column.field.name == "slug")
    help_text = column.field.help_text or EXAMPLES.get(column.type, "")
    label: Any = column.field.verbose_name
    part: Any = ""
    if column.part:
        part = ENDS[column.part] if column.part in ENDS else show.language_name(column.part)
        label = lazy_label(label, part)
    field = field_for(
        column, languages, actor, at, settings, required=required, label=label, help_text=help_text
    )
    field.part_label = part  # type: ignore[attr-defined]  # the template shows it under the text's own name
    return field


def lazy_label(label: Any, part: Any) -> str:
    one, two = both(label), both(part)
    return bi(f"{one.text('ja')}（{two.text('ja')}）", f"{one.text('en')} ({two.text('en')})")
