"""Public addresses: the language first, then the words of the pages. They do not change once published."""

from django.urls import path, re_path, register_converter

from renkei.portal.converters import CodeConverter, LanguageConverter
from renkei.portal.views import (
    asking,
    comparisons,
    editions,
    figures,
    following,
    machines,
    needs,
    open_data,
    pages,
    partnerships,
    records,
    reports,
    seed_refresh,
    seeds,
)

register_converter(LanguageConverter, "language")
register_converter(CodeConverter, "code")

app_name = "portal"

LANGUAGE = "<language:language>"
COMPARISON = f"{LANGUAGE}/reports/compare/<slug:before>/<slug:after>"
EDITION = f"{LANGUAGE}/reports/<slug:kind>/<int:year>/editions/<int:number>"

urlpatterns = [
    path("", pages.entrance, name="entrance"),
    path("theme.css", pages.theme, name="theme"),
    path(f"{LANGUAGE}/", pages.home, name="home"),
    path(f"{LANGUAGE}/structure/", pages.structure, name="structure"),
    path(f"{LANGUAGE}/access/", pages.access, name="access"),
    path(f"{LANGUAGE}/inquiries/", pages.inquiries, name="inquiries"),
    path(f"{LANGUAGE}/search/", pages.search, name="search"),
    path(f"{LANGUAGE}/reports/", reports.reports, name="reports"),
    path(f"{LANGUAGE}/reports/<slug:kind>/<int:year>/", reports.report, name="report"),
    path(f"{LANGUAGE}/reports/<slug:kind>/<int:year>.<slug:form>", reports.report_file, name="report-file"),
    path(f"{LANGUAGE}/reports/<slug:kind>/<int:year>/today/", reports.living, name="living"),
    path(
        f"{LANGUAGE}/reports/<slug:kind>/<int:year>/today.<slug:form>",
        reports.living_file,
        name="living-file",
    ),
    path(f"{COMPARISON}/", comparisons.comparison, name="comparison"),
    path(f"{COMPARISON}.<slug:form>", comparisons.comparison_file, name="comparison-file"),
    path(f"{EDITION}/", editions.edition, name="edition"),
    path(f"{EDITION}/figures/<code:code>/<int:figure_year>/", editions.edition_figure, name="edition-figure"),
    path(f"{EDITION}/manifest.json", editions.edition_manifest, name="edition-manifest"),
    path(f"{EDITION}/file.<slug:form>", editions.edition_file, name="edition-file"),
    path(f"{LANGUAGE}/figures/", figures.figures, name="figures"),
    path(f"{LANGUAGE}/figures/<code:slug>/", figures.indicator, name="indicator"),
    path(f"{LANGUAGE}/figures/<code:slug>/compare/", figures.compare, name="compare"),
    path(f"{LANGUAGE}/figures/<code:code>/<int:year>/", figures.evidence, name="evidence"),
    path(f"{LANGUAGE}/agreements/", records.agreements, name="agreements"),
    path(f"{LANGUAGE}/milestones/", records.milestones, name="milestones"),
    path(f"{LANGUAGE}/partnerships/", records.partnerships, name="partnerships"),
    path(f"{LANGUAGE}/partnerships/<code:slug>/", partnerships.partnership, name="partnership"),
    path(f"{LANGUAGE}/documents/", records.documents, name="documents"),
    path(f"{LANGUAGE}/documents/<code:slug>/file", records.document_file, name="document-file"),
    path(f"{LANGUAGE}/documents/<code:slug>/", records.record, {"kind": "document"}, name="document"),
    path(f"{LANGUAGE}/bodies/<code:slug>/", records.record, {"kind": "body"}, name="body"),
    path(f"{LANGUAGE}/meetings/<code:slug>/", records.record, {"kind": "meeting"}, name="meeting"),
    path(f"{LANGUAGE}/agreements/<code:slug>/", records.record, {"kind": "agreement"}, name="agreement"),
    path(
        f"{LANGUAGE}/organisations/<code:slug>/",
        records.record,
        {"kind": "organisation"},
        name="organisation",
    ),
    path(f"{LANGUAGE}/laboratories/<code:slug>/", records.record, {"kind": "laboratory"}, name="laboratory"),
    path(f"{LANGUAGE}/milestones/<code:slug>/", records.record, {"kind": "milestone"}, name="milestone"),
    path(f"{LANGUAGE}/news.atom", machines.news_feed, name="news-feed"),
    path(f"{LANGUAGE}/events.ics", machines.calendar, name="calendar"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap_part, name="sitemap-part"),
    path("robots.txt", machines.robots, name="robots"),
    path(f"{LANGUAGE}/open-data/", open_data.open_data, name="open-data"),
    path(f"{LANGUAGE}/open-data/<slug:table>/", open_data.open_columns, name="open-columns"),
    path("open-data/datapackage.zip", open_data.open_package, name="open-package"),
    path("open-data/event-list-<slug:header>.csv", open_data.events_file, name="event-list"),
    path("open-data/<slug:table>.<slug:form>", open_data.open_table, name="open-table"),
    path(f"{LANGUAGE}/needs/", needs.needs, name="needs"),
    path(f"{LANGUAGE}/needs/ask/", asking.ask, name="ask"),
    path(f"{LANGUAGE}/needs/ask/hints/", asking.ask_hints, name="ask-hints"),
    path(f"{LANGUAGE}/needs/asked/", asking.asked, name="asked"),
    path(f"{LANGUAGE}/needs/link/", asking.need_link, name="need-link"),
    path(f"{LANGUAGE}/needs/confirm/<str:token>/", asking.confirm_need, name="confirm-need"),
    path(f"{LANGUAGE}/needs/follow/<str:token>/", following.follow_need, name="follow-need"),
    path(f"{LANGUAGE}/needs/follow/<str:token>/<code:slug>", following.need_file, name="need-file"),
    path(f"{LANGUAGE}/needs/<code:slug>/", needs.need, name="need"),
    path(f"{LANGUAGE}/seeds/", seeds.seeds, name="seeds"),
    path(f"{LANGUAGE}/seeds/booklet/", seeds.booklet, name="seed-booklet"),
    path(f"{LANGUAGE}/seeds/booklet.pdf", seeds.booklet_file, name="seed-booklet-file"),
    path(f"{LANGUAGE}/seeds/booklet/<code:field>/", seeds.booklet_part, name="seed-booklet-part"),
    path(f"{LANGUAGE}/seeds/refresh/<str:token>/", seed_refresh.refresh_seed, name="refresh-seed"),
    path(f"{LANGUAGE}/seeds/<code:slug>/", seeds.seed, name="seed"),
    re_path(r"^(?P<language>ja|en)/.*$", pages.nowhere, name="nowhere"),
]
