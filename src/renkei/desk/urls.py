"""Addresses of the desk. What is not a context's name stands before the grammar of kinds."""

from django.urls import path

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.desk.views import (
    accounts,
    components,
    data,
    evidence,
    files,
    links,
    lists,
    people,
    records,
    sight,
    today,
    transfers,
)

app_name = "desk"
KIND = "<slug:context>/<slug:kind>/"

urlpatterns = [
    path("", today.today_page, name="today"),
    path("search/", lists.search, name="search"),
    path("lookup/<slug:kind>/", lists.lookup, name="lookup"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-in/demonstration/", accounts.sign_in_as, name="sign_in_as"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("language/", accounts.language, name="language"),
    path("welcome/<str:token>/", links.welcome, name="welcome"),
    path("forgotten/", links.forgotten, name="forgotten"),
    path("settings/sessions/end/", links.end_other_sessions, name="end_other_sessions"),
    path("transfer/", transfers.transfer_page, name="transfer"),
    path("acts/<uuid:identifier>/", transfers.act_page, name="act"),
    path("users/", people.users_page, name="users"),
    path("users/invite/", people.invite, name="invite"),
    path("users/<int:pk>/", people.user_page, name="user"),
    path("users/<int:pk>/link/", people.new_link, name="new_link"),
    path("users/<int:pk>/person/", people.person_of_user, name="user_person"),
    path("users/<int:pk>/roles/", people.give_role, name="give_role"),
    path("users/<int:pk>/roles/<int:assignment>/end/", people.stop_role, name="stop_role"),
    path("users/<int:pk>/sessions/end/", people.stop_sessions, name="stop_sessions"),
    path("users/<int:pk>/sees/", sight.sees, name="sees"),
    path("users/<int:pk>/sees/<slug:context>/<slug:kind>/", sight.sees_list, name="sees_list"),
    path("users/<int:pk>/end/", people.stop_user, name="stop_user"),
    path("settings/", accounts.settings_page, name="settings"),
    path("roles/", accounts.roles, name="roles"),
    path("ui/", opens_to(verb=Verb.VIEW)(components.components), name="components"),
    path("data/", data.data_page, name="data"),
    path("data/upload/", data.upload, name="upload"),
    path("data/upload/<str:token>/", data.preview, name="preview"),
    path("data/package.<str:form>", data.package, name="package"),
    path("data/new-package.zip", data.new_package_file, name="new_package"),
    path("figures/", evidence.figures_page, name="figures"),
    path("figures/<str:code>/<int:year>/", evidence.evidence_page, name="evidence"),
    path("figures/<str:code>/<int:year>/choose/", evidence.choose, name="choose"),
    path("<slug:context>/", lists.context_page, name="context"),
    path(KIND, lists.list_page, name="list"),
    path(f"{KIND}_new/", records.new_page, name="new"),
    path(f"{KIND}_download/<str:form>/", lists.download, name="download"),
    path(f"{KIND}<str:slug>/", records.record_page, name="record"),
    path(f"{KIND}<str:slug>/edit/", records.edit_page, name="edit"),
    path(f"{KIND}<str:slug>/withdraw/", records.withdraw_page, name="withdraw"),
    path(f"{KIND}<str:slug>/history/", records.history_page, name="history"),
    path(f"{KIND}<str:slug>/file/", files.file_page, name="file"),
    path(f"{KIND}<str:slug>/file/content/", files.content, name="content"),
]
