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
    grid,
    imports,
    lists,
    loads,
    records,
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
    path("data/loads/<uuid:act>/", loads.load_page, name="load"),
    path("figures/", evidence.figures_page, name="figures"),
    path("figures/<str:code>/<int:year>/", evidence.evidence_page, name="evidence"),
    path("figures/<str:code>/<int:year>/choose/", evidence.choose, name="choose"),
    path("indicators/grid/", grid.grid_page, name="grid"),
    path("<slug:context>/", lists.context_page, name="context"),
    path(KIND, lists.list_page, name="list"),
    path(f"{KIND}_new/", records.new_page, name="new"),
    path(f"{KIND}_load/", imports.start, name="import"),
    path(f"{KIND}_load/<str:token>/", imports.review, name="review"),
    path(f"{KIND}_download/<str:form>/", lists.download, name="download"),
    path(f"{KIND}<str:slug>/", records.record_page, name="record"),
    path(f"{KIND}<str:slug>/edit/", records.edit_page, name="edit"),
    path(f"{KIND}<str:slug>/withdraw/", records.withdraw_page, name="withdraw"),
    path(f"{KIND}<str:slug>/history/", records.history_page, name="history"),
    path(f"{KIND}<str:slug>/file/", files.file_page, name="file"),
    path(f"{KIND}<str:slug>/file/content/", files.content, name="content"),
]
