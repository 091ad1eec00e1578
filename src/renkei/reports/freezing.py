"""A report frozen: its parts with their hashes, and the manifest that binds them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.model import PictureFile
from renkei.core.blocks.resolve import nodes
from renkei.core.files.models import Document
from renkei.core.files.services import stored_path
from renkei.core.publication.selectors import visible_to
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.coding import canonical, digest, report_to_plain, to_plain
from renkei.reports.enums import Role
from renkei.reports.evidence import answers_of, figures_in, frozen_figures
from renkei.reports.formats import FORMATS, MEDIA_TYPES, render_report
from renkei.reports.house import house_of
from renkei.reports.models import EditionPart, PartContent
from renkei.reports.naming import Taken, holds, persons_named, strings
from renkei.reports.service import report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from renkei.reports.models import Edition
    from renkei.reports.service import Report

JSON = "application/json"
Tell = Callable[[int, int, Localised], None]  # how many steps are done, of how many, and what is being done
Told = dict[tuple[Role, str], Any]
Changes = Callable[[list[dict[str, Any]]], dict[str, Any]]
_log = logging.getLogger("renkei.reports")
_NOTHING = Localised.both(
    "この年度の報告をつくる公開の記録がありません（{year}、{kind}）。",
    "There are no public records for a report of this year ({year}, {kind}).",
)
_MAKING = Localised.both("{format}（{language}）をつくっています。", "Making {format} ({language}).")
_DIED = Localised.both(
    "{format}（{language}）をつくれませんでした。下書きはそのままです。",
    "{format} ({language}) could not be made. The draft is as it was.",
)


def untold(done: int, total: int, said: Localised) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Piece:
    """One part before it is stored."""

    role: Role
    name: str
    media_type: str
    content: bytes
    holds: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass
class Frozen:
    """Everything an edition keeps, in the order of its manifest; `told_sha256` binds what it says."""

    pieces: list[Piece] = field(default_factory=list)
    told_sha256: str = ""

    def manifest(self, edition: Edition) -> bytes:
        """Return the canonical manifest: which edition, and of each part role, name, type, size and hash, in order."""
        return canonical(
            {
                "edition": edition.slug,
                "format": 1,
                "parts": [
                    {
                        "role": piece.role.value,
                        "name": piece.name,
                        "media_type": piece.media_type,
                        "size": len(piece.content),
                        "sha256": digest(piece.content),
                        "holds": list(piece.holds),
                    }
                    for piece in self.pieces
                ],
            }
        )


def draft_of(edition: Edition, at: dt.date) -> dict[str, Report]:
    """Return the report as strangers would read it today, by language. Raises RuleBroken("report.not_found")."""
    found = {
        language: report(edition.fiscal_year, edition.kind, language=language, actor=STRANGER, at=at)
        for language in edition.language_tags
    }
    whole = {language: _numbered(each, edition) for language, each in found.items() if each is not None}
    if len(whole) < len(found):
        message = _NOTHING.filled(year=edition.fiscal_year, kind=edition.kind)
        raise RuleBroken("report.not_found", message, year=edition.fiscal_year, kind=edition.kind)
    return whole


def _numbered(found: Report, edition: Edition) -> Report:
    """Return the report with the edition's own paper number, where it has one."""
    number = edition.paper_number
    return replace(found, paper_number=Localised.both(number, number)) if number else found


def text_digest(reports: Mapping[str, Report]) -> str:
    """Return the hash of what a draft says, in all its languages: it changes with every word and number."""
    return digest(canonical([report_to_plain(reports[language]) for language in sorted(reports)]))


def freeze(
    edition: Edition,
    reports: Mapping[str, Report],
    *,
    at: dt.datetime,
    day: dt.date,
    changes: Changes | None = None,
    tell: Tell = untold,
) -> Frozen:
    """Gather everything that an edition keeps. Writes nothing. `changes` tells what its figures and texts changed.

    `tell` hears of every file before it is made; what it raises ends the work. Raises
    RuleBroken("edition.rendering_failed") where a renderer fails.
    """
    plain = told_of(edition, reports, day, changes)
    taken = Taken(persons_named("\n".join(strings(list(plain.values())))))
    pictures = _pictures(reports)
    frozen = Frozen(told_sha256=told_digest(plain))
    for (role, name), each in plain.items():
        without = taken.out_of(each)
        frozen.pieces.append(Piece(role, name, JSON, canonical(without), tuple(holds(without))))
    frozen.pieces += [
        Piece(Role.NAME, key, JSON, content, persons=persons) for key, content, persons in taken.contents()
    ]
    frozen.pieces += [
        Piece(Role.PHOTOGRAPH, sha256, media_type, content)
        for sha256, (media_type, content) in pictures.items()
    ]
    texts = {piece.name: piece for piece in frozen.pieces if piece.role is Role.TEXT}
    held = {
        language: (*texts[language].holds, *sorted(_files(each)))
        for language, each in sorted(reports.items())
    }
    contents = {key: kept for key, (_, kept) in pictures.items()}
    wanted = [(reports[language], name) for language in held for name in FORMATS]
    for number, (found, name) in enumerate(wanted):
        tell(number, len(wanted), _MAKING.filled(format=name, language=found.language))
        content = rendered(found, name, at=at, pictures=contents)
        names = tuple(each[:40] for each in held[found.language])
        frozen.pieces.append(
            Piece(Role.RENDERING, f"{found.language}.{name}", MEDIA_TYPES[name], content, names)
        )
    return frozen


