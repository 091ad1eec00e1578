"""The one way by which pages of the desk send a mail to a user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import send_mail

from renkei.core.records.selectors import present_cluster

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.core.accounts.models import User


def write_to(user: User, title: str, lines: Sequence[str]) -> bool:
    """Send a mail to a user and tell whether it went out; the cluster's name is added to the title.

    A mail server that is down undoes nothing: the answer is then False.
    """
    if not user.email:
        return False
    name = present_cluster().name
    subject = f"{title}：{name.get('ja', '') or name.get('en', '') or '連携'}"
    try:
        return bool(send_mail(subject, "\n".join(lines), None, [user.email]))
    except OSError:
        return False
