"""A record's page: facts, what belongs to it, what points to it, its documents, what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import CharField, Count, Value
from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may, may_on
from renkei.core.accounts.reach import ALL
from renkei.core.blocks.checking import text_flaws
from renkei.core.files.models import Document
from renkei.core.merging.registry import sameness_of
from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import is_visible, visible_to
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.tables.columns import HOLDING, LAST
from renkei.core.ui import parts
from renkei.core.ui.text import bi, both
from renkei.desk import show
from renkei.desk.forms.holding import EVERYBODY
from renkei.desk.pages import list_address
from renkei.directory.models import Organisation, Unit
from renkei.kernel.errors import Flaw
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.core.history.languages import Lagging
    from renkei.core.records.models import Record
    from renkei.kernel.errors import RuleBroken
    from renkei.kernel.money import Currency

SHOWN_PARTS = 10
COMMON = bi("クラスター共通", "Common to the cluster")
ALONE = bi("共有しない", "Not shared")


@dataclass(frozen=True)
class TextIn:
    """A localised field in one language; `text` empty is a missing translation."""

    tag: str
    name: Any
    text: str
    older: Lagging | None = None  # the other language was changed alone


@dataclass(frozen=True)
class Fact:
    label: Any
    cell: parts.Cell | None = None
    texts: Sequence[TextIn] = ()

    @property
    def is_empty(self) -> bool:
        return not self.texts and (self.cell is None or self.cell.value is None)


@dataclass(frozen=True)
class Pointing:
    """Rows of another kind that point to a record by one of their references."""

    kind: Kind
    name: str
    count: int

    @property
    def label(self) -> Any:
        return self.kind.plural

    @property
    def by(self) -> Any:
        return self.kind.model._meta.get_field(self.name).verbose_name  # type: ignore[union-attr]

    def address(self, slug: str) -> str:
        return list_address(self.kind, **{self.name: slug})


@dataclass(frozen=True)
class Part:
    """A section of related records: the first rows, how many in all, and where to add one."""

    pointing: Pointing
    table: parts.Table
    all_url: str
    new_url: str = ""


@dataclass(frozen=True)
class Related:
    parts: Sequence[Part] = field(default_factory=tuple)
    others: Sequence[tuple[Pointing, str]] = field(default_factory=tuple)


def find(kind: Kind, slug: str, actor: Actor, at: dt.date) -> Record | None:
    """Return a record that the actor sees, with all its references in one query."""
    rows = kind.model._default_manager.select_related(*show.joins(kind, show.references(kind)))
    return visible_to(rows, actor, at).filter(pk=slug).first()


def alike(kind: Kind, values: Mapping[str, Any], actor: Actor, at: dt.date) -> list[tuple[Any, str]]:
    """Return the records the actor sees that look like one that is to be added: what they are called, and where."""
    same = sameness_of(kind.slug)
    slugs = same.like(kind.model(**values)) if same else []
    rows = visible_to(kind.model._default_manager.all(), actor, at).in_bulk(slugs)
    return [(kind.label(rows[slug]), kind.desk_address(slug)) for slug in slugs if slug in rows]


def facts(
    kind: Kind,
    record: Record,
    currency: Currency,
    languages: Sequence[str],
    at: dt.date,
    actor: Actor,
    older: Mapping[str, Lagging] | None = None,
) -> list[Fact]:
    """Return every column: localised texts in each language side by side, publication last.

    `older` are the texts of which one language is older, by field.
    """
    fields = [item for item in kind.model._meta.concrete_fields if item.editable]
    fields.sort(key=lambda item: (item.name != "slug", item.name in LAST))
    found, names = [], holder_names(record)
    for item in fields:
        if item.name in HOLDING:
            found.append(Fact(item.verbose_name, holding_cell(record, item.name, names)))
        elif isinstance(item, LocalisedField):
            texts = getattr(record, item.name)
            if texts:
                found.append(
                    Fact(
                        item.verbose_name, texts=_side_by_side(texts, languages, (older or {}).get(item.name))
                    )
                )
            else:
                found.append(Fact(item.verbose_name, parts.Cell(None)))
        else:
            found.append(Fact(item.verbose_name, show.cell(record, item, currency, at, actor)))
    return found


def holder_names(record: Record) -> dict[str, Localised]:
    """Return what a record's holder, unit and sharers are called; no query where it is common."""
    if not record.holder:
        return {}
    named = {record.holder, *record.shared_with.split()}
    found = {row.pk: row.name for row in Organisation.objects.filter(pk__in=named)}
    units = Unit.objects.filter(pk=record.holder_unit) if record.holder_unit else ()
    return found | {row.pk: row.name for row in units}


