"""How the words of a definition are read, and what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renkei.core.blocks.inline import RELATIVE, parse
from renkei.core.blocks.model import Placeholder, Text
from renkei.core.blocks.registry import settings_flaw_of
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable

    from renkei.core.blocks.request import Conventions

_TOTAL = re.compile(r"(?P<name>[a-z][a-z_]*)=(?P<code>[a-z0-9]+(?:[._-][a-z0-9]+)*)@(?P<year>last|this|next)")
_RELATIVE_YEAR = re.compile(r"\[\[year:(?P<which>last|this|next)\]\]")
_YEARS = {
    "last": Localised.both("前年度", "last year"),
    "this": Localised.both("当年度", "this year"),
    "next": Localised.both("次年度", "next year"),
}
_SETTING = re.compile(r"\s*(?P<name>[a-z][a-z_]*)=(?P<value>[^;]*)")


def title_flaw(value: Localised) -> RuleBroken | None:
    """Return what is wrong with a title: it holds years at most, since it is told before anything is looked up."""
    for text in value.to_dict().values():
        try:
            spans = parse(text, fiscal_year=2000)
        except RuleBroken as flaw:
            return flaw
        for span in spans:
            if not (isinstance(span, Text) or (isinstance(span, Placeholder) and span.name == "year")):
                expected = Localised.both(
                    "[[year:this]] などの年度のほかは文字だけ", "words, and years such as [[year:this]], only"
                )
                return RuleBroken("report.title", expected)
    return None


def titled(value: Localised, year: int, conventions: Conventions, style: str) -> Localised:
    """Return a title with its years written out, in every language it is given in."""
    return Localised(
        {
            language: "".join(
                conventions.year(int(span.argument), language, style)
                if isinstance(span, Placeholder)
                else span.text
                for span in parse(text, fiscal_year=year)
                if isinstance(span, Placeholder | Text)
            )
            for language, text in value.to_dict().items()
        }
    )


def without_years(value: Localised) -> Localised:
    """Return a title for lists, where no year is told of yet."""
    said = value.to_dict()
    return Localised(
        {language: _RELATIVE_YEAR.sub(_in_words(language), text) for language, text in said.items()}
    )


def _in_words(language: str) -> Callable[[re.Match[str]], str]:
    return lambda found: _YEARS[found["which"]].text(language)


def totals(said: str) -> dict[str, tuple[str, int]]:
    """Return the figures at a report's head: name to code and years later. Leaves out what is not understood."""
    found = (_TOTAL.fullmatch(word) for word in said.split())
    return {each["name"]: (each["code"], RELATIVE[each["year"]]) for each in found if each}


def totals_flaw(said: str) -> RuleBroken | None:
    if len(totals(said)) == len(said.split()):
        return None
    expected = Localised.both(
        "名前=数字の符号@last・this・next を空白で区切ったもの。名前は一度だけ",
        "name=code@last, this or next, separated by blanks; each name once",
    )
    return RuleBroken("report.totals", expected)


def settings(said: str) -> dict[str, str]:
    """Return a block's settings: name to value. Leaves out what is not understood."""
    found = (_SETTING.fullmatch(word) for word in said.split(";"))
    return {each["name"]: each["value"].strip() for each in found if each}


def settings_flaw(said: str, *, block: str) -> RuleBroken | None:
    if not said.strip():
        return settings_flaw_of(block, {})
    if not block:
        expected = Localised.both("部品を選んでから設定を書く", "settings only where a block is chosen")
        return RuleBroken("report.settings", expected)
    if len(settings(said)) == len(said.split(";")):
        return settings_flaw_of(block, settings(said))
    expected = Localised.both(
        "名前=値 を「;」で区切ったもの。名前は一度だけ", "name=value, separated by ;, each name once"
    )
    return RuleBroken("report.settings", expected)
