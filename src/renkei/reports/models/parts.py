from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.ui.text import bi
from renkei.reports.enums import Cause, Role
from renkei.reports.guards import KEPT_CONTENTS, KEPT_PARTS, KEPT_REMOVALS, never_emptied
from renkei.reports.models.editions import Edition


@remembered()
class EditionPart(models.Model):
    """One entry of a frozen edition's manifest. Every text in it is made by the system: it names nobody.

    `name` tells parts of one role apart (n1, p2, ja.html); `holds` names the names and photographs that stand in it.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, verbose_name=bi("版", "Edition"), related_name="parts"
    )
    position = models.PositiveIntegerField(bi("順番", "Position"))
    role = models.CharField(bi("役割", "Role"), max_length=12, choices=Role.choices)
    name = models.CharField(bi("名前", "Name"), max_length=40)
    media_type = models.CharField(bi("形式", "Type"), max_length=100)
    size = models.BigIntegerField(bi("大きさ（バイト）", "Size (bytes)"))
    sha256 = models.CharField(bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64)
    holds = ArrayField(
        models.CharField(max_length=40), verbose_name=bi("含む名前と写真", "Names and photographs in it")
    )
    if TYPE_CHECKING:
        edition_id: str
        content: PartContent
        removal: Removal

    class Meta:
        verbose_name = bi("版の構成部分", "Part of an edition")
        verbose_name_plural = bi("版の構成部分", "Parts of an edition")
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="part_has_its_place"),
            models.UniqueConstraint(fields=["edition", "role", "name"], name="part_has_its_name"),
        ]
        triggers = [KEPT_PARTS, never_emptied("kept_parts_whole")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.role}/{self.name}"


@remembered(exclude=("content",))
class PartContent(models.Model):
    """The bytes of a part. `persons` are identifiers of whom a name may mean, each between blanks."""

    part = models.OneToOneField(
        EditionPart,
        models.PROTECT,
        verbose_name=bi("構成部分", "Part"),
        related_name="content",
        primary_key=True,
    )
    content = models.BinaryField(bi("内容", "Content"))
    persons = models.CharField(bi("人", "Persons"), max_length=500, blank=True)
    if TYPE_CHECKING:
        part_id: int

    class Meta:
        verbose_name = bi("版の内容", "Content of an edition")
        verbose_name_plural = bi("版の内容", "Contents of editions")
        triggers = [KEPT_CONTENTS, never_emptied("kept_contents_whole")]

    def __str__(self) -> str:
        return str(self.part_id)


@remembered(exclude=("redacted",))
class Removal(models.Model):
    """What was taken out of a frozen edition, when, by whom and why. `redacted` stands in its place, where given."""

    part = models.OneToOneField(
        EditionPart, models.PROTECT, verbose_name=bi("構成部分", "Part"), related_name="removal"
    )
    cause = models.CharField(bi("きっかけ", "Cause"), max_length=10, choices=Cause.choices)
    removed_at = models.DateTimeField(bi("日時", "At"))
    removed_by = models.CharField(bi("行った人", "By"), max_length=150, blank=True)
    reason = models.CharField(bi("理由", "Reason"), max_length=500, blank=True)
    redacted = models.BinaryField(bi("名前を除いた内容", "Content without the name"), null=True)
    made_in = models.CharField(bi("トランザクション", "Transaction"), max_length=30, blank=True)
    if TYPE_CHECKING:
        part_id: int

    class Meta:
        verbose_name = bi("版からの削除", "Removal from an edition")
        verbose_name_plural = bi("版からの削除", "Removals from editions")
        triggers = [KEPT_REMOVALS, never_emptied("kept_removals_whole")]

    def __str__(self) -> str:
        return str(self.part_id)
