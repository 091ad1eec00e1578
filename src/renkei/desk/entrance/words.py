"""Our own words for what django-allauth says: messages on the screen and notices by mail."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from renkei.core.ui.text import bi

PASSKEY = bi("パスキー", "Passkey")
CODES = bi("ワンタイムコード", "One-time codes")
RECOVERY = bi("回復コード", "Recovery codes")
TYPES = {
    Authenticator.Type.WEBAUTHN: PASSKEY,
    Authenticator.Type.TOTP: CODES,
    Authenticator.Type.RECOVERY_CODES: RECOVERY,
}

MESSAGES = {
    "account/messages/logged_out.txt": bi("サインアウトしました。", "You have signed out."),
    "account/messages/password_changed.txt": bi(
        "パスワードを変えました。ほかの場所でのサインインは終わりました。",
        "Your password is changed, and you are signed out everywhere else.",
    ),
    "mfa/messages/totp_activated.txt": bi("ワンタイムコードを登録しました。", "One-time codes are set up."),
    "mfa/messages/totp_deactivated.txt": bi(
        "ワンタイムコードをやめました。", "One-time codes are taken away."
    ),
    "mfa/messages/webauthn_added.txt": bi("パスキーを登録しました。", "The passkey is added."),
    "mfa/messages/webauthn_removed.txt": bi("パスキーを外しました。", "The passkey is taken away."),
    "socialaccount/messages/account_connected.txt": bi(
        "外部のサインインを結びました。", "Your identity is linked."
    ),
    "socialaccount/messages/account_connected_updated.txt": bi(
        "外部のサインインは、すでに結ばれています。", "Your identity was linked already."
    ),
    "socialaccount/messages/account_connected_other.txt": bi(
        "この外部のサインインは、ほかの利用者と結ばれています。", "That identity is linked to another user."
    ),
    "socialaccount/messages/account_disconnected.txt": bi(
        "外部のサインインを外しました。", "Your identity is no longer linked."
    ),
}

ACCOUNT_ERRORS = {
    "username_password_mismatch": bi(
        "利用者名かパスワードが違います。", "The user name or the password is wrong."
    ),
    "incorrect_password": bi("パスワードが違います。", "The password is wrong."),
    "enter_current_password": bi("いまのパスワードが違います。", "The present password is wrong."),
    "incorrect_code": bi("コードが違います。", "The code is wrong."),
    "too_many_login_attempts": bi(
        "失敗が続いたため、しばらく入れません。15分ほど待ってください。",
        "There were too many failed attempts. Please wait for fifteen minutes.",
    ),
    "rate_limited": bi(
        "失敗が続いたため、しばらく受け付けません。15分ほど待ってください。",
        "There were too many failed attempts. Please wait for fifteen minutes.",
    ),
}

FACTOR_ERRORS = {
    "incorrect_code": bi(
        "確かめられませんでした。新しいコードか、登録したパスキーでもう一度お試しください。",
        "That could not be verified. Please try again with a new code or a passkey you have added.",
    ),
}

IDENTITY_ERRORS = {
    "no_password": bi(
        "パスワードがないので外せません。外すと入れなくなります。",
        "You have no password: without this identity you could not sign in.",
    ),
}


@dataclass(frozen=True)
class Notice:
    japanese: str
    english: str


NOTICES = {
    "mfa/email/totp_activated": Notice("ワンタイムコードが登録されました", "One-time codes were set up"),
    "mfa/email/totp_deactivated": Notice("ワンタイムコードが外されました", "One-time codes were taken away"),
    "mfa/email/webauthn_added": Notice("パスキーが登録されました", "A passkey was added"),
    "mfa/email/webauthn_removed": Notice("パスキーが外されました", "A passkey was taken away"),
    "mfa/email/recovery_codes_generated": Notice(
        "回復コードが作り直されました", "Recovery codes were made anew"
    ),
    "account/email/password_changed": Notice("パスワードが変えられました", "The password was changed"),
    "socialaccount/email/account_connected": Notice(
        "外部のサインインが結ばれました", "An identity was linked"
    ),
    "socialaccount/email/account_disconnected": Notice(
        "外部のサインインが外されました", "An identity was unlinked"
    ),
}
LOST = Notice("管理者が、第二の手段をすべて外しました", "An administrator took away all second factors")


def code_of(template: str) -> str:
    """Return the code of the letter for a mail that django-allauth names by its template."""
    return f"way.{template.rsplit('/', 1)[-1]}"


LETTERS = {**{code_of(template): notice for template, notice in NOTICES.items()}, "way.lost": LOST}


def lines_of(notice: Notice, name: str, moment: str) -> list[str]:
    """Return the mail that tells a user what happened to the ways they sign in."""
    return [
        f"{name} さん",
        f"あなたの利用者について、{notice.japanese}（{moment}）。",
        "心当たりがなければ、すぐに管理者に知らせ、パスワードを変えてください。",
        "",
        f"{name}: {notice.english} ({moment}).",
        "If this was not you, tell an administrator at once and change your password.",
    ]
