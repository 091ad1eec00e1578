from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "renkei.desk"
    label = "desk"
