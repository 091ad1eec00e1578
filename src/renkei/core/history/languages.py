"""Which language of a text has fallen behind the other, read from the history; and which language is missing.

Two languages of a text are in step when both were written in one act, or when the one that was behind has been
written again, or found still right. A text that is changed in one language alone leaves the other behind, from that
act on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BooleanField, Case, CharField, F, Func, Q, Value, When, Window
from django.db.models.fields.json import KT
from django.db.models.functions import MD5, JSONObject, Lag

from renkei.core.history.agreed import TextAgreed
from renkei.core.history.states import events_of
from renkei.core.records.fields import LocalisedField
from renkei.core.records.together import together

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from renkei.core.records.kinds import Kind

Texts = dict[str, dict[str, str | None]]
LANGUAGES = ("ja", "en")  # of the screens and the public site
OTHER = {"ja": "en", "en": "ja"}
_COLUMNS = ("of_kind", "pgh_obj_id", "pgh_id", "pgh_context_id", "pgh_created_at", "before", "after")


class Step(NamedTuple):
    """One change of a record's texts: all of them before and after, by field and language.

    A digest stands for each text, for it is only compared; nothing stands for one that is missing.
    """

    kind: str
    slug: str
    number: int
    act: Any
    moment: dt.datetime
    before: Texts
    after: Texts


@dataclass(frozen=True)
class Lagging:
    """A text whose `language` is older than the other, which was changed `since`, or missing where nothing is said.

    `number` is that of the change in the history.
    """

    kind: str
    slug: str
    field: str
    language: str
    since: dt.datetime | None = None
    number: int = 0


class _Differs(Func):
    template = "(%(expressions)s)"
    arg_joiner = " IS DISTINCT FROM "
    output_field = BooleanField()


def text_fields(kind: Kind) -> list[LocalisedField]:
    """Return the texts of a kind that stand in several languages."""
    return [item for item in kind.model._meta.concrete_fields if isinstance(item, LocalisedField)]


def behind(asked: Iterable[tuple[Kind, Any]]) -> list[Lagging]:
    """Return the texts of these rows, given with their kinds, in which one language is older; two questions at most."""
    steps = _steps_of(asked)
    agreed = TextAgreed.objects.filter(slug__in={step.slug for step in steps}) if steps else ()
    numbers = {(each.kind, each.slug, each.field): each.number for each in agreed}
    return list(_fallen_behind(steps, numbers))


def missing(asked: Iterable[tuple[Kind, Any]]) -> list[Lagging]:
    """Return the texts of these rows, given with their kinds, that stand in one language only; one question."""
    return [
        Lagging(row["of_kind"], row["pk"], name, language)
        for row in together(_gaps(kind, rows) for kind, rows in asked if text_fields(kind))
        for name, language in row["gaps"].items()
        if language
    ]


def behind_in(kind: Kind, slug: str) -> list[Lagging]:
    """Return those of one record; one question where it was never changed."""
    return behind([(kind, kind.model._default_manager.filter(pk=slug))])


def _steps_of(asked: Iterable[tuple[Kind, Any]]) -> list[Step]:
    found = together(_changes(kind, rows) for kind, rows in asked if text_fields(kind))
    return sorted(
        (Step(*(row[name] for name in _COLUMNS)) for row in found),
        key=lambda step: (step.kind, step.slug, step.number),
    )


def _changes(kind: Kind, rows: Any) -> Any:
    """Return the question for every change of these rows' texts; what was only ever added is not read."""
    events = events_of(kind.model)
    changed = events.filter(pgh_label="update", pgh_obj_id__in=rows.order_by().values("pk"))
    texts = JSONObject(**{field.name: _digests(field.name) for field in text_fields(kind)})
    return (
        events.filter(pgh_obj_id__in=changed.values("pgh_obj_id"))
        .order_by()
        .annotate(
            of_kind=Value(kind.slug, CharField()),
            after=texts,
            before=Window(Lag(texts), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc()),
        )
        .annotate(differs=_Differs("before", "after"))
        .filter(differs=True, before__isnull=False)
        .values(*_COLUMNS)
    )


def _digests(name: str) -> JSONObject:
    return JSONObject(**{language: MD5(KT(f"{name}__{language}")) for language in LANGUAGES})


def _gaps(kind: Kind, rows: Any) -> Any:
    """Return the question for the rows in which a text stands in one language only, with the one that is missing."""
    names = [field.name for field in text_fields(kind)]
    lacks = {
        language: {
            name: Q(**{f"{name}__has_key": OTHER[language]}) & ~Q(**{f"{name}__has_key": language})
            for name in names
        }
        for language in LANGUAGES
    }
    some = Q()
    for of_language in lacks.values():
        for condition in of_language.values():
            some |= condition
    gaps = {
        name: Case(
            *(When(lacks[language][name], then=Value(language)) for language in LANGUAGES),
            default=Value(""),
            output_field=CharField(),
        )
        for name in names
    }
    named = (
        rows.filter(some).order_by().annotate(of_kind=Value(kind.slug, CharField()), gaps=JSONObject(**gaps))
    )
    return named.values("of_kind", "pk", "gaps")


def _fallen_behind(steps: list[Step], agreed: Mapping[tuple[str, str, str], int]) -> Iterator[Lagging]:
    for (kind, slug), of_record in groupby(steps, key=lambda step: (step.kind, step.slug)):
        lagging: dict[str, Lagging] = {}
        for _, of_act in groupby(of_record, key=lambda step: step.act):
            act = list(of_act)
            _follow(lagging, act[0].before, act[-1])
            for name in [name for name in lagging if agreed.get((kind, slug, name), 0) >= act[-1].number]:
                del lagging[name]
        yield from lagging.values()


def _follow(lagging: dict[str, Lagging], before: Texts, last: Step) -> None:
    """Let what is known of a record's texts follow one act."""
    for name, now in last.after.items():
        was = before.get(name) or {}
        changed = [language for language in LANGUAGES if was.get(language) != now.get(language)]
        if not changed:
            continue
        stood = all(was.get(language) and now.get(language) for language in LANGUAGES)
        one = changed[0]
        known = lagging.pop(name, None)
        if stood and len(changed) == 1 and (known is None or known.language != one):
            lagging[name] = Lagging(last.kind, last.slug, name, OTHER[one], last.moment, last.number)
