"""A company asks without an account: the form, its hints, the confirmation by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.files.limits import limited, too_large
from renkei.core.records.services import RecordRefused
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.matching.enums import LinkPurpose
from renkei.matching.models import NeedDocument
from renkei.matching.need_rules import FORGOTTEN_AFTER, LONGEST_TEXT, hints, lacking
from renkei.matching.reception import reception_offices
from renkei.matching.services import asking
from renkei.matching.sheets import shown_seeds
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_link
from renkei.portal.limits import SLOW_DOWN, TOO_MANY, UNPROCESSABLE, too_often
from renkei.portal.needs_forms import AskForm, LinkForm, wish_words
from renkei.portal.private_pages import TITLE as LINK_TITLE
from renkei.portal.private_pages import link_page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.matching.models import Need, PrivateLink, Seed

TITLE = bi("技術の相談をする", "Ask for help")
MOST_ASKED, MOST_HINTS = 20, 600
NEEDS = bi("企業のニーズ", "Needs of companies")


def way(language: str, *steps: tuple[Any, str]) -> list[dict[str, Any]]:
    return crumbs(language, (NEEDS, reverse("portal:needs", args=[language])), *steps)


@limited
@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str) -> HttpResponse:
    """Show the form; keep what is sent until it is confirmed by mail. A programme is thanked and nothing is kept."""
    now = timezone.now()
    day = timezone.localtime(now).date()
    offices = reception_offices(day)
    sent = request.method == "POST"
    about = shown_seeds(day).filter(pk=request.POST.get("seed") or request.GET.get("seed", "")).first()
    form = AskForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        offices=offices,
        day=day,
        language=language,
    )
    if sent and form.is_trapped:
        return HttpResponseRedirect(reverse("portal:asked", args=[language]))
    status = 200
    if sent and too_often(request, "ask", MOST_ASKED):
        form.add_error(None, SLOW_DOWN)
        status = TOO_MANY
    elif sent:
        if problem := too_large(request):
            form.add_error("attachments", problem)
        if form.is_valid():
            taken = _taken(form, language, about)
            if taken is not None:
                return taken
        status = UNPROCESSABLE
    problem = str(form.data.get("problem", "")) if sent else ""
    body = {
        "title": TITLE,
        "crumbs": way(language, (TITLE, "")),
        "form": form,
        "about": about,
        "offices": offices,
        "hints": hints(lacking(problem, language)),
        "days": FORGOTTEN_AFTER.days,
    }
    return render(request, "portal/ask.html", body, status=status)


def _taken(form: AskForm, language: str, about: Seed | None) -> HttpResponse | None:
    """Keep what was sent and write the mail of confirmation; None where it is refused, with the reason in the form."""
    values = form.cleaned_data
    files = [(each.file, each.name) for each in values["attachments"]]
    try:
        asking.ask(
            values=values | {"about_seed": about} | dict.fromkeys(values["wished_support"], True),
            language=language,
            at=timezone.now(),
            office=values.get("office", ""),
            fields=[each.pk for each in values["fields"]],
            files=files,
        )
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            form.add_error(name if name in form.fields else None, flaw.message.text(language))
        return None
    except RuleBroken as flaw:
        form.add_error("attachments" if flaw.code.startswith("file.") else None, flaw.message.text(language))
        return None
    lacks = ",".join(lacking(values["problem"], language, has_day=bool(values["wanted_by"])))
    return HttpResponseRedirect(
        f"{reverse('portal:asked', args=[language])}{f'?add={lacks}' if lacks else ''}"
    )


@opens_to_all
@require_safe
def asked(request: HttpRequest, language: str) -> HttpResponse:
    """Say that a mail is on its way, and what would make the answer quicker."""
    title = bi("確認のメールを送りました", "We have sent you a mail")
    body = {
        "title": title,
        "crumbs": way(language, (title, "")),
        "hints": hints(request.GET.get("add", "").split(",")),
        "days": FORGOTTEN_AFTER.days,
    }
    return render(request, "portal/asked.html", body)


@opens_to_all
@never_cache
@require_POST
def ask_hints(request: HttpRequest, language: str) -> HttpResponse:
    """Say what a text being typed still lacks, by the same rules as after sending. Keeps nothing."""
    if too_often(request, "hints", MOST_HINTS):
        return JsonResponse({"hints": []})
    text, has_day = request.POST.get("problem", "")[:LONGEST_TEXT], bool(request.POST.get("wanted_by"))
    found = hints(lacking(text, language, has_day=has_day))
    return JsonResponse({"hints": [said.text(language) for _, said in found]})


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_link(LinkPurpose.CONFIRM_NEED)
def confirm_need(request: HttpRequest, language: str, link: PrivateLink, need: Need) -> HttpResponse:
    """Show what was asked and take it up when the button is pressed: a mail programme that looks confirms nothing."""
    title = bi("登録の確認", "Confirm your request")
    if request.method == "POST":
        _, follow = asking.confirm(link=link, at=timezone.now())
        return HttpResponseRedirect(f"{reverse('portal:follow-need', args=[language, follow])}?new=1")
    body = {
        "title": title,
        "crumbs": way(language, (title, "")),
        "need": need,
        "wish": wish_words(need),
        "files": NeedDocument.objects.filter(need=need).order_by("pk"),
    }
    return render(request, "portal/confirm.html", body)


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def need_link(request: HttpRequest, language: str) -> HttpResponse:
    """Send new links to the pages of whoever asked with this address; the answer is the same for all."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    return link_page(request, "portal/need_link.html", form, _send_links, way(language, (LINK_TITLE, "")))


def _send_links(email: str) -> None:
    asking.send_links_again(email=email, at=timezone.now())
