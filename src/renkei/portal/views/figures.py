"""Key figures of a year, one indicator over the years, and where a figure comes from."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.evidence import evidence_behind
from renkei.core.figures.service import answers, history, known_years
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.asked import whole
from renkei.core.ui.parts import Cell, Fact
from renkei.core.ui.text import bi
from renkei.indicators.comparison import comparison_table, contradictions
from renkei.indicators.selectors import beside
from renkei.portal.crumbs import crumbs
from renkei.portal.linked_data import figure_node
from renkei.portal.presentation import (
    card_of,
    chart_of,
    computed_row,
    lines_of,
    sources_of,
    stated_rows,
    year_label,
)
from renkei.portal.record_figures import answer_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from renkei.core.figures.answers import FigureAnswer

CONTEXTS: dict[str, Any] = {
    "research": bi("共同研究", "Joint research"),
    "grants": bi("助成", "Grants"),
    "matching": bi("ニーズとシーズの橋渡し", "Matching needs and seeds"),
    "programmes": bi("人材育成", "Talent"),
    "events": bi("行事・視察", "Events and visits"),
    "ventures": bi("ベンチャー", "Ventures"),
    "governance": bi("会議体", "Bodies and meetings"),
    "agreements": bi("協定", "Agreements"),
    "budgets": bi("予算・実績", "Budget and actual"),
    "catalogue": bi("連携の取組", "Partnerships"),
}
LAST_YEAR = 9999


def group_of(answer: FigureAnswer) -> int:
    """Return the place of a figure's context in the order of the page; unknown ones come last."""
    order = list(CONTEXTS)
    context = answer.code.partition(".")[0]
    return order.index(context) if context in CONTEXTS else len(order)


def places_of(answers: Iterable[FigureAnswer]) -> Callable[[FigureAnswer], int]:
    """Return the place of a figure that is counted for one record, in the order of its kind; the total first."""
    found: dict[tuple[str, str], int] = {}
    wanted: dict[Any, list[tuple[str, str]]] = {}
    for answer in answers:
        family, group = answer.definition.family, answer.definition.group
        if family is not None and group:
            model = family.rows().model._meta.get_field(family.by).related_model
            wanted.setdefault(model, []).append((family.code, group))
    for model, those in wanted.items():
        rows = model._default_manager.filter(pk__in={group for _, group in those}).order_by(
            *kind_of(model).order
        )
        order = {slug: number for number, slug in enumerate(rows.values_list("pk", flat=True), 1)}
        found |= {(code, group): order.get(group, 0) for code, group in those}

    def place(answer: FigureAnswer) -> int:
        family = answer.definition.family
        return found.get((family.code, answer.definition.group), 0) if family else 0

    return place


@opens_to_all
@require_safe
def figures(request: HttpRequest, language: str) -> HttpResponse:
    today = timezone.localdate()
    years = known_years(STRANGER, today)
    asked = request.GET.get("year", "")
    if asked and whole(asked) not in years:
        raise Http404
    year = int(asked) if asked else max(years, default=0)
    cluster = present_cluster()
    found = list(answers(year, actor=STRANGER, at=today).values()) if years else []
    place = places_of(found)
    found.sort(key=lambda answer: (group_of(answer), answer.definition.position, place(answer), answer.code))
    labels = [*CONTEXTS.values(), bi("そのほか", "Other figures")]
    groups = [(labels[position], list(members)) for position, members in groupby(found, key=group_of)]
    title = bi("指標", "Key figures")
    context = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "cluster": cluster,
        "groups": [
            (label, [card_of(answer, cluster, language) for answer in members]) for label, members in groups
        ],
        "year": year,
        "years": [(each, year_label(cluster, each)) for each in sorted(years, reverse=True)],
    }
    return render(request, "portal/figures.html", context)


@opens_to_all
@require_safe
def indicator(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show one figure over all years: the trend joins only what is counted alike."""
    past = history(frozenset({slug}), actor=STRANGER, at=timezone.localdate()).get(slug, [])
    if not past:
        raise Http404
    cluster = present_cluster()
    last = past[-1]
    figures_page = reverse("portal:figures", args=[language])
    file = reverse("portal:figure-file", args=[language, slug])
    context = {
        "title": last.label,
        "code": slug,
        "crumbs": crumbs(language, (bi("指標", "Key figures"), figures_page), (last.label, "")),
        "cluster": cluster,
        "last": last,
        "facts": [
            Fact(bi("数の種類", "Kind of figure"), Cell(last.kind.label)),
            Fact(bi("数える単位", "Counted unit"), Cell(last.unit.label, "localised")),
            Fact(bi("定義の版", "Version of the definition"), Cell(last.version, "ordinal")),
            Fact(bi("符号", "Code"), Cell(slug, "ordinal")),
        ],
        "chart_view": chart_of(past, language),
        "rows": [card_of(answer, cluster, language) for answer in reversed(past)],
        "linked": lambda here: figure_node(past, here, language, file),
    }
    return render(request, "portal/indicator.html", context)


@opens_to_all
@require_safe
def compare(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show one figure as all publishers state it, over all years."""
    past = history(frozenset({slug}), actor=STRANGER, at=timezone.localdate()).get(slug, [])
    if not past:
        raise Http404
    cluster = present_cluster()
    label = past[-1].label
    figure_page = reverse("portal:indicator", args=[language, slug])
    context = {
        "title": label,
        "crumbs": crumbs(
            language,
            (bi("指標", "Key figures"), reverse("portal:figures", args=[language])),
            (label, figure_page),
            (bi("公表者の比較", "Publishers compared"), ""),
        ),
        "cluster": cluster,
        "definition": past[-1].definition_text,
        "figure_url": figure_page,
        "contradictions": [year_label(cluster, each.fiscal_year) for each in contradictions(past)],
        "table": comparison_table(
            past,
            language,
            lambda code, year: reverse("portal:evidence", args=[language, code, year]),
            lambda year: year_label(cluster, year),
        ),
    }
    return render(request, "portal/compare.html", context)


@opens_to_all
@require_safe
def evidence(request: HttpRequest, language: str, code: str, year: int) -> HttpResponse:
    if year > LAST_YEAR:
        raise Http404
    asked = request.GET.get("page", "1")
    page = whole(asked)
    text = request.GET.get("q", "")[:100]
    today = timezone.localdate()
    past = history([code], actor=STRANGER, at=today).get(code, [])
    answer = answer_in({code: past}, code, year)
    if answer is None or not page:
        raise Http404
    found = evidence_behind(answer, actor=STRANGER, at=today, page=page, q=text)
    if found.page != page:
        raise Http404
    cluster = present_cluster()
    figures_page = reverse("portal:figures", args=[language])
    indicator_page = reverse("portal:indicator", args=[language, code])
    context = {
        "crumbs": crumbs(
            language,
            (bi("指標", "Key figures"), f"{figures_page}?year={year}"),
            (found.answer.label, indicator_page),
            (year_label(cluster, year), ""),
        ),
        "cluster": cluster,
        "card": card_of(found.answer, cluster, language, past),
        "evidence": found,
        "lines": lines_of(found, language),
        "stated": stated_rows(found.answer, language),
        "beside": beside(found.answer, language, actor=STRANGER, at=timezone.localdate()),
        "computed": computed_row(found.answer, language),
        "documents": sources_of(found, language),
        "line_query": text,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
        "other_years": [card_of(answer, cluster, language) for answer in past if answer.fiscal_year != year],
    }
    return render(request, "portal/evidence.html", context)
