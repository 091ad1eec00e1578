"""The words with which a company and a researcher are asked and introduced: only what may be passed on.

Before both have agreed neither side reads who the other is; what the company wrote in its need is never copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.kernel.localised import Localised
from renkei.matching.enums import IntroductionState

if TYPE_CHECKING:
    from renkei.matching.models import Introduction

_BOTH_AGREED = {IntroductionState.AGREED, IntroductionState.MADE}
_ASK_COMPANY = Localised.both(
    "ご相談いただいた件について、大学・研究機関の研究者に話をしてよいかを伺います。\n"
    "研究者に伝えるのは、次の内容だけです。会社名は、双方の同意があるまで伝えません。\n\n{passed}\n\n"
    "お差し支えがあれば、この文面の言葉を直してご返事ください。\n{coordinator}",
    "May we speak with a researcher about your request?\n"
    "They would be told the following and nothing else; your name is not given before both sides have agreed.\n\n"
    "{passed}\n\nPlease change the words where you wish, and let us know.\n{coordinator}",
)
_ASK_RESEARCHER = Localised.both(
    "企業から次の相談を受けています。会社名は、双方の同意があるまでお伝えできません。\n\n{passed}\n\n"
    "お話を聞いていただけるかどうかを、お知らせください。\n{coordinator}",
    "A company has come to us with the following. Its name is given once both sides have agreed.\n\n{passed}\n\n"
    "Please let us know whether you would speak with them.\n{coordinator}",
)
_COMPANY = Localised.both(
    "{researcher}が、お話を伺うと言ってくださいました。\n研究者には、次の内容を伝えています。\n\n{passed}\n\n"
    "日程を調整して、三者でお会いします。\n{coordinator}",
    "{researcher} would be glad to speak with you. They have been told the following.\n\n{passed}\n\n"
    "We will find a day for the three of us to meet.\n{coordinator}",
)
_RESEARCHER = Localised.both(
    "{company}が、お会いしたいとのことです。伺っている内容は次のとおりです。\n\n{passed}\n\n"
    "日程を調整して、三者でお会いします。\n{coordinator}",
    "{company} would like to meet you. This is what we have been told.\n\n{passed}\n\n"
    "We will find a day for the three of us to meet.\n{coordinator}",
)
_SOMEBODY = Localised.both("研究者", "A researcher")
_A_COMPANY = Localised.both("企業", "A company")
_NOTHING = Localised.both(
    "（伝えてよいことが、まだ書かれていません）", "(What may be passed on is not written yet)"
)


def letter_to_company(introduction: Introduction, language: str) -> str:
    """Return the text for the company; it names the researcher only once both have agreed."""
    agreed = introduction.state in _BOTH_AGREED
    name = (_researcher(introduction, language) if agreed else "") or _SOMEBODY.text(language)
    return _filled(_COMPANY if agreed else _ASK_COMPANY, introduction, language, researcher=name)


def letter_to_researcher(introduction: Introduction, language: str) -> str:
    """Return the text for the researcher; it names the company only once both have agreed."""
    agreed = introduction.state in _BOTH_AGREED
    name = _company(introduction, language) if agreed else _A_COMPANY.text(language)
    return _filled(_RESEARCHER if agreed else _ASK_RESEARCHER, introduction, language, company=name)


def confided_words(introduction: Introduction, language: str) -> tuple[str, ...]:
    """Return what a kept copy of a letter must not hold: what is passed on, and both names."""
    passed = introduction.may_pass_on.text(language)
    company, somebody = _company(introduction, language), _A_COMPANY.text(language)
    names = (company if company != somebody else "", _researcher(introduction, language))
    return tuple(filter(None, (passed, *names)))


def _researcher(introduction: Introduction, language: str) -> str:
    """Return who the researcher is: a person of the directory, or the name on the seed's sheet."""
    if introduction.researcher is not None:
        return introduction.researcher.display_name()
    return introduction.seed.researcher_name.text(language) if introduction.seed else ""


def _company(introduction: Introduction, language: str) -> str:
    case = introduction.case
    company = case.company or (case.need.company if case.need else None)
    if company is not None:
        return str(company.name.text(language))
    return (case.need.company_name if case.need else "") or _A_COMPANY.text(language)


def _filled(text: Localised, introduction: Introduction, language: str, **names: str) -> str:
    coordinator = introduction.case.coordinator
    words = {
        "passed": introduction.may_pass_on.text(language) or _NOTHING.text(language),
        "coordinator": coordinator.display_name() if coordinator else "",
        **names,
    }
    filled: str = text.text(language).format(**words)
    return filled.strip()
