"""The forms of casework: few fields, days as people write them, organisations and people by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.cells import read_cell
from renkei.core.tables.columns import columns_of
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED, CellField
from renkei.desk.forms.people import DeskForm, reason_field
from renkei.desk.pages import language_now
from renkei.directory.models import Organisation, Person
from renkei.matching.enums import StagePhase
from renkei.matching.models import CaseStage, ClosingReason

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.tables.cells import CellSettings
    from renkei.matching.models import Need


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """Records of the cluster's own lists, by name in the reader's language."""

    def label_from_instance(self, record: Any) -> str:
        return str(record.name.text(language_now()))


def stages_to_enter(actor: Actor, at: dt.date) -> QuerySet[CaseStage]:
    """Return the stages a case may be moved to: not those it gets to by being closed."""
    rows = CaseStage.objects.exclude(phase=StagePhase.CLOSED).order_by("position", "pk")
    return visible_to(rows, actor, at)


def day_typed(text: str, settings: CellSettings) -> dt.date | None:
    """Read a day as people write it. Raises NotUnderstood."""
    column = next(each for each in columns_of(kind_of("person"), ("ja",)) if each.name == "keep_until")
    found: dt.date | None = read_cell(column, text.strip(), settings=settings) or None
    return found


class CaseForm(DeskForm):
    """Finds the records its fields name."""

    def organisation(self, name: str) -> Organisation | None:
        slug = self.cleaned_data.get(name)
        return Organisation.objects.get(pk=slug) if slug else None

    def person(self, name: str) -> Person | None:
        slug = self.cleaned_data.get(name)
        return visible_to(Person.objects.all(), self.actor, self.at).get(pk=slug) if slug else None

    def note(self, label: Any, **options: Any) -> TextField:
        widget = forms.Textarea(attrs={"rows": options.pop("rows", 2)})
        options.setdefault("required", False)
        return TextField(label=label, max_length=5000, widget=widget, **options)


class NewCaseForm(CaseForm):
    title = TextField(
        label=bi("件名", "Title"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, need: Need | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["company"] = self.reference(
            "case", "company", label=bi("企業", "Company"), required=False
        )
        self.fields["coordinator"] = self.reference(
            "case", "coordinator", label=bi("担当コーディネーター", "Coordinator"), required=False
        )
        self.fields["seed"] = self.reference(
            "case", "seed", label=bi("出発点のシーズ", "Seed it starts from"), required=False
        )
        if need is None:
            self.fields["keep_private"] = forms.BooleanField(
                label=bi("担当者だけの記録にする", "Keep it for the coordinator alone"),
                required=False,
                help_text=bi(
                    "同じ組織のほかの人には見えません（代理と監査を除く）。",
                    "Others of your organisation do not see it (deputies and auditors do).",
                ),
            )


class MoveForm(CaseForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stage"] = NamedChoice(
            stages_to_enter(self.actor, self.at),
            label=bi("移す先の段階", "Move to"),
            empty_label="―",
            error_messages={"required": NEEDED},
        )
        self.fields["day"] = self.day(label=bi("日付（空欄は今日）", "Day (empty: today)"), required=False)
        self.fields["note"] = self.note(bi("注記", "Note"))


class PlanForm(CaseForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["next_step"] = TextField(
            label=bi("次にすること", "Next step"),
            required=False,
            max_length=300,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["next_due"] = self.day(label=bi("いつまでに", "By when"), required=False)


class CloseForm(CaseForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = NamedChoice(
            visible_to(ClosingReason.objects.order_by("position", "pk"), self.actor, self.at),
            label=bi("終了の理由", "Closing reason"),
            empty_label="―",
            error_messages={"required": NEEDED},
        )
        self.fields["passed_to"] = self.reference(
            "case",
            "passed_to",
            label=bi("引き継ぎ先（ほかの機関に渡すとき）", "Passed to (where another body takes it)"),
            required=False,
        )
        self.fields["day"] = self.day(label=bi("日付（空欄は今日）", "Day (empty: today)"), required=False)
        self.fields["note"] = self.note(bi("注記", "Note"))


class LetterForm(CaseForm):
    """Where a letter of introduction goes, and in which language; `draft` keeps it from going twice."""

    address = forms.EmailField(
        label=bi("宛先のメール", "E-mail address"),
        error_messages={
            "invalid": bi("name@example.jp の形で入れてください。", "It looks like name@example.jp.")
        },
    )
    language = forms.ChoiceField(
        label=bi("文面の言語", "Language"), choices=(("ja", "日本語"), ("en", "English"))
    )
    draft = forms.CharField(widget=forms.HiddenInput, max_length=32)


class FundForm(CaseForm):
    """One step of an external fund: which, on what day, for how much, with what result."""

    def __init__(self, *args: Any, steps: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"] = forms.ChoiceField(
            label=bi("つぎの段階", "Next step"), choices=steps, error_messages={"required": NEEDED}
        )
        self.fields["day"] = self.day(label=bi("日付（空欄は今日）", "Day (empty: today)"), required=False)
        self.fields["amount"] = CellField(
            self.column("externalfund", "amount_requested"),
            self.cell_settings,
            label=bi("申請額・採択額（円）", "Amount applied for or awarded, in yen"),
            required=False,
            help_text=bi("申請・採択のときだけ使います。", "Used when it is applied for or adopted."),
        )
        self.fields["result"] = self.note(bi("結果", "Result"))


class HandOverForm(CaseForm):
    """Who leaves, who takes over, why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["leaving"] = self.reference(
            "case", "coordinator", label=bi("去る人", "Who leaves"), required=True
        )
        self.fields["successor"] = self.reference(
            "case", "coordinator", label=bi("後任", "Who takes over"), required=True
        )
        self.fields["reason"] = reason_field(required=True)
        self.fields["reason"].initial = bi("人事異動", "Personnel transfer")
