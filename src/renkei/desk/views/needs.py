"""Acts on needs: a quick entry, who may know of it, renewal, the public profile, answers to the firm, its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.files.downloads import handed_out
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.forms.needs import ConfidenceForm, ProfileForm, QuickNeedForm
from renkei.desk.need_panels import level_words, who_sees
from renkei.desk.pages import actor_of, cell_settings, kind_crumbs, language_now, languages_of, page, today
from renkei.desk.readings import note
from renkei.desk.roles import role_words
from renkei.kernel.errors import RuleBroken
from renkei.matching.anonymity import named_in
from renkei.matching.models import Need, NeedDocument, NeedProfile
from renkei.matching.services import entering, expiry, profiles
from renkei.matching.services.confidence import change_confidence
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

UNPROCESSABLE = 422


def _need(request: HttpRequest, slug: str, verb: Verb = Verb.CHANGE) -> Need:
    """Return a need with which the reader may do this. Raises Http404, as if there were none."""
    actor = actor_of(request)
    found = (
        visible_to(Need.objects.select_related("company", "coordinator"), actor, today())
        .filter(pk=slug)
        .first()
    )
    if found is None or not may_on(actor, verb, "need", found.holding()):
        raise Http404
    return found


def _crumbs(need: Need, label: Any) -> list[parts.Crumb]:
    kind = kind_of("need")
    return [*kind_crumbs(kind), parts.Crumb(kind.label(need), kind.desk_address(need.pk)), parts.Crumb(label)]


def _back(need: Need) -> HttpResponseRedirect:
    return HttpResponseRedirect(kind_of("need").desk_address(need.pk))


def _refused(form: forms.Form, error: RecordRefused | RuleBroken) -> None:
    flaws = error.flaws if isinstance(error, RecordRefused) else (("", error),)
    for name, flaw in flaws:
        form.add_error(name if name in form.fields else None, said(flaw))


@opens_to(verb=Verb.ADD, kind="need")
@require_http_methods(["GET", "HEAD", "POST"])
def quick(request: HttpRequest) -> HttpResponse:
    """Enter a need while the firm is on the telephone."""
    actor, at = actor_of(request), today()
    form = QuickNeedForm(
        request.POST or None,
        languages=languages_of(request),
        settings=cell_settings(request),
        actor=actor,
        at=at,
    )
    if request.method == "POST" and form.is_valid():
        try:
            need = entering.enter(actor=actor, values=form.cleaned_data, language=language_now(), at=at)
        except (RecordRefused, RuleBroken) as error:
            _refused(form, error)
        else:
            messages.success(request, bi("登録しました。", "Added."))
            return _back(need)
    label = bi("ニーズをすばやく登録", "Enter a need quickly")
    body = {
        "title": label,
        "form": form,
        "about": bi(
            "分かるところだけで登録できます。詳しい項目はあとで「変更する」から。",
            "Fill in what you know; the other fields can be added later by “Edit”.",
        ),
        "submit": bi("登録する", "Add"),
        "back": reverse("desk:list", args=["matching", "need"]),
    }
    crumbs = [*kind_crumbs(kind_of("need")), parts.Crumb(label)]
    return page(
        request, "desk/people_form.html", body, crumbs=crumbs, status=UNPROCESSABLE if form.errors else 200
    )


@opens_to(verb=Verb.CHANGE, kind="need")
@require_http_methods(["GET", "HEAD", "POST"])
def confidence(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who sees a need now, and change it for the need and all that hangs on it."""
    need = _need(request, slug)
    form = ConfidenceForm(request.POST or None, need=need)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        level = given["level"]
        try:
            change_confidence(
                actor=actor_of(request),
                need=need,
                level="private" if level == "private" else "shared",
                organisations=given["organisations"].split() if level == "shared" else (),
                reason=given["reason"],
                revision=given["revision"],
            )
        except (RecordRefused, RuleBroken) as error:
            _refused(form, error)
        else:
            messages.success(
                request,
                bi("見える範囲を変えました。", "Who may see it is changed, for all that hangs on it."),
            )
            return _back(need)
    label = bi("見える範囲", "Who may see it")
    body = {
        "title": label,
        "need": need,
        "level": level_words(need),
        "seers": [(each.name, role_words(each)) for each in who_sees(need, today())],
        "form": form,
        "back": kind_of("need").desk_address(need.pk),
    }
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "desk/need_confidence.html", body, crumbs=_crumbs(need, label), status=status)


