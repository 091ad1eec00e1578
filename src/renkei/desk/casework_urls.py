"""Addresses of casework. They stand before the grammar of kinds."""

from django.urls import path

from renkei.desk.views import (
    board,
    case_acts,
    case_parts,
    caseload,
    casework,
    funds,
    institutions,
    introductions,
    lineage,
    months,
    research,
    visits,
)

urlpatterns = [
    path("visit/", visits.visit_page, name="visit"),
    path("visit/<str:activity_slug>/", visits.visit_saved, name="visit_saved"),
    path("visit/<str:activity_slug>/kept/", casework.promise_kept, name="promise_kept"),
    path("activities/", months.activities_page, name="activities"),
    path("cases/board/", board.board_page, name="board"),
    path("cases/new/", case_acts.new_case, name="open_case"),
    path("cases/month/", months.this_month, name="this_month"),
    path("cases/month/<slug:month>/", months.month_page, name="month"),
    path("cases/month/<slug:month>/report.xlsx", months.month_workbook, name="month_workbook"),
    path("cases/month/<slug:month>/report.docx", months.month_document, name="month_document"),
    path("cases/caseload/", caseload.caseload_page, name="caseload"),
    path("cases/capabilities/", institutions.capabilities_page, name="capabilities"),
    path("funds/", funds.funds_page, name="funds"),
    path("funds/<str:fund_slug>/step/", funds.step, name="step_fund"),
    path("cases/hand-over/", caseload.hand_over_page, name="hand_over"),
    path("cases/hand-over/<uuid:act>/undo/", caseload.take_back, name="undo_hand_over"),
    path("cases/introductions/<str:introduction_slug>/", introductions.letters_page, name="introduction"),
    path(
        "cases/introductions/<str:introduction_slug>/act/",
        case_parts.act_on_introduction,
        name="act_on_introduction",
    ),
    path(
        "cases/introductions/<str:introduction_slug>/send/",
        introductions.send_introduction,
        name="send_introduction",
    ),
    path("cases/analyses/<str:analysis_slug>/", case_parts.analysis_answer, name="analysis_answer"),
    path("cases/analyses/<str:analysis_slug>/give/", case_parts.give_answer, name="give_answer"),
    path("cases/<str:case_slug>/", casework.case_page, name="casework"),
    path("cases/<str:case_slug>/becomes/", research.case_becomes, name="case_becomes"),
    path("research/<str:project_slug>/undo/", research.undo_becomes, name="undo_becomes"),
    path("cases/<str:case_slug>/card/", board.move_card, name="move_card"),
    path("cases/<str:case_slug>/add/<slug:part>/", case_parts.add_part, name="case_part"),
    path("cases/<str:case_slug>/<slug:act>/", case_acts.act_on_case, name="act_on_case"),
    path("lineage/<slug:kind>/<str:slug>/", lineage.lineage_page, name="lineage"),
]
