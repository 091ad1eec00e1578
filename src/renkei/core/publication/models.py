from django.db import models

from renkei.core.ui.text import bi


class PublicationState(models.TextChoices):
    INTERNAL = "internal", bi("非公開", "Not public")
    PUBLIC = "public", bi("公開", "Public")
    WITHDRAWN = "withdrawn", bi("公開を取り下げた", "Withdrawn from the public")


class Publishable(models.Model):
    """What a stranger may see is decided for each record: a state, a window of days, and who decided."""

    publication = models.CharField(
        bi("公開の状態", "Publication"),
        max_length=10,
        choices=PublicationState.choices,
        default=PublicationState.INTERNAL,
        help_text=bi(
            "公開と決めたものだけが一般に見える", "Only what is decided to be public can be seen by strangers"
        ),
    )
    public_from = models.DateField(
        bi("公開開始日", "Public from"),
        null=True,
        blank=True,
        help_text=bi("空欄は制限なし", "Empty: no limit"),
    )
    public_until = models.DateField(
        bi("公開終了日", "Public until"),
        null=True,
        blank=True,
        help_text=bi("この日まで見える", "Visible up to this day"),
    )
    publication_decided_by = models.CharField(
        bi("公開を決めた者", "Publication decided by"),
        max_length=200,
        blank=True,
        help_text=bi("職名または部署", "A post or an office"),
    )

    class Meta:
        abstract = True
