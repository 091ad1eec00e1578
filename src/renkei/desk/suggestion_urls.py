"""Addresses of matching. They stand before the grammar of kinds."""

from django.urls import path

from renkei.desk.views import judging, match_quality, suggestions

urlpatterns = [
    path("matching/need/<str:slug>/suggestions/", suggestions.of_need, name="need_suggestions"),
    path("matching/need/<str:slug>/suggestions/own/", suggestions.own_pair, name="own_pair"),
    path("matching/need/<str:slug>/suggestions/nothing/", judging.nothing_fits, name="nothing_fits"),
    path("matching/need/<str:slug>/suggestions/nothing/undo/", judging.undo_nothing, name="undo_nothing"),
    path("matching/seed/<str:slug>/suggestions/", suggestions.of_seed, name="seed_suggestions"),
    path("matching/pair/<str:slug>/<str:seed_slug>/", suggestions.pair_page, name="pair"),
    path("matching/pair/<str:slug>/<str:seed_slug>/judge/", judging.judge_pair, name="judge_pair"),
    path("matching/pair/<str:slug>/<str:seed_slug>/undo/", judging.undo_verdict, name="undo_verdict"),
    path("matching/hear/", suggestions.who_hears, name="who_hears"),
    path("matching/ready/", suggestions.make_ready, name="make_ready"),
    path("matching/quality/", match_quality.quality_page, name="match_quality"),
    path("matching/quality/measure/", match_quality.measure_now, name="measure_matching"),
    path("matching/quality/judgements.zip", match_quality.judgements, name="judgements"),
]
