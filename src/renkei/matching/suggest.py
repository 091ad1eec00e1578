"""What the engine suggests to a person: seeds for a need, needs for a seed or for a text, of what they may see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from renkei.core.publication.selectors import visible_to
from renkei.matching.models import Match, Need, PreparedText, Seed
from renkei.matching.services.indexing import present_version, ready_now
from renkei.matching.stored import mark_of, record_of
from renkei.matching.texts import matched, written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.matching.process.client import MatcherClient
    from renkei.matching.services.indexing import Version
    from renkei.matching.texts import Written

LISTS = ("merged", "same_language", "other_language")
FORMS = (
    "wants_joint_research",
    "wants_contract_research",
    "wants_licence",
    "gives_advice",
    "takes_samples",
)
SHOWN = frozenset({"strong", "possible", "weak"})
MOST = 20
MOST_TERMS = 6
TELLING = 0.5  # of the weight of the rarest shared word; what is more common tells nobody why


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed by; `form` is a form of collaboration the seed seeks, `stage` that of the seed."""

    field: str = ""
    stage: str = ""
    organisation: str = ""
    form: str = ""
    coordinator: str = ""

    def __bool__(self) -> bool:
        return any((self.field, self.stage, self.organisation, self.form, self.coordinator))

    def seeds(self, rows: QuerySet[Seed]) -> QuerySet[Seed]:
        if self.field:
            rows = rows.filter(fields__field=self.field)
        if self.stage:
            rows = rows.filter(stage=self.stage)
        if self.organisation:
            rows = rows.filter(organisation=self.organisation)
        if self.form in FORMS:
            rows = rows.filter(**{self.form: True})
        return rows

    def needs(self, rows: QuerySet[Need]) -> QuerySet[Need]:
        if self.field:
            rows = rows.filter(fields__field=self.field)
        if self.coordinator:
            rows = rows.filter(coordinator=self.coordinator)
        return rows


@dataclass(frozen=True)
class Reasons:
    """Words both texts hold, and words that translate each other with who says so: `dictionary` or `glossary`."""

    shared: Sequence[str] = ()
    translated: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Suggestion:
    """One line. `languages` are those of the two texts it comes from; `shares` what each part gave, in percent."""

    record: Need | Seed
    rank: int
    band: str
    languages: tuple[str, str]
    shares: Mapping[str, int]
    match: Match | None = None
    reasons: Reasons = field(default_factory=Reasons)


@dataclass(frozen=True)
class Suggestions:
    """`unread`: how many of the records that may be seen are not made ready yet; nothing fits is said of all only."""

    version: Version
    at: dt.datetime
    lists: Mapping[str, Sequence[Suggestion]]
    nothing_fits: bool
    unread: int = 0


def seeds_for(
    need: Need, *, actor: Actor, at: dt.datetime, client: MatcherClient, asked: Asked, count: int = MOST
) -> Suggestions:
    """Return the seeds that fit a need, among those the actor may see. The caller asks whether they see the need.

    Raises MatchingUnavailable where the matcher does not answer.
    """
    version = present_version(client)
    texts = ready_now(client, version, need, "need")
    records = [record_of(row) for row in texts]
    judged = _judged(Match.objects.filter(need=need), "seed_id", actor, at)
    return _seeds(records, judged, version, actor=actor, at=at, client=client, asked=asked, count=count)


def needs_for(
    seed: Seed, *, actor: Actor, at: dt.datetime, client: MatcherClient, asked: Asked, count: int = MOST
) -> Suggestions:
    """Return the needs that a seed fits, among those the actor may see. Raises MatchingUnavailable."""
    version = present_version(client)
    records = [record_of(row) for row in ready_now(client, version, seed, "seed")]
    judged = _judged(Match.objects.filter(seed=seed), "need_id", actor, at)
    return _needs(records, judged, version, actor=actor, at=at, client=client, asked=asked, count=count)


def needs_for_text(
    text: str, *, actor: Actor, at: dt.datetime, client: MatcherClient, asked: Asked, count: int = MOST
) -> Suggestions:
    """Return the needs of those who should hear of a text, such as a call. Nothing is kept of it.

    Raises MatchingUnavailable.
    """
    version = present_version(client)
    records = client.prepare("seed", [{"title": "", "body": text, "language": ""}])["records"]
    return _needs(records, {}, version, actor=actor, at=at, client=client, asked=asked, count=count)


def seeds_for_text(
    text: str, *, actor: Actor, at: dt.datetime, client: MatcherClient, asked: Asked, count: int = MOST
) -> Suggestions:
    """Return the seeds near to a text, such as a call. Nothing is kept of it. Raises MatchingUnavailable."""
    version = present_version(client)
    records = client.prepare("need", [{"title": "", "body": text, "language": ""}])["records"]
    return _seeds(records, {}, version, actor=actor, at=at, client=client, asked=asked, count=count)


def place_of(
    need: Need, seed: Seed, *, actor: Actor, at: dt.datetime, client: MatcherClient
) -> tuple[int | None, str, str]:
    """Return (rank, band, version) of a seed among all that the actor may be shown for a need; None: not among them.

    Raises MatchingUnavailable.
    """
    found = seeds_for(need, actor=actor, at=at, client=client, asked=Asked())
    for line in found.lists["merged"]:
        if line.record.pk == seed.pk:
            return line.rank, line.band, found.version.said
    return None, "", found.version.said


def pair_of_texts(need: Need, seed: Seed, languages: tuple[str, str]) -> tuple[Written, Written]:
    """Return the two texts that are shown side by side: those of these languages, else the first there is."""
    return _text_of(need, languages[0]), _text_of(seed, languages[1])


