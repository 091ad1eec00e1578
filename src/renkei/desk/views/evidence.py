"""Figures of a year, stated beside computed, and everything behind one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.figures import service
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk import figures as shown
from renkei.desk.forms.fields import said
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, cluster_of, language_now, page, today
from renkei.indicators.comparison import comparison_table, contradictions
from renkei.indicators.selectors import beside
from renkei.indicators.services import choose_figure
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.figures.answers import FigureAnswer

FIGURES = bi("数字と根拠", "Figures and evidence")


class ChoiceForm(forms.Form):
    """Which value is printed, and the sentence that explains a difference."""

    prints = forms.ChoiceField(
        label=bi("印字する値", "Value that is printed"),
        choices=[
            ("stated", bi("資料の値", "The stated value")),
            ("computed", bi("記録から計算した値", "The value computed from records")),
        ],
        widget=forms.RadioSelect,
    )
    publisher = forms.ChoiceField(label=bi("資料の公表者", "Publisher of the stated value"), required=False)
    explanation_ja = TextField(
        label=bi("差の説明（日本語）", "Explanation of the difference (Japanese)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "ja"}),
    )
    explanation_en = TextField(
        label=bi("差の説明（英語）", "Explanation of the difference (English)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "lang": "en"}),
    )
    public = forms.BooleanField(
        label=bi("説明を公開する", "Publish the explanation"),
        required=False,
        help_text=bi(
            "公開の頁に、差と説明が出ます。", "The public page then shows the difference and the sentence."
        ),
    )
    reason = TextField(label=bi("決めた理由", "Reason"), max_length=500)

    def __init__(self, answer: FigureAnswer, data: Any = None) -> None:
        choice = answer.choice
        initial: dict[str, Any] = {"prints": answer.prints}
        if choice is not None:
            initial |= {
                "publisher": choice.publisher,
                "explanation_ja": choice.explanation.get("ja", ""),
                "explanation_en": choice.explanation.get("en", ""),
            }
        super().__init__(data, initial=initial)
        publishers = {one.publisher.code: one.publisher.label for one in answer.stated}
        language = language_now()
        self.fields["publisher"].choices = [  # type: ignore[attr-defined]
            ("", bi("決めない", "No matter")),
            *((code, label.text(language)) for code, label in publishers.items()),
        ]


def _year(request: HttpRequest, known: list[int]) -> int:
    text = request.GET.get("year", "")
    if (year := whole(text)) in known and year is not None:
        return year
    return known[-1] if known else FiscalYear.of(today(), cluster_of(request).first_month).start_year


@opens_to(verb=Verb.VIEW, kind="statedvalue")
def figures_page(request: HttpRequest) -> HttpResponse:
    """The figures of one year: what is printed, what documents state, what the records say, and the difference."""
    actor, at = actor_of(request), today()
    known = service.known_years(actor, at)
    year = _year(request, known)
    found = service.answers(year, actor=actor, at=at)
    answers = [found[code] for code in sorted(found)]
    only = request.GET.get("only", "")
    if only == "different":
        answers = [answer for answer in answers if answer.difference is not None or answer.contradicts]
    body = {
        "year": year,
        "years": [(each, shown.year_label(each)) for each in reversed(known)],
        "only": only,
        "table": shown.figures_table(answers, language_now()),
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(FIGURES)]
    return page(request, "desk/figures.html", body, crumbs=crumbs)


@opens_to(verb=Verb.VIEW, kind="statedvalue")
def evidence_page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    return _evidence(request, code, year, None)


@opens_to(verb=Verb.VIEW, kind="statedvalue")
def compare_page(request: HttpRequest, code: str) -> HttpResponse:
    """One figure as all publishers state it, over all years."""
    past = service.history(frozenset({code}), actor=actor_of(request), at=today()).get(code, [])
    if not past:
        raise Http404
    body = {
        "answer": past[-1],
        "contradictions": [shown.year_label(each.fiscal_year) for each in contradictions(past)],
        "table": comparison_table(
            past,
            language_now(),
            lambda each, year: reverse("desk:evidence", args=[each, year]),
            shown.year_label,
        ),
    }
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(FIGURES, reverse("desk:figures")),
        parts.Crumb(past[-1].label),
    ]
    return page(request, "desk/compare.html", body, crumbs=crumbs)


def _evidence(request: HttpRequest, code: str, year: int, form: ChoiceForm | None) -> HttpResponse:
    actor, at, language = actor_of(request), today(), language_now()
    text = request.GET.get("page", "1")
    number = whole(text) or 1
    q = " ".join(request.GET.get("q", "").split())
    found = service.evidence(code, year, actor=actor, at=at, page=number, q=q)
    if found is None:
        raise Http404
    answer = found.answer
    may_choose = may_everywhere(actor, Verb.CHANGE, "figurechoice") and shown.can_choose(answer)
    body = {
        "answer": answer,
        "number": answer.text(language),
        "unit": answer.unit_text(language),
        "evidence": found,
        "q": q,
        "year": year,
        "beside": beside(answer, language, actor=actor, at=at),
        "facts": shown.facts_of(answer, language),
        "stated": shown.stated_table(answer, language),
        "lines": shown.lines_table(
            found,
            language,
            pager(found.page, found.pages, lambda each: f"?{urlencode({'q': q, 'page': each})}"),
        ),
        "form": (form or ChoiceForm(answer)) if may_choose else None,
        "choose_url": reverse("desk:choose", args=[code, year]),
    }
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(FIGURES, f"{reverse('desk:figures')}?year={year}"),
        parts.Crumb(answer.label),
    ]
    return page(
        request, "desk/evidence.html", body, crumbs=crumbs, status=422 if form and form.errors else 200
    )


@opens_to(verb=Verb.CHANGE, kind="figurechoice")
@require_POST
def choose(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Record which value is printed for a figure and year, and why."""
    actor, at = actor_of(request), today()
    answer = service.answer(code, year, actor=actor, at=at)
    if answer is None:
        raise Http404
    form = ChoiceForm(answer, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            choose_figure(
                actor=actor,
                code=code,
                fiscal_year=year,
                prints=given["prints"],
                at=at,
                publisher=given["publisher"],
                explanation=Localised.both(given["explanation_ja"], given["explanation_en"]),
                public=given["public"],
                reason=given["reason"],
            )
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            messages.success(request, bi("決定を記録しました。", "The choice is recorded."))
            return HttpResponseRedirect(reverse("desk:evidence", args=[code, year]))
    return _evidence(request, code, year, form)
