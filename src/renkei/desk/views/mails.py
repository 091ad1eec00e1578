"""Mails: what was written, to whom, and whether it arrived; how often one wants to be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.notices.calendars import calendar_token, close_calendar, open_calendar
from renkei.core.notices.enums import NoticeState, Rhythm
from renkei.core.notices.letters import letter_kind
from renkei.core.notices.models import MailChoice, Notice
from renkei.core.notices.services import choose_rhythm, notices_of, send_again
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.digest import rhythm_of
from renkei.desk.forms.fields import said
from renkei.desk.letters import address
from renkei.desk.lists import pager
from renkei.desk.pages import TODAY, actor_of, page, user_of
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor

ROWS = 50
NAME = bi("送ったメール", "Sent mails")
TONES: dict[str, parts.Tone] = {"queued": "info", "sent": "good", "failed": "late", "dropped": "ended"}
NO_RECIPIENT = bi("宛先がなくなった", "The recipient is gone")
SETTINGS = bi("メールとカレンダー", "Mails and calendar")


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=bi("待っているもの・期限のお知らせ", "Mails about what waits and what is due"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=bi(
            "招待・パスワードの再設定・自分が送る照会のメールは、これに関わらず送られます。",
            "Invitations, password resets and rounds you write to others are sent in any case.",
        ),
    )


@opens_to(verb=Verb.VIEW)
@require_safe
def mails_page(request: HttpRequest) -> HttpResponse:
    """One's own mails (to me, by me), all of them for who looks after users; the latest first."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    state = state if state in NoticeState.values else ""
    rows = notices_of(actor).select_related("user", "made_by").order_by("-made_at", "pk")
    rows = rows.filter(state=state) if state else rows
    total = rows.count()
    pages = max(1, -(-total // ROWS))
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1  # noqa: PLR2004
    start = (number - 1) * ROWS
    table = parts.Table(
        identifier="mails",
        caption=NAME,
        columns=[
            parts.Column(bi("種類", "Kind"), row_head=True),
            parts.Column(bi("宛先", "To")),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("作成", "Made")),
            parts.Column(bi("終わり", "Ended")),
            parts.Column(bi("送った人", "By")),
        ],
        rows=[_row(notice) for notice in rows[start : start + ROWS]],
        total=total,
        first=start + 1,
        pager=pager(number, pages, lambda each: _address(state, each)),
        density=True,
        empty=parts.Empty(
            bi("メールはまだありません", "There are no mails yet"),
            bi("招待や照会の依頼を送ると、ここに並びます。", "Invitations and requests you send stand here."),
        ),
    )
    body = {
        "table": table,
        "state": state,
        "states": NoticeState.choices,
        "all": may_everywhere(actor, Verb.CHANGE, "user"),
    }
    return page(request, "desk/mails.html", body, crumbs=_crumbs())


def _crumbs(*more: Any) -> list[parts.Crumb]:
    first = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(NAME, reverse("desk:mails"))]
    return [*first, *(parts.Crumb(each) for each in more)]


def _address(state: str, number: int) -> str:
    return f"?{urlencode({'state': state, 'page': number} if state else {'page': number})}"


def kind_name(notice: Notice) -> Any:
    kind = letter_kind(notice.letter)
    return kind.name if kind else notice.letter


def recipient(notice: Notice) -> str:
    return notice.user.username if notice.user else notice.address


def _row(notice: Notice) -> list[parts.Cell]:
    return [
        parts.Cell(kind_name(notice), url=reverse("desk:mail", args=[notice.pk])),
        parts.Cell(recipient(notice) or None),
        parts.Cell(notice.get_state_display(), "state", tone=TONES[notice.state]),
        parts.Cell(timezone.localtime(notice.made_at), "moment"),
        parts.Cell(timezone.localtime(notice.ended_at) if notice.ended_at else None, "moment"),
        parts.Cell(notice.made_by.username if notice.made_by else bi("自動", "by itself")),
    ]


def _notice(request: HttpRequest, pk: UUID) -> Notice:
    return get_object_or_404(notices_of(actor_of(request)).select_related("user", "made_by"), pk=pk)


