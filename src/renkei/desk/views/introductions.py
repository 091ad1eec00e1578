"""The letters of an introduction: read, printed, sent by mail to either side."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.notices.models import Notice
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.forms.cases import LetterForm
from renkei.desk.pages import actor_of, page
from renkei.desk.views.case_acts import form_options
from renkei.desk.views.case_parts import wanted_introduction
from renkei.kernel.errors import RuleBroken
from renkei.matching.letters import letter_to_company, letter_to_researcher
from renkei.matching.services.introducing import DECLINED, LANGUAGES, send_letter
from renkei.matching.services.parts import COMPANY, RESEARCHER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.matching.models import Introduction

SIDES = {COMPANY: bi("企業", "The company"), RESEARCHER: bi("研究者", "The researcher")}
WRITERS = {COMPANY: letter_to_company, RESEARCHER: letter_to_researcher}
SENT = 20


@opens_to(verb=Verb.VIEW, kind="introduction")
def letters_page(request: HttpRequest, introduction_slug: str) -> HttpResponse:
    """The words for each side, to be mailed or printed: only what may be passed on stands in them."""
    return _letters(request, wanted_introduction(request, introduction_slug), {})


@opens_to(verb=Verb.CHANGE, kind="introduction")
@require_POST
def send_introduction(request: HttpRequest, introduction_slug: str) -> HttpResponse:
    """Send the letter of one side by mail; sent twice, it goes once."""
    found = wanted_introduction(request, introduction_slug)
    side = request.POST.get("side", "")
    side = side if side in SIDES else COMPANY
    form = LetterForm(request.POST, auto_id=f"{side}_%s", **form_options(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            send_letter(
                actor=actor_of(request),
                introduction=found,
                side=side,
                address=given["address"],
                language=given["language"],
                draft=given["draft"],
                at=timezone.now(),
            )
        except RuleBroken as broken:
            form.refuse(broken)
        except RecordRefused as refused:
            for _, flaw in refused.flaws:
                form.refuse(flaw)
        else:
            done = bi(
                "メールを送ります。活動の記録にも入れました。", "The mail goes out, and the log holds it."
            )
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:introduction", args=[found.pk]))
    return _letters(request, found, {side: form})


def _letters(request: HttpRequest, found: Introduction, forms: dict[str, Any]) -> HttpResponse:
    language = request.GET.get("language", "")
    if language not in LANGUAGES:
        language = found.case.need.contact_language if found.case.need else "ja"
    writes = may_on(actor_of(request), Verb.CHANGE, "introduction", found.holding())
    sendable = writes and found.may_pass_on and found.state not in DECLINED
    letters = [
        {
            "side": side,
            "name": name,
            "text": WRITERS[side](found, language),
            "form": (forms.get(side) or _form(request, found, side, language)) if sendable else None,
        }
        for side, name in SIDES.items()
    ]
    crumbs = casework.case_crumbs(
        parts.Crumb(found.case.title, casework.case_address(found.case)),
        parts.Crumb(bi("引き合わせの文面", "Letters of introduction")),
    )
    body = {
        "introduction": found,
        "letters": letters,
        "letter_language": language,
        "sent": _sent(found),
        "case_url": f"{casework.case_address(found.case)}#introductions",
    }
    wrong = any(form.errors for form in forms.values())
    return page(request, "desk/introduction.html", body, crumbs=crumbs, status=422 if wrong else 200)


def _form(request: HttpRequest, found: Introduction, side: str, language: str) -> LetterForm:
    """Start with the address the need came with, or that of the office the seed's sheet names."""
    if side == COMPANY:
        address = found.case.need.contact_email if found.case.need else ""
    else:
        unit = found.seed.contact_unit if found.seed else None
        address = unit.email if unit else ""
    initial = {"address": address, "language": language, "draft": uuid.uuid4().hex}
    return LetterForm(initial=initial, auto_id=f"{side}_%s", **form_options(request))


def _sent(found: Introduction) -> list[tuple[Notice, Any]]:
    """Return the mails that went out or wait, the newest first, with whom they are for."""
    about = [f"{found.pk}/{language}" for language in LANGUAGES]
    rows = Notice.objects.filter(about_kind="introduction", about__in=about).order_by("-made_at")
    return [(each, SIDES.get(each.letter.partition(".")[2], "")) for each in rows[:SENT]]
