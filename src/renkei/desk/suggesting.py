"""How suggestions are shown: a line with its words and what may be done, texts with what speaks for them marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.pages import language_now
from renkei.directory.models import Organisation
from renkei.matching.enums import RejectionReason, SeedStage, Verdict
from renkei.matching.models import Case, Need, Seed
from renkei.matching.suggest import LISTS, Asked
from renkei.matching.texts import seeds_matched

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.matching.models import Match
    from renkei.matching.suggest import Suggestion, Suggestions

SHOWN = 10
BANDS: dict[str, tuple[Any, parts.Tone]] = {
    "strong": (bi("有力", "Strong"), "good"),
    "possible": (bi("可能性あり", "Possible"), "info"),
    "weak": (bi("弱い", "Weak"), "neutral"),
    "none": (bi("見込みなし", "Unlikely"), "neutral"),  # a pair that somebody names, never a suggestion
}
LIST_NAMES = {
    "merged": bi("すべて", "All"),
    "same_language": bi("同じ言語", "Same language"),
    "other_language": bi("もう一つの言語", "Other language"),
}
PART_NAMES = {
    "meaning": bi("意味の近さ", "Meaning"),
    "words": bi("共通の語", "Shared words"),
    "translated": bi("訳語", "Translations"),
    "sounds": bi("名前の音", "Sounds of names"),
}
FORM_NAMES = {
    "wants_joint_research": bi("共同研究を希望", "Seeks joint research"),
    "wants_contract_research": bi("受託研究を希望", "Seeks contract research"),
    "wants_licence": bi("実施許諾を希望", "Seeks licensees"),
    "gives_advice": bi("技術相談に応じる", "Gives technical advice"),
    "takes_samples": bi("試料の分析に応じる", "Analyses samples"),
}
VERDICTS: dict[str, parts.Tone] = {"accepted": "good", "rejected": "ended", "nothing": "ended"}
LANGUAGES = {"ja": bi("日本語の文", "Japanese text"), "en": bi("英語の文", "English text")}


@dataclass(frozen=True)
class Row:
    """One suggestion as it stands in a list. `who` is the coordinator to be told; `under` the firm or institution."""

    suggestion: Suggestion
    title: Any
    url: str
    under: Any
    who: str
    band: parts.StateView
    shares: Sequence[tuple[Any, int]]
    verdict: parts.StateView | None
    pair_url: str
    judge_url: str
    undo_url: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `mark` says why it is marked: shared, translated, glossary, or nothing."""

    text: str
    mark: str = ""
    near: bool = False


def now() -> dt.datetime:
    return timezone.localtime()


def asked_of(request: HttpRequest) -> Asked:
    """Return what the address narrows the list by."""
    given = casework.given(request)
    return Asked(
        **{
            name: given.get(name, "")[:100]
            for name in ("field", "stage", "organisation", "form", "coordinator")
        }
    )


def list_of(request: HttpRequest) -> str:
    wanted = request.GET.get("list", "")
    return wanted if wanted in LISTS else LISTS[0]


def address(request: HttpRequest, **changes: str | None) -> str:
    """Return the address of this page with some of what it asks changed."""
    query = {**casework.given(request), **changes}
    kept = {name: text for name, text in query.items() if text}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def tabs(request: HttpRequest, found: Suggestions) -> list[tuple[Any, int, str, bool]]:
    """Return the three lists: name, how many stand in it, address, whether it is the one shown."""
    chosen = list_of(request)
    return [
        (LIST_NAMES[name], len(found.lists[name]), address(request, list=name, all=None), name == chosen)
        for name in LISTS
    ]


