"""A frozen edition read again: its report, its figures, its files. What does not fit its hash is never handed out."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from renkei.core.blocks.model import DifferenceSpan, FigureSpan, PictureBlock
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.coding import digest, report_of_plain
from renkei.reports.enums import Role
from renkei.reports.formats import FORMATS
from renkei.reports.freezing import rendered
from renkei.reports.models import EditionPart, PartContent, Removal
from renkei.reports.naming import GONE, name_in, put_back
from renkei.reports.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from renkei.reports.models import Edition
    from renkei.reports.service import Report

DAMAGED = Localised.both(
    "この版は、保存した内容が公表したときのハッシュ値と合わないため、表示しません。事務局が確かめています。",
    "This edition is not shown: what is kept no longer fits the hashes of its publication. The office is checking.",
)
_NO_FORM = Localised.both(
    "この版に形式「{format}」（{language}）はありません。ある形式：{known}。",
    "This edition has no form “{format}” ({language}). It has: {known}.",
)


@dataclass(frozen=True)
class ServedFile:
    """A file of an edition. `anew`: a name or photograph was removed, so it was made anew with the mark."""

    content: bytes
    media_type: str
    anew: bool = False


def require_good(edition: Edition) -> None:
    """Raise RuleBroken("edition.damaged") where a frozen edition does not fit its hashes. One query."""
    if not verify(edition).is_good:
        raise RuleBroken("edition.damaged", DAMAGED, edition=edition.pk)


@dataclass
class Book:
    """A good frozen edition opened for reading: the small parts are read once. Renderings are read when asked for."""

    edition: Edition

    def __post_init__(self) -> None:
        """Read texts, figures and names; three queries. Raises RuleBroken("edition.damaged")."""
        require_good(self.edition)
        self.parts = list(EditionPart.objects.filter(edition=self.edition).order_by("position"))
        small = [each.pk for each in self.parts if each.role not in {Role.RENDERING, Role.PHOTOGRAPH}]
        kept = dict(PartContent.objects.filter(part__in=small).values_list("part", "content"))
        gone = list(Removal.objects.filter(part__edition=self.edition).select_related("part"))
        self.removed = {each.part_id: each for each in gone}
        kept |= {each.part_id: each.redacted for each in gone if each.redacted is not None}
        self._kept = {(each.role, each.name): bytes(kept[each.pk]) for each in self.parts if each.pk in kept}
        self._names = {
            name: name_in(content) for (role, name), content in self._kept.items() if role == Role.NAME
        } | {
            each.name: GONE[self.removed[each.pk].cause]
            for each in self.parts
            if each.role == Role.NAME and each.pk in self.removed
        }

    @property
    def has_removals(self) -> bool:
        return bool(self.removed)

    def plain(self, role: Role, name: str, language: str) -> Any:
        """Return a part as objects of JSON, names put back; None where the edition has no such part."""
        content = self._kept.get((role, name))
        return None if content is None else put_back(json.loads(content), self._names, language)

    def report(self, language: str) -> Report:
        """Return the report as it was published, in a language it was published in. Raises KeyError for another."""
        plain = self.plain(Role.TEXT, language, language)
        if plain is None:
            raise KeyError(language)
        found = report_of_plain(plain)
        gone = {
            each.name: GONE[self.removed[each.pk].cause].text(language)
            for each in self.parts
            if each.role == Role.PHOTOGRAPH and each.pk in self.removed
        }
        if not gone:
            return found
        sections = (
            replace(each, blocks=each_changed(each.blocks, lambda block: _without(block, gone)))
            for each in found.sections
        )
        return replace(found, sections=tuple(sections))

    def figures(self, language: str) -> list[dict[str, Any]]:
        """Return the frozen figures with their evidence, as objects of JSON."""
        return self.plain(Role.FIGURES, "figures", language) or []

    def picture(self, sha256: str) -> bytes | None:
        """Return a photograph's content, None where it was removed or is none of this edition."""
        row = PartContent.objects.filter(
            part__edition=self.edition, part__role=Role.PHOTOGRAPH, part__name=sha256[:40]
        ).first()
        return None if row is None else bytes(row.content)

    def file(self, language: str, form: str) -> ServedFile:
        """Return the edition in one of its forms: as frozen, or made anew with the mark where something was removed.

        Raises RuleBroken("edition.no_such_form"), ("edition.damaged"), ("edition.rendering_failed").
        """
        part = next(
            (each for each in self.parts if (each.role, each.name) == (Role.RENDERING, f"{language}.{form}")),
            None,
        )
        if part is None:
            raise self._no_form(language, form)
        stored = PartContent.objects.filter(part=part).first()
        if stored is not None:
            content = bytes(stored.content)
            if digest(content) != part.sha256:
                raise RuleBroken("edition.damaged", DAMAGED, edition=self.edition.pk)
            return ServedFile(content, part.media_type)
        at = self.edition.published_at
        if form not in FORMATS or at is None:
            raise self._no_form(language, form)
        pictures = {
            each.name: picture
            for each in self.parts
            if each.role == Role.PHOTOGRAPH and (picture := self.picture(each.name)) is not None
        }
        made = rendered(self.report(language), form, at=at, pictures=pictures)
        return ServedFile(made, part.media_type, anew=True)

    def files(self) -> list[tuple[str, str, int]]:
        """Return language, form and size of every file."""
        found = [each for each in self.parts if each.role == Role.RENDERING]
        return [(*each.name.split(".", 1), each.size) for each in found]  # type: ignore[misc]

    def _no_form(self, language: str, form: str) -> RuleBroken:
        known = "、".join(each.name for each in self.parts if each.role == Role.RENDERING)
        return RuleBroken(
            "edition.no_such_form", _NO_FORM.filled(format=form, language=language, known=known), format=form
        )


def each_changed(node: Any, change: Callable[[Any], Any]) -> Any:
    """Return blocks and spans with `change` applied to every one of them, the parts of each first."""
    if isinstance(node, tuple):
        return tuple(each_changed(part, change) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    parts = {
        each.name: each_changed(value, change)
        for each in fields(node)
        if isinstance(value := getattr(node, each.name), tuple) or is_dataclass(value)
    }
    return change(replace(node, **parts) if parts else node)


def with_addresses(found: Report, address: Callable[[str, int], str]) -> Report:
    """Return a report whose numbers lead to the evidence of its own edition: an address of code and fiscal year."""

    def change(node: Any) -> Any:
        if isinstance(node, FigureSpan | DifferenceSpan):
            return replace(node, address=address(node.code, node.fiscal_year))
        return node

    return replace(
        found,
        sections=tuple(replace(each, blocks=each_changed(each.blocks, change)) for each in found.sections),
    )


def _without(block: Any, gone: dict[str, str]) -> Any:
    if not isinstance(block, PictureBlock) or block.file is None or block.file.sha256[:40] not in gone:
        return block
    return replace(block, file=None, note=gone[block.file.sha256[:40]])
