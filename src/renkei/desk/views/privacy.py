"""Personal data on the desk: the register, who read, what was erased."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk.downloads import attached
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, page
from renkei.directory.models import Organisation
from renkei.privacy.enums import ErasureCause, Way
from renkei.privacy.models import Erasure, Reading
from renkei.privacy.register import HEADS, lines, of_controller
from renkei.privacy.services.readings import broken_links

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.privacy.registry import Personal

PRIVACY = bi("個人情報", "Personal data")
READINGS = bi("閲覧の記録", "Log of readings")
ERASURES = bi("消去の記録（廃棄記録）", "Records of erasures")
PER_PAGE = 50


def crumbs(*more: parts.Crumb) -> list[parts.Crumb]:
    return [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(PRIVACY, reverse("desk:privacy") if more else ""),
        *more,
    ]


def ways(request: HttpRequest) -> list[parts.Link]:
    """Return the pages about personal data that the actor may open."""
    actor = actor_of(request)
    found = []
    if may(actor, Verb.VIEW, "privacycase"):
        found.append(
            parts.Link(bi("請求と漏えい", "Requests and breaches"), reverse("desk:cases"), main=True)
        )
        found.append(parts.Link(bi("消去の停止", "Holds on erasure"), reverse("desk:holds")))
        found.append(parts.Link(ERASURES, reverse("desk:erasures")))
    if may(actor, Verb.VIEW, "reading"):
        found.append(parts.Link(READINGS, reverse("desk:readings")))
    return found


class HolderForm(forms.Form):
    controller = forms.ChoiceField(label=bi("保有する機関", "Holder"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        holders: Any = self.fields["controller"]
        rows = Organisation.objects.order_by("pk").values_list("pk", "name")
        holders.choices = [("", bi("すべて", "All")), *((pk, name.text("ja")) for pk, name in rows)]


@opens_to(verb=Verb.VIEW, kind="organisation")
def register_page(request: HttpRequest) -> HttpResponse:
    """The register of personal data: which table, whose, why, on which ground, how long."""
    form = HolderForm(request.GET or None)
    controller = form.cleaned_data["controller"] if form.is_valid() else ""
    table = parts.Table(
        identifier="register",
        caption=bi("個人情報ファイル簿（個人情報を持つ表）", "Register: tables that hold personal data"),
        columns=[
            parts.Column(bi("名称", "Name"), row_head=True),
            parts.Column(bi("誰の", "Whose")),
            parts.Column(bi("項目", "Items")),
            parts.Column(bi("利用目的・根拠", "Purpose and ground")),
            parts.Column(bi("保存期間", "Kept for")),
            parts.Column(bi("件数", "Rows"), numeric=True),
        ],
        rows=[_row(each, count) for each, count in of_controller(controller)],
        downloads=[
            parts.Link("CSV", f"{reverse('desk:privacy_csv')}?controller={controller}"),
        ],
        tall=True,
    )
    body = {"table": table, "form": form, "links": ways(request)}
    return page(request, "desk/privacy.html", body, crumbs=crumbs())


def _row(declared: Personal, count: int) -> list[parts.Cell]:
    said = lines(declared)
    return [
        parts.Cell(said.name, under=bi("閲覧を記録", "readings are logged") if declared.logged else ""),
        parts.Cell(said.whose),
        parts.Cell(
            "・".join(str(each) for each in said.items),
            under=bi(f"要配慮：{said.sensitivity}", f"Special care: {said.sensitivity}"),
        ),
        parts.Cell(declared.purpose, under=declared.basis),
        parts.Cell(said.kept),
        parts.Cell(f"{count:,}", "ordinal"),
    ]


@opens_to(verb=Verb.VIEW, kind="organisation")
def register_csv(request: HttpRequest) -> HttpResponse:
    """The register of one holder as a table, with the columns the law names."""
    form = HolderForm(request.GET)
    controller = form.cleaned_data["controller"] if form.is_valid() else ""
    holder = Organisation.objects.filter(pk=controller).first()
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([str(head) for head in HEADS])
    for declared, count in of_controller(controller):
        writer.writerow(lines(declared).cells(holder.name.text("ja") if holder else "", count))
    content = "\ufeff" + written.getvalue()
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=attached("register.csv"))


class ReadingsForm(forms.Form):
    who = forms.CharField(label=bi("閲覧した者", "Who"), required=False, max_length=150)
    record = forms.CharField(label=bi("記録の識別名", "Record"), required=False, max_length=150)
    way = forms.ChoiceField(label=bi("見方", "Way"), required=False)
    first = forms.DateField(label=bi("この日から", "From"), required=False)
    last = forms.DateField(label=bi("この日まで", "To"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        way: Any = self.fields["way"]
        way.choices = [("", bi("すべて", "All")), *Way.choices]
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})


@opens_to(verb=Verb.VIEW, kind="reading")
def readings_page(request: HttpRequest) -> HttpResponse:
    """Who read what, filtered; whether the chain holds."""
    form = ReadingsForm(request.GET)
    rows = Reading.objects.order_by("-id")
    given = form.cleaned_data if form.is_valid() else {}
    for name, lookup in {
        "who": "actor",
        "record": "slug",
        "way": "way",
        "first": "at__date__gte",
        "last": "at__date__lte",
    }.items():
        if given.get(name):
            rows = rows.filter(**{lookup: given[name]})
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    at = min(pages, whole(request.GET.get("page", "1")) or 1)
    asked = request.GET.copy()
    asked.pop("page", None)
    table = parts.Table(
        identifier="readings",
        caption=READINGS,
        columns=[
            parts.Column(bi("日時", "When"), row_head=True, tight=True),
            parts.Column(bi("閲覧した者", "Who")),
            parts.Column(bi("見方", "Way")),
            parts.Column(bi("記録", "Record")),
            parts.Column(bi("条件", "Conditions")),
            parts.Column(bi("件数", "Records"), numeric=True),
        ],
        rows=[_reading(each) for each in rows[(at - 1) * PER_PAGE : at * PER_PAGE]],
        total=total,
        first=(at - 1) * PER_PAGE + 1,
        pager=pager(at, pages, lambda each: f"?{asked.urlencode()}&page={each}"),
        empty=parts.Empty(bi("当たる記録がありません", "Nothing matches")),
    )
    body = {"table": table, "form": form, "broken": broken_links()}
    return page(request, "desk/privacy_readings.html", body, crumbs=crumbs(parts.Crumb(READINGS)))


def _reading(each: Reading) -> list[parts.Cell]:
    return [
        parts.Cell(timezone.localtime(each.at), "moment"),
        parts.Cell(each.actor or None),
        parts.Cell(Way(each.way).label),
        parts.Cell(f"{each.kind} {each.slug}".strip(), under=each.purpose),
        parts.Cell(each.query or None),
        parts.Cell(f"{each.count:,}", "ordinal") if each.count is not None else parts.Cell(None),
    ]


@opens_to(verb=Verb.VIEW, kind="privacycase")
def erasures_page(request: HttpRequest) -> HttpResponse:
    """What was erased: when, by whom, why, how many rows of which table; no content."""
    rows = Erasure.objects.order_by("-at", "pk")
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    at = min(pages, whole(request.GET.get("page", "1")) or 1)
    table = parts.Table(
        identifier="erasures",
        caption=ERASURES,
        columns=[
            parts.Column(bi("日時", "When"), row_head=True, tight=True),
            parts.Column(bi("きっかけ", "Cause")),
            parts.Column(bi("行った者", "Who")),
            parts.Column(bi("置き換えた識別名", "Identifier put in its place")),
            parts.Column(bi("件数", "Rows")),
        ],
        rows=[_erasure(each) for each in rows[(at - 1) * PER_PAGE : at * PER_PAGE]],
        total=total,
        first=(at - 1) * PER_PAGE + 1,
        pager=pager(at, pages, lambda each: f"?page={each}"),
        empty=parts.Empty(bi("まだ何も消去していません", "Nothing was erased yet")),
    )
    return page(
        request,
        "desk/privacy_list.html",
        {"table": table, "title": ERASURES},
        crumbs=crumbs(parts.Crumb(ERASURES)),
    )


def _erasure(each: Erasure) -> list[parts.Cell]:
    sums = {name: sum(part.values()) for name, part in each.counts.items()}
    rows, history, texts, copies = (sums.get(name, 0) for name in ("rows", "history", "texts", "copies"))
    said = bi(
        f"記録 {rows}・履歴 {history}・文章 {texts}・写し {copies}",
        f"rows {rows}, history {history}, texts {texts}, copies {copies}",
    )
    return [
        parts.Cell(timezone.localtime(each.at), "moment"),
        parts.Cell(ErasureCause(each.cause).label, under=each.reason),
        parts.Cell(each.actor),
        parts.Cell(each.alias or None, under=each.case_number),
        parts.Cell(said),
    ]