def filters(actor: Actor, at: dt.date, kind: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a list can be narrowed by, of what the actor may see."""
    found = {"fields": casework.fields(actor, at)}
    if kind == "need":
        return found | {"coordinators": casework.coordinators(actor, at)}
    language = language_now()
    holders = visible_to(seeds_matched(), actor, at).order_by().values("organisation")
    rows = visible_to(Organisation.objects.filter(pk__in=holders), actor, at).order_by("pk")
    return found | {
        "stages": [(str(value), str(label)) for value, label in SeedStage.choices],
        "organisations": [(row.pk, row.name.text(language)) for row in rows],
        "forms": [(name, str(label)) for name, label in FORM_NAMES.items()],
    }


def rows(
    lines: Iterable[Suggestion], *, actor: Actor, need: Need | None = None, seed: Seed | None = None
) -> list[Row]:
    """Return lines as they are shown. One side of each pair is given, or none where a text was asked for."""
    return [_row(line, actor, need, seed) for line in lines]


def _row(line: Suggestion, actor: Actor, need: Need | None, seed: Seed | None) -> Row:
    record = line.record
    asked, offered = (need or record, seed or record)
    pair = isinstance(asked, Need) and isinstance(offered, Seed)
    places = [asked.pk, offered.pk]
    may_judge = pair and may_judge_need(actor, asked)
    word, tone = BANDS[line.band]
    return Row(
        suggestion=line,
        title=kind_of(record).label(record),
        url=kind_of(record).desk_address(record.pk),
        under=company_name_of(record),
        who=casework.person_name(record.coordinator) if isinstance(record, Need) else "",
        band=parts.StateView(word, tone),
        shares=[(PART_NAMES[name], share) for name, share in line.shares.items() if share],
        verdict=verdict_view(line.match) if line.match else None,
        pair_url=reverse("desk:pair", args=places) if pair else "",
        judge_url=reverse("desk:judge_pair", args=places) if may_judge else "",
        undo_url=reverse("desk:undo_verdict", args=places) if may_judge and line.match else "",
    )


def company_name_of(record: Need | Seed) -> Any:
    if isinstance(record, Seed):
        return record.organisation.name
    return record.company.name if record.company else record.company_name


def may_judge_need(actor: Actor, need: Any) -> bool:
    return may_on(actor, Verb.ADD, "match", need.holding())


def verdict_view(match: Match) -> parts.StateView:
    return parts.StateView(match.get_verdict_display(), VERDICTS[match.verdict])


def reasons_to_reject() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in RejectionReason.choices]


def foot(found: Suggestions) -> dict[str, Any]:
    """Return what makes the suggestion again: engine, terms, moment."""
    return {"version": found.version.said, "moment": found.at}


def next_steps(actor: Actor, need: Need, seed: Seed, match: Match | None) -> list[parts.Link]:
    """Return where a fitting pair goes on: an introduction in the need's open case, or a new case."""
    if match is None or match.verdict != Verdict.ACCEPTED:
        return []
    cases = visible_to(Case.objects.filter(need=need, closed_on=None), actor, now().date())
    links = [
        parts.Link(
            bi("この案件で引き合わせる", "Introduce them in this case"),
            f"{reverse('desk:case_part', args=[case.pk, 'introduction'])}?seed={seed.pk}",
            case.title,
            main=True,
        )
        for case in cases.order_by("pk")
        if casework.may_write(actor, case)
    ]
    if links:
        return links
    if may_on(actor, Verb.CHANGE, "need", need.holding()) and may_on(actor, Verb.ADD, "case", need.holding()):
        start = f"{reverse('desk:open_case')}?{urlencode({'need': need.pk, 'seed': seed.pk})}"
        return [parts.Link(bi("この組から案件を始める", "Open a case from this pair"), start, main=True)]
    return []


def pieces(whole: str, marks: Sequence[tuple[int, int, str]], near: tuple[int, int] | None) -> list[Piece]:
    """Cut a text at the edges of its marks (start, end, why) and of its nearest passage. Nothing is left out."""
    edges = {0, len(whole)}
    for start, end, _ in marks:
        edges |= {start, end}
    edges |= set(near or ())
    places = sorted(edge for edge in edges if 0 <= edge <= len(whole))
    found = []
    for start, end in pairwise(places):
        why = next((mark for first, last, mark in marks if first <= start and end <= last), "")
        inside = near is not None and near[0] <= start and end <= near[1]
        found.append(Piece(whole[start:end], why, inside))
    return found


def marked(reasons: dict[str, Any], side: str) -> list[tuple[int, int, str]]:
    """Return the places of one side (`need` or `seed`) that speak for the pair; the cluster's own terms first."""
    found = [
        (pair[side]["start"], pair[side]["end"], "glossary" if pair["source"] == "glossary" else "translated")
        for pair in reasons["translated"]
    ]
    found += [(span["start"], span["end"], "shared") for term in reasons["shared"] for span in term[side]]
    return found


def firms_to_tell(lines: Sequence[Suggestion]) -> list[tuple[str, list[Any]]]:
    """Return the coordinators of the needs that fit, each with the firms; those without a coordinator last."""
    told: dict[str, list[Any]] = {}
    for line in lines:
        need = line.record
        if not isinstance(need, Need) or line.band == "weak":
            continue
        name = casework.person_name(need.coordinator)
        firm = company_name_of(need)
        if firm not in told.setdefault(name, []):
            told[name].append(firm)
    return sorted(told.items(), key=lambda pair: (not pair[0], pair[0]))
