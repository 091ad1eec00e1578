from django.urls import include, path

urlpatterns = [
    path("desk/", include("renkei.desk.urls")),
    path("", include("renkei.portal.urls")),
]
