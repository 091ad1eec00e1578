"""Published, anonymised profiles of needs: the list, a page each, and showing interest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.publication.selectors import public_on, visible_to
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.matching.enums import MessageFrom
from renkei.matching.models import ApplicationField, NeedField, NeedProfile
from renkei.matching.services.asking import write_message
from renkei.matching.services.profiles import SHOWN_STATES
from renkei.portal.crumbs import crumbs
from renkei.portal.limits import SLOW_DOWN, TOO_MANY, UNPROCESSABLE, too_often
from renkei.portal.needs_forms import InterestForm
from renkei.portal.paging import asked_page
from renkei.portal.views.asking import NEEDS

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django.http import HttpRequest

PER_PAGE = 20
MOST_INTEREST = 10


def shown_profiles(at: dt.date) -> QuerySet[NeedProfile]:
    """Return what strangers see on a day: published profiles of needs that are open, with their public fields only."""
    fields = (
        NeedField.objects.filter(public_on(at, "field__")).select_related("field").order_by("field__position")
    )
    rows = visible_to(NeedProfile.objects.filter(need__state__in=SHOWN_STATES), STRANGER, at)
    return (
        rows.prefetch_related(Prefetch("need__fields", fields))
        .select_related("need")
        .order_by("-public_from", "pk")
    )


def _words(profile: NeedProfile) -> list[Any]:
    return [each.field.name for each in profile.need.fields.all()]


@opens_to_all
@require_safe
def needs(request: HttpRequest, language: str) -> HttpResponse:
    """List the profiles, narrowed to a field."""
    at = timezone.localdate()
    fields = list(visible_to(ApplicationField.objects.order_by("position", "slug"), STRANGER, at))
    chosen = next((each for each in fields if each.pk == request.GET.get("field")), None)
    rows = shown_profiles(at)
    if chosen:
        rows = rows.filter(need__fields__field=chosen)
    page = asked_page(request, rows, PER_PAGE)
    here = reverse("portal:needs", args=[language])
    body = {
        "title": NEEDS,
        "crumbs": crumbs(language, (NEEDS, "")),
        "fields": [(each.name, f"{here}?field={each.pk}", each == chosen) for each in fields],
        "chosen": chosen,
        "entries": [
            (row, reverse("portal:need", args=[language, row.pk]), _words(row)) for row in page.object_list
        ],
        "page": page,
        "query": f"field={chosen.pk}&" if chosen else "",
        "ask_url": reverse("portal:ask", args=[language]),
    }
    return render(request, "portal/needs.html", body)


@opens_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Show one profile; take an expression of interest, which the office hears of by mail."""
    at = timezone.localdate()
    profile = shown_profiles(at).filter(pk=slug).first()
    if profile is None:
        raise Http404
    sent = request.method == "POST"
    form = InterestForm(request.POST if sent else None)
    status = 200
    if sent and form.is_trapped:
        return HttpResponseRedirect(f"{request.path}?sent=1")
    if sent:
        status = UNPROCESSABLE
        if too_often(request, "interest", MOST_INTEREST):
            form.add_error(None, SLOW_DOWN)
            status = TOO_MANY
        elif form.is_valid() and _interested(profile, form):
            return HttpResponseRedirect(f"{request.path}?sent=1")
    body = {
        "title": profile.title,
        "crumbs": crumbs(language, (NEEDS, reverse("portal:needs", args=[language])), (profile.title, "")),
        "profile": profile,
        "fields": _words(profile),
        "form": form,
        "sent": "sent" in request.GET and not sent,
    }
    return render(request, "portal/need.html", body, status=status)


def _interested(profile: NeedProfile, form: InterestForm) -> bool:
    given = form.cleaned_data
    try:
        write_message(
            need=profile.need,
            text=given["text"],
            at=timezone.now(),
            sender=MessageFrom.INTERESTED,
            name=given["name"],
            email=given["email"],
        )
    except RuleBroken as flaw:
        form.add_error(None, bi(flaw.message.text("ja"), flaw.message.text("en")))
        return False
    return True
