from django.db import models

from renkei.core.ui.text import bi


class ProjectState(models.TextChoices):
    PLANNED = "planned", bi("準備中", "Planned")
    RUNNING = "running", bi("実施中", "Running")
    FINISHED = "finished", bi("終了", "Finished")
    STOPPED = "stopped", bi("中止", "Stopped early")


class PartnerRole(models.TextChoices):
    COMPANY = "company", bi("企業等", "Company or other partner")
    INSTITUTE = "institute", bi("研究機関", "Research institution")
    OTHER = "other", bi("その他", "Other")


class ResultKind(models.TextChoices):
    PAPER = "paper", bi("論文", "Paper")
    PATENT = "patent", bi("特許", "Patent")
    PRODUCT = "product", bi("製品・サービス", "Product or service")
    PRIZE = "prize", bi("受賞", "Prize")
    PRESS = "press", bi("報道", "Press")
    OTHER = "other", bi("その他", "Other")
