"""The form with which a case becomes joint research: what moves the case, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.columns import columns_of
from renkei.core.ui.text import bi
from renkei.desk.forms.cases import CaseForm, NamedChoice
from renkei.desk.forms.records import shown_value
from renkei.matching.enums import StagePhase
from renkei.matching.models import CaseStage
from renkei.research.models import JointProject
from renkei.research.services import Partner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from renkei.core.tables.cells import CellSettings
    from renkei.matching.models import Case

# What is asked of a project when it begins; the rest comes in its own time.
ASKED = (
    "title",
    "public_title",
    "organisation",
    "laboratory",
    "leader",
    "field",
    "seed",
    "contract_number",
    "signed_on",
    "period",
    "fee",
    "overhead",
    "rights",
    "state",
)


def typed(values: Mapping[str, Any], languages: tuple[str, ...], settings: CellSettings) -> dict[str, Any]:
    """Return a project's values as its form shows them."""
    draft = JointProject(**values)
    columns = [each for each in columns_of(kind_of("jointproject"), languages) if each.field.name in values]
    return {each.name: shown_value(each, draft, settings) for each in columns}


class BecomesForm(CaseForm):
    """Where the case goes; and, of what is kept for one coordinator, that it is meant to be told to more people."""

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = CaseStage.objects.filter(phase=StagePhase.REACHED).order_by("position", "pk")
        rows = visible_to(rows, self.actor, self.at)
        self.fields["stage"] = NamedChoice(
            rows,
            label=bi("案件を移す段階", "Stage the case moves to"),
            required=False,
            empty_label=bi("いまの段階のまま", "It stays in its stage"),
            initial=rows.first() if case.stage.phase == StagePhase.OPEN else None,
        )
        if case.holder_person:
            self.fields["openly"] = forms.BooleanField(
                label=bi(
                    "ほかの職員にも見える記録になることを確かめました",
                    "I know that other staff will see this record",
                ),
                required=False,
            )


class PartnerForm(CaseForm):
    """One partner; an empty row is none, but the first must be filled in."""

    def __init__(self, *args: Any, first: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = self.reference(
            "jointprojectpartner", "organisation", label=bi("相手", "Partner"), required=first
        )
        column = self.column("jointprojectpartner", "role")
        self.fields["role"] = forms.ChoiceField(
            label=bi("役割", "Role"), choices=column.choices, initial="company"
        )
        self.fields["in_prefecture"] = forms.BooleanField(
            label=bi("本社が県内にある", "It has its head office in the prefecture"), required=False
        )
        self.fields["is_local"] = forms.BooleanField(
            label=bi("クラスターの地域にある", "It stands in the cluster's own area"), required=False
        )

    def partner(self) -> Partner | None:
        """Return who is named, None where the row is empty."""
        organisation = self.organisation("organisation")
        if organisation is None:
            return None
        given = self.cleaned_data
        return Partner(organisation, given["role"], given["in_prefecture"], given["is_local"])
