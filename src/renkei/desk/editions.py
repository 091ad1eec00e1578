"""Editions as the desk shows them: words, tones, what is missing and whose it is, the lines of a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse

from renkei.core.accounts.actors import STRANGER
from renkei.core.jobs.long import long_jobs_of
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import TODAY
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.checks import Checked, check_edition
from renkei.reports.comments import Pinned, pinned
from renkei.reports.definitions import definitions
from renkei.reports.enums import Answer, Role
from renkei.reports.evidence import figures_in
from renkei.reports.models import Edition, PartContent, Removal
from renkei.reports.naming import name_in, persons_named
from renkei.reports.pictures import captions_of
from renkei.reports.section_texts import unchanged_since
from renkei.reports.sentences import Sentence, sentences
from renkei.reports.tasks import last_publication

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from renkei.core.accounts.actors import Actor
    from renkei.core.jobs.models import LongJob
    from renkei.reports.finding import Finding
    from renkei.reports.models import EditionCheck, EditionPart
    from renkei.reports.service import Report
    from renkei.reports.verifying import Verified

EDITIONS = bi("報告の版", "Editions of reports")
OFFICE = bi("事務局", "Secretariat")
TONES: dict[str, parts.Tone] = {
    "draft": "neutral",
    "checking": "info",
    "agreed": "info",
    "published": "good",
    "corrected": "ended",
    "withdrawn": "ended",
    "discarded": "ended",
}

PART_TONES: dict[str, parts.Tone] = {
    "good": "good",
    "removed": "ended",
    "redacted": "ended",
    "damaged": "late",
    "missing": "late",
    "extra": "late",
}


@dataclass(frozen=True)
class Lack:
    """Something that is missing before the edition is published, and whose it is."""

    what: Any
    whose: Any
    url: str


@dataclass(frozen=True)
class LineOfDraft:
    """One sentence in the preview, with its comments and findings beside it."""

    sentence: Sentence
    comments: list[Pinned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    comment_url: str = ""
    unchanged: bool = False


def wanted_edition(slug: str) -> Edition:
    found = Edition.objects.select_related("corrects").filter(pk=slug).first()
    if found is None:
        raise Http404
    return found


def kind_name(edition: Edition, actor: Actor, at: dt.date) -> Localised:
    """Return what an edition's kind is called; its identifier where the kind is no more."""
    return kinds(actor, at).get(edition.kind, Localised.both(edition.kind, edition.kind))


def kinds(actor: Actor, at: dt.date) -> dict[str, Localised]:
    """Return what each kind of report is called."""
    return {each.kind: each.record.name for each in definitions(actor=actor, at=at)}


def label_of(edition: Edition) -> Localised:
    return Localised.both(f"第{edition.number}版", f"Edition {edition.number}")


def crumbs_of(edition: Edition | None = None, *more: parts.Crumb) -> list[parts.Crumb]:
    found = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(EDITIONS, reverse("desk:editions"))]
    if edition is not None:
        found.append(parts.Crumb(name_of(edition), reverse("desk:edition", args=[edition.pk])))
    return [*found, *more]


def name_of(edition: Edition) -> Localised:
    return Localised.both("{title}（{label}）", "{title} ({label})").filled(
        title=edition.title, label=label_of(edition)
    )


@dataclass(frozen=True)
class Publication:
    """How the job stands that publishes an edition, and where its progress is shown; empty for others' jobs."""

    job: LongJob
    url: str

    @property
    def failed(self) -> bool:
        return self.job.state == "failed"


def publication_of(edition: Edition, actor: Actor) -> Publication | None:
    """Return the latest job that was to publish an edition in work: one that goes on, or one that failed."""
    job = last_publication(edition) if edition.is_in_work else None
    if job is None or not (job.is_unfinished or job.state == "failed"):
        return None
    known = long_jobs_of(actor).filter(pk=job.pk).exists()
    return Publication(job, reverse("desk:long_job", args=[job.pk]) if known else "")


def state_view(edition: Edition) -> parts.StateView:
    return parts.StateView(edition.get_state_display(), TONES[edition.state])


def lacks(edition: Edition, checked: Checked, checks: Iterable[EditionCheck]) -> list[Lack]:
    """Return what is missing before the publication, whose it is and where it is done."""
    page = reverse("desk:edition", args=[edition.pk])
    checks_page = reverse("desk:edition_checks", args=[edition.pk])
    found = []
    if checked.errors:
        count = len(checked.errors)
        found.append(
            Lack(Localised.both(f"直す誤り{count}件", f"Errors to mend: {count}"), OFFICE, checks_page)
        )
    if checked.open_warnings:
        count = len(checked.open_warnings)
        said = Localised.both(f"直すか了解する注意{count}件", f"Warnings to mend or acknowledge: {count}")
        found.append(Lack(said, OFFICE, checks_page))
    for each in checks:
        if each.answer != Answer.AGREES:
            what = (
                bi("意見への対応", "Remarks to deal with")
                if each.answer
                else bi("確認の回答", "Answer to the check")
            )
            found.append(
                Lack(what, each.organisation.name if not each.answer else OFFICE, f"{page}#parties-title")
            )
    if edition.state == "draft":
        found.append(Lack(bi("確認の依頼", "Asking the parties to check"), OFFICE, f"{page}#parties-title"))
    if edition.state == "checking":
        found.append(Lack(bi("合意の記録", "Declaring it agreed"), OFFICE, f"{page}#next-title"))
    if edition.state in {"draft", "checking", "agreed"} and not edition.decision_number:
        found.append(
            Lack(bi("決裁番号と決裁日", "Number and day of the decision"), OFFICE, f"{page}#next-title")
        )
    return found


