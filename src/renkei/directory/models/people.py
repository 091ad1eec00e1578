from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Trim

from renkei.core.accounts.actors import Role
from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models.organisations import Organisation, Unit
from renkei.directory.models.sameness import PERSON_KEYS


@remembered()
class Person(Record):
    """A person with the names they give themselves; nothing is romanised by machine."""

    family_name = models.CharField(bi("氏", "Family name"), max_length=100)
    given_name = models.CharField(bi("名", "Given name"), max_length=100, blank=True)
    family_kana = models.CharField(bi("氏（カナ）", "Family name in kana"), max_length=100, blank=True)
    given_kana = models.CharField(bi("名（カナ）", "Given name in kana"), max_length=100, blank=True)
    family_roman = models.CharField(
        bi("氏（英字）", "Family name in Latin letters"), max_length=100, blank=True
    )
    given_roman = models.CharField(
        bi("名（英字）", "Given name in Latin letters"), max_length=100, blank=True
    )
    controller = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("個人情報の管理者", "Controller of the personal data"),
        related_name="controlled_people",
    )
    purpose = models.CharField(bi("利用目的", "Purpose of use"), max_length=200)
    keep_until = models.DateField(bi("保存期限", "Keep until"), null=True, blank=True)

    class Meta:
        verbose_name = bi("人", "Person")
        verbose_name_plural = bi("人", "People")
        triggers = [PERSON_KEYS]

    def display_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @staticmethod
    def display_name_in_sql(path: str = "") -> Trim:
        """Return `display_name` for SQL, of the person `path` leads to; empty where there is none."""
        return Trim(Concat(F(f"{path}family_name"), Value(" "), F(f"{path}given_name")))


@remembered()
class Post(Record):
    """An office that people hold one after another: the governor, a division's head."""

    title = LocalisedField(bi("職名", "Title"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("組織", "Organisation"), related_name="posts"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("部署", "Unit"), null=True, blank=True, related_name="posts"
    )
    existence = PeriodField(bi("存続期間", "Existence"), blank=True)

    class Meta:
        verbose_name = bi("職", "Post")
        verbose_name_plural = bi("職", "Posts")


@remembered()
class PostHolding(Record):
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=bi("職", "Post"), related_name="holdings")
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=bi("人", "Person"), related_name="holdings"
    )
    period = PeriodField(bi("在任期間", "Held"))
    acting = models.BooleanField(bi("職務代理", "Acting"), default=False)

    class Meta:
        verbose_name = bi("在任", "Holding of a post")
        verbose_name_plural = bi("在任", "Holdings of posts")
        constraints = [
            ExclusionConstraint(
                name="post_has_one_holder_at_a_time",
                expressions=[("post", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=models.Q(acting=False),
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


@remembered()
class RoleAssignment(models.Model):
    """A role of a user for a period: everywhere, for an organisation or one of its units. Not part of a package."""

    user = models.ForeignKey(
        "core.User", models.CASCADE, verbose_name=bi("利用者", "User"), related_name="role_assignments"
    )
    role = models.CharField(
        bi("役割", "Role"),
        max_length=20,
        choices=[choice for choice in Role.choices if choice[0] != Role.STRANGER],
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("組織", "Organisation"),
        null=True,
        blank=True,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("部署", "Unit"), null=True, blank=True, related_name="+"
    )
    period = PeriodField(bi("期間", "Period"))

    class Meta:
        verbose_name = bi("役割の割り当て", "Role assignment")
        verbose_name_plural = bi("役割の割り当て", "Role assignments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(organisation__isnull=False),
                name="role_of_a_unit_names_its_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
