"""Where a user is signed in: sessions as people see them, and how they are ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.models import User

ENTERED = "entered"
PROGRAM = "program"
_PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class OpenSession:
    key: str
    entered: dt.datetime | None
    program: str


def name_of_program(user_agent: str) -> str:
    """Return browser and machine in a word each; what a browser says of itself is never kept whole."""
    found = [
        next((name for mark, name in known if mark in user_agent), "") for known in (_PROGRAMS, _MACHINES)
    ]
    return " · ".join(word for word in found if word)


def open_sessions(user: User, at: dt.datetime) -> list[OpenSession]:
    """Return the sessions of a user that have not expired, the youngest first."""
    found = [
        OpenSession(session.session_key, _moment(data.get(ENTERED)), str(data.get(PROGRAM, "")))
        for session, data in _sessions_of(user, at)
    ]
    return sorted(found, key=lambda each: (each.entered is not None, each.entered), reverse=True)


def end_sessions(user: User, at: dt.datetime, *, keep: str = "") -> int:
    """End the sessions of a user but the one to `keep`; return how many were ended."""
    keys = [session.session_key for session, _ in _sessions_of(user, at) if session.session_key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _sessions_of(user: User, at: dt.datetime) -> Iterator[tuple[Session, dict[str, object]]]:
    """Read every open session: Django keeps whose it is inside the signed data. Staff are few."""
    for session in Session.objects.filter(expire_date__gt=at).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            yield session, data


def _moment(text: object) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else None