def holding_cell(record: Record, name: str, names: dict[str, Localised]) -> parts.Cell:
    """Return holder, unit or sharing by name; a record without a holder is said to be common."""
    slugs = str(getattr(record, name)).split()
    if not slugs:
        return parts.Cell(
            COMMON if name == "holder" else ALONE if record.holder and name == "shared_with" else None
        )
    if slugs == [ALL]:
        return parts.Cell(EVERYBODY)
    told = [names.get(slug) or Localised.both(slug, slug) for slug in slugs]
    listed = Localised.both(
        "、".join(each.text("ja") for each in told), ", ".join(each.text("en") for each in told)
    )
    return parts.Cell(listed, "localised")


def _side_by_side(texts: Localised, languages: Sequence[str], older: Lagging | None) -> list[TextIn]:
    tags = [*languages, *(tag for tag in texts if tag not in languages)]
    lagging = {older.language: older} if older else {}
    return [TextIn(tag, show.language_name(tag), texts.get(tag, ""), lagging.get(tag)) for tag in tags]


def missing_translations(kind: Kind, record: Record, languages: Sequence[str]) -> list[Any]:
    """Return the labels of texts that stand in one language and lack another."""
    return [
        item.verbose_name
        for item in kind.model._meta.concrete_fields
        if isinstance(item, LocalisedField)
        and getattr(record, item.name)
        and getattr(record, item.name).missing(languages)
    ]


def broken_texts(kind: Kind, record: Record) -> parts.Message | None:
    """Tell which texts name what is not there; the public pages leave a gap in its place."""
    labels = {item.name: item.verbose_name for item in kind.model._meta.concrete_fields}
    items = [_broken_text(labels, name, flaw) for _, name, flaw in text_flaws([record])]
    title = bi(
        "文章に、登録されていないものを指す箇所があります。公開の頁では「（記載なし）」になります。",
        "A text names what is not there; public pages say “(not given)” in its place.",
    )
    return parts.Message(title, tone="late", items=items) if items else None


def _broken_text(labels: dict[str, Any], column: str, flaw: RuleBroken) -> Localised:
    name, _, language = column.partition("@")
    told = Flaw(flaw.code, found=str(flaw.context["found"]), expected=flaw.message)
    return Localised.both("{label}（{language}）：{told}", "{label} ({language}): {told}").filled(
        label=both(labels[name]),
        language=both(show.language_name(language)),
        told=Localised.both(told.message("ja"), told.message("en")),
    )


def references_to(kind: Kind) -> Iterator[tuple[Kind, str]]:
    """Yield (kind, name of its reference) for everything that can point to a kind."""
    for other in kinds():
        for item in other.model._meta.concrete_fields:
            if isinstance(item, models.ForeignKey) and item.related_model is kind.model:
                yield other, item.name


def pointing_to(kind: Kind, slug: str, actor: Actor, at: dt.date) -> list[Pointing]:
    """Count the rows that point to a record and that the actor sees, in one query however many kinds can."""
    queries = []
    for other, name in references_to(kind):
        rows = visible_to(other.model._default_manager.order_by().filter(**{name: slug}), actor, at)
        mark = Value(f"{other.slug} {name}", output_field=CharField())
        queries.append(
            rows.values(row_kind=mark).annotate(row_count=Count("pk")).values_list("row_kind", "row_count")
        )
    if not queries:
        return []
    counted = dict(queries[0].union(*queries[1:], all=True)) if len(queries) > 1 else dict(queries[0])
    return [
        Pointing(other, name, counted[f"{other.slug} {name}"])
        for other, name in references_to(kind)
        if counted.get(f"{other.slug} {name}")
    ]


def related(
    kind: Kind, record: Record, pointing: Sequence[Pointing], actor: Actor, currency: Currency, at: dt.date
) -> Related:
    """Return the parts of a record (with their first rows) and what else points to it (as counts)."""
    named = list(kind.parts)
    sections = []
    for other_slug, name in named:
        other = kind_of(other_slug)
        if not may(actor, Verb.VIEW, other.slug):
            continue
        found = next((each for each in pointing if each.kind is other and each.name == name), None)
        sections.append(part(found or Pointing(other, name, 0), record, actor, currency, at))
    others = [
        (each, each.address(record.pk))
        for each in pointing
        if (each.kind.slug, each.name) not in named and may(actor, Verb.VIEW, each.kind.slug)
    ]
    return Related(sections, others)


