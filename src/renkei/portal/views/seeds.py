"""The seeds that are offered: the list with its filters, a sheet each, and the booklet as pages and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.render import blocks_to_html
from renkei.core.files.services import PDF, stored_path
from renkei.core.publication.selectors import public_on, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.search.service import matches
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.matching.enums import SeedStage, SeedState
from renkei.matching.models import ApplicationField, Seed
from renkei.matching.reception import reception_offices
from renkei.matching.services.booklets import present_booklet
from renkei.matching.sheets import (
    by_field,
    first_in,
    in_booklet_order,
    sheet_facts,
    sheet_section,
    sheet_texts,
    sheets_named,
    sheets_of,
    shown_seeds,
)
from renkei.portal.crumbs import crumbs
from renkei.portal.filters import Filter
from renkei.portal.linked_data import record_node
from renkei.portal.paging import asked_page
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.matching.sheets import Sheet

PER_PAGE, SHEETS_A_PAGE, CONTENTS_PER_PAGE = 20, 10, 100
OTHER = "other"  # in the address of those without a field
LONGEST_WORDS = 200
SEEDS = bi("研究シーズ", "Research seeds")
BOOKLET = bi("シーズ集", "Booklet of seeds")


@opens_to_all
@require_safe
def seeds(request: HttpRequest, language: str) -> HttpResponse:
    """List what research has to offer, narrowed by field, stage, organisation and words."""
    at = timezone.localdate()
    offered = shown_seeds(at)
    fields = list(visible_to(ApplicationField.objects.order_by("position", "slug"), STRANGER, at))
    hosts = list(
        Organisation.objects.filter(public_on(at), pk__in=offered.order_by().values("organisation")).order_by(
            "slug"
        )
    )
    chosen = _chosen(request, fields, hosts)
    page = asked_page(request, _narrowed(offered, chosen).order_by(*kind_of("seed").order), PER_PAGE)
    sheets = sheets_of(page.object_list, at)  # type: ignore[arg-type]  # a slice of the same rows
    body = {
        "title": SEEDS,
        "crumbs": crumbs(language, (SEEDS, "")),
        "fields": [
            (each.name, _address(language, chosen, field=each.pk), each.pk == chosen["field"])
            for each in fields
        ],
        "all_fields": _address(language, chosen, field=""),
        "filters": [
            Filter("stage", bi("研究の段階", "Stage"), tuple(SeedStage.choices), chosen["stage"]),
            Filter(
                "organisation",
                bi("機関", "Institution"),
                tuple((each.pk, each.name) for each in hosts),
                chosen["organisation"],
            ),
        ],
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "clear_url": reverse("portal:seeds", args=[language]),
        "total": page.paginator.count,
        "entries": [(sheet, reverse("portal:seed", args=[language, sheet.seed.pk])) for sheet in sheets],
        "page": page,
        "booklet_url": reverse("portal:seed-booklet", args=[language]),
    }
    return render(request, "portal/seeds.html", body)


def _chosen(
    request: HttpRequest, fields: Sequence[ApplicationField], hosts: Sequence[Organisation]
) -> dict[str, str]:
    """Return what the list is narrowed by; what is not offered narrows nothing."""
    asked = {name: request.GET.get(name, "") for name in ("field", "stage", "organisation")}
    known = {
        "field": {each.pk for each in fields},
        "stage": set(SeedStage.values),
        "organisation": {each.pk for each in hosts},
    }
    found = {name: text if text in known[name] else "" for name, text in asked.items()}
    return found | {"q": " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_WORDS]}


def _narrowed(rows: QuerySet[Seed], chosen: dict[str, str]) -> QuerySet[Seed]:
    if chosen["field"]:
        rows = rows.filter(fields__field=chosen["field"])
    rows = rows.filter(**{name: chosen[name] for name in ("stage", "organisation") if chosen[name]})
    return rows.filter(matches(kind_of("seed"), chosen["q"]).condition) if chosen["q"] else rows


def _address(language: str, chosen: dict[str, str], **changed: str) -> str:
    said = {name: text for name, text in (chosen | changed).items() if text}
    here = reverse("portal:seeds", args=[language])
    return f"{here}?{urlencode(said)}" if said else here


@opens_to_all
@require_safe
def seed(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show the sheet of one seed; the office is asked, never the researcher directly."""
    asked = strangers_request(language)
    found = sheets_of(visible_to(Seed.objects.filter(pk=slug), STRANGER, asked.at), asked.at)
    if not found:
        raise Http404
    sheet = found[0]
    title = sheet.seed.title or sheet.seed.outline
    goes_on = sheet.seed.state != SeedState.ENDED
    asks = reverse("portal:ask", args=[language])
    body = {
        "title": title,
        "crumbs": crumbs(language, (SEEDS, reverse("portal:seeds", args=[language])), (title, "")),
        "sheet": sheet,
        "steps": _steps(sheet),
        "facts": blocks_to_html((sheet_facts(sheet, asked, shown_beside=True),), language),
        "text": blocks_to_html(sheet_texts(sheet, asked), language),
        "goes_on": goes_on,
        "linked": lambda here: record_node("seed", sheet.seed, title, here, language),
        "ask_url": f"{asks}?{urlencode({'seed': slug})}" if goes_on and reception_offices(asked.at) else "",
    }
    return render(request, "portal/seed.html", body)


