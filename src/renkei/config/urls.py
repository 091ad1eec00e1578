from django.urls import include, path

urlpatterns = [
    path("desk/", include("renkei.desk.urls")),
    path("", include("renkei.desk.answer_urls")),
    path("", include("renkei.portal.urls")),
]

handler404 = "renkei.portal.views.errors.not_found"
