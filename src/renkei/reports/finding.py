"""One finding of the checks before publishing: what, where, what is expected, and how grave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from renkei.core.ui.text import bi
from renkei.kernel.localised import Localised
from renkei.reports.enums import Level

if TYPE_CHECKING:
    from renkei.reports.sentences import Sentence

RULES: dict[str, tuple[Level, Any]] = {
    "hidden": (Level.ERROR, bi("公表できない箇所", "A gap in the text")),
    "unsourced": (Level.ERROR, bi("出典のない値", "Value without a source")),
    "open_place": (Level.ERROR, bi("要記入の箇所", "Place to be filled in")),
    "unchanged": (Level.WARNING, bi("去年のままの文", "Sentence unchanged since last year")),
    "typed": (Level.WARNING, bi("本文に打ち込まれた数", "Number typed into the text")),
    "typed_year": (Level.WARNING, bi("節の文に打ち込まれた年度", "Year typed into a section")),
    "source_not_public": (Level.WARNING, bi("出典が非公開", "Source not public")),
    "differs": (Level.WARNING, bi("資料の値と計算した値", "Stated against computed")),
    "contradicts": (Level.WARNING, bi("公表者による違い", "Publishers disagree")),
    "language": (Level.WARNING, bi("訳がない", "Missing translation")),
    "section_missing": (Level.ERROR, bi("節がない言語", "Section missing in a language")),
    "sum": (Level.ERROR, bi("合わない合計", "Sum that does not add up")),
    "rounding_note": (Level.ERROR, bi("端数の注記がない", "Rounding note missing")),
    "date": (Level.WARNING, bi("年度の外の日付", "Date outside the year")),
    "person": (Level.ERROR, bi("公表の同意が確かめられない人名", "Name not cleared for publication")),
    "address": (Level.WARNING, bi("メールアドレス", "E-mail address in the text")),
    "latin": (Level.WARNING, bi("日本語の語の中の英字", "Latin letter inside a Japanese word")),
    "alternative": (Level.ERROR, bi("図や写真の代わりの文がない", "Alternative text missing")),
    "no_photograph": (Level.WARNING, bi("写真がない", "No photograph held")),
    "comment": (Level.WARNING, bi("未対応のコメント", "Open comment")),
    "changed": (Level.WARNING, bi("確認後の変更", "Changed since it was checked")),
}


@dataclass(frozen=True)
class Finding:
    """What a check has found. `record` (kind, identifier) or `figure` (code, year) is where it is mended.

    `key` is the same as long as rule, place, text and detail are: who acknowledged it has seen exactly this.
    """

    rule: str
    what: Localised
    expected: Localised
    language: str = ""
    section: str = ""
    quote: str = ""
    anchor: str = ""
    detail: str = ""
    record: tuple[str, str] | None = None
    figure: tuple[str, int] | None = None
    title: Localised = field(default_factory=Localised)

    @property
    def level(self) -> Level:
        return RULES[self.rule][0]

    @property
    def name(self) -> Any:
        return RULES[self.rule][1]

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    @property
    def key(self) -> str:
        where = (*(self.record or ()), *map(str, self.figure or ()))
        said = (self.rule, self.language, self.section, self.quote, self.detail, *where)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def found_in(
    rule: str, where: Sentence, language: str, what: Localised, expected: Localised, **more: Any
) -> Finding:
    """Return a finding about a sentence."""
    return Finding(
        rule,
        what,
        expected,
        language=language,
        section=where.section,
        quote=where.text[:300],
        anchor=where.anchor,
        **more,
    )