@opens_to(verb=Verb.CHANGE, kind="need")
@require_POST
def renew_need(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a need stand for another year, in one press."""
    need = _need(request, slug)
    try:
        expiry.renew(actor=actor_of(request), need=need, at=today())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("1年更新しました。", "Renewed for a year."))
    return _back(need)


@opens_to(verb=Verb.CHANGE, kind="need")
@require_http_methods(["GET", "HEAD", "POST"])
def propose_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an anonymised profile, with a warning where it tells who the firm is; or end it."""
    need = _need(request, slug)
    profile = NeedProfile.objects.filter(need=need).first()
    languages = languages_of(request)
    if request.POST.get("act") == "end" and profile is not None:
        profiles.end_profile(
            actor=actor_of(request), profile=profile, reason=request.POST.get("reason", "")[:500]
        )
        messages.success(request, bi("掲載を終えました。", "It is no longer public."))
        return _back(need)
    sent = request.method == "POST"
    found = _telling(need, request, languages) if sent else []
    form = ProfileForm(request.POST if sent else None, languages=languages, profile=profile, found=found)
    if sent and form.is_valid() and _proposed(request, need, form):
        return _back(need)
    label = bi("匿名の概要", "Anonymised profile")
    body = {
        "title": label,
        "need": need,
        "profile": profile,
        "ends": profile is not None and profile.state != "ended",
        "form": form,
        "back": kind_of("need").desk_address(need.pk),
    }
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "desk/need_profile.html", body, crumbs=_crumbs(need, label), status=status)


def _proposed(request: HttpRequest, need: Need, form: ProfileForm) -> bool:
    """Propose what was typed; False where it is refused, with the reason in the form."""
    try:
        profiles.propose(
            actor=actor_of(request),
            need=need,
            texts=form.texts(),
            acknowledged=form.cleaned_data.get("acknowledged", ()),
            reason=form.cleaned_data["reason"],
        )
    except (RecordRefused, RuleBroken) as error:
        _refused(form, error)
        return False
    messages.success(
        request,
        bi(
            "確認を頼みました。別の人が確かめると公開されます。",
            "Proposed. It is published once somebody else approves.",
        ),
    )
    return True


def _telling(need: Need, request: HttpRequest, languages: tuple[str, ...]) -> list[str]:
    """Return the words in what was typed that tell who the firm is."""
    texts = {
        f"{name}_{each}": request.POST.get(f"{name}_{each}", "")[:2000]
        for name in profiles.TEXTS
        for each in languages
    }
    return list(dict.fromkeys(each.word for each in named_in(texts, profiles.words_of(need))))


@opens_to(verb=Verb.PUBLISH, kind="needprofile")
@require_POST
def decide_profile(request: HttpRequest, slug: str) -> HttpResponse:
    """The second pair of eyes: approve and publish, or give it back."""
    actor, at = actor_of(request), today()
    profile = visible_to(NeedProfile.objects.all(), actor, at).filter(pk=slug).first()
    if profile is None or not may_on(actor, Verb.PUBLISH, "needprofile", profile.holding()):
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        if request.POST.get("act") == "return":
            profiles.send_back(actor=actor, profile=profile, reason=reason)
            messages.success(request, bi("差し戻しました。", "Given back."))
        else:
            kept = request.POST.getlist("acknowledged")
            profiles.approve(actor=actor, profile=profile, acknowledged=kept, reason=reason, at=at)
            messages.success(request, bi("確認し、公開しました。", "Approved and published."))
    except RecordRefused as refused:
        for _, flaw in refused.flaws:
            messages.error(request, said(flaw))
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    return HttpResponseRedirect(kind_of("needprofile").desk_address(slug))


@opens_to(verb=Verb.CHANGE, kind="need")
@require_POST
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the firm's page; the firm hears by mail that there is something to read."""
    need = _need(request, slug)
    try:
        entering.answer_company(
            actor=actor_of(request), need=need, text=request.POST.get("text", ""), at=timezone.now()
        )
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
        return _back(need)
    messages.success(
        request, bi("企業の頁に書き、メールで知らせました。", "Written; the firm hears by mail.")
    )
    return _back(need)


@opens_to(verb=Verb.VIEW, kind="need")
@require_safe
def need_file(request: HttpRequest, slug: str, file: str) -> HttpResponseBase:
    """Hand out a file of a need to whoever sees it, always as a download."""
    need = _need(request, slug, Verb.VIEW)
    papers = visible_to(NeedDocument.objects.filter(need=need), actor_of(request), today())
    found = papers.filter(pk=file).first()
    answer = handed_out(found)
    note(request, "need", Way.DOWNLOAD, slug=slug)
    return answer
