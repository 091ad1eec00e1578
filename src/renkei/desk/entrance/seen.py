"""What an administrator or auditor sees of the ways by which a user signs in: never a secret."""

from __future__ import annotations

from itertools import chain
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.factors import SignInFactor, SignInIdentity
from renkei.core.accounts.models import User
from renkei.core.history.states import events_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.entrance.words import TYPES
from renkei.desk.events import VERBS, who

MOST = 20
SURE = bi(
    "本人であることを、電話や対面で確かめてください。パスキー・ワンタイムコード・回復コードがすべて外れ、"
    "サインイン中の場所からもサインアウトします。本人には電子メールで知らせます。",
    "Make sure, by telephone or face to face, that it is really them who ask. Passkeys, one-time codes and "
    "recovery codes all go, and the user is signed out everywhere. They are told by e-mail.",
)
PASSWORD = bi("パスワード", "Password")
IDENTITY = bi("外部のサインイン", "Identity elsewhere")


def factors_table(user: User) -> parts.Table:
    held = Authenticator.objects.filter(user=user).order_by("created_at")
    return parts.Table(
        identifier="factors",
        caption=bi("第二の手段", "Second factors"),
        columns=[
            parts.Column(bi("手段", "Way"), row_head=True),
            parts.Column(bi("登録した時", "Added")),
            parts.Column(bi("最後に使った時", "Last used")),
        ],
        rows=[
            [
                parts.Cell(TYPES[each.type]),
                parts.Cell(timezone.localtime(each.created_at), "moment"),
                parts.Cell(timezone.localtime(each.last_used_at) if each.last_used_at else None, "moment"),
            ]
            for each in held
        ],
        empty=parts.Empty(bi("第二の手段はありません", "No second factor")),
    )


def password_fact(user: User) -> parts.Fact:
    """Say when the password was set, and why no day is known where there is none."""
    label = bi("パスワードを決めた日時", "Password set")
    if user.password_set_at:
        return parts.Fact(label, parts.Cell(timezone.localtime(user.password_set_at), "moment"))
    if user.has_usable_password():
        return parts.Fact(
            label, parts.Cell(bi("不明（記録を始める前）", "Not known (before it was recorded)"))
        )
    return parts.Fact(label, parts.Cell(bi("パスワードなし", "No password")))


def factor_history(user: User) -> parts.Table:
    """Say which way was added or taken away, when and by whom; the youngest first."""
    events = sorted(
        chain(_events(SignInFactor, user), _events(SignInIdentity, user), _passwords(user)),
        key=lambda each: each.pgh_created_at,
        reverse=True,
    )
    return parts.Table(
        identifier="factor-history",
        caption=bi("サインインの手段の変更", "Changes of the ways to sign in"),
        columns=[
            parts.Column(bi("時", "When"), row_head=True),
            parts.Column(bi("したこと", "What")),
            parts.Column(bi("手段", "Way")),
            parts.Column(bi("した人", "Who")),
            parts.Column(bi("理由", "Reason")),
        ],
        rows=[_event_row(each) for each in events[:MOST]],
        empty=parts.Empty(bi("変更はありません", "Nothing has changed")),
    )


def _events(model: type[Any], user: User) -> Any:
    events = model.pgh_event_model.objects.filter(user=user)
    return events.select_related("pgh_context").order_by("-pgh_id")[:MOST]


def _passwords(user: User) -> list[Any]:
    """Return the first event of every password there was: with its moment, never with what it was."""
    known = events_of(User).filter(pgh_obj_id=user.pk, password_set_at__isnull=False)
    firsts = known.order_by("-password_set_at", "pgh_id").distinct("password_set_at")
    return list(firsts.select_related("pgh_context")[:MOST])


def _way(event: Any) -> Any:
    if hasattr(event, "password_set_at"):
        return PASSWORD
    return TYPES[event.type] if hasattr(event, "type") else IDENTITY


def _event_row(event: Any) -> list[parts.Cell]:
    said = event.pgh_context.metadata if event.pgh_context else {}
    verb = bi("外す", "Taken away") if event.pgh_label == "delete" else VERBS[event.pgh_label]
    return [
        parts.Cell(
            timezone.localtime(event.pgh_created_at),
            "moment",
            url=reverse("desk:act", args=[event.pgh_context_id]),
        ),
        parts.Cell(verb),
        parts.Cell(_way(event)),
        parts.Cell(who(said)),
        parts.Cell(said.get("reason") or None),
    ]
