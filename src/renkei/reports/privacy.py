"""Personal data of reports: names under the manifests of editions, and who checked, commented and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Copies,
    Keep,
    Personal,
    PersonalField,
    register_copy,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.reports import models
from renkei.reports.redacting import count_mentions, redact

if TYPE_CHECKING:
    from renkei.core.privacy.subject import Subject

ALIAS, DELETE = PersonalField(Treatment.ALIAS), PersonalField(Treatment.DELETE)
TASK = bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)")
AGREEMENT = bi("版をつくり、確かめた経過を残すため", "To keep how an edition was made and checked")
WITH_THE_PERSON = Keep(0, bi("本人の記録とともに", "Together with the person's record"))


def _named(subject: Subject) -> Q:
    """Narrow names under a manifest to those that may mean the person."""
    known = {subject.person, *subject.identifiers} - {""}
    found = Q(pk__in=())
    for slug in sorted(known):
        found |= Q(persons__contains=f" {slug} ")
    return found


def _done_by(subject: Subject, field: str) -> Q:
    return Q(**{field: subject.username}) if subject.username else Q(pk__in=())


# A second name in a row (who settled a comment, who declared an edition agreed) is replaced by the pass over texts.
register_personal(
    Personal(
        models.PartContent,
        Whose.STAFF,
        bi(
            "公表した報告に、名前を公表の同意の範囲で載せるため",
            "To name people in a published report as they agreed",
        ),
        TASK,
        WITH_THE_PERSON,
        _named,
        {"persons": DELETE},
        copies=(bi("名前を含む体裁を整えたファイル", "Typeset files the name stands in"),),
    ),
    Personal(
        models.ReportKind,
        Whose.CONTACT,
        bi("報告を読んだ人が問い合わせられるように", "So that readers of a report know whom to ask"),
        TASK,
        Keep(0, bi("報告の種類の記録とともに", "Together with the kind of report")),
        lambda subject: Q(pk__in=()),  # lines of an office: a person in them is found by the pass over texts  # noqa: ARG005
        {"contact": PersonalField(Treatment.UNLINKED)},
    ),
    Personal(
        models.Edition,
        Whose.USER,
        AGREEMENT,
        TASK,
        WITH_THE_PERSON,
        lambda subject: _done_by(subject, "published_by"),
        {"published_by": ALIAS},
    ),
    Personal(
        models.EditionCheck,
        Whose.USER,
        AGREEMENT,
        TASK,
        WITH_THE_PERSON,
        lambda subject: _done_by(subject, "answered_by"),
        {"answered_by": ALIAS},
        controller="organisation_id",
    ),
    Personal(
        models.EditionComment,
        Whose.USER,
        AGREEMENT,
        TASK,
        WITH_THE_PERSON,
        lambda subject: _done_by(subject, "made_by"),
        {"made_by": ALIAS},
    ),
    Personal(
        models.Acknowledgement,
        Whose.USER,
        AGREEMENT,
        TASK,
        WITH_THE_PERSON,
        lambda subject: _done_by(subject, "by"),
        {"by": ALIAS},
    ),
    Personal(
        models.Removal,
        Whose.USER,
        AGREEMENT,
        TASK,
        WITH_THE_PERSON,
        lambda subject: _done_by(subject, "removed_by"),
        {"removed_by": ALIAS},
    ),
)
register_not_personal(
    bi(
        "報告の文と、版についての文。人の名前が出ることはある",
        "Sentences of reports and texts about editions; they may mention people",
    ),
    models.ReportKind,
    models.ReportSection,
    models.Edition,
    models.EditionPart,
    models.PartContent,
    models.Removal,
    models.EditionCheck,
    models.EditionComment,
    models.Acknowledgement,
)
register_copy(
    Copies(
        "editions",
        bi(
            "公表した版の本文（名簿に載る前の名前）",
            "Texts of published editions (names from before the directory)",
        ),
        count_mentions,
        redact,
    )
)
