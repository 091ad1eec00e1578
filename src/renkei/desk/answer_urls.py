"""The pages of a private link: without an account, one owner of one round."""

from django.urls import path

from renkei.desk.views import answers

app_name = "answers"
DOOR = "<slug:language>/answers/<str:token>/"

urlpatterns = [
    path(DOOR, answers.answer_page, name="page"),
    path(f"{DOOR}keep/", answers.keep, name="keep"),
    path(f"{DOOR}workbook/", answers.workbook, name="workbook"),
    path(f"{DOOR}upload/", answers.upload, name="upload"),
    path(f"{DOOR}pass-on/", answers.pass_on, name="pass_on"),
    path(f"{DOOR}records/<slug:kind>/", answers.records, name="records"),
]
