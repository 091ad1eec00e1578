"""Where the photographs of a report are found on a page: with the documents of the records, or in a frozen edition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from renkei.core.blocks.model import PictureBlock, PictureFile
from renkei.core.blocks.pictures import addressed
from renkei.core.blocks.plain import spans_to_text
from renkei.core.blocks.resolve import nodes
from renkei.core.files.models import Document
from renkei.core.publication.selectors import visible_to
from renkei.kernel.errors import RuleBroken
from renkei.reports.enums import Role
from renkei.reports.models import EditionPart, PartContent
from renkei.reports.reading import Book, require_good

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from renkei.core.accounts.actors import Actor
    from renkei.reports.models import Edition
    from renkei.reports.service import ReportSection

NAME_LENGTH = 40  # of the hash: so much of it names a photograph in the manifest


def with_documents(
    sections: Iterable[ReportSection], address: Callable[[str], str], *, actor: Actor, at: dt.date
) -> list[ReportSection]:
    """Return sections whose photographs have the address of a document that the reader may open.

    `address` is asked with the document's identifier. One query where there are photographs; one that no document the
    reader sees holds has no address, and its note is shown.
    """
    found = list(sections)
    held = {node.sha256 for each in found for node in nodes(each.blocks) if isinstance(node, PictureFile)}
    rows = visible_to(Document.objects.filter(sha256__in=held), actor, at).order_by("-slug")
    slugs = dict(rows.values_list("sha256", "slug")) if held else {}

    def of_document(file: PictureFile) -> str:
        slug = slugs.get(file.sha256)
        return address(slug) if slug else ""

    return [replace(each, blocks=addressed(each.blocks, of_document)) for each in found]


def with_frozen(sections: Iterable[ReportSection], address: Callable[[str], str]) -> list[ReportSection]:
    """Return sections of a frozen edition whose photographs have an address: asked with the name in the manifest."""
    return [
        replace(each, blocks=addressed(each.blocks, lambda file: address(file.sha256[:NAME_LENGTH])))
        for each in sections
    ]


def frozen_picture(edition: Edition, name: str) -> tuple[EditionPart, bytes | None] | None:
    """Return a photograph of a good frozen edition; no content where it was removed, None where there is no such one.

    Three queries. Raises RuleBroken("edition.damaged").
    """
    require_good(edition)
    part = EditionPart.objects.filter(edition=edition, role=Role.PHOTOGRAPH, name=name).first()
    if part is None:
        return None
    kept = PartContent.objects.filter(part=part).values_list("content", flat=True).first()
    return part, None if kept is None else bytes(kept)


def captions_of(edition: Edition) -> dict[str, str]:
    """Return what stands below each photograph of a frozen edition, by its name in the manifest.

    Nothing where the edition is damaged.
    """
    try:
        found = Book(edition).report(edition.language_tags[0])
    except RuleBroken:
        return {}
    blocks = (node for each in found.sections for node in nodes(each.blocks))
    return {
        block.file.sha256[:NAME_LENGTH]: spans_to_text(block.caption) or block.file.alternative
        for block in blocks
        if isinstance(block, PictureBlock) and block.file is not None
    }
