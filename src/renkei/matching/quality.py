"""How good suggestions are by the office's own judgements: over time, by version, and of the engine as it is now."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from renkei.core.publication.selectors import visible_to
from renkei.matching.engine.metrics import CORPUS, JUDGEMENTS, QUERIES, measures
from renkei.matching.engine.ranking import SIGN
from renkei.matching.enums import Verdict
from renkei.matching.models import Match, Need, PreparedText, Seed
from renkei.matching.services.indexing import present_version
from renkei.matching.stored import mark_of, record_of
from renkei.matching.texts import matched, written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.matching.process.client import MatcherClient
    from renkei.matching.services.indexing import Version

FIRST = 5
DEEPEST = 50
MOST_NEEDS = 500
BATCH = 50  # needs in one question


@dataclass
class Tally:
    """Judgements of a month or of a version of the engine."""

    accepted: int = 0
    first_five: int = 0
    own: int = 0  # accepted pairs that the coordinator added
    rejected: int = 0
    nothing: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    ndcg: float | None = None


@dataclass(frozen=True)
class Present:
    """What the engine of now makes of the judgements: needs with a fitting seed, needs that nothing fits."""

    version: Version
    needs: int
    first_five: int
    ndcg: float
    recall: float
    nothing: int
    nothing_found: int  # of `nothing`, those of which the engine says so too
    missed: int  # of `needs`, those of which it says that nothing fits


def own_judgements(actor: Actor, at: dt.date) -> list[Match]:
    """Return the judgements an actor may see, in the order of their days."""
    return list(visible_to(Match.objects.all(), actor, at).order_by("judged_on", "pk"))


def by_month(found: Iterable[Match]) -> dict[tuple[int, int], Tally]:
    """Return what was judged in each month (year, month), the latest first."""
    months: dict[tuple[int, int], Tally] = defaultdict(Tally)
    for match in found:
        _count(months[match.judged_on.year, match.judged_on.month], match)
    return dict(sorted(months.items(), reverse=True))


def by_version(found: Sequence[Match]) -> dict[str, Tally]:
    """Return what was judged of each version of the engine, with the nDCG of what it had shown."""
    versions: dict[str, Tally] = defaultdict(Tally)
    shown: dict[str, dict[str, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in found:
        if match.manifest:
            _count(versions[match.manifest], match)
            if match.verdict == Verdict.ACCEPTED:
                shown[match.manifest][match.need_id].append(match)
    for version, needs in shown.items():
        versions[version].ndcg = float(np.mean([_ndcg(matches) for matches in needs.values()]))
    return dict(versions)


def of_month(found: Iterable[Match], month: dt.date, version: str) -> Tally:
    """Return what was judged in a month of what one version had shown, or without any version at hand."""
    tally = Tally()
    for match in found:
        if match.judged_on.replace(day=1) == month and match.manifest in {version, ""}:
            _count(tally, match)
    return tally


def _count(tally: Tally, match: Match) -> None:
    if match.verdict == Verdict.NOTHING:
        tally.nothing += 1
    elif match.verdict == Verdict.REJECTED:
        tally.rejected += 1
        tally.reasons[match.reason] += 1
    else:
        tally.accepted += 1
        tally.first_five += match.rank is not None and match.rank <= FIRST
        tally.own += match.rank is None


def _ndcg(matches: Sequence[Match]) -> float:
    places = {match.rank: str(match.seed_id) for match in matches if match.rank is not None}
    ranking = [places.get(rank, "") for rank in range(1, DEEPEST + 1)]
    return measures(ranking, {str(match.seed_id): 1 for match in matches})["ndcg@10"]


def seeds_seen(actor: Actor, at: dt.date) -> list[str]:
    """Return the seeds that suggestions to an actor may name."""
    return sorted(visible_to(matched("seed"), actor, at).values_list("pk", flat=True))


def present_quality(found: Sequence[Match], *, only: list[str], client: MatcherClient) -> Present:
    """Ask the engine of now for every judged need, among the seeds `only`, and compare.

    Needs that are matched no more are left out. Raises MatchingUnavailable.
    """
    version = present_version(client)
    gains: dict[str, dict[str, int]] = defaultdict(dict)
    for match in found:
        if match.verdict == Verdict.ACCEPTED:
            gains[match.need_id][str(match.seed_id)] = 1
    nothing = {match.need_id for match in found if match.verdict == Verdict.NOTHING}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    kept = PreparedText.objects.filter(kind="need", manifest=version.manifest, slug__in={*gains, *nothing})
    for row in kept.order_by("slug", "-language"):
        rows[row.slug].append(record_of(row))
    answers = dict(_asked(dict(list(rows.items())[:MOST_NEEDS]), only, version, client))
    seen = set(only)
    fitting = {
        need: here
        for need in answers
        if need in gains and (here := {seed: 1 for seed in gains[need] if seed in seen})
    }
    results = [
        measures([line["seed"] for line in answers[need]["merged"]], fitting[need]) for need in fitting
    ]
    return Present(
        version=version,
        needs=len(fitting),
        first_five=sum(
            any(line["seed"] in fitting[need] for line in answers[need]["merged"][:FIRST]) for need in fitting
        ),
        ndcg=_mean(results, "ndcg@10"),
        recall=_mean(results, "recall@10"),
        nothing=len(nothing & answers.keys()),
        nothing_found=sum(answers[need]["nothing_fits"] for need in nothing & answers.keys()),
        missed=sum(answers[need]["nothing_fits"] for need in fitting),
    )


def _mean(results: Sequence[Mapping[str, float]], name: str) -> float:
    return float(np.mean([result[name] for result in results])) if results else 0.0


def _asked(
    rows: Mapping[str, list[dict[str, Any]]], only: list[str], version: Version, client: MatcherClient
) -> Iterator[tuple[str, dict[str, Any]]]:
    keys, mark = list(rows), mark_of(version.manifest)
    for first in range(0, len(keys), BATCH):
        some = keys[first : first + BATCH]
        answer = client.match([rows[key] for key in some], count=DEEPEST, only=only, mark=mark)
        yield from zip(some, answer["matches"], strict=True)


def as_judged_set(actor: Actor, at: dt.date) -> bytes:
    """Return the judgements as a zip in the layout that `renkei matching evaluate` reads.

    A text of each language is a line of its own. What the actor may not see is not in it.
    """
    seeds = {seed.pk: seed for seed in visible_to(Seed.objects.order_by("pk"), actor, at)}
    judged = [match for match in own_judgements(actor, at) if match.seed_id is None or match.seed_id in seeds]
    asked = {match.need_id for match in judged}
    needs = visible_to(Need.objects.filter(pk__in=asked).order_by("pk"), actor, at)
    texts = {need.pk: [text.language for text in written(need)] for need in needs}
    lines = ["qid\tdocid\trel"]
    for match in judged:
        if match.seed_id is None or match.need_id not in texts:
            continue
        gain = int(match.verdict == Verdict.ACCEPTED)
        lines += [
            f"{match.need_id}{SIGN}{here}\t{match.seed_id}{SIGN}{there.language}\t{gain}"
            for here in texts[match.need_id]
            for there in written(seeds[match.seed_id])
        ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"judgements/{CORPUS}", _jsonl(seeds.values()))
        archive.writestr(f"judgements/{QUERIES}", _jsonl(needs))
        archive.writestr(f"judgements/{JUDGEMENTS}", "\n".join(lines) + "\n")
    return content.getvalue()


def _jsonl(records: Iterable[Need | Seed]) -> str:
    return "".join(
        json.dumps(
            {
                "id": f"{record.pk}{SIGN}{text.language}",
                "title": text.title,
                "text": text.body,
                "lang": text.language,
            },
            ensure_ascii=False,
        )
        + "\n"
        for record in records
        for text in written(record)
    )
