"""The letters of introductions as mails: what they say is decided when they are sent, by what holds then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.notices.letters import Letter, letter
from renkei.core.records.selectors import present_cluster
from renkei.core.ui.text import bi
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
from renkei.matching.letters import confided_words, letter_to_company, letter_to_researcher
from renkei.matching.models import Introduction
from renkei.matching.services.introducing import DECLINED

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.notices.models import Notice

_SUBJECT = Localised.both("企業と研究者の引き合わせについて", "About an introduction")
_WRITERS = {"introduction.company": letter_to_company, "introduction.researcher": letter_to_researcher}


def _letter(notice: Notice, at: dt.datetime) -> Letter | None:  # noqa: ARG001 - an introduction has no day of its own
    """Write to one side; nothing where it was declined meanwhile. What is kept of it holds nothing confided."""
    slug, _, language = notice.about.partition("/")
    rows = Introduction.objects.select_related(
        "case__company", "case__need__company", "case__coordinator", "seed", "researcher"
    )
    found = rows.filter(pk=slug).first()
    if found is None or found.state in DECLINED or not found.may_pass_on:
        return None
    cluster = present_cluster().name.text(language)
    office = Organisation.objects.filter(pk=found.holder).first()
    answer = notice.made_by.email if notice.made_by else ""
    foot = [office.name.text(language) if office else "", answer, cluster]
    text = f"{_WRITERS[notice.letter](found, language)}\n" + "\n".join(filter(None, foot)) + "\n"
    return Letter(f"{_SUBJECT.text(language)}｜{cluster}", text, secrets=confided_words(found, language))


letter("introduction.company", bi("引き合わせの文面（企業）", "Letter of introduction to a company"))(_letter)
letter("introduction.researcher", bi("引き合わせの文面（研究者）", "Letter of introduction to a researcher"))(
    _letter
)
