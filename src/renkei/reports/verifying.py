"""Does an edition still fit its hashes? The database recomputes them; nothing is read that need not be."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, TextField

from renkei.core.history.journal import journal
from renkei.core.ui.text import bi
from renkei.reports.coding import digest
from renkei.reports.enums import Role
from renkei.reports.models import Edition, EditionPart
from renkei.reports.workflow import FROZEN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor

GOOD, REMOVED, REDACTED, DAMAGED, MISSING, EXTRA = (
    "good",
    "removed",
    "redacted",
    "damaged",
    "missing",
    "extra",
)
WORDS: dict[str, Any] = {
    GOOD: bi("一致", "Fits"),
    REMOVED: bi("削除（ハッシュ値のみ）", "Removed (its hash stays)"),
    REDACTED: bi("名前を除いた内容", "Replaced without the name"),
    DAMAGED: bi("破損", "Damaged"),
    MISSING: bi("欠落", "Missing"),
    EXTRA: bi("目録にない", "Not in the manifest"),
}
BAD = frozenset({DAMAGED, MISSING, EXTRA})


@dataclass(frozen=True)
class Finding:
    """What became of one part. `part` is its row, None where there is none."""

    position: int
    role: str
    name: str
    sha256: str
    size: int
    state: str
    part: EditionPart | None = None

    @property
    def role_word(self) -> Any:
        return Role(self.role).label if self.role in Role.values else self.role

    @property
    def state_word(self) -> Any:
        return WORDS[self.state]


@dataclass(frozen=True)
class Verified:
    """An edition beside its hashes. `manifest_fits`: the manifest is what was published."""

    edition: Edition
    manifest_fits: bool
    findings: tuple[Finding, ...]

    @property
    def damaged(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.state in BAD)

    @property
    def removed(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.state in {REMOVED, REDACTED})

    @property
    def is_good(self) -> bool:
        return self.manifest_fits and not self.damaged

    def as_json(self) -> dict[str, Any]:
        return {
            "edition": self.edition.pk,
            "state": self.edition.state,
            "sha256": self.edition.manifest_sha256,
            "good": self.is_good,
            "manifest": GOOD if self.manifest_fits else DAMAGED,
            "parts": len(self.findings),
            "removed": [f"{each.role}/{each.name}" for each in self.removed],
            "damaged": [
                {"part": f"{each.role}/{each.name}", "state": each.state, "expected": each.sha256}
                for each in self.damaged
            ],
        }


class _Hash(Func):
    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = TextField()


def verify(edition: Edition) -> Verified:
    """Recompute the hashes of a frozen edition; one query. What is not frozen has nothing to verify."""
    return next(iter(verify_all([edition])))


def verify_all(editions: Iterable[Edition]) -> list[Verified]:
    """Recompute the hashes of frozen editions; one query for all of them."""
    known = [each for each in editions if each.is_frozen]
    stored: dict[str, list[EditionPart]] = {}
    rows = (
        EditionPart.objects.filter(edition__in=known)
        .select_related("removal")
        .annotate(
            found=_Hash(F("content__content")),
            instead=_Hash(F("removal__redacted")),
        )
        .order_by("edition", "position")
    )
    for part in rows:
        stored.setdefault(part.edition_id, []).append(part)
    return [_verified(each, stored.get(each.pk, [])) for each in known]


def _verified(edition: Edition, parts: list[EditionPart]) -> Verified:
    manifest = bytes(edition.manifest)
    fits = digest(manifest) == edition.manifest_sha256
    try:
        listed = json.loads(manifest)["parts"]
        entries = {(each["role"], each["name"]): (place, each) for place, each in enumerate(listed, 1)}
    except (ValueError, KeyError, TypeError):
        return Verified(edition, False, ())  # noqa: FBT003 - the manifest cannot be read at all
    by_name = {(part.role, part.name): part for part in parts}
    findings = [
        Finding(place, role, name, each["sha256"], each["size"], _state(each, by_name.get((role, name))),
                by_name.get((role, name)))
        for (role, name), (place, each) in entries.items()
    ]  # fmt: skip
    findings += [
        Finding(part.position, part.role, part.name, part.sha256, part.size, EXTRA, part)
        for key, part in by_name.items()
        if key not in entries
    ]
    return Verified(edition, fits, tuple(findings))


def _state(entry: dict[str, Any], part: EditionPart | None) -> str:
    if part is None:
        return MISSING
    found: str | None = part.found  # type: ignore[attr-defined]
    if found is not None:
        same = found == entry["sha256"] == part.sha256 and list(part.holds) == entry["holds"]
        return GOOD if same else DAMAGED
    if not hasattr(part, "removal"):
        return MISSING
    return REDACTED if part.instead else REMOVED  # type: ignore[attr-defined]


def note_damage(*, actor: Actor, day: dt.date) -> list[Verified]:
    """Verify every frozen edition and keep on each whether it is damaged. Effects: the day the damage was found."""
    found = verify_all(Edition.objects.filter(state__in=sorted(FROZEN)).order_by("pk"))
    for each in found:
        known = each.edition.damaged_on
        if each.is_good == (known is None):
            continue
        with journal(actor=actor, action="verify editions"):
            Edition.objects.filter(pk=each.edition.pk).update(damaged_on=None if each.is_good else day)
    return found
