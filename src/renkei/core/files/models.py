from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField, PartialDateField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class Document(Record):
    """A source: what it is called, who published it, and the file where one is held."""

    title = LocalisedField(bi("標題", "Title"))
    publisher = LocalisedField(bi("発行者", "Publisher"), blank=True)
    language = models.CharField(bi("言語", "Language"), max_length=8, blank=True)
    issued_on = PartialDateField(
        bi("発行日", "Issued on"), blank=True, help_text=bi("空欄は記載なし", "Empty: not stated")
    )
    description = LocalisedField(bi("説明", "Description"), blank=True, long=True)
    address = models.URLField(bi("所在（URL）", "Address (URL)"), blank=True)
    file = models.CharField(
        bi("ファイル", "File"),
        max_length=200,
        blank=True,
        help_text=bi("documents フォルダの中の名前", "Name inside the folder documents"),
    )
    sha256 = models.CharField(
        bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64, blank=True, editable=False
    )
    media_type = models.CharField(bi("形式", "Type"), max_length=100, blank=True, editable=False)
    size = models.BigIntegerField(
        bi("大きさ（バイト）", "Size (bytes)"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = bi("資料", "Document")
        verbose_name_plural = bi("資料", "Documents")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        parts = self.file.split("/")
        if self.file and (any(part in {"", ".", ".."} for part in parts) or set(self.file) & set("\\:\0")):
            expected = Localised.both(
                "documents フォルダの中の名前（外を指さないもの）",
                "a name inside the folder documents that does not lead outside",
            )
            yield "file", RuleBroken("document.file", expected)
