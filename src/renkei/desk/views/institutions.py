"""The prefecture's research institutions together: who can do what, and what they do jointly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.texts import holding
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.pages import TODAY, actor_of, language_now, page, today
from renkei.kernel.localised import Localised
from renkei.matching.models import ApplicationField, Capability, JointActivity, JointActivityParty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from renkei.core.accounts.actors import Actor

CAPABILITIES = bi("研究機関の連携", "Collaboration of institutions")
TEXTS = ("title", "description", "equipment")
MOST = 200


@opens_to(verb=Verb.VIEW, kind="capability")
def capabilities_page(request: HttpRequest) -> HttpResponse:
    """Institutions against fields of application, the same with equipment and contact, and their joint activities."""
    actor, at = actor_of(request), today()
    given = casework.given(request)
    q = " ".join(given.get("q", "").split())[:100]
    institution, field = given.get("institution", ""), given.get("field", "")
    seen = visible_to(Capability.objects.all(), actor, at)
    found = list(_capabilities(seen, q, institution, field))
    language = language_now()
    known = {
        each.organisation_id: each.organisation.name.text(language)
        for each in seen.select_related("organisation").distinct()
    }
    activities = _activities(actor, at, institution, q)
    body: dict[str, Any] = {
        "q": q,
        "institution": institution,
        "field": field,
        "institutions": sorted(known.items(), key=lambda each: each[1]),
        "fields": casework.fields(actor, at),
        "narrowed": bool(q or institution or field),
        **_matrix(found, actor, at),
        "table": _table(found, actor, at),
        "activities": activities,
        "new_url": _new(actor, "capability"),
        "new_activity_url": _new(actor, "jointactivity"),
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(CAPABILITIES)]
    return page(request, "desk/capabilities.html", body, crumbs=crumbs)


def _new(actor: Actor, kind: str) -> str:
    return reverse("desk:new", args=["matching", kind]) if may(actor, Verb.ADD, kind) else ""


def _capabilities(rows: QuerySet[Capability], q: str, institution: str, field: str) -> QuerySet[Capability]:
    if institution:
        rows = rows.filter(organisation=institution)
    if field:
        rows = rows.filter(Q(field=field) | Q(field=None))  # what has no field is for all of them
    if q:
        rows = rows.filter(holding(q, TEXTS))
    joined = rows.select_related("organisation", "laboratory", "field", "contact_unit")
    return joined.order_by("organisation", "slug")[:MOST]


def _matrix(found: Sequence[Capability], actor: Actor, at: dt.date) -> dict[str, Any]:
    """Return institutions as rows and fields of application as columns, with what each can do."""
    fields = list(visible_to(ApplicationField.objects.order_by("position", "pk"), actor, at))
    cells: dict[tuple[str, str], list[Capability]] = {}
    names: dict[str, Localised] = {}
    for each in found:
        cells.setdefault((each.organisation_id, each.field_id or ""), []).append(each)
        names[each.organisation_id] = each.organisation.name
    kind = kind_of("capability")
    columns = [(field.pk, field.name) for field in fields]
    if any(field == "" for _, field in cells):
        columns.append(("", Localised.both("分野を問わない", "Any field")))
    matrix = [
        (
            name,
            [
                [(each.title, kind.desk_address(each.pk)) for each in cells.get((slug, field), ())]
                for field, _ in columns
            ],
        )
        for slug, name in names.items()
    ]
    return {"columns": columns, "matrix": matrix}


def _table(found: Sequence[Capability], actor: Actor, at: dt.date) -> parts.Table:
    kind = kind_of("capability")
    rows = []
    for each in found:
        unit = each.contact_unit if each.contact_unit and is_visible(each.contact_unit, actor, at) else None
        place = each.laboratory.name if each.laboratory else ""
        rows.append(
            [
                parts.Cell(each.title, "localised", url=kind.desk_address(each.pk), under=each.description),
                parts.Cell(each.organisation.name, "localised", under=place),
                parts.Cell(each.equipment or None, "localised"),
                parts.Cell(unit.name if unit else None, "localised"),
            ]
        )
    return parts.Table(
        identifier="capabilities",
        caption=bi("できることと設備", "Competence and equipment"),
        columns=[
            parts.Column(bi("できること", "What it can do"), row_head=True),
            parts.Column(bi("機関・研究室", "Institution and laboratory")),
            parts.Column(bi("設備", "Equipment")),
            parts.Column(bi("連絡窓口", "Contact")),
        ],
        rows=rows,
        total=len(rows),
        empty=parts.Empty(
            bi("条件に合うものはありません", "Nothing matches"),
            bi(
                "条件を減らすか、「機関のできること」に登録してください。",
                "Try fewer filters, or record it under “Capabilities”.",
            ),
        ),
    )


def _activities(
    actor: Actor, at: dt.date, institution: str, q: str
) -> list[tuple[JointActivity, str, list[Localised], bool]]:
    """Return joint activities, those under way first, with their institutions and whether they go on."""
    rows = visible_to(JointActivity.objects.all(), actor, at)
    if institution:
        rows = rows.filter(
            pk__in=JointActivityParty.objects.filter(organisation=institution).values("activity")
        )
    if q:
        rows = rows.filter(holding(q, ("title", "description", "result")))
    found = list(rows.order_by("pk")[:MOST])
    parties: dict[str, list[Localised]] = {}
    members = visible_to(JointActivityParty.objects.filter(activity__in=found), actor, at)
    for each in members.select_related("organisation").order_by("activity", "pk"):
        parties.setdefault(each.activity_id, []).append(each.organisation.name)
    address = kind_of("jointactivity").desk_address
    told = [
        (each, address(each.pk), parties.get(each.pk, []), each.period.end is None or each.period.end >= at)
        for each in found
    ]
    return sorted(told, key=lambda each: (not each[3], each[0].pk))