def checked_or_none(edition: Edition, at: dt.date) -> Checked | None:
    """Return the checked draft, None where there is nothing public to make it from or the edition is not in work."""
    if not edition.is_in_work:
        return None
    try:
        return check_edition(edition, at)
    except RuleBroken:
        return None


def lines_of(
    edition: Edition, checked: Checked, language: str, at: dt.date, *, with_links: bool
) -> tuple[list[LineOfDraft], list[Pinned]]:
    """Return the draft sentence by sentence, and the comments whose sentence is gone."""
    found: Report = checked.reports[language]
    told = sentences(found)
    comments = edition.comments.filter(language=language).order_by("pk")
    beside: dict[tuple[str, str], list[Pinned]] = {}
    lost = []
    for each in pinned(comments, told):
        if each.sentence is None:
            lost.append(each)
        else:
            beside.setdefault((each.sentence.section, each.sentence.anchor), []).append(each)
    by_place: dict[tuple[str, str], list[Finding]] = {}
    for finding in checked.findings:
        if finding.rule != "comment" and finding.language in {"", language} and finding.anchor:
            by_place.setdefault((finding.section, finding.anchor), []).append(finding)
    same = unchanged_since(edition, found, language, at)
    lines = [
        LineOfDraft(
            each,
            beside.get((each.section, each.anchor), []),
            by_place.get((each.section, each.anchor), []),
            comment_address(edition, language, each) if with_links else "",
            (each.section, each.anchor) in same,
        )
        for each in told
    ]
    return lines, lost


def comment_address(edition: Edition, language: str, sentence: Sentence) -> str:
    return reverse("desk:edition_comment", args=[edition.pk, language, sentence.section, sentence.anchor])


def mend_address(finding: Finding, actor: Actor) -> str:
    """Return where a finding is mended: the record, or the evidence of the figure; empty where nowhere."""
    if finding.record is not None:
        kind, slug = finding.record
        return kind_of(kind).desk_address(slug)
    if finding.figure is not None and not actor.is_stranger:
        return reverse("desk:evidence", args=list(finding.figure))
    return ""


def summary(checked: Checked) -> dict[str, int]:
    """Return what a publication would freeze, counted."""
    reports = checked.reports.values()
    pairs = set().union(*map(figures_in, reports))
    words = "\n".join(each.text for found in reports for each in sentences(found))
    return {
        "languages": len(checked.reports),
        "sections": max((len(each.sections) for each in reports), default=0),
        "sentences": sum(len(sentences(each)) for each in reports),
        "figures": len(pairs),
        "names": len(persons_named(words)),
    }


def manifest_table(verified: Verified) -> parts.Table:
    return parts.Table(
        identifier="manifest",
        caption=bi("目録の部分", "Parts of the manifest"),
        columns=[
            parts.Column(bi("順番", "No."), tight=True),
            parts.Column(bi("部分", "Part"), row_head=True),
            parts.Column(bi("名前", "Name")),
            parts.Column(bi("大きさ（バイト）", "Bytes"), numeric=True),
            parts.Column(bi("状態", "State")),
            parts.Column("SHA-256"),
        ],
        rows=[
            [
                parts.Cell(each.position, "ordinal"),
                parts.Cell(each.role_word),
                parts.Cell(each.name[:12], "ordinal"),
                parts.Cell(each.size, "ordinal"),
                parts.Cell(parts.StateView(each.state_word, PART_TONES[each.state]), "state"),
                parts.Cell(f"{each.sha256[:16]}…", "ordinal"),
            ]
            for each in verified.findings
        ],
    )


def removable(edition: Edition, at: dt.date) -> list[tuple[EditionPart, str, bool]]:
    """Return names and photographs that can be removed: the part, what it is, and whether its consent still stands.

    A photograph is told by its caption.
    """
    rows = PartContent.objects.filter(
        part__edition=edition, part__role__in=[Role.NAME, Role.PHOTOGRAPH]
    ).select_related("part")
    found = []
    named = {slug for row in rows for slug in row.persons.split()}
    people = visible_to(Person.objects.filter(pk__in=named), STRANGER, at)
    public = set(people.values_list("pk", flat=True))
    captions = captions_of(edition) if any(row.part.role == Role.PHOTOGRAPH for row in rows) else {}
    for row in rows.order_by("part__position"):
        photograph = row.part.role == Role.PHOTOGRAPH
        name = row.part.name
        what = captions.get(name, name[:12]) if photograph else name_in(bytes(row.content)).text("ja")
        found.append((row.part, what, set(row.persons.split()) <= public))
    return found


def removals(edition: Edition) -> list[Removal]:
    rows = Removal.objects.filter(part__edition=edition).select_related("part")
    return list(rows.exclude(part__role=Role.RENDERING).order_by("removed_at", "pk"))
