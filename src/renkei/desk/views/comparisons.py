"""Two editions, or an edition and the records as they stand, beside each other; as a page and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.actors import STRANGER
from renkei.core.accounts.permissions import Verb
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import editions as shown
from renkei.desk.forms.fields import said
from renkei.desk.pages import language_now, languages_of, page, today
from renkei.kernel.errors import RuleBroken
from renkei.reports.comparing import compare
from renkei.reports.comparison import comparison_report
from renkei.reports.files import downloads, file_answer
from renkei.reports.formats import FORMATS
from renkei.reports.rights import KIND
from renkei.reports.selectors import frozen_edition, frozen_editions
from renkei.reports.service import available
from renkei.reports.sides import living_side, require_alike, side_of_edition

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.reports.comparing import Comparison, Side

TITLE = bi("版を比べる", "Compare editions")
UNPROCESSABLE = 422


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def comparison_page(request: HttpRequest) -> HttpResponseBase:
    """Choose two, and see every number and sentence that differs, with the reason."""
    asked = {name: request.GET.get(name, "") for name in ("before", "after")}
    found, problem = _compared(request, asked)
    form = request.GET.get("format", "")
    if found is not None and form:
        return _file(request, found, form)
    made = comparison_report(found, language_now()) if found else None
    query = urlencode(asked)
    body = {
        "title": TITLE,
        "choices": _choices(),
        "asked": asked,
        "problem": problem,
        "sections": [(each, each.html(language_now())) for each in made.sections] if made else [],
        "downloads": downloads(lambda each: f"?{query}&format={each}") if made else [],
    }
    status = UNPROCESSABLE if problem else 200
    crumbs = shown.crumbs_of(None, parts.Crumb(TITLE))
    return page(request, "desk/comparison.html", body, crumbs=crumbs, status=status)


def _compared(request: HttpRequest, asked: dict[str, str]) -> tuple[Comparison | None, Any]:
    """Return the comparison asked for, or what is wrong; neither where nothing is chosen yet."""
    if not all(asked.values()):
        return None, ""
    try:
        before, after = (_side(request, asked[name]) for name in ("before", "after"))
        require_alike(before, after)
    except RuleBroken as flaw:
        return None, said(flaw)
    return compare(before, after), ""


def _side(request: HttpRequest, name: str) -> Side:
    """Return an edition by its identifier, or a report of today by kind/year: as strangers read it, like editions."""
    kind, slash, year = name.partition("/")
    if not slash:
        return side_of_edition(frozen_edition(name))
    if not (year.isascii() and year.isdecimal() and len(year) <= len("2017")):
        raise Http404
    return living_side(kind, int(year), languages_of(request), actor=STRANGER, at=today())


def _choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    living = [(f"{each.kind}/{each.year}", each.title) for each in available(actor=STRANGER, at=today())]
    return [
        (
            bi("公表した版", "Published editions"),
            [(each.pk, shown.name_of(each)) for each in frozen_editions()],
        ),
        (bi("いまの記録から", "From the records today"), living),
    ]


def _file(request: HttpRequest, found: Comparison, form: str) -> HttpResponseBase:
    if form not in FORMATS:
        raise Http404
    return file_answer(request, comparison_report(found, language_now()), form, at=today())


def comparison_address(before: str, after: str) -> str:
    return f"{reverse('desk:compare_editions')}?{urlencode({'before': before, 'after': after})}"