def with_reasons(
    lines: Sequence[Suggestion], client: MatcherClient, *, need: Need | None = None, seed: Seed | str = ""
) -> list[Suggestion]:
    """Return the lines with the words that speak for them; one side is given, the other is the line's record."""
    pairs = []
    for line in lines:
        asked = need if need is not None else line.record
        here = _text_of(asked, line.languages[0]).given()
        if isinstance(seed, str) and need is None:
            there = {"title": "", "body": seed, "language": line.languages[1]}
        else:
            offered = seed if isinstance(seed, Seed) else line.record
            there = _text_of(offered, line.languages[1]).given()
        pairs.append((here, there))
    found = client.reasons(pairs) if pairs else []
    return [replace(line, reasons=_reasons(each)) for line, each in zip(lines, found, strict=True)]


def _reasons(found: Mapping[str, Any]) -> Reasons:
    least = TELLING * max((term["weight"] for term in found["shared"]), default=0)
    return Reasons(
        [term["term"] for term in found["shared"] if term["weight"] >= least][:MOST_TERMS],
        [(pair["need_term"], pair["seed_term"], pair["source"]) for pair in found["translated"]][:MOST_TERMS],
    )


def _text_of(record: Need | Seed, language: str) -> Written:
    texts = written(record)
    return next((text for text in texts if text.language == language), texts[0])


def _seeds(
    records: Sequence[Mapping[str, Any]],
    judged: Mapping[Any, Match],
    version: Version,
    *,
    actor: Actor,
    at: dt.datetime,
    client: MatcherClient,
    asked: Asked,
    count: int,
) -> Suggestions:
    seen = visible_to(matched("seed"), actor, at.date())
    only = sorted(set(asked.seeds(seen).values_list("pk", flat=True)))
    found = client.match([records], count=count, only=only, mark=mark_of(version.manifest))["matches"][0]
    rows = visible_to(Seed.objects.select_related("organisation"), actor, at.date())
    lists = _lists(found, "seed", rows, judged)
    unread = _unread(seen, "seed", version)
    return Suggestions(version, at, lists, found["nothing_fits"] and not unread, unread)


def _needs(
    records: Sequence[Mapping[str, Any]],
    judged: Mapping[Any, Match],
    version: Version,
    *,
    actor: Actor,
    at: dt.datetime,
    client: MatcherClient,
    asked: Asked,
    count: int,
) -> Suggestions:
    seen = visible_to(matched("need"), actor, at.date())
    only = sorted(set(asked.needs(seen).values_list("pk", flat=True)))
    found = client.match_needs(records, count=count, only=only, mark=mark_of(version.manifest))
    rows = visible_to(Need.objects.select_related("company", "coordinator"), actor, at.date())
    lists = _lists(found, "need", rows, judged)
    unread = _unread(seen, "need", version)
    return Suggestions(version, at, lists, found["nothing_fits"] and not unread, unread)


def _judged(rows: QuerySet[Match], key: str, actor: Actor, at: dt.datetime) -> dict[Any, Match]:
    return {getattr(match, key): match for match in visible_to(rows, actor, at.date())}


def _unread(seen: QuerySet[Any], kind: str, version: Version) -> int:
    kept = PreparedText.objects.filter(kind=kind, manifest=version.manifest).values("slug")
    return seen.exclude(pk__in=kept).count()


def _lists(
    found: Mapping[str, Any], kind: str, rows: QuerySet[Any], judged: Mapping[Any, Match]
) -> dict[str, list[Suggestion]]:
    lines = {name: [line for line in found[name] if line["band"] in SHOWN] for name in LISTS}
    records = rows.in_bulk({line[kind] for each in lines.values() for line in each})
    return {
        name: [
            _suggestion(rank, line, records[line[kind]], kind, judged.get(line[kind]))
            for rank, line in enumerate(each, 1)
            if line[kind] in records
        ]
        for name, each in lines.items()
    }


def _suggestion(
    rank: int, line: Mapping[str, Any], record: Any, kind: str, match: Match | None
) -> Suggestion:
    here, there = line["asked_language"], line["text"].rpartition("@")[2]
    languages = (here, there) if kind == "seed" else (there, here)
    return Suggestion(record, rank, line["band"], languages, shares(line["parts"]), match)


def shares(parts: Mapping[str, float]) -> dict[str, int]:
    """Return what each part gave of all that speaks for the pair, in whole percent; translations both ways are one."""
    joined = {
        "meaning": parts["meaning"],
        "words": parts["words"],
        "translated": parts["translated"] + parts["back_translated"],
        "sounds": parts["sounds"],
    }
    given = {name: max(value, 0.0) for name, value in joined.items()}
    whole = sum(given.values())
    return {name: round(100 * value / whole) if whole else 0 for name, value in given.items()}


def one_pair(
    need: Need, seed: Seed, *, actor: Actor, at: dt.datetime, client: MatcherClient
) -> tuple[Suggestion | None, Version]:
    """Return the line of a pair, however far down it stands (its rank is 0 then), and the version.

    None where the seed is not matched, because it is resting or ended. Raises MatchingUnavailable.
    """
    found = seeds_for(need, actor=actor, at=at, client=client, asked=Asked())
    for line in found.lists["merged"]:
        if line.record.pk == seed.pk:
            return line, found.version
    rows = ready_now(client, found.version, need, "need")
    mark = mark_of(found.version.manifest)
    answer = client.match([[record_of(row) for row in rows]], count=1, only=[seed.pk], mark=mark)
    merged = answer["matches"][0]["merged"]
    if not merged:
        return None, found.version
    match = visible_to(Match.objects.filter(need=need, seed=seed), actor, at.date()).first()
    return _suggestion(0, merged[0], seed, "seed", match), found.version