def part(pointing: Pointing, record: Record, actor: Actor, currency: Currency, at: dt.date) -> Part:
    """Return the section of rows that point to a record."""
    other, name = pointing.kind, pointing.name
    names = tuple(each for each in other.columns if each != name) or other.columns
    fields: list[Any] = [other.model._meta.get_field(each) for each in names]
    rows: Iterable[Any] = ()
    if pointing.count:
        found = visible_to(other.model._default_manager.filter(**{name: record.pk}), actor, at)
        found = found.order_by(*other.order, "slug")
        rows = found.select_related(*show.joins(other, names))[:SHOWN_PARTS]
    table = parts.Table(
        identifier=f"part-{other.slug}-{name}",
        caption=other.plural,
        columns=[
            parts.Column(each.verbose_name, numeric=show.is_numeric(each), row_head=each is fields[0])
            for each in fields
        ],
        rows=[_part_row(other, row, fields, currency, at, actor) for row in rows],
        empty=parts.Empty(
            Localised.both("「{name}」はまだありません", "No {name} yet").filled(name=both(other.plural))
        ),
    )
    new_url = ""
    if may(actor, Verb.ADD, other.slug):
        new_url = f"{reverse('desk:new', args=[other.context, other.slug])}?{name}={record.pk}"
    return Part(pointing, table, pointing.address(record.pk), new_url)


def _part_row(
    other: Kind, row: Any, fields: Sequence[Any], currency: Currency, at: dt.date, actor: Actor
) -> list[parts.Cell]:
    cells = [show.cell(row, each, currency, at, actor) for each in fields]
    first = cells[0]
    shown = other.label(row) if first.value is None else first.value
    kind = "localised" if first.value is None else first.kind
    return [parts.Cell(shown, kind, url=other.desk_address(row.pk)), *cells[1:]]


def documents(record: Record, actor: Actor, at: dt.date) -> list[parts.DocumentView]:
    """Return the documents a record names and the actor sees, with the place in them."""
    found = []
    for item in record._meta.concrete_fields:
        if isinstance(item, models.ForeignKey) and item.related_model is Document:
            document = getattr(record, item.name)
            if document is not None and is_visible(document, actor, at):
                place = getattr(record, "place", "") if item.name == "document" else item.verbose_name
                found.append(document_view(document, place))
    return found


def document_view(document: Document, place: Any = "") -> parts.DocumentView:
    return parts.DocumentView(
        title=document.title,
        kind=document.file.rpartition(".")[2][:5] if document.file else "",
        url=kind_of("document").desk_address(document.pk),
        size_bytes=document.size,
        digest=document.sha256,
        place=place,
        restricted=document.publication != PublicationState.PUBLIC,
    )


def next_steps(kind: Kind, record: Record, missing: Sequence[Any], actor: Actor) -> list[parts.Link]:
    """Return what can be done with a record now, the likeliest first, each with what will follow."""
    address = [kind.context, kind.slug, record.pk]
    links = []
    held = record.holding()
    if may_on(actor, Verb.CHANGE, kind.slug, held):
        edit = reverse("desk:edit", args=address)
        if missing:
            links.append(_translate(edit, missing))
        if may_on(actor, Verb.PUBLISH, kind.slug, held) and record.publication != PublicationState.PUBLIC:
            links.append(
                parts.Link(
                    bi("公開を決める", "Decide on publication"),
                    f"{edit}#id_publication",
                    bi("公開にすると、誰でも見られるようになります。", "Once public, everybody can see it."),
                )
            )
        links.append(
            parts.Link(
                bi("変更する", "Edit"),
                edit,
                bi("前の内容は履歴に残ります。", "What stood before stays in the history."),
                main=True,
            )
        )
    if kind.holds_file:
        links += _file_steps(record, actor, address)
    if may_on(actor, Verb.WITHDRAW, kind.slug, held):
        links.append(
            parts.Link(
                bi("取り下げる", "Withdraw"),
                reverse("desk:withdraw", args=address),
                bi("確認の画面が出ます。", "You will be asked to confirm."),
            )
        )
    return links


def _file_steps(record: Any, actor: Actor, address: list[Any]) -> Iterator[parts.Link]:
    if record.sha256:
        note = bi(
            "公開していなくても、ここからは開けます。", "You can open it here even while it is not public."
        )
        yield parts.Link(bi("ファイルを開く", "Open the file"), reverse("desk:content", args=address), note)
    if may_on(actor, Verb.CHANGE, "document", record.holding()):
        label = (
            bi("ファイルを差し替える", "Replace the file")
            if record.sha256
            else bi("ファイルを入れる", "Add the file")
        )
        note = bi("ファイルの中身は公開の状態に従います。", "The file is as public as its record.")
        yield parts.Link(label, reverse("desk:file", args=address), note)


def _translate(edit: str, missing: Sequence[Any]) -> parts.Link:
    names = [both(label) for label in missing]
    listed = Localised.both(
        "、".join(name.text("ja") for name in names), ", ".join(name.text("en") for name in names)
    )
    note = Localised.both("まだない項目：{names}", "Still missing: {names}").filled(names=listed)
    return parts.Link(bi("訳を補う", "Add the translation"), edit, note)
