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
    lists,
    records,
    round_owner,
    rounds,
    today,
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
    path("rounds/", rounds.rounds_page, name="rounds"),
    path("rounds/_new/", rounds.new_round, name="new_round"),
    path("rounds/<slug:round_slug>/", rounds.round_page, name="round"),
    path("rounds/<slug:round_slug>/move/", rounds.move, name="move_round"),
    path("rounds/<slug:round_slug>/ask/", rounds.ask_page, name="ask"),
    path("rounds/<slug:round_slug>/<str:owner>/", round_owner.owner_page, name="round_owner"),
    path("rounds/<slug:round_slug>/<str:owner>/decide/", round_owner.decide, name="decide_answer"),
    path("rounds/<slug:round_slug>/<str:owner>/write/", round_owner.write, name="write_to_owner"),
    path("rounds/<slug:round_slug>/<str:owner>/link/", round_owner.link, name="renew_link"),
    path("rounds/<slug:round_slug>/<str:owner>/workbook/", round_owner.workbook, name="round_workbook"),
    path("rounds/<slug:round_slug>/<str:owner>/upload/", round_owner.upload, name="round_upload"),
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
