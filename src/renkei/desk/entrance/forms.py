"""django-allauth's forms with our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.validators import MaxLengthValidator

from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED

LONGEST_NAME = 60
LONGEST_CODE = 32

USER_NAME = bi("利用者名", "User name")
PASSWORD = bi("パスワード", "Password")
NAME = bi("この機器の呼び名", "Name of this device")
NAME_HELP = bi(
    "あとで見分けるための名前。例：職場のパソコン", "To tell them apart later, such as “office PC”."
)


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Give a field our label and help, and take away the words it held."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = NEEDED
    field.widget.attrs.pop("placeholder", None)


def _say_code(form: forms.Form, help_text: Any) -> None:
    _say(form, "code", bi("コード", "Code"), help_text)
    form.fields["code"].widget.attrs.update(
        {"inputmode": "numeric", "autofocus": True, "maxlength": LONGEST_CODE}
    )


class Whole:
    """Says of what is no answer of a passkey at all what it says of a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(Whole, AuthenticateWebAuthnForm):
    pass


class SignInByPasskeyForm(Whole, LoginWebAuthnForm):
    pass


class ConfirmByPasskeyForm(Whole, ReauthenticateWebAuthnForm):
    pass


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, "login", USER_NAME)
        _say(self, "password", PASSWORD)


class ConfirmForm(ReauthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, "password", PASSWORD)


class CodeForm(AuthenticateForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say_code(
            self,
            bi(
                "アプリに出ている6桁。電話をなくしたときは回復コード。",
                "The six digits in your app; a recovery code if you have lost it.",
            ),
        )


class ConfirmByCodeForm(ReauthenticateByCodeForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say_code(
            self, bi("アプリに出ている6桁か、回復コード。", "The six digits in your app, or a recovery code.")
        )


class SetUpCodesForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say_code(self, bi("アプリに出た6桁を入力してください。", "Type the six digits your app shows."))


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey here always stands for password and second factor, so it is asked to verify who holds it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("passwordless", None)
        _say(self, "name", NAME, NAME_HELP)
        self.fields["name"].validators.append(MaxLengthValidator(LONGEST_NAME))
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except (AttributeError, KeyError, TypeError) as error:  # no answer of a passkey at all
            raise get_adapter().validation_error("incorrect_code") from error


class RenamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(max_length=LONGEST_NAME)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, "name", NAME, NAME_HELP)


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, "oldpassword", bi("いまのパスワード", "Present password"))
        _say(
            self,
            "password1",
            bi("新しいパスワード", "New password"),
            bi(
                "12文字以上。よくある言葉や利用者名に似たものは使えません。",
                "12 characters or more; neither common nor like the user name.",
            ),
        )
        _say(self, "password2", bi("もう一度", "Once more"))
