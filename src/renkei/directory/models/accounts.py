"""What belongs to users rather than to the cluster's tables: who they are, and the links they come in by."""

from __future__ import annotations

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import PeriodField
from renkei.core.ui.text import bi
from renkei.directory.models.people import Person


class LinkPurpose(models.TextChoices):
    INVITATION = "invitation", bi("招待", "Invitation")
    RESET = "reset", bi("パスワードの再設定", "Password reset")


@remembered()
class UserPerson(models.Model):
    """Which person of the directory a user is. Not part of a package."""

    rights_of = "user"  # whoever may change users may change this
    user = models.OneToOneField(
        "core.User", models.CASCADE, verbose_name=bi("利用者", "User"), related_name="identity"
    )
    person = models.OneToOneField(
        Person, models.PROTECT, verbose_name=bi("人", "Person"), related_name="identity"
    )

    class Meta:
        verbose_name = bi("利用者本人", "Person of a user")
        verbose_name_plural = bi("利用者本人", "People of users")

    def __str__(self) -> str:
        return f"{self.user_id} {self.person_id}"


@remembered(exclude=("digest",))
class Invitation(models.Model):
    """A link that lets a user set a password, once and until an hour; only its digest is kept."""

    user = models.ForeignKey(
        "core.User", models.CASCADE, verbose_name=bi("利用者", "User"), related_name="invitations"
    )
    purpose = models.CharField(bi("目的", "Purpose"), max_length=20, choices=LinkPurpose.choices)
    digest = models.CharField(bi("リンクの要約値", "Digest of the link"), max_length=64, unique=True)
    made_at = models.DateTimeField(bi("発行日時", "Made"))
    expires_at = models.DateTimeField(bi("期限", "Expires"))
    used_at = models.DateTimeField(bi("使用日時", "Used"), null=True, blank=True)
    cancelled_at = models.DateTimeField(bi("取消日時", "Cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = bi("招待", "Invitation")
        verbose_name_plural = bi("招待", "Invitations")

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose}"


@remembered()
class Deputy(models.Model):
    """A user who acts in another's place for a period, with the other's roles added to their own."""

    user = models.ForeignKey(
        "core.User", models.CASCADE, verbose_name=bi("本人", "In whose place"), related_name="deputies"
    )
    deputy = models.ForeignKey(
        "core.User", models.CASCADE, verbose_name=bi("代理", "Deputy"), related_name="stands_in_for"
    )
    period = PeriodField(bi("期間", "Period"))

    class Meta:
        verbose_name = bi("代理", "Deputy")
        verbose_name_plural = bi("代理", "Deputies")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(user=models.F("deputy")), name="deputy_is_somebody_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.user_id}"
