from __future__ import annotations

from django.db import models
from pgvector.django import VectorField

from renkei.core.ui.text import bi

DIMENSIONS = 384


class PreparedText(models.Model):
    """What the engine keeps of a need's or seed's text in one language: its vector, words, translations and sounds.

    It follows from the record and the engine and can be made again at any time, so it has no history and is part of no
    package. A vector is used with the engine of its manifest only.
    """

    kind = models.CharField(bi("種類", "Kind"), max_length=4)
    slug = models.CharField(bi("識別名", "Identifier"), max_length=100)
    language = models.CharField(bi("言語", "Language"), max_length=2)
    revision = models.PositiveIntegerField(bi("版", "Revision"))
    digest = models.CharField(bi("文のハッシュ値", "Hash of the text"), max_length=64)
    manifest = models.CharField(bi("照合の版", "Manifest of the engine"), max_length=80)
    glossary = models.CharField(bi("用語集の版", "Version of the terms"), max_length=16)
    vector = VectorField(bi("ベクトル", "Vector"), dimensions=DIMENSIONS)
    rest = models.JSONField(bi("語", "Words"))

    class Meta:
        verbose_name = bi("照合用の文", "Text made ready for matching")
        verbose_name_plural = bi("照合用の文", "Texts made ready for matching")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug", "language", "manifest"], name="prepared_text_is_unique"
            )
        ]
        indexes = [models.Index(fields=["digest", "manifest"], name="prepared_text_by_content")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}@{self.language}"
