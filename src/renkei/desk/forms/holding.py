"""The fields of holder and sharing: organisations and units by name, as far as the person's roles reach."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.accounts.reach import ALL
from renkei.core.records.kinds import kind_of
from renkei.core.tables.columns import Column, ColumnType
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import ReferenceField, label_text
from renkei.desk.pages import language_now
from renkei.directory.models import Organisation, RoleAssignment

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import Kind

TARGETS = {"holder": "organisation", "holder_unit": "unit", "holder_person": "person"}
EVERYBODY = bi("すべての組織", "All organisations")
CHOOSE = bi("一覧から選んでください。", "Please choose from the list.")


class HolderField(ReferenceField):
    """An organisation or unit whose own record it is; empty is nobody."""

    def clean(self, value: Any) -> str:
        return super().clean(value) or ""


def holder_field(
    column: Column, languages: tuple[str, ...], actor: Actor, at: dt.date, kind: Kind, **options: Any
) -> HolderField:
    """Return the field of `holder` or `holder_unit`: everything there is, or what the actor's roles reach."""
    named = replace(column, type=ColumnType.REFERENCE, target=TARGETS[column.name])
    grants = [*grants_for(actor, Verb.ADD, kind.slug), *grants_for(actor, Verb.CHANGE, kind.slug)]
    among = None
    if column.name != "holder_person" and not any(grant.everywhere for grant in grants):
        organisations = {name for grant in grants for name in grant.organisations}
        among = Q(pk__in=organisations)
        if column.name == "holder_unit":
            whole = {name for grant in grants if not grant.unit for name in grant.organisations}
            units = {name for grant in grants for name in grant.units}
            among = Q(organisation__in=whole) | Q(pk__in=units)
    return HolderField(named, languages, actor, at, among=among, **options)


class SharedField(forms.MultipleChoiceField):
    """Who else may see a record: members by name, or all of them; kept as words in one text."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, present: str, **options: Any) -> None:
        super().__init__(choices=_members(present), **options)
        self.error_messages["invalid_choice"] = CHOOSE

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        chosen = super().clean([each for each in value or () if each])
        if ALL in chosen:
            return ALL
        joined = " ".join(sorted(chosen))
        longest = 2000
        if len(joined) > longest:
            raise ValidationError(
                bi("「すべての組織」を選んでください。", "Please choose “All organisations”.")
            )
        return joined


def _members(present: str) -> list[tuple[str, Any]]:
    """Return the organisations somebody has a role for, and those a record is shared with already."""
    roles = RoleAssignment.objects.filter(organisation__isnull=False).values("organisation")
    rows = Organisation.objects.filter(Q(pk__in=roles) | Q(pk__in=present.split())).order_by("pk")
    kind, language = kind_of("organisation"), language_now()
    return [(ALL, EVERYBODY), *((row.pk, label_text(kind, row, language)) for row in rows)]