def _may_resend(actor: Actor, notice: Notice) -> bool:
    return notice.made_by_id == actor.user_id or may_everywhere(actor, Verb.CHANGE, "user")


@opens_to(verb=Verb.VIEW)
@require_safe
def mail_page(request: HttpRequest, notice: UUID) -> HttpResponse:
    found = _notice(request, notice)
    name = kind_name(found)
    facts = [
        parts.Fact(bi("宛先", "To"), parts.Cell(recipient(found) or None)),
        parts.Fact(
            bi("状態", "State"), parts.Cell(found.get_state_display(), "state", tone=TONES[found.state])
        ),
        parts.Fact(bi("作成", "Made"), parts.Cell(timezone.localtime(found.made_at), "moment")),
        parts.Fact(bi("試みた回数", "Attempts"), parts.Cell(found.attempts, "ordinal")),
    ]
    for label, when in (
        (bi("次の試み", "Next attempt"), found.next_at),
        (bi("終わり", "Ended"), found.ended_at),
    ):
        if when:
            facts.append(parts.Fact(label, parts.Cell(timezone.localtime(when), "moment")))
    if found.problem:
        facts.append(parts.Fact(bi("理由", "Reason"), parts.Cell(problem_words(found))))
    resend = found.state in {NoticeState.FAILED, NoticeState.QUEUED} and _may_resend(actor_of(request), found)
    body = {"notice": found, "name": name, "facts": facts, "resend": resend}
    return page(request, "desk/mail.html", body, crumbs=_crumbs(name))


def problem_words(notice: Notice) -> Any:
    """Return in words why a mail did not arrive (yet)."""
    code = notice.problem
    if code == "no_recipient":
        return NO_RECIPIENT
    if code.startswith("refused"):
        number = code.partition(" ")[2]
        return bi(
            f"相手のサーバーが受け取りを断りました（{number}）。宛先を確かめてください。",
            f"The recipient's server refused it ({number}). Please check the address.",
        )
    if notice.state == NoticeState.QUEUED:
        return bi(
            f"メールサーバーが応答しません（{code}）。間をおいて送り直しています。",
            f"The mail server does not answer ({code}); it is tried again, with pauses.",
        )
    return bi(f"送れませんでした（{code}）", f"It could not be sent ({code})")


@opens_to(verb=Verb.VIEW)
@require_POST
def again(request: HttpRequest, notice: UUID) -> HttpResponse:
    found = _notice(request, notice)
    try:
        send_again(actor=actor_of(request), notice=found, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        messages.success(request, bi("もう一度、送信待ちにしました。", "It is on its way once more."))
    return HttpResponseRedirect(reverse("desk:mail", args=[found.pk]))


@opens_to(verb=Verb.VIEW)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """How often to be written to, and the secret address of one's calendar."""
    user = user_of(request)
    if user is None:
        raise Http404
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": rhythm_of(user)})
    if request.method == "POST" and form.is_valid():
        choose_rhythm(actor=actor_of(request), user=user, rhythm=form.cleaned_data["rhythm"])
        messages.success(request, bi("設定を保存しました。", "Your settings are saved."))
        return HttpResponseRedirect(reverse("desk:mail_settings"))
    token = calendar_token(MailChoice.objects.filter(user=user).first())
    body = {
        "form": form,
        "calendar": address("open:calendar", token) if token else "",
        "email": user.email,
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(SETTINGS)]
    return page(request, "desk/mail_settings.html", body, crumbs=crumbs, status=422 if form.errors else 200)


@opens_to(verb=Verb.VIEW)
@require_POST
def calendar_act(request: HttpRequest) -> HttpResponse:
    """Make the calendar's address, make another one, or take it away."""
    user = user_of(request)
    if user is None:
        raise Http404
    if request.POST.get("verb") == "close":
        close_calendar(actor=actor_of(request), user=user)
        messages.success(request, bi("アドレスを取り消しました。", "The address opens nothing any more."))
    else:
        open_calendar(actor=actor_of(request), user=user)
        messages.success(request, bi("アドレスを作りました。", "There is a new address."))
    return HttpResponseRedirect(reverse("desk:mail_settings"))