def _steps(sheet: Sheet) -> list[parts.Step]:
    order = list(SeedStage.values)
    here = order.index(sheet.seed.stage)
    return [
        parts.Step(label, "passed" if place < here else "current" if place == here else "to_come")
        for place, (_, label) in enumerate(SeedStage.choices)
    ]


@opens_to_all
@require_safe
def booklet(request: HttpRequest, language: str) -> HttpResponse:
    """The contents of the booklet, and its file while it says what is public today."""
    at = timezone.localdate()
    page = asked_page(request, in_booklet_order(shown_seeds(at), at), CONTENTS_PER_PAGE)
    sheets = sheets_named(list(page), at)
    body = {
        "title": BOOKLET,
        "crumbs": crumbs(language, (SEEDS, reverse("portal:seeds", args=[language])), (BOOKLET, "")),
        "groups": [
            (
                group.name if group else "",
                reverse("portal:seed-booklet-part", args=[language, group.pk if group else OTHER]),
                [(each, reverse("portal:seed", args=[language, each.seed.pk])) for each in those],
            )
            for group, those in by_field(sheets)
        ],
        "page": page,
        "file": present_booklet(language, at),
        "file_url": reverse("portal:seed-booklet-file", args=[language]),
        "renewed": "renewed" in request.GET,
    }
    return render(request, "portal/seed_booklet.html", body)


@opens_to_all
@require_safe
def booklet_part(request: HttpRequest, language: str, field: str) -> HttpResponse:
    """The sheets of one field, ten on a page."""
    asked = strangers_request(language)
    group = ApplicationField.objects.filter(public_on(asked.at), pk=field).first()
    if group is None and field != OTHER:
        raise Http404
    page = asked_page(request, first_in(shown_seeds(asked.at), group, asked.at), SHEETS_A_PAGE)
    sheets = sheets_named(list(page), asked.at)
    if not sheets:
        raise Http404
    title = group.name if group else bi("その他の分野", "Other fields")
    way = (
        (SEEDS, reverse("portal:seeds", args=[language])),
        (BOOKLET, reverse("portal:seed-booklet", args=[language])),
    )
    body = {
        "title": title,
        "crumbs": crumbs(language, *way, (title, "")),
        "text": blocks_to_html(tuple(sheet_section(each, asked) for each in sheets), language),
        "page": page,
    }
    return render(request, "portal/seed_booklet_part.html", body)


@opens_to_all
@require_safe
def booklet_file(request: HttpRequest, language: str) -> HttpResponseBase:  # noqa: ARG001
    """Hand out the booklet as a PDF; while it is being made anew, lead to its page, which says so."""
    row = present_booklet(language, timezone.localdate())
    if row is None or not default_storage.exists(stored_path(row.sha256)):
        return HttpResponseRedirect(f"{reverse('portal:seed-booklet', args=[language])}?renewed=1")
    name = f"seeds-{language}-{row.made_at:%Y%m%d}.pdf"
    file = default_storage.open(stored_path(row.sha256), "rb")
    return FileResponse(file, as_attachment=True, filename=name, content_type=PDF)
