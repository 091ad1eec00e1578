"""Two editions, or two years, set beside each other: every number that differs, why, and every sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from renkei.core.figures.registry import families
from renkei.kernel.localised import Localised
from renkei.reports.coding import of_plain
from renkei.reports.enums import Sort
from renkei.reports.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renkei.reports.service import Report

_NAMED = 5  # lines that a sentence names; more are counted


@dataclass(frozen=True)
class Figure:
    """A number of one side: what it was and which lines made it up (kind and identifier: amount)."""

    code: str
    fiscal_year: int
    label: Localised
    value: Decimal | None
    state: str
    unit: str
    basis: str
    publisher: str
    version: int
    prints: str
    printed: Localised
    basis_label: Localised = field(default_factory=Localised)
    publisher_label: Localised = field(default_factory=Localised)
    explanation: Localised = field(default_factory=Localised)
    lines: Mapping[tuple[str, str], tuple[Decimal, Localised]] = field(default_factory=dict)

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Figure:
        """Read a figure as an edition keeps it."""
        told = of_plain(dict(plain))
        basis, publisher = told["basis"] or {}, told["publisher"] or {}
        return cls(
            told["code"],
            told["fiscal_year"],
            told["label"],
            told["value"],
            told["state"],
            told["unit"],
            str(basis.get("code", "")),
            str(publisher.get("code", "")),
            told["definition_version"],
            told["prints"],
            Localised(told["printed"]),
            basis.get("label", Localised()),
            publisher.get("label", Localised()),
            told["explanation"] or Localised(),
            {
                (each["kind"], each["slug"]): (Decimal(each["amount"]), each["label"])
                for each in told["lines"]
            },
        )


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called, its report's year, its numbers, and its report in each language."""

    name: Localised
    kind: str
    fiscal_year: int
    figures: Sequence[Figure]
    reports: Mapping[str, Report]


@dataclass(frozen=True)
class Difference:
    """One line of the comparison. A number that is new has no `before`, one that is dropped no `after`."""

    sort: Sort
    before: Figure | None
    after: Figure | None
    change: Decimal | None = None
    explanation: Localised = field(default_factory=Localised)

    @property
    def figure(self) -> Figure:
        """Return the side there is, the later one first."""
        found = self.after or self.before
        if found is None:
            msg = "a difference has a side"
            raise ValueError(msg)
        return found


@dataclass(frozen=True)
class Comparison:
    """`texts` are the sentences that differ, by language, as `text_changes` tells them."""

    before: Side
    after: Side
    differences: tuple[Difference, ...]
    texts: Mapping[str, Sequence[Mapping[str, str]]]

    def of(self, sort: Sort) -> list[Difference]:
        return [each for each in self.differences if each.sort == sort]


def compare(before: Side, after: Side) -> Comparison:
    """Set two sides beside each other. Plain work in memory: no query, the same for the same sides.

    A number of the same code and year on both sides was told twice: where it differs it is restated, redefined, on
    another basis or of another publisher. Where the reports are of different years, the number in the same place
    (as many years from its report's own) is compared as well: it changed, is new, or was dropped.
    """
    found = [*_told_twice(before, after), *_moved(before, after)]
    found += [*_sums(before.figures, of_before=True), *_sums(after.figures, of_before=False)]
    order = list(Sort)
    found.sort(key=lambda each: (order.index(each.sort), each.figure.code, each.figure.fiscal_year))
    texts = {
        language: list(text_changes(before.reports[language], after.reports[language]))
        for language in sorted(before.reports.keys() & after.reports.keys())
    }
    return Comparison(before, after, tuple(found), texts)


def _told_twice(before: Side, after: Side) -> Iterator[Difference]:
    old = {(each.code, each.fiscal_year): each for each in before.figures}
    for now in after.figures:
        was = old.get((now.code, now.fiscal_year))
        if was is not None and (sort := _sort(was, now)) is not None:
            yield Difference(sort, was, now, _change(was, now), _why(was, now))


def _sort(was: Figure, now: Figure) -> Sort | None:
    if (was.version, was.unit) != (now.version, now.unit):
        return Sort.REDEFINED
    if was.basis != now.basis:
        return Sort.OTHER_BASIS
    if was.publisher != now.publisher:
        return Sort.OTHER_PUBLISHER
    return Sort.RESTATED if (was.value, was.state) != (now.value, now.state) else None


def _moved(before: Side, after: Side) -> Iterator[Difference]:
    """Yield what differs between numbers in the same place of two reports."""
    apart = after.fiscal_year - before.fiscal_year
    old = {(each.code, each.fiscal_year + apart): each for each in before.figures}
    new = {(each.code, each.fiscal_year): each for each in after.figures}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            yield Difference(Sort.NEW if was is None else Sort.DROPPED, was, now)
        elif not apart:
            continue  # told twice
        elif (was.version, was.unit) != (now.version, now.unit):
            yield Difference(Sort.REDEFINED, was, now, None, _why(was, now))
        elif (was.value, was.state) != (now.value, now.state):
            yield Difference(Sort.CHANGED, was, now, _change(was, now), _why(was, now))


def _change(was: Figure, now: Figure) -> Decimal | None:
    comparable = was.unit == now.unit and was.version == now.version
    if not comparable or was.value is None or now.value is None:
        return None
    return now.value - was.value


def _why(was: Figure, now: Figure) -> Localised:
    """Return the sentence that explains: last value + new - ended ± recounted = this value; else what is known."""
    told = [_lines_told(was, now), *_other_reasons(was, now)]
    if now.explanation:
        told.append(now.explanation)
    said = [each for each in told if each]
    return Localised(
        {
            language: (" " if language != "ja" else "").join(each.text(language) for each in said)
            for language in ("ja", "en")
        }
        if said
        else {}
    )


