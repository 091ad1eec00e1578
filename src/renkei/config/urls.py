from django.urls import include, path

from renkei.config.health import health

urlpatterns = [
    path("healthz", health, name="health"),
    path("desk/", include("renkei.desk.entrance.urls")),
    path("desk/", include("renkei.desk.urls")),
    path("", include("renkei.desk.answer_urls")),
    path("", include("renkei.desk.open_urls")),
    path("", include("renkei.portal.urls")),
]

handler429 = "renkei.desk.entrance.views.too_many"
handler500 = "renkei.core.ui.middleware.server_error"
handler404 = "renkei.portal.views.errors.not_found"
