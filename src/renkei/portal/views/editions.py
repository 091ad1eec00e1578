"""Published editions: as they were frozen, with their evidence, their files and their hash; damaged ones never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.figures.existence import defined
from renkei.core.ui.marks import machine_number, printed_parts
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.portal.crumbs import crumbs
from renkei.reports.coding import of_plain
from renkei.reports.enums import Role, Sort
from renkei.reports.pictures import frozen_picture, with_frozen
from renkei.reports.reading import Book, with_addresses
from renkei.reports.selectors import editions_of, frozen_editions, successor_of
from renkei.reports.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renkei.reports.models import Edition

GONE = 410
# A photograph never changes under its name, but it may be removed: only the reader's own browser keeps it, for a day.
KEPT = "private, max-age=86400, immutable"
REPORTS = bi("報告書", "Reports")
INLINE = frozenset({"html", "json", "pdf"})


@dataclass(frozen=True)
class Listed:
    """An edition in a list of editions."""

    edition: Edition
    address: str
    label: Localised


def label_of(edition: Edition) -> Localised:
    return Localised.both(f"第{edition.number}版", f"Edition {edition.number}")


def address_of(edition: Edition, language: str, name: str = "edition", *more: object) -> str:
    where = [language, edition.kind, edition.fiscal_year, edition.number, *more]
    return reverse(f"portal:{name}", args=where)


def listed(found: Iterable[Edition], language: str) -> list[Listed]:
    return [Listed(each, address_of(each, language), label_of(each)) for each in found]


def _wanted(kind: str, year: int, number: int) -> Edition:
    found = next((each for each in editions_of(kind, year) if each.number == number), None)
    if found is None:
        raise Http404
    return found


def damaged(request: HttpRequest, language: str, *editions_: Edition) -> HttpResponse:
    """Say that an edition is damaged, the first of these that is; nothing of it is shown."""
    edition = next((each for each in editions_ if not verify(each).is_good), editions_[0])
    context = {
        "edition": edition,
        "label": label_of(edition),
        "crumbs": crumbs(
            language, (REPORTS, reverse("portal:reports", args=[language])), (edition.title, "")
        ),
        "today_address": reverse("portal:living", args=[language, edition.kind, edition.fiscal_year]),
    }
    return render(request, "portal/edition_damaged.html", context, status=GONE)


@opens_to_all
@require_safe
def edition(request: HttpRequest, language: str, kind: str, year: int, number: int) -> HttpResponse:
    return edition_page(request, language, _wanted(kind, year, number))


def edition_page(request: HttpRequest, language: str, edition: Edition) -> HttpResponse:
    """Show an edition as it was published; 410 where it no longer fits its hashes."""
    if language not in edition.language_tags:
        raise Http404
    try:
        book = Book(edition)
    except RuleBroken:
        return damaged(request, language, edition)
    found = with_addresses(
        book.report(language),
        lambda code, year: address_of(edition, language, "edition-figure", code, year),
    )
    context = {
        "edition": edition,
        "label": label_of(edition),
        "about": of_plain(book.plain(Role.ABOUT, "about", language)),
        "report": found,
        "totals": [
            (
                total,
                total.text(language),
                address_of(edition, language, "edition-figure", total.code, total.fiscal_year),
            )
            for total in found.totals.values()
            if total.value is not None
        ],
        "sections": [
            (section, section.html(language))
            for section in with_frozen(
                found.sections, lambda name: address_of(edition, language, "edition-picture", name)
            )
        ],
        "changes": _changes(book.plain(Role.CHANGES, "changes", language), language),
        "removals": len([each for each in book.removed.values() if each.part.role != Role.RENDERING]),
        "files": [
            (form, address_of(edition, language, "edition-file", form), size)
            for tag, form, size in book.files()
            if tag == language
        ],
        "manifest_address": address_of(edition, language, "edition-manifest"),
        "crumbs": crumbs(language, (REPORTS, reverse("portal:reports", args=[language])), (found.title, "")),
    }
    return render(request, "portal/edition.html", context | _beside(edition, language))


def _beside(edition: Edition, language: str) -> dict[str, Any]:
    """Return the ways to other editions, to comparisons with them, and to the records as they stand today."""
    newer = successor_of(edition) if edition.state != "published" else None
    of_year = listed(editions_of(edition.kind, edition.fiscal_year), language)
    return {
        "newer": next(iter(listed([newer], language))) if newer else None,
        "older": next(iter(listed([edition.corrects], language))) if edition.corrects else None,
        "others": [each for each in of_year if each.edition.pk != edition.pk],
        "today_address": reverse("portal:living", args=[language, edition.kind, edition.fiscal_year]),
        "compared": [
            (
                each.edition.title,
                each.label,
                reverse("portal:comparison", args=[language, each.edition.pk, edition.pk]),
            )
            for each in listed(_before(edition), language)
        ],
    }


def _before(edition: Edition) -> list[Edition]:
    """Return what an edition is compared with: the earlier ones of its year, and the last of the year before."""
    found = [each for each in frozen_editions().filter(kind=edition.kind) if each.pk != edition.pk]
    same = [
        each for each in found if each.fiscal_year == edition.fiscal_year and each.number < edition.number
    ]
    earlier = [each for each in found if each.fiscal_year < edition.fiscal_year]
    return [*same, *earlier[:1]]


def _changes(plain: Any, language: str) -> dict[str, Any] | None:
    """Return the list of changes: each figure before and after as it was printed and why, each text as it was."""
    if plain is None:
        return None

    def printed(side: Any) -> Localised:
        return Localised(side["printed"]) if side else Localised()

    return {
        "figures": [
            {
                "label": Localised(each["label"]),
                "year": (each["after"] or each["before"])["fiscal_year"],
                "before": printed(each["before"]),
                "after": printed(each["after"]),
                "why": Localised(each["explanation"]),
            }
            for each in plain["differences"]
            if each["sort"] != Sort.SUM
        ],
        "texts": plain["texts"].get(language, []),
    }


@opens_to_all
@require_safe
def edition_figure(
    request: HttpRequest, language: str, kind: str, year: int, number: int, code: str, figure_year: int
) -> HttpResponse:
    """Show what was behind a number when its edition was published."""
    edition = _wanted(kind, year, number)
    try:
        book = Book(edition)
    except RuleBroken:
        return damaged(request, language, edition)
    asked = (code, figure_year)
    known = book.figures(language)
    plain = next((each for each in known if (each["code"], each["fiscal_year"]) == asked), None)
    if plain is None:
        raise Http404
    figure = of_plain(plain)
    value = figure["value"]
    context = {
        "edition": edition,
        "label": label_of(edition),
        "figure": figure,
        "printed": printed_parts(figure["printed"].get(language) or next(iter(figure["printed"].values()))),
        "machine": "" if value is None else machine_number(value),
        "lines": [
            (line, machine_number(line["amount"]), line["printed"][language]) for line in figure["lines"]
        ],
        "edition_address": address_of(edition, language),
        "living_address": reverse("portal:evidence", args=[language, code, figure_year])
        if code in defined([code])
        else "",
        "crumbs": crumbs(
            language,
            (REPORTS, reverse("portal:reports", args=[language])),
            (edition.title, address_of(edition, language)),
            (figure["label"], ""),
        ),
    }
    return render(request, "portal/edition_figure.html", context)


@opens_to_all
@require_safe
def edition_manifest(request: HttpRequest, language: str, kind: str, year: int, number: int) -> HttpResponse:
    """The list of parts with their hashes, exactly as it was hashed."""
    edition = _wanted(kind, year, number)
    try:
        Book(edition)
    except RuleBroken:
        return damaged(request, language, edition)
    return HttpResponse(bytes(edition.manifest), content_type="application/json")


@opens_to_all
@require_safe
def edition_file(
    request: HttpRequest, language: str, kind: str, year: int, number: int, form: str
) -> HttpResponse:
    return file_of(request, language, _wanted(kind, year, number), form)


def file_of(request: HttpRequest, language: str, edition: Edition, form: str) -> HttpResponse:
    """Return a file of an edition as it was frozen; 410 where the edition is damaged."""
    try:
        found = Book(edition).file(language, form)
    except RuleBroken as flaw:
        if flaw.code == "edition.no_such_form":
            raise Http404 from flaw
        return damaged(request, language, edition)
    name = f"{edition.pk}-{language}.{form}"
    way = "inline" if form in INLINE else "attachment"
    headers = {"Content-Disposition": f'{way}; filename="{name}"'}
    return HttpResponse(found.content, content_type=found.media_type, headers=headers)


@opens_to_all
@require_safe
def edition_picture(
    request: HttpRequest, language: str, kind: str, year: int, number: int, picture: str
) -> HttpResponse:
    """A photograph as it was frozen; 410 where it was removed or the edition is damaged."""
    edition = _wanted(kind, year, number)
    try:
        found = frozen_picture(edition, picture)
    except RuleBroken:
        return damaged(request, language, edition)
    if found is None:
        raise Http404
    part, content = found
    if content is None:
        return HttpResponse(status=GONE)
    etag = f'"{part.sha256}"'
    headers = {"Cache-Control": KEPT, "ETag": etag}
    answer = HttpResponse(content, content_type=part.media_type, headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer
