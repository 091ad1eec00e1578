from django.db import models

from renkei.core.ui.text import bi


class OrganiserRole(models.TextChoices):
    HOST = "host", bi("主催", "Host")
    CO_HOST = "co_host", bi("共催", "Co-host")
    SUPPORT = "support", bi("後援・協力", "Support")