def told_of(edition: Edition, reports: Mapping[str, Report], day: dt.date, changes: Changes | None) -> Told:
    """Return what an edition says in data, as objects of JSON: itself, texts, figures, documents, changes."""
    pairs = set().union(*map(figures_in, reports.values()))
    answers = answers_of(pairs, actor=STRANGER, at=day)
    plain: Told = {
        (Role.ABOUT, "about"): about(edition),
        **{(Role.TEXT, language): report_to_plain(each) for language, each in sorted(reports.items())},
        (Role.FIGURES, "figures"): frozen_figures(
            answers.values(), edition.language_tags, actor=STRANGER, at=day
        ),
    }
    plain[Role.DOCUMENTS, "documents"] = _documents(plain[Role.FIGURES, "figures"], day)
    if changes is not None:
        plain[Role.CHANGES, "changes"] = changes(plain[Role.FIGURES, "figures"])
    return plain


def told_digest(told: Told) -> str:
    """Return the hash of all that an edition says in data."""
    return digest(canonical([[role.value, name, each] for (role, name), each in sorted(told.items())]))


def about(edition: Edition) -> dict[str, Any]:
    """Return what an edition says of itself, as objects of JSON."""
    plain: dict[str, Any] = to_plain(
        {
            "edition": edition.slug,
            "kind": edition.kind,
            "fiscal_year": edition.fiscal_year,
            "number": edition.number,
            "title": edition.title,
            "languages": list(edition.language_tags),
            "paper_number": edition.paper_number,
            "decision_number": edition.decision_number,
            "decided_on": edition.decided_on.isoformat() if edition.decided_on else None,
            "published_at": edition.published_at.isoformat() if edition.published_at else None,
            "corrects": edition.corrects_id,
            "correction_reason": edition.correction_reason,
        }
    )
    return plain


def store(edition: Edition, frozen: Frozen) -> None:
    """Write the parts and their contents, and bind them by the manifest. Effects: parts, contents, `edition`."""
    parts = EditionPart.objects.bulk_create(
        [
            EditionPart(
                edition=edition,
                position=position,
                role=piece.role,
                name=piece.name,
                media_type=piece.media_type,
                size=len(piece.content),
                sha256=digest(piece.content),
                holds=list(piece.holds),
            )
            for position, piece in enumerate(frozen.pieces, 1)
        ]
    )
    PartContent.objects.bulk_create(
        [
            PartContent(
                part=part,
                content=piece.content,
                persons=f" {' '.join(piece.persons)} " if piece.persons else "",
            )
            for part, piece in zip(parts, frozen.pieces, strict=True)
        ]
    )
    edition.manifest = frozen.manifest(edition)
    edition.manifest_sha256 = digest(edition.manifest)


def _documents(figures: list[dict[str, Any]], day: dt.date) -> list[dict[str, Any]]:
    slugs = {each["slug"] for figure in figures for each in figure["documents"]}
    rows = visible_to(Document.objects.filter(pk__in=slugs), STRANGER, day).order_by("slug")
    plain: list[dict[str, Any]] = to_plain(
        [
            {
                "slug": row.pk,
                "title": row.title,
                "publisher": row.publisher,
                "sha256": row.sha256,
                "media_type": row.media_type,
                "size": row.size,
            }
            for row in rows
        ]
    )
    return plain


def _files(found: Report) -> dict[str, PictureFile]:
    blocks = tuple(section.blocks for section in found.sections)
    return {node.sha256: node for node in nodes(blocks) if isinstance(node, PictureFile)}


def _pictures(reports: Mapping[str, Report]) -> dict[str, tuple[str, bytes]]:
    """Return the photographs of a report, by the first of their hash as the manifest names them."""
    files = {name: each for found in reports.values() for name, each in _files(found).items()}
    kept = {}
    for name, each in sorted(files.items()):
        with default_storage.open(stored_path(name)) as stream:
            kept[name[:40]] = (each.media_type, stream.read())
    return kept


def rendered(found: Report, name: str, *, at: dt.datetime, pictures: Mapping[str, bytes]) -> bytes:
    """Return a report in one of the forms. Raises RuleBroken("edition.rendering_failed"), with the cause in the log."""
    try:
        return render_report(
            found,
            name,
            made_at=at,
            house=house_of(found.language, name),
            content=lambda file: pictures.get(file.sha256[:40]),
        )
    except Exception as error:
        _log.exception("a rendering failed: %s", name)
        message = _DIED.filled(format=name, language=found.language)
        raise RuleBroken("edition.rendering_failed", message, format=name) from error
