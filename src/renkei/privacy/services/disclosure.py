"""Everything that is known of a person, across all contexts, with where it comes from and who changed it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.privacy.registry import Personal, personal_data
from renkei.core.privacy.subject import names_in_text
from renkei.core.records.fields import PeriodField
from renkei.directory.models import Person
from renkei.kernel.localised import Localised
from renkei.privacy.enums import Way
from renkei.privacy.models import Reading
from renkei.privacy.services.erasure import require
from renkei.privacy.services.files import documents_that_mention
from renkei.privacy.services.readings import note_reading
from renkei.privacy.services.sweep import key_of, mentions
from renkei.privacy.services.treating import events_model, of_events

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.privacy.subject import Subject

OTHER = "（ほかの人）"
AROUND = 60
MOST_PASSAGES = 200
HIDDEN = frozenset(
    {
        "password",
        "digest",
        "session_data",
        "session_key",
        "session_hash",
        "salt",
        "link",
        "nonce",
        "token_hash",
    }
)


@dataclass
class Item:
    """One record: its identifier and each field that says something, label and value."""

    record: str
    fields: list[tuple[Any, str]]


@dataclass
class Change:
    when: dt.datetime
    who: str
    action: str
    why: str
    fields: list[tuple[Any, str]]


@dataclass
class Section:
    """One table: what it is for, on which ground, how long it is kept, the records and their history."""

    name: Any
    declared: Personal
    items: list[Item] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.items) + len(self.changes)


@dataclass
class Passage:
    """A text of another record that mentions the person; others named in it are masked."""

    table: str
    record: str
    text: str


@dataclass
class Disclosure:
    subject: Subject
    at: dt.datetime
    sections: list[Section]
    passages: list[Passage]
    documents: list[tuple[str, Localised]]
    readings: list[Reading]

    @property
    def total(self) -> int:
        return sum(section.total for section in self.sections) + len(self.passages)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data, labels in Japanese."""
        return {
            "person": self.subject.identifier,
            "at": self.at.isoformat(timespec="seconds"),
            "records": [_section_json(section) for section in self.sections if section.total],
            "mentioned_in": [vars(each) for each in self.passages],
            "documents": [{"slug": slug, "title": title.to_dict()} for slug, title in self.documents],
            "read_by": [
                {"at": each.at.isoformat(timespec="seconds"), "who": each.actor, "way": each.way}
                for each in self.readings
            ],
        }


def disclose(*, actor: Actor, subject: Subject, at: dt.datetime, purpose: str = "") -> Disclosure:
    """Gather everything about a person. Effects: the reading is logged. Raises RuleBroken("permission.refused").

    Other people's names in texts are masked; who changed a record stays named, as an act of office.
    """
    require(actor, Verb.CHANGE)
    masks = _others(subject)
    found = Disclosure(
        subject,
        at,
        [_section(each, subject, masks) for each in personal_data() if each.model is not Reading],
        _passages(subject, masks),
        [(document.pk, document.title) for document in documents_that_mention(subject)],
        list(_readings_of(subject)),
    )
    with journal(actor=actor, action="disclose personal data", for_readers=False):
        note_reading(
            actor=actor,
            kind=subject.kind,
            slug=str(subject.user) if subject.kind == "user" else subject.identifier,
            way=Way.DISCLOSURE,
            at=at,
            count=found.total,
            purpose=purpose,
        )
    return found


def _readings_of(subject: Subject) -> models.QuerySet[Reading]:
    about = models.Q(kind="person", slug=subject.person or "-") | models.Q(
        kind="user", slug=str(subject.user or "-")
    )
    about |= models.Q(kind="address", slug__in=subject.addresses)
    return Reading.objects.filter(about).order_by("-id")[:1000]


def _section(declared: Personal, subject: Subject, masks: str) -> Section:
    model = declared.model
    section = Section(declared.label, declared)
    rows = model._default_manager.filter(declared.rows(subject)).distinct().order_by("pk")
    section.items = [Item(str(row.pk), _values(row, model, masks)) for row in rows]
    events = events_model(model)
    if events is not None:
        keys = [item.record for item in section.items]
        narrowed = models.Q(pgh_obj_id__in=keys)
        if model is Person or model._meta.model_name == "user":
            narrowed |= of_events(declared.rows(subject))
        states = events.objects.filter(narrowed).select_related("pgh_context").order_by("pgh_id")
        section.changes = [_change(state, model, masks) for state in states]
    return section


def _change(state: Any, model: type[models.Model], masks: str) -> Change:
    said = state.pgh_context.metadata if state.pgh_context else {}
    return Change(
        state.pgh_created_at,
        str(said.get("actor", "")),
        str(state.pgh_label),
        _masked(str(said.get("reason", "")), masks),
        _values(state, model, masks),
    )


def _values(row: Any, model: type[models.Model], masks: str) -> list[tuple[Any, str]]:
    found = []
    for item in model._meta.concrete_fields:
        if item.name in HIDDEN or not hasattr(row, item.attname):
            continue
        value = getattr(row, item.attname)
        if value in (None, "", {}):
            continue
        found.append((item.verbose_name, _masked(_text(item, value), masks)))
    return found


def _text(item: Any, value: Any) -> str:
    if isinstance(value, Localised):
        return " / ".join(value.to_dict().values())
    if isinstance(item, PeriodField):
        return f"{value.start or ''}–{value.end or ''}"
    if item.choices:
        return str(dict(item.flatchoices).get(value, value))
    return str(value)


def _others(subject: Subject) -> str:
    """Return a pattern of the full names of everybody else."""
    found: set[str] = set()
    for person in Person.objects.exclude(pk=subject.person):
        found |= {*names_in_text(person.family_name, person.given_name)}
        found |= {*names_in_text(person.family_roman, person.given_roman)}
    own = set(subject.written)
    return "|".join(re.escape(name) for name in sorted(found - own, key=len, reverse=True))


def _masked(text: str, masks: str) -> str:
    return re.sub(masks, OTHER, text) if masks else text


def _passages(subject: Subject, masks: str) -> list[Passage]:
    own = {each.model._meta.db_table for each in personal_data()}
    own |= {f"{table}event" for table in own}
    found: list[Passage] = []
    pattern = re.compile(subject.pattern() or r"(?!)")
    for table, rows in mentions(subject):
        if table.name in own or table.name.endswith("event"):
            continue  # shown as records, or an earlier state of what is shown
        columns = ", ".join(column.text for column in table.columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{key_of(table.name)}"::text, {columns} FROM "{table.name}" '  # noqa: S608 - names of tables
                f'WHERE "{key_of(table.name)}"::text = ANY (%s)',
                [rows],
            )
            for key, *texts in cursor.fetchall():
                found += [
                    Passage(table.name, key, _masked(_around(text, match), masks))
                    for text in texts
                    if text
                    for match in pattern.finditer(text)
                ]
    return found[:MOST_PASSAGES]


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "table": section.declared.model._meta.label_lower,
        "name": str(section.name),
        "purpose": str(section.declared.purpose),
        "basis": str(section.declared.basis),
        "records": [{"record": item.record, "fields": _pairs(item.fields)} for item in section.items],
        "history": [
            {
                "when": each.when.isoformat(timespec="seconds"),
                "who": each.who,
                "action": each.action,
                "why": each.why,
                "fields": _pairs(each.fields),
            }
            for each in section.changes
        ],
    }


def _pairs(fields: list[tuple[Any, str]]) -> dict[str, str]:
    return {str(label): value for label, value in fields}
