"""One's own ways to sign in: passkeys, one-time codes, recovery codes, password, identity, open sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renkei.core.accounts.second_factor import must_have_second_factor
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.downloads import attached
from renkei.desk.entrance import forms, words
from renkei.desk.entrance.identities import issuer
from renkei.desk.entrance.looks import WAYS, InOurLook, as_data, crumbs, own
from renkei.desk.entrance.seen import password_fact
from renkei.desk.pages import actor_of, page, user_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

NOT_FOR_DEMONSTRATION = bi(
    "見本の利用者はみなで使うので、サインインの手段は変えられません。",
    "Demonstration users are shared by all, so their ways to sign in stay as they are.",
)


@never_cache
@require_GET
def _ways_page(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if user is None:
        raise Http404
    held = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((each for each in held if each.type == Authenticator.Type.RECOVERY_CODES), None)
    types = {each.type for each in held}
    body = {
        "title": WAYS,
        "facts": [password_fact(user)],
        "factors": _factors_table([each for each in held if each is not codes]),
        "steps": [] if user.is_demo else _steps(types, has_password=user.has_usable_password()),
        "recovery": codes.wrap() if codes else None,
        "left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must": must_have_second_factor(actor_of(request)) and not types,
        "demonstration": NOT_FOR_DEMONSTRATION if user.is_demo else "",
        "issuer": issuer(),
        "identities": SocialAccount.objects.filter(user=user),
    }
    return page(request, "desk/entrance/ways.html", body, crumbs=crumbs())


def _factors_table(held: list[Any]) -> parts.Table:
    return parts.Table(
        identifier="factors",
        caption=bi("第二の手段", "Second factors"),
        columns=[
            parts.Column(bi("手段", "Way"), row_head=True),
            parts.Column(bi("登録した時", "Added")),
            parts.Column(bi("最後に使った時", "Last used")),
            parts.Column(bi("次にできること", "Next")),
        ],
        rows=[_factor_row(each) for each in held],
        empty=parts.Empty(
            bi("まだありません", "None yet"),
            bi(
                "パスワードだけでは、盗まれたときに守れません。パスキーを登録しておくと安心です。",
                "A password alone does not help once it is stolen. A passkey makes you safe.",
            ),
        ),
    )


def _factor_row(factor: Any) -> list[parts.Cell]:
    passkey = factor.type == Authenticator.Type.WEBAUTHN
    used = timezone.localtime(factor.last_used_at) if factor.last_used_at else None
    if passkey:
        remove, edit = (reverse(f"mfa_{act}_webauthn", args=[factor.pk]) for act in ("remove", "edit"))
        name = parts.Cell(factor.wrap().name, url=edit, under=words.PASSKEY)
    else:
        remove, name = reverse("mfa_deactivate_totp"), parts.Cell(words.CODES)
    return [
        name,
        parts.Cell(timezone.localtime(factor.created_at), "moment"),
        parts.Cell(used, "moment"),
        parts.Cell(bi("外す", "Take away"), url=remove),
    ]


def _steps(types: set[str], *, has_password: bool) -> list[parts.Link]:
    found = [
        parts.Link(
            bi("パスキーを登録する", "Add a passkey"),
            reverse("mfa_add_webauthn"),
            bi(
                "顔・指紋・PIN で入れます。偽のサイトにだまされません。",
                "Sign in by face, fingerprint or PIN; false sites cannot trick it out of you.",
            ),
            main=Authenticator.Type.WEBAUTHN not in types,
        )
    ]
    if Authenticator.Type.TOTP not in types:
        found.append(
            parts.Link(
                bi("ワンタイムコードを登録する", "Set up one-time codes"),
                reverse("mfa_activate_totp"),
                bi(
                    "電話のアプリに出る6桁を、パスワードのあとに使います。",
                    "Six digits of an app, after your password.",
                ),
            )
        )
    if types:
        found.append(
            parts.Link(
                bi("回復コードを作り直す", "Make new recovery codes"),
                reverse("mfa_generate_recovery_codes"),
                bi("前のコードは使えなくなります。", "The codes before stop working."),
            )
        )
    if has_password:
        found.append(
            parts.Link(bi("パスワードを変える", "Change the password"), reverse("account_change_password"))
        )
    return found


class AddPasskey(InOurLook, AddWebAuthnView):
    form_class = forms.AddPasskeyForm
    template_name = "desk/entrance/passkey.html"
    title = bi("パスキーを登録する", "Add a passkey")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": as_data(begin_registration(self.request.user, passwordless=True))}


class RenamePasskey(InOurLook, EditWebAuthnView):
    form_class = forms.RenamePasskeyForm
    success_url = reverse_lazy("mfa_index")
    title = bi("パスキーの呼び名", "Name of a passkey")


class RemovePasskey(InOurLook, RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")
    title = bi("パスキーを外す", "Take away a passkey")
    about = bi(
        "このパスキーでは入れなくなります。機器の側に残った鍵は、機器の設定で消してください。",
        "It will no longer let you in. What remains on the device is deleted in its own settings.",
    )
    submit = bi("外す", "Take it away")


class SetUpCodes(InOurLook, ActivateTOTPView):
    form_class = forms.SetUpCodesForm
    template_name = "desk/entrance/codes.html"
    title = bi("ワンタイムコードを登録する", "Set up one-time codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}


class StopCodes(InOurLook, DeactivateTOTPView):
    title = bi("ワンタイムコードをやめる", "Take away one-time codes")
    about = bi(
        "アプリのコードでは入れなくなります。ほかに手段がなければ、回復コードも消えます。",
        "Codes of the app no longer let you in. Where there is no other way, the recovery codes go too.",
    )
    submit = bi("やめる", "Take them away")


@never_cache
@require_GET
def _qr_code(request: HttpRequest) -> HttpResponse:
    """Draw the secret that is about to be set up, for the camera of a telephone."""
    user = user_of(request)
    if user is None or "mfa.totp.secret" not in request.session:
        raise Http404
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(user, get_totp_secret()))
    return HttpResponse(drawn, content_type="image/svg+xml")


class RecoveryCodes(InOurLook, ViewRecoveryCodesView):
    """Shows the codes once."""

    template_name = "desk/entrance/recovery.html"
    title = words.RECOVERY


class NewRecoveryCodes(InOurLook, GenerateRecoveryCodesView):
    title = bi("回復コードを作り直す", "Make new recovery codes")
    about = bi(
        "前のコードはすべて使えなくなります。新しいコードは一度だけ出ます。",
        "All codes before stop working. The new ones are shown once.",
    )
    submit = bi("作り直す", "Make new ones")


@sensitive_post_parameters("codes")
@require_POST
def _recovery_file(request: HttpRequest) -> HttpResponse:
    """Hand back as a file the codes that the page has just shown; whoever does not send them gets none."""
    user = user_of(request)
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    unused = held.wrap().get_unused_codes() if held else []
    if not unused or request.POST.get("codes", "").split() != unused:
        raise Http404
    head = bi(f"{user} の回復コード（一つにつき一度だけ）", f"Recovery codes of {user} (each works once)")
    return HttpResponse(
        "\r\n".join([str(head), "", *unused, ""]),
        content_type="text/plain; charset=utf-8",
        headers=attached("recovery-codes.txt"),
    )


class ChangePassword(InOurLook, PasswordChangeView):
    form_class = forms.NewPasswordForm
    title = bi("パスワードを変える", "Change the password")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_usable_password():  # type: ignore[union-attr]
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


def _changing(view: type[Any], action: str) -> Callable[..., Any]:
    """Open a page by which a way to sign in changes; not to demonstration users, whom all share."""
    shown = never_cache(require_http_methods(["GET", "HEAD", "POST"])(view.as_view()))

    def changing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = user_of(request)
        if user is not None and user.is_demo:
            messages.warning(request, NOT_FOR_DEMONSTRATION)
            return HttpResponseRedirect(reverse("mfa_index"))
        return shown(request, *args, **kwargs)  # type: ignore[no-any-return]

    return own(changing, action)


ways = own(_ways_page)
add_passkey = _changing(AddPasskey, "add passkey")
rename_passkey = _changing(RenamePasskey, "rename passkey")
remove_passkey = _changing(RemovePasskey, "remove passkey")
set_up_codes = _changing(SetUpCodes, "set up codes")
stop_codes = _changing(StopCodes, "stop codes")
qr_code = own(_qr_code)
recovery_codes = own(never_cache(RecoveryCodes.as_view()))
new_recovery_codes = _changing(NewRecoveryCodes, "new recovery codes")
recovery_file = own(_recovery_file)
change_password = _changing(ChangePassword, "change password")
