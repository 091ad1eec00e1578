"""Addresses for those who are not signed in: ending one's mails, one's own calendar."""

from django.urls import path

from renkei.desk.views import open_doors

app_name = "open"

urlpatterns = [
    path("mails/stop/<str:token>/", open_doors.stop_mails, name="stop_mails"),
    path("calendar/<str:token>.ics", open_doors.calendar, name="calendar"),
]
