"""Forms of matching: a text that somebody should hear of, a seed of one's own, a judgement."""

from __future__ import annotations

from typing import Any

from django import forms

from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.cases import CaseForm
from renkei.desk.forms.fields import NEEDED
from renkei.matching.enums import RejectionReason, Verdict

MOST_LETTERS = 20_000


class HearForm(forms.Form):
    text = TextField(
        label=bi("公募や催しの文", "Text of a call or an event"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=bi(
            "文は保存されません。8,000字を超えた分は読みません。",
            "The text is not kept. What is beyond 8,000 letters is not read.",
        ),
        error_messages={"required": NEEDED},
    )


class PairForm(CaseForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seed"] = self.reference("case", "seed", label=bi("シーズ", "Seed"))


class VerdictForm(forms.Form):
    """What is posted from a line or a pair; what it lacks is told by the service."""

    verdict = forms.ChoiceField(
        choices=[(each.value, each.label) for each in (Verdict.ACCEPTED, Verdict.REJECTED)]
    )
    reason = forms.ChoiceField(choices=[("", ""), *RejectionReason.choices], required=False)
    note = TextField(max_length=2000, required=False)
