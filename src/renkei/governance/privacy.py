"""Personal data of bodies: who sits in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from renkei.core.privacy.enums import Treatment, Whose
from renkei.core.privacy.registry import (
    Keep,
    Personal,
    PersonalField,
    register_hindrance,
    register_not_personal,
    register_personal,
)
from renkei.core.ui.text import bi
from renkei.governance import models
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from renkei.core.privacy.subject import Subject

register_personal(
    Personal(
        models.Seat,
        Whose.MEMBER,
        bi("会議体の構成を示すため", "To show who makes up a body"),
        bi("法第61条・第17条（利用目的）", "APPI articles 61 and 17 (purpose of use)"),
        Keep(0, bi("本人の記録とともに", "Together with the person's record")),
        lambda subject: Q(person_id=subject.person) if subject.person else Q(pk__in=()),
        {
            "slug": PersonalField(Treatment.ALIAS),
            "person": PersonalField(Treatment.UNLINKED),
            "period": PersonalField(Treatment.UNLINKED),
        },
        controller="person__controller_id",
        copies=(bi("履歴", "History"),),
    )
)
register_not_personal(
    bi(
        "会議体・会議・機能についての文。人の名前が出ることはある",
        "Texts about bodies, meetings and functions; they may mention people",
    ),
    models.Body,
    models.Mandate,
    models.Seat,
    models.ConstituentGroup,
    models.Meeting,
    models.Function,
    models.Relation,
    models.Drawing,
    models.DrawingHint,
)


@register_hindrance
def _sits_in_a_body(subject: Subject, at: dt.date) -> Iterator[Localised]:
    seats = models.Seat.objects.filter(person_id=subject.person, period__contains=at)
    for seat in seats.select_related("body").order_by("pk"):
        yield Localised.both(
            "会議体の席に就いています：{body}。席を終えてから消去してください。",
            "Sits in a body: {body}. End the seat first.",
        ).filled(body=seat.body.name)
