"""What is behind a figure: its lines page by page, the documents, the versions of its definition."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Model, Q, QuerySet, Subquery

from renkei.core.figures.answers import Evidence, FigureAnswer, Line, Source
from renkei.core.figures.eyes import Eyes
from renkei.core.figures.registry import Family, Scope, Version, version_providers
from renkei.core.figures.tallies import amount_of
from renkei.core.files.models import Document
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import Kind, kind_of
from renkei.core.records.paging import slice_of
from renkei.core.records.selectors import languages_of, present_cluster
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor

PAGE = 50
DOCUMENTS = 50


@dataclass(frozen=True)
class _Page:
    lines: tuple[Line, ...] = ()
    page: int = 1
    pages: int = 1
    found: int = 0
    total: int = 0
    not_public: int = 0


def evidence_behind(answer: FigureAnswer, *, actor: Actor, at: dt.date, page: int, q: str) -> Evidence:
    """Return the evidence of an answer that the actor may see. A page beyond the last is the last one."""
    words = " ".join(q.split())
    rows, amount = _rows(answer, at)
    shown = _Page()
    if rows is not None and answer.definition.family is not None:
        shown = _page(rows, amount, answer.definition.family, Eyes(actor, at), page, words)
    sources, more = _documents(answer, rows, actor, at)
    return Evidence(
        answer=answer,
        lines=shown.lines,
        page=shown.page,
        pages=shown.pages,
        found=shown.found,
        total_lines=shown.total,
        not_public=shown.not_public,
        q=words,
        documents=sources,
        more_documents=more,
        versions=_versions(answer, actor, at),
    )


def _rows(answer: FigureAnswer, at: dt.date) -> tuple[QuerySet[Any] | None, Any]:
    """Return the rows behind the computed value, and what one of them counts; none where it is not shown."""
    family, group = answer.definition.family, answer.definition.group
    if family is None or answer.computed is None:
        return None, None
    lines = family.ask([Scope(answer.fiscal_year, answer.period, at)])
    if lines is None:
        return None, None
    rows = lines.rows.filter(**{f"{family.by}_id": group}) if group else lines.rows
    return rows, amount_of(lines)


def _page(rows: QuerySet[Any], amount: Any, family: Family, eyes: Eyes, page: int, words: str) -> _Page:
    kind = kind_of(rows.model)
    seen = eyes.rows(rows.model)
    found = seen & _matching(rows.model, family.search or kind.search, words)
    counts = rows.order_by().aggregate(
        total=Count("pk"), seen=Count("pk", filter=seen or None), found=Count("pk", filter=found or None)
    )
    pages = max(1, -(-counts["found"] // PAGE))
    number = min(max(1, page), pages)
    wanted = rows.filter(found).order_by(*kind.order, "pk").select_related(*family.related)
    shown = slice_of(wanted.annotate(f_amount=amount), (number - 1) * PAGE, PAGE, counts["found"])
    return _Page(
        lines=tuple(line_of(row, kind, family, eyes) for row in shown),
        page=number,
        pages=pages,
        found=counts["found"],
        total=counts["total"],
        not_public=counts["total"] - counts["seen"],
    )


def line_of(row: Any, kind: Kind, family: Family, eyes: Eyes) -> Line:
    label = family.title(row, eyes.see_record) if family.title else kind.label(row)
    return Line(
        kind=kind.slug,
        slug=row.pk,
        label=label if isinstance(label, Localised) else Localised.both(str(label), str(label)),
        amount=Decimal(row.f_amount),
        when=getattr(row, family.when) if family.when else None,
        public=is_public(row, eyes.at),
        place=getattr(row, "place", None) or Localised(),
    )


def _matching(model: type[Model], paths: tuple[str, ...], words: str) -> Q:
    """Return the condition that every word stands in one of the texts, in any of the cluster's languages."""
    condition = Q()
    if not words:
        return condition
    lookups = ["pk__icontains"]
    languages = _languages()
    for path in paths:
        localised = _is_localised(model, path)
        lookups += (
            [f"{path}__{language}__icontains" for language in languages]
            if localised
            else [f"{path}__icontains"]
        )
    for word in words.split():
        anywhere = Q()
        for lookup in lookups:
            anywhere |= Q(**{lookup: word})
        condition &= anywhere
    return condition


def _languages() -> list[str]:
    return list(languages_of(present_cluster()))


def _is_localised(model: type[Model], path: str) -> bool:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return isinstance(model._meta.get_field(last), LocalisedField)


def _documents(
    answer: FigureAnswer, rows: QuerySet[Any] | None, actor: Actor, at: dt.date
) -> tuple[tuple[Source, ...], int]:
    """Return the documents behind stated values and visible lines, and how many more there are."""
    condition = Q(pk__in=[one.document for one in answer.stated if one.document])
    if rows is not None and _has_document(rows.model):
        seen = rows.filter(Eyes(actor, at).rows(rows.model), document__isnull=False)
        condition |= Q(pk__in=Subquery(seen.order_by().values("document")))
    documents = visible_to(Document.objects.filter(condition), actor, at).order_by("slug")
    found = [Source(document.pk, document.title) for document in documents[: DOCUMENTS + 1]]
    more = documents.count() - DOCUMENTS if len(found) > DOCUMENTS else 0
    return tuple(found[:DOCUMENTS]), more


def _has_document(model: type[Model]) -> bool:
    try:
        model._meta.get_field("document")
    except FieldDoesNotExist:
        return False
    return True


def _versions(answer: FigureAnswer, actor: Actor, at: dt.date) -> tuple[Version, ...]:
    """Return the wordings of the definition, oldest first; the present one where nobody remembers others."""
    eyes = Eyes(actor, at)
    known = [one for provider in version_providers() for one in provider(answer.code, at)]
    known = [one for one in known if eyes.see(public=one.public, held=one.held)]
    present = Version(answer.definition.version, answer.label, answer.definition_text, None)
    return tuple(known) or (present,)
