"""The page of a private link: without an account, one owner of one round."""

from django.urls import path

from renkei.desk.views import answers

app_name = "answers"

urlpatterns = [
    path("<slug:language>/answers/<str:token>/", answers.answer_page, name="page"),
    path("<slug:language>/answers/<str:token>/workbook/", answers.workbook, name="workbook"),
    path("<slug:language>/answers/<str:token>/upload/", answers.upload, name="upload"),
]