def _other_reasons(was: Figure, now: Figure) -> Iterator[Localised]:
    if was.version != now.version:
        yield Localised.both(
            f"定義が第{was.version}版から第{now.version}版に変わりました。",
            f"The definition went from version {was.version} to version {now.version}.",
        )
    for old, new, word in (
        (was.basis_label, now.basis_label, Localised.both("基準", "basis")),
        (was.publisher_label, now.publisher_label, Localised.both("公表者", "publisher")),
    ):
        if old.to_dict() != new.to_dict():
            yield Localised.both(
                "{word}が「{old}」から「{new}」に変わりました。", "The {word} went from “{old}” to “{new}”."
            ).filled(word=word, old=old or _NONE, new=new or _NONE)


_NONE = Localised.both("記載なし", "not stated")


def _lines_told(was: Figure, now: Figure) -> Localised:
    """Return the sum that leads from one value to the other, where lines that both share make it worth telling."""
    if was.value is None or now.value is None or was.unit != now.unit or not (was.lines and now.lines):
        return Localised()
    come = {key: now.lines[key] for key in now.lines.keys() - was.lines.keys()}
    gone = {key: was.lines[key] for key in was.lines.keys() - now.lines.keys()}
    kept = now.lines.keys() & was.lines.keys()
    if not kept and gone:
        return Localised()
    recounted = sum((now.lines[key][0] - was.lines[key][0] for key in kept), Decimal(0))
    new, ended = _sum(come), _sum(gone)
    rest = now.value - (was.value + new - ended + recounted)
    steps = [(new, _NEW), (-ended, _ENDED)]
    steps += [(amount, word) for amount, word in ((recounted, _RECOUNTED), (rest, _REST)) if amount]
    names = _names(come)
    return Localised(
        {
            "ja": _sentence(was.value, steps, now, "ja", "", "＋", "＝", "。")
            + (f"新しいもの：{names.text('ja')}。" if names else ""),
            "en": _sentence(was.value, steps, now, "en", " ", "+", " = ", ".")
            + (f" New: {names.text('en')}." if names else ""),
        }
    )


_NEW, _ENDED = Localised.both("新しいもの", "new"), Localised.both("なくなったもの", "ended")
_RECOUNTED = Localised.both("数え直し", "recounted")
_REST = Localised.both("行に現れない分", "not among the lines")


def _sentence(
    first: Decimal,
    steps: Sequence[tuple[Decimal, Localised]],
    now: Figure,
    language: str,
    gap: str,
    plus: str,
    equals: str,
    end: str,
) -> str:
    """Return 19＋3件新しいもの…＝20 in one language, from its signs."""
    money = {"ja": "円", "en": " yen"}[language] if now.unit == "yen" else ""
    told = [
        f"{gap}{'−' if amount < 0 or word is _ENDED else plus}{gap}{_plain(abs(amount))}{money}"
        f"{f'（{word.text(language)}）' if language == 'ja' else f' {word.text(language)}'}"
        for amount, word in steps
    ]
    return f"{_plain(first)}{money}{''.join(told)}{equals}{_plain(now.value or Decimal(0))}{money}{end}"


def _sum(lines: Mapping[tuple[str, str], tuple[Decimal, Localised]]) -> Decimal:
    return sum((amount for amount, _ in lines.values()), Decimal(0))


def _names(lines: Mapping[tuple[str, str], tuple[Decimal, Localised]]) -> Localised:
    labels = [label for _, label in (lines[key] for key in sorted(lines))]
    shown, more = labels[:_NAMED], len(labels) - _NAMED
    if not shown:
        return Localised()
    return Localised.both(
        "、".join(each.text("ja") for each in shown) + (f"ほか{more}件" if more > 0 else ""),
        ", ".join(each.text("en") for each in shown) + (f" and {more} more" if more > 0 else ""),
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _sums(figures: Iterable[Figure], *, of_before: bool) -> Iterator[Difference]:
    """Yield totals whose parts, all of them on exact values, do not add up to them."""
    grouped = [family for family in families() if family.by and family.listed]
    totals: dict[tuple[str, int], Figure] = {}
    parts: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for each in figures:
        for family in grouped:
            group = family.group_of(each.code)
            if group == "":
                totals[family.code, each.fiscal_year] = each
            elif group:
                parts[family.code, each.fiscal_year].append(each)
    for key, total in totals.items():
        known = [each.value for each in parts[key] if each.value is not None]
        if not known or len(known) < len(parts[key]) or total.value is None:
            continue
        apart = total.value - sum(known)
        if apart:
            said = Localised.both(
                "内訳の合計{parts}と{apart}違います。", "Its parts add up to {parts}, which is {apart} apart."
            ).filled(parts=_plain(Decimal(sum(known))), apart=_plain(abs(apart)))
            yield Difference(
                Sort.SUM, total if of_before else None, None if of_before else total, apart, said
            )


def text_changes(before: Report, after: Report) -> Iterator[dict[str, str]]:
    """Yield the sentences that differ, in their order: section, its title, the words before and after."""
    titles = {each.id: each.title.text(after.language) for each in (*before.sections, *after.sections)}
    old, new = ([(each.section, each.text) for each in sentences(found)] for found in (before, after))
    for word, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word == "equal":
            continue
        gone, come = old[start:end], new[first:last]
        for index in range(max(len(gone), len(come))):
            was = gone[index] if index < len(gone) else ("", "")
            now = come[index] if index < len(come) else ("", "")
            section = now[0] or was[0]
            yield {
                "section": section,
                "title": titles.get(section, ""),
                "before": was[1],
                "after": now[1],
            }
