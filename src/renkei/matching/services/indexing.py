"""Texts of needs and seeds made ready for matching: kept by the hash of their content, anew when something changed.

What is costly is the vector (some fifteen milliseconds a text); a text known by its content is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from renkei.matching.models import PreparedText
from renkei.matching.stored import values_of
from renkei.matching.texts import glossary, matched, version_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from renkei.matching.models import Need, Seed
    from renkei.matching.process.client import MatcherClient
    from renkei.matching.texts import Written

KINDS = ("seed", "need")
STEP = 16  # records in one transaction
LOCK = 62032  # an advisory lock: two jobs do not write the same text at once


@dataclass(frozen=True)
class Version:
    """Which engine and which state of the cluster's terms a text was read with."""

    manifest: str
    glossary: str

    @property
    def said(self) -> str:
        return f"{self.manifest}.{self.glossary}"


def present_version(client: MatcherClient) -> Version:
    """Return what texts are read with now. Raises MatchingUnavailable where the matcher does not answer."""
    return Version(str(client.status()["manifest"]), version_of(glossary()))


def waiting(version: Version) -> dict[str, list[str]]:
    """Return the records whose texts are not made ready as they are now, in two queries for each kind."""
    found = {}
    for kind in KINDS:
        ready: dict[str, set[int]] = {}
        rows = PreparedText.objects.filter(kind=kind, manifest=version.manifest, glossary=version.glossary)
        for slug, revision in rows.values_list("slug", "revision"):
            ready.setdefault(slug, set()).add(revision)
        present = matched(kind).order_by("pk").values_list("pk", "revision")
        found[kind] = [slug for slug, revision in present if ready.get(slug) != {revision}]
    return found


def _forget_what_is_over() -> None:
    for kind in KINDS:
        PreparedText.objects.filter(kind=kind).exclude(slug__in=matched(kind).values("pk")).delete()


def _forget_other_engines(version: Version) -> None:
    PreparedText.objects.exclude(manifest=version.manifest).delete()


def make_ready(client: MatcherClient, tell: Callable[[int, int], None]) -> int:
    """Make ready what is not, in steps of a transaction each, and return how many records that were.

    `tell` hears after every step how many records are done and how many there are. Effects: rows of PreparedText.
    Raises MatchingUnavailable where the matcher does not answer; the steps done before stay.
    """
    pairs = glossary()
    version = Version(str(client.status()["manifest"]), version_of(pairs))
    _forget_what_is_over()
    todo = [(kind, slug) for kind, slugs in waiting(version).items() for slug in slugs]
    if todo:
        client.glossary(pairs)
    done = 0
    tell(done, len(todo))
    for kind, slugs in _steps(todo):
        _step(client, version, kind, slugs)
        done += len(slugs)
        tell(done, len(todo))
    _forget_other_engines(version)
    return done


def ready_now(client: MatcherClient, version: Version, record: Need | Seed, kind: str) -> list[PreparedText]:
    """Return a record's texts made ready as they are now, reading them where that is not done yet."""
    rows = _rows(version, kind, record.pk)
    if {row.revision for row in rows} != {record.revision} or {row.glossary for row in rows} != {
        version.glossary
    }:
        _step(client, version, kind, [record.pk])
        rows = _rows(version, kind, record.pk)
    return rows


def _rows(version: Version, kind: str, slug: str) -> list[PreparedText]:
    rows = PreparedText.objects.filter(kind=kind, slug=slug, manifest=version.manifest)
    return list(rows.order_by("-language"))


def _steps(todo: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for kind in KINDS:
        slugs = [slug for of, slug in todo if of == kind]
        for first in range(0, len(slugs), STEP):
            yield kind, slugs[first : first + STEP]


def _step(client: MatcherClient, version: Version, kind: str, slugs: Sequence[str]) -> None:
    """Replace what is kept of some records. Rows get new numbers, by which matchers know what changed."""
    model: Any = matched(kind).model
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        records = list(model.objects.filter(pk__in=slugs))
        texts = [(record, text) for record in records for text in written(record)]
        made = _made(client, version, kind, [text for _, text in texts])
        PreparedText.objects.filter(kind=kind, slug__in=slugs, manifest=version.manifest).delete()
        PreparedText.objects.bulk_create(
            PreparedText(
                kind=kind,
                slug=record.pk,
                language=text.language,
                revision=record.revision,
                digest=text.digest(kind),
                manifest=version.manifest,
                glossary=version.glossary,
                **made[text.digest(kind)],
            )
            for record, text in texts
        )


def _made(
    client: MatcherClient, version: Version, kind: str, texts: Sequence[Written]
) -> dict[str, dict[str, Any]]:
    """Return by hash what is kept of texts: taken over where the same content is kept already, else read."""
    by_hash = {text.digest(kind): text for text in texts}
    known = PreparedText.objects.filter(
        digest__in=by_hash, manifest=version.manifest, glossary=version.glossary
    )
    made = {row.digest: {"vector": row.vector, "rest": row.rest} for row in known}
    missing = [digest for digest in by_hash if digest not in made]
    if missing:
        read = client.prepare(kind, [by_hash[digest].given() for digest in missing])["records"]
        made |= {digest: values_of(record) for digest, record in zip(missing, read, strict=True)}
    return made
