"""The office's own Word template: a document under a name of its own, looked through before it is kept and used.

It is an ordinary document of the records, so that history, undo, backup and packages know it.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import tempfile
import zipfile
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import PackageNotFoundError

from renkei.core.accounts.permissions import Verb
from renkei.core.blocks.model import Paragraph, Text
from renkei.core.blocks.report_paper import PaperSection, ReportPaper
from renkei.core.files.attaching import attach_file, take_in
from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require
from renkei.core.records.services import add_record
from renkei.core.tables.archives import open_zip
from renkei.core.tables.workbooks import refuse_macros
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.reports.word import IN_TEXT, NEEDED, PLACE, WHOLE, as_document, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renkei.core.accounts.actors import Actor

_log = logging.getLogger("renkei.reports")
_SLUG = "report-template-{language}"
_TITLES = {
    "ja": Localised.both("報告書のWordの書式（日本語）", "Word template of reports (Japanese)"),
    "en": Localised.both("報告書のWordの書式（英語）", "Word template of reports (English)"),
}
_REASON = "報告書のWordの書式 / Word template of reports"
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_HYPERLINK = b"/hyperlink"
_EMBEDDED = ("/embeddings/", "/activex/")
_TRIED_AT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_DAMAGED = (
    PackageNotFoundError,
    SyntaxError,  # what lxml says of XML that is none
    KeyError,
    ValueError,
    IndexError,
    AttributeError,
    TypeError,
    OSError,
    zipfile.BadZipFile,
)


def template_slug(language: str) -> str:
    return _SLUG.format(language=language)


def kept_template(language: str) -> Document | None:
    """Return the document that holds the office's own template, where one is kept."""
    return Document.objects.filter(pk=template_slug(language)).exclude(sha256="").first()


def keep_template(*, actor: Actor, language: str, stream: IO[bytes]) -> None:
    """Keep the office's template for a language, after looking through it. Effects: a file, a document, history.

    Raises RuleBroken where it is refused (`check_template`, `take_in`), or where the actor may not change documents.
    """
    kind, slug = kind_of("document"), template_slug(language)
    require(actor, Verb.CHANGE, kind)
    check_template(stream.read(), language)
    stream.seek(0)
    take_in(stream, "template.docx")  # before anything is written
    found = Document.objects.filter(pk=slug).first()
    if found is None:
        values: dict[str, Any] = {"slug": slug, "title": _TITLES[language], "language": language}
        found = add_record(actor=actor, kind=kind, values=values, reason=_REASON)  # type: ignore[assignment]
    revision = found.revision if found else 1
    attach_file(
        actor=actor, slug=slug, revision=revision, stream=stream, name="template.docx", reason=_REASON
    )


def template_in_use(language: str) -> bytes | None:
    """Return the office's own template; None where there is none or where it can no longer be used (see the log)."""
    kept = kept_template(language) if language in _TITLES else None
    if kept is None:
        return None
    try:
        with open_document(kept) as stream:
            content: bytes = stream.read()
        _checked(content, language)
    except RuleBroken as flaw:
        _log.warning("the Word template %s is not used: %s", kept.pk, flaw)
        return None
    return content


@lru_cache(maxsize=4)
def _checked(content: bytes, language: str) -> None:
    check_template(content, language)


def check_template(content: bytes, language: str) -> None:
    """Refuse what is no template for a report.

    Raises RuleBroken: ("load.…") for a broken or swollen archive and for macros, ("template.outside") for what would
    be fetched from elsewhere or is embedded, ("template.not_word"), ("template.places") with the places that are
    missing, unknown or given twice, ("template.unusable") where no report can be made of it.
    """
    with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
        path = Path(folder) / "template.docx"
        path.write_bytes(content)
        with open_zip(path) as archive:
            refuse_macros(archive)
            _refuse_outside(archive)
    try:
        document = docx.Document(io.BytesIO(content))
        places = Counter(name for each in paragraphs_of(document) for name in PLACE.findall(each.text))
        alone = {each.text.strip() for each in paragraphs_of(document)}
    except _DAMAGED:
        raise _not_word() from None
    wrong = list(_wrong(places, alone))
    if wrong:
        raise _of_places(wrong)
    try:
        as_document(_trial(language), lambda _: None, content)
    except _DAMAGED:
        raise _not_word() from None


def _wrong(places: Counter[str], alone: set[str]) -> Iterator[Localised]:
    for name in NEEDED:
        if name not in places:
            yield Localised.both(f"[[{name}]] がありません", f"[[{name}]] is missing")
    for name, many in places.items():
        if name not in IN_TEXT + WHOLE:
            yield Localised.both(f"[[{name}]] は知らない名前です", f"[[{name}]] is unknown")
        elif name in WHOLE and many > 1:
            yield Localised.both(f"[[{name}]] が{many}か所にあります", f"[[{name}]] stands in {many} places")
        elif name in WHOLE and f"[[{name}]]" not in alone:
            yield Localised.both(
                f"[[{name}]] は、その段落にほかの文字を置かずに書きます",
                f"[[{name}]] stands in a paragraph of its own",
            )


def _of_places(wrong: list[Localised]) -> RuleBroken:
    known = ", ".join(f"[[{name}]]" for name in IN_TEXT + WHOLE)
    said = Localised.both(
        "書式の差し込み場所が合いません："
        + "、".join(each.text("ja") for each in wrong)
        + f"。使えるもの：{known}。",
        "The places of the template do not fit: "
        + ", ".join(each.text("en") for each in wrong)
        + f". Known: {known}.",
    )
    return RuleBroken("template.places", said)


def _refuse_outside(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if "word/document.xml" not in names:
        raise _not_word()
    embedded = any(part in f"/{name.casefold()}" for name in names for part in _EMBEDDED)
    fetched = any(
        _OUTSIDE.search(relation) and _HYPERLINK not in relation
        for name in names
        if name.casefold().endswith(".rels")
        for relation in _RELATION.findall(archive.read(name))
    )
    if embedded or fetched:
        raise RuleBroken(
            "template.outside",
            Localised.both(
                "埋め込まれたファイルや、外から取り込む部品（リンクされた画像や書式）がある書式は受け付けません。",
                "A template with embedded files, or with parts fetched from elsewhere (linked pictures, templates), "
                "is refused.",
            ),
        )


def _not_word() -> RuleBroken:
    return RuleBroken(
        "template.not_word",
        Localised.both(
            "Wordの文書（.docx）として開けません。", "It cannot be opened as a Word document (.docx)."
        ),
    )


def _trial(language: str) -> ReportPaper:
    said = (Paragraph((Text("―"),)),)
    sections = tuple(PaperSection(f"s{number}", "―", language, said) for number in range(3))
    return ReportPaper("―", "―", language, sections, _TRIED_AT, number="―", contact=("―",))
