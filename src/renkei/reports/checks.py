"""The checks before publishing: everything that is to be said about a draft, in a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER
from renkei.core.blocks.model import FigureSpan
from renkei.core.blocks.request import Conventions
from renkei.core.blocks.resolve import nodes
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import visible_to
from renkei.directory.models import Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.carried_checks import unchanged_findings
from renkei.reports.editions import LONGEST, day_of, locked
from renkei.reports.enums import Answer
from renkei.reports.evidence import answers_of, figures_in
from renkei.reports.finding import Finding, found_in
from renkei.reports.freezing import draft_of, text_digest
from renkei.reports.models import Acknowledgement
from renkei.reports.naming import persons_named
from renkei.reports.rights import require_office
from renkei.reports.section_texts import typed_year_findings
from renkei.reports.sentences import Sentence, sentences
from renkei.reports.text_checks import text_findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from renkei.core.accounts.actors import Actor
    from renkei.core.figures.answers import FigureAnswer
    from renkei.reports.models import Edition
    from renkei.reports.service import Report

_NO_SOURCE = Localised.both(
    "「{label}」の値には、出典の資料がありません。", "The value of “{label}” names no document it rests on."
)
_SOURCE = Localised.both("値に資料とその場所を入れます。", "Give the value its document and the place in it.")
_NO_LINES = Localised.both(
    "「{label}」の値のもとになる記録がありません。", "There is no record behind the value of “{label}”."
)
_LINES = Localised.both("記録を登録するか、資料による値を入れます。", "Enter the records, or a stated value.")
_SECRET = Localised.both(
    "「{label}」の出典の資料は公開されていません。", "The document that “{label}” rests on is not public."
)
_OPEN = Localised.both("資料を公開するか、了解します。", "Make the document public, or acknowledge it.")
_DIFFERS = Localised.both(
    "「{label}」は、資料の値と記録から計算した値が違います（差{difference}）。説明の文がありません。",
    "“{label}”: the stated value and the one computed from records differ by {difference}; nobody has explained it.",
)
_EXPLAIN = Localised.both(
    "どちらを使うかを選び、説明を書きます。", "Choose which is printed, and write the explanation."
)
_CONTRADICTS = Localised.both(
    "「{label}」は、公表者によって値が違います。", "Publishers state different values of “{label}”."
)
_CHOOSE = Localised.both("使う値を選びます。", "Choose the value that is printed.")
_NAMED = Localised.both(
    "「{name}」の氏名は、公表してよいことになっていません。",
    "The name “{name}” is not cleared for publication.",
)
_CLEAR = Localised.both(
    "本人の同意を得て人の記録を公開にするか、氏名を外します。",
    "Obtain consent and make the person's record public, or take the name out.",
)
_COMMENT = Localised.both("コメントが未対応です：{text}", "A comment is open: {text}")
_SETTLE = Localised.both("対応して済みにします。", "Deal with it and settle it.")
_CHANGED = Localised.both(
    "{name}が確認したあとで、本文が変わっています。", "The text has changed since {name} checked it."
)
_ASK_AGAIN = Localised.both("もう一度確認してもらいます。", "Have it checked again.")
_BLOCKED = Localised.both(
    "公表前の点検が済んでいません（誤り{errors}件、了解していない注意{warnings}件）。",
    "The checks before publishing are not through: {errors} errors, {warnings} warnings not acknowledged.",
)
_NO_FINDING = Localised.both(
    "この指摘はもうありません。本文が変わったかもしれません。点検の頁を開き直してください。",
    "This finding is there no more; the text may have changed. Please open the page of checks again.",
)
_ERROR = Localised.both(
    "誤りは了解できません。直してください。", "An error is not acknowledged. Please mend it."
)
_NOT_IN_WORK = Localised.both("この版は作業中ではありません。", "This edition is not in work.")


@dataclass(frozen=True)
class Checked:
    """A draft with what the checks say, and who has acknowledged what."""

    edition: Edition
    reports: Mapping[str, Report]
    findings: tuple[Finding, ...]
    acknowledged: Mapping[str, Acknowledgement]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.is_error)

    @property
    def open_warnings(self) -> tuple[Finding, ...]:
        return tuple(
            each for each in self.findings if not each.is_error and each.key not in self.acknowledged
        )

    @property
    def passes(self) -> bool:
        return not self.errors and not self.open_warnings

    @property
    def digest(self) -> str:
        return text_digest(self.reports)


def check_edition(edition: Edition, at: dt.date) -> Checked:
    """Check a draft as strangers would read it today. The number of queries does not depend on its length.

    Raises RuleBroken("report.not_found") where there is nothing public to make a report from.
    """
    reports = draft_of(edition, at)
    found = [
        *text_findings(reports, Conventions.of_cluster().first_month),
        *_figures(edition, reports, at),
        *_persons(reports, at),
        *unchanged_findings(edition, reports, at),
        *typed_year_findings(edition, reports, at),
        *_work(edition, reports),
    ]
    unique = {each.key: each for each in found}
    acknowledged = {each.key: each for each in edition.acknowledgements.all()}
    ordered = sorted(unique.values(), key=lambda each: not each.is_error)
    return Checked(edition, reports, tuple(ordered), acknowledged)


def require_passed(checked: Checked) -> None:
    """Raise RuleBroken("edition.checks") where errors or warnings that nobody acknowledged are left."""
    if not checked.passes:
        errors, warnings = len(checked.errors), len(checked.open_warnings)
        message = _BLOCKED.filled(errors=errors, warnings=warnings)
        raise RuleBroken("edition.checks", message, errors=errors, warnings=warnings)


def acknowledge(*, actor: Actor, edition: Edition, key: str, reason: str, at: dt.datetime) -> Acknowledgement:
    """Let a warning stand, by name.

    Raises RuleBroken("edition.no_finding"), ("edition.is_error"), ("edition.not_in_work").
    """
    author = require_office(actor)
    with journal(actor=author, action="acknowledge warning", reason=reason.strip()[:LONGEST]):
        present = locked(edition)
        if not present.is_in_work:
            raise RuleBroken("edition.not_in_work", _NOT_IN_WORK)
        checked = check_edition(present, day_of(at))
        found = next((each for each in checked.findings if each.key == key), None)
        if found is None:
            raise RuleBroken("edition.no_finding", _NO_FINDING)
        if found.is_error:
            raise RuleBroken("edition.is_error", _ERROR)
        known = checked.acknowledged.get(key)
        if known is not None:
            return known
        return Acknowledgement.objects.create(
            edition=present,
            key=key,
            said=found.what.text("ja")[:1000],
            reason=reason.strip()[:LONGEST],
            at=at,
            by=author.name,
        )


def _figures(edition: Edition, reports: Mapping[str, Report], at: dt.date) -> Iterator[Finding]:
    pairs = set().union(*map(figures_in, reports.values()))
    whole = answers_of(pairs, actor=COMMAND_LINE, at=at)
    public = answers_of(pairs, actor=STRANGER, at=at)
    places = _places(reports[edition.language_tags[0]])
    for pair, answer in sorted(whole.items()):
        found = Finding("", Localised(), Localised(), figure=pair)
        if (where := places.get(pair)) is not None:
            found = replace(found, section=where.section, quote=where.text[:300], anchor=where.anchor)
        for rule, what, expected, detail in _of_figure(answer, public.get(pair)):
            said = what.filled(label=answer.label)
            yield replace(found, rule=rule, what=said, expected=expected, detail=detail)


def _of_figure(
    answer: FigureAnswer, public: FigureAnswer | None
) -> Iterator[tuple[str, Localised, Localised, str]]:
    if answer.prints == "computed" and (answer.computed is None or answer.computed.lines == 0):
        yield "unsourced", _NO_LINES, _LINES, str(answer.value)
    if answer.prints == "stated" and answer.is_known:
        printed = [one for one in answer.stated if one.value == answer.value]
        if not any(one.document for one in printed):
            yield "unsourced", _NO_SOURCE, _SOURCE, str(answer.value)
        elif public is not None and not any(one.document for one in public.stated):
            yield "source_not_public", _SECRET, _OPEN, str(answer.value)
    if answer.difference is not None and not answer.explanation:
        by = answer.printed_of("exact", answer.difference, answer.precision, "ja")
        in_english = answer.printed_of("exact", answer.difference, answer.precision, "en")
        said = Localised.both(
            _DIFFERS["ja"].replace("{difference}", by), _DIFFERS["en"].replace("{difference}", in_english)
        )
        yield "differs", said, _EXPLAIN, str(answer.difference)
    if answer.contradicts:
        yield "contradicts", _CONTRADICTS, _CHOOSE, str(answer.value)


def _places(found: Report) -> dict[tuple[str, int], Sentence]:
    places: dict[tuple[str, int], Sentence] = {}
    for sentence in sentences(found):
        inside = sentence.table if sentence.table is not None else sentence.spans
        for node in nodes(inside):
            if isinstance(node, FigureSpan):
                places.setdefault((node.code, node.fiscal_year), sentence)
    return places


def _persons(reports: Mapping[str, Report], at: dt.date) -> Iterator[Finding]:
    """Yield names of persons of the directory whose record is not public: nobody has cleared them."""
    told = {language: sentences(found) for language, found in reports.items()}
    whole = "\n".join(_whole(each) for parts in told.values() for each in parts)
    named = persons_named(whole)
    if not named:
        return
    slugs = {slug for each in named.values() for slug in each}
    cleared = set(visible_to(Person.objects.filter(pk__in=slugs), STRANGER, at).values_list("pk", flat=True))
    for name, persons in named.items():
        missing = [slug for slug in persons if slug not in cleared]
        if not missing:
            continue
        for language, parts in sorted(told.items()):
            for sentence in parts:
                if name in _whole(sentence):
                    what = _NAMED.filled(name=name)
                    record = ("person", missing[0])
                    yield found_in("person", sentence, language, what, _CLEAR, detail=name, record=record)


def _whole(sentence: Sentence) -> str:
    """Return all words of a sentence, of a table those of its cells too."""
    if sentence.table is None:
        return sentence.text
    words = [getattr(node, "text", "") for node in nodes(sentence.table)]
    return "\n".join([sentence.text, *(word for word in words if isinstance(word, str))])


def _work(edition: Edition, reports: Mapping[str, Report]) -> Iterator[Finding]:
    for comment in edition.comments.filter(resolved_at=None).order_by("pk"):
        what = _COMMENT.filled(text=comment.text[:200])
        yield Finding(
            "comment", what, _SETTLE, comment.language, comment.section, comment.quote[:300], comment.anchor,
            detail=str(comment.pk),
        )  # fmt: skip
    yield from _changed(edition, text_digest(reports))


def _changed(edition: Edition, present: str) -> Iterable[Finding]:
    rows = edition.checks.filter(answer=Answer.AGREES).exclude(text_sha256=present)
    return [
        Finding(
            "changed",
            _CHANGED.filled(name=each.organisation.name),
            _ASK_AGAIN,
            detail=f"{each.organisation_id} {present}",
        )
        for each in rows.select_related("organisation").order_by("organisation")
    ]
