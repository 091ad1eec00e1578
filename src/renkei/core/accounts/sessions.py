"""Where a user is signed in: sessions as people see them, how long they last, and how they are ended."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.sessions.backends.base import SessionBase

    from renkei.core.accounts.models import User

ENTERED = "entered"
PROGRAM = "program"
SEEN = "seen"
GRAIN = dt.timedelta(minutes=1)
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
    seen: dt.datetime | None = None

    @property
    def digest(self) -> str:
        """Names the session on a page; the key itself would open it."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]


def begin_session(session: SessionBase, *, user: User, user_agent: str, at: dt.datetime) -> None:
    """Remember when and with what program somebody signed in; whatever the door. Effects: the session."""
    session["language"] = session.get("language") or user.language
    session[ENTERED] = session[SEEN] = at.isoformat()
    session[PROGRAM] = name_of_program(user_agent)


def goes_on(session: SessionBase, at: dt.datetime) -> bool:
    """Tell whether a sign-in still holds, and that it was used now.

    It ends `SESSION_LASTS` after it began (ASVS 7.3.2). Without use it ends by itself, for the store forgets it
    `SESSION_COOKIE_AGE` after it was last written (7.3.1); so it is written anew, but not at every request.
    """
    entered = _moment(session.get(ENTERED))
    if entered is None or entered + settings.SESSION_LASTS <= at:
        return False
    seen = _moment(session.get(SEEN))
    if seen is None or seen + GRAIN <= at:
        session[SEEN] = at.isoformat()
    return True


def name_of_program(user_agent: str) -> str:
    """Return browser and machine in a word each; what a browser says of itself is never kept whole."""
    found = [
        next((name for mark, name in known if mark in user_agent), "") for known in (_PROGRAMS, _MACHINES)
    ]
    return " · ".join(word for word in found if word)


def open_sessions(user: User, at: dt.datetime) -> list[OpenSession]:
    """Return the sessions of a user that have not expired, the youngest first."""
    found = [
        OpenSession(
            session.session_key,
            _moment(data.get(ENTERED)),
            str(data.get(PROGRAM, "")),
            _moment(data.get(SEEN)),
        )
        for session, data in _sessions_of(user, at)
        if _lasts(data, at)
    ]
    return sorted(found, key=lambda each: (each.entered is not None, each.entered), reverse=True)


def end_session(session: OpenSession) -> None:
    """End one session. Effects: the row is deleted."""
    Session.objects.filter(session_key=session.key).delete()


def end_sessions(user: User, at: dt.datetime, *, keep: str = "") -> int:
    """End the sessions of a user but the one to `keep`; return how many were ended."""
    keys = [session.session_key for session, _ in _sessions_of(user, at) if session.session_key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _lasts(data: dict[str, object], at: dt.datetime) -> bool:
    entered = _moment(data.get(ENTERED))
    return entered is not None and entered + settings.SESSION_LASTS > at


def _sessions_of(user: User, at: dt.datetime) -> Iterator[tuple[Session, dict[str, object]]]:
    """Read every open session: Django keeps whose it is inside the signed data. Staff are few."""
    for session in Session.objects.filter(expire_date__gt=at).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            yield session, data


def _moment(text: object) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else None
