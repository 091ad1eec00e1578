"""Acts on inquiries: answer, note, hand over, close, open again; their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.files.downloads import handed_out
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.forms.inquiries import AnswerForm, CloseForm, HandOverForm, NoteForm
from renkei.desk.inquiry_panels import ACTS
from renkei.desk.pages import actor_of, cell_settings, kind_crumbs, languages_of, list_address, page, today
from renkei.desk.readings import note
from renkei.directory.models import Unit
from renkei.inquiries.models import Inquiry
from renkei.inquiries.rules import filled
from renkei.inquiries.selectors import said_about, templates_for
from renkei.inquiries.services import answering
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from renkei.core.accounts.actors import Actor
    from renkei.desk.forms.people import DeskForm

UNPROCESSABLE = 422
FORMS: dict[str, type[DeskForm]] = {
    "answer": AnswerForm,
    "note": NoteForm,
    "hand_over": HandOverForm,
    "close": CloseForm,
}
BUTTONS = {
    "answer": bi("回答する", "Send the answer"),
    "note": bi("メモを残す", "Keep the note"),
    "hand_over": bi("引き継ぐ", "Hand it over"),
    "close": bi("終える", "Close it"),
}
DONE = {
    "answer": bi(
        "回答を載せました。問い合わせた人にメールで知らせます。", "Answered; who asked hears of it by mail."
    ),
    "note": bi("メモを残しました。", "The note is kept."),
    "hand_over": bi(
        "引き継ぎました。部署と問い合わせた人にメールで知らせます。",
        "Handed over; the unit and who asked hear of it by mail.",
    ),
    "close": bi("終わりにしました。", "Closed."),
    "reopen": bi("もう一度開きました。", "It is open again."),
}


def _inquiry(request: HttpRequest, slug: str, verb: Verb = Verb.ANSWER) -> Inquiry:
    """Return an inquiry with which the reader may do this. Raises Http404, as if there were none."""
    actor = actor_of(request)
    rows = visible_to(Inquiry.objects.select_related("unit", "topic"), actor, today())
    found = rows.filter(pk=slug).first()
    if found is None or not may_on(actor, verb, "inquiry", found.holding()):
        raise Http404
    return found


@opens_to(verb=Verb.ANSWER, kind="inquiry")
@require_http_methods(["GET", "HEAD", "POST"])
def act_on_inquiry(request: HttpRequest, inquiry_slug: str, step: str) -> HttpResponse:
    """Show the form of an act beside what was said, and do it; what was typed stays where it is refused."""
    inquiry = _inquiry(request, inquiry_slug)
    if step == "reopen" and request.method == "POST":
        return _reopened(request, inquiry)
    if step not in FORMS:
        raise Http404
    form = FORMS[step](
        request.POST if request.method == "POST" else None,
        languages=languages_of(request),
        settings=cell_settings(request),
        actor=actor_of(request),
        at=today(),
        initial=_filled_in(request, inquiry) if step == "answer" else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = _do(
                actor_of(request), inquiry, step, form.cleaned_data, whole(request.POST.get("seen", ""))
            )
        except RuleBroken as flaw:
            form.refuse(flaw, "unit" if flaw.code == "inquiry.same_unit" else None)
        else:
            messages.success(request, DONE[step])
            return _after(request, done)
    note(request, "inquiry", Way.PAGE, slug=inquiry_slug)
    return _shown(request, inquiry, step, form)


def _do(actor: Actor, inquiry: Inquiry, act: str, given: dict[str, Any], seen: int | None) -> Inquiry:
    """Do one of the acts. Raises RuleBroken as the services do."""
    common = {"actor": actor, "inquiry": inquiry, "revision": seen or 0, "at": timezone.now()}
    if act == "answer":
        return answering.answer(**common, text=given["text"], settled=given["settled"])  # type: ignore[arg-type]
    if act == "note":
        return answering.note(**common, text=given["text"])  # type: ignore[arg-type]
    if act == "hand_over":
        unit = Unit.objects.select_related("organisation").get(pk=given["unit"])
        return answering.hand_over(**common, unit=unit, why=given["text"])  # type: ignore[arg-type]
    return answering.close(**common, reason=given["reason"], why=given["text"])  # type: ignore[arg-type]


def _filled_in(request: HttpRequest, inquiry: Inquiry) -> dict[str, Any]:
    """Return the chosen template, filled in, as the text to start from."""
    wanted = request.GET.get("template", "")
    known = templates_for(inquiry, actor_of(request), today()) if wanted else []
    template = next((each for each in known if each.pk == wanted), None)
    if template is None:
        return {}
    values = {"name": inquiry.contact_name, "number": inquiry.number, "title": inquiry.title}
    return {"text": filled(template.text.text(inquiry.language), values)}


def _reopened(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    try:
        seen = whole(request.POST.get("seen", "")) or 0
        answering.reopen(actor=actor_of(request), inquiry=inquiry, revision=seen, at=timezone.now())
        messages.success(request, DONE["reopen"])
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    return HttpResponseRedirect(kind_of("inquiry").desk_address(inquiry.pk))


def _after(request: HttpRequest, done: Inquiry) -> HttpResponse:
    """Lead to the inquiry, or to the list where it is no longer the reader's to see."""
    kind = kind_of("inquiry")
    sees = may_on(actor_of(request), Verb.VIEW, "inquiry", done.holding())
    return HttpResponseRedirect(kind.desk_address(done.pk) if sees else list_address(kind))


def _shown(request: HttpRequest, inquiry: Inquiry, act: str, form: DeskForm) -> HttpResponse:
    kind, label = kind_of("inquiry"), ACTS[act][0]
    body = {
        "title": label,
        "inquiry": inquiry,
        "act": act,
        "form": form,
        "said_so_far": said_about(inquiry, notes=True),
        "submit_label": BUTTONS[act],
        "foot": ACTS[act][1],
        "back": kind.desk_address(inquiry.pk),
        "templates": templates_for(inquiry, actor_of(request), today()) if act == "answer" else [],
        "chosen": request.GET.get("template", ""),
    }
    trail = [
        *kind_crumbs(kind),
        parts.Crumb(kind.label(inquiry), kind.desk_address(inquiry.pk)),
        parts.Crumb(label),
    ]
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "desk/inquiry_act.html", body, crumbs=trail, status=status)


@opens_to(verb=Verb.VIEW, kind="inquiry")
@require_safe
def file_of_inquiry(request: HttpRequest, inquiry_slug: str, file_id: int) -> HttpResponseBase:
    """Hand out a file of an inquiry to whoever sees it, always as a download."""
    inquiry = _inquiry(request, inquiry_slug, Verb.VIEW)
    found = inquiry.files.filter(pk=file_id).first()
    answer = handed_out(found)
    note(request, "inquiry", Way.DOWNLOAD, slug=inquiry_slug)
    return answer
