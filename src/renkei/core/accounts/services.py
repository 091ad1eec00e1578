"""Who may sign in: users and their passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.journal import journal
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor


PASSWORD_FIELDS = ("password", "password_set_at")


def create_user(
    *, actor: Actor, name: str, email: str = "", password: str | None = None, is_demo: bool = False
) -> User:
    """Add a user. Without a password nobody can sign in by one.

    Effects: row, history. Raises RuleBroken("permission.refused"), ("user.name_taken"), ("user.password").
    """
    require_for_users(actor, Verb.ADD)
    user = User(username=name, email=email, is_demo=is_demo)
    if password is None:
        user.set_unusable_password()
    else:
        _check_password(password, user)
        user.set_password(password)
    with journal(actor=actor, action="add user"):
        if User.objects.filter(username=name).exists():
            raise RuleBroken(
                "user.name_taken",
                Localised.both("この利用者名はすでに使われています。", "This user name is taken."),
            )
        user.save(force_insert=True)
        user.refresh_from_db(fields=["password_set_at"])
    return user


def require_for_users(actor: Actor, verb: Verb) -> None:
    """Raise RuleBroken("permission.refused") unless the actor may do this with users."""
    if not may(actor, verb, "user"):
        raise RuleBroken(
            "permission.refused", Localised.both("この操作をする権限がありません。", "You may not do this.")
        )


def set_password(*, user: User, password: str) -> None:
    """Give a user a password, inside the caller's journal; every session of before ends by it.

    Effects: row. Raises RuleBroken("user.password").
    """
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=PASSWORD_FIELDS)
    user.refresh_from_db(fields=["password_set_at"])


def deactivate(*, user: User) -> None:
    """Close the door for a user, inside the caller's journal. Effects: row."""
    user.is_active = False
    user.save(update_fields=["is_active"])


def change_settings(*, actor: Actor, user: User, language: str, shortcuts: bool) -> None:
    """Keep a user's own choices. Effects: row, history; nothing where nothing differs."""
    if (user.language, user.shortcuts) == (language, shortcuts):
        return
    user.language, user.shortcuts = language, shortcuts
    with journal(actor=actor, action="change settings"):
        user.save(update_fields=["language", "shortcuts"])


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = Localised.both(
            "パスワードは12文字以上で、よくある言葉や利用者名に似たものは使えません。",
            "A password has 12 characters or more and is neither common nor like the user name.",
        )
        raise RuleBroken("user.password", said) from error
