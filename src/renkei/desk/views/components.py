"""The component page: everything pages are made of, in all states, in the reader's language."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.views import component_samples, component_tables


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(
        label=bi("名称", "Name"), help_text=bi("正式な名称で入力します。", "The full official name.")
    )
    held_on = forms.CharField(
        label=bi("開催日", "Held on"),
        help_text=bi(
            "例：令和4年8月22日、R4.8.22、2022-08-22", "For example 2022-08-22, R4.8.22 or 令和4年8月22日"
        ),
        widget=forms.TextInput(attrs={"class": "date", "autocomplete": "off"}),
    )
    amount = forms.CharField(
        label=bi("金額（千円）", "Amount (thousand yen)"),
        required=False,
        widget=forms.TextInput(attrs={"class": "amount", "inputmode": "decimal", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=bi("区分", "Kind"), choices=[("a", bi("会議", "Meeting")), ("b", bi("視察", "Visit"))]
    )
    audience = forms.ChoiceField(
        label=bi("公開の範囲", "Who may see it"),
        choices=[("staff", bi("関係者だけ", "Staff only")), ("all", bi("誰でも", "Everyone"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=bi("分野", "Fields"),
        required=False,
        choices=[("food", bi("食品", "Food")), ("health", bi("健康", "Health"))],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=bi("備考", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    paper = forms.FileField(
        label=bi("資料", "Document"), required=False, help_text=bi("50 MB まで", "Up to 50 MB")
    )

    def clean_held_on(self) -> str:
        text = str(self.cleaned_data["held_on"])
        try:
            date.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(
                bi(
                    f"「{text}」は暦にない日付です。例：2022-08-22",
                    f"“{text}” is not a day in the calendar; for example 2022-08-22",
                )
            ) from None
        return text


def sample_context() -> dict[str, Any]:
    typed = {"wrong-name": "", "wrong-held_on": "2022-02-30", "wrong-kind": "a", "wrong-audience": "staff"}
    wrong = SampleForm(typed, prefix="wrong")
    samples = component_samples
    return {
        "crumbs": [parts.Crumb(bi("今日", "Today"), "/desk/"), parts.Crumb(bi("画面の部品", "Components"))],
        "answers": samples.answers(),
        "steps": samples.steps(),
        "states": samples.states(),
        "links": samples.links(),
        "facts": samples.facts(),
        "events": samples.events(),
        "seats": samples.seats(),
        "documents": samples.documents(),
        "changes": samples.changes(),
        "deadlines": samples.deadlines(),
        "sample_messages": samples.messages(),
        "form": SampleForm(prefix="new"),
        "wrong_form": wrong,
        "table": component_tables.full_table(),
        "wide_table": component_tables.wide_table(),
        "empty_table": component_tables.empty_table(),
        "charts": component_tables.charts(),
        "sample_day": date(2019, 5, 1),
    }


@opens_to(verb=Verb.VIEW, kind="cluster")
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/components.html", sample_context())
