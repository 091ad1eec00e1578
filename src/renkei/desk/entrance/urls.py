"""Of django-allauth nothing but this is routed; it finds the pages by these names."""

from django.urls import path

from renkei.desk.entrance import identities, views, ways

OWN = "settings/sign-in/"

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.give_code, name="mfa_authenticate"),
    path("sign-in/passkey/", views.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("sign-in/cancelled/", identities.cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>/", identities.go, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", identities.come_back, name="openid_connect_callback"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("confirm/", views.confirm, name="account_reauthenticate"),
    path("confirm/code/", views.confirm_by_code, name="mfa_reauthenticate"),
    path("confirm/passkey/", views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path(OWN, ways.ways, name="mfa_index"),
    path(f"{OWN}password/", ways.change_password, name="account_change_password"),
    path(f"{OWN}passkeys/add/", ways.add_passkey, name="mfa_add_webauthn"),
    path(f"{OWN}passkeys/<int:pk>/", ways.rename_passkey, name="mfa_edit_webauthn"),
    path(f"{OWN}passkeys/<int:pk>/remove/", ways.remove_passkey, name="mfa_remove_webauthn"),
    path(f"{OWN}codes/", ways.set_up_codes, name="mfa_activate_totp"),
    path(f"{OWN}codes/picture.svg", ways.qr_code, name="qr_code"),
    path(f"{OWN}codes/remove/", ways.stop_codes, name="mfa_deactivate_totp"),
    path(f"{OWN}recovery/", ways.recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{OWN}recovery/new/", ways.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{OWN}recovery/file/", ways.recovery_file, name="recovery_file"),
    path(f"{OWN}identity/", identities.unlink, name="socialaccount_connections"),
]
