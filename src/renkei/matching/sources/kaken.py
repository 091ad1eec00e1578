"""Files of KAKEN: XML (grantAwards of the interface for developers) and the CSV the site writes out.

The shape of the XML: support.nii.ac.jp/ja/kaken/api/api_outline and its definition of responses. An award has a
`summary` for each language with title, category, institution, member, keywordList and paragraphList.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import WorkKind, WorkSource
from renkei.matching.sources.found import Entry, Gathering, localised

if TYPE_CHECKING:
    from renkei.matching.sources.found import Found

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIX = "KAKENHI-PROJECT-"
_NUMBER = re.compile(r"[0-9A-Z]{6,12}")
_OUTLINES = ("outline_of_research_initial", "outline_of_research_performance", "abstract")

NOT_XML = Localised.both(
    "KAKENのXML（grantAwards）として読めません。KAKENからダウンロードしたままのファイルを選んでください。",
    "This cannot be read as XML of KAKEN (grantAwards). Please choose the file as it was downloaded.",
)
NO_AWARDS = Localised.both(
    "研究課題（grantAward）がありません。", "There is no research project (grantAward) in it."
)
UNSAFE = Localised.both(
    "実体やDTDを含むXMLは受け付けません。", "XML with entities or a document type is refused."
)
NO_COLUMNS = Localised.both(
    "列「研究課題/領域番号」と「研究課題名」がありません。KAKENのCSVを選んでください。",
    "The columns 研究課題/領域番号 and 研究課題名 are missing. Please choose the CSV of KAKEN.",
)
BAD_NUMBER = Localised.both("課題番号の形ではありません", "this is no project number")


def read_xml(content: bytes) -> Found:
    """Return the projects of an XML file. Raises RuleBroken("source.unsafe"), ("source.not_xml"), ("source.empty")."""
    gathered, seen, stack = Gathering(WorkSource.KAKEN), 0, 0
    try:
        for event, node in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                stack += 1
                continue
            stack -= 1
            if node.tag == "grantAward":
                seen += 1
                _award(gathered, seen, node)
                node.clear()
    except DefusedXmlException as unsafe:
        raise RuleBroken("source.unsafe", UNSAFE) from unsafe
    except (ParseError, LookupError, ValueError) as wrong:
        raise RuleBroken("source.not_xml", NOT_XML) from wrong
    if not seen:
        raise RuleBroken("source.empty", NO_AWARDS)
    return gathered.end()


def _award(gathered: Gathering, line: int, node: Any) -> None:
    number = (node.get("awardNumber") or str(node.get("id") or "").removeprefix(_PREFIX)).strip()
    if number and not _NUMBER.fullmatch(number):
        gathered.tell(line, BAD_NUMBER, number)
        return
    by_language = {each.get(_LANGUAGE, "ja"): each for each in node.findall("summary")}
    ja, en = by_language.get("ja"), by_language.get("en")

    def said(path: str) -> Localised:
        return localised(_text(ja, path), _text(en, path))

    gathered.add(
        line,
        Entry(
            source=WorkSource.KAKEN,
            identifier=f"{_PREFIX}{number}" if number else "",
            kind=WorkKind.PROJECT,
            title=said("title"),
            people=localised(_people(ja), _people(en)),
            venue=said("category"),
            outline=localised(_outline(ja), _outline(en)),
            keywords=localised(_keywords(ja, "、"), _keywords(en, ", ")),
            institution=said("institution"),
            appeared=_year(ja if ja is not None else en),
            number=number,
        ),
    )


def _text(node: Any, path: str) -> str:
    found = node.find(path) if node is not None else None
    return "".join(found.itertext()) if found is not None else ""


def _people(node: Any) -> str:
    members = node.findall("member") if node is not None else []
    leading = [each for each in members if each.get("role", "").startswith("principal_investigator")]
    names = [_text(each, "personalName/fullName") for each in leading or members[:1]]
    return " / ".join(filter(None, names))


def _keywords(node: Any, between: str) -> str:
    found = node.findall("keywordList/keyword") if node is not None else []
    return between.join("".join(each.itertext()).strip() for each in found)


def _outline(node: Any) -> str:
    lists = node.findall("paragraphList") if node is not None else []
    for wanted in _OUTLINES:
        for each in lists:
            if each.get("type") == wanted:
                return "\n".join("".join(part.itertext()).strip() for part in each.findall("paragraph"))
    return ""


def _year(node: Any) -> str:
    period = node.find("periodOfAward") if node is not None else None
    year = period.get("searchStartFiscalYear", "") if period is not None else ""
    return year if re.fullmatch(r"[12]\d{3}", year) else ""


_COLUMNS = {
    "number": ("研究課題/領域番号", "研究課題番号"),
    "title": ("研究課題名",),
    "title_en": ("研究課題名(英文)", "研究課題名（英文）", "研究課題名 (英文)"),
    "people": ("研究代表者",),
    "category": ("研究種目",),
    "institution": ("研究機関",),
    "keywords": ("キーワード",),
    "outline": ("研究開始時の研究の概要", "研究概要", "研究成果の概要"),
    "years": ("研究期間 (年度)", "研究期間(年度)", "研究期間（年度）"),
}


def read_csv(text: str) -> Found:
    """Return the projects of a CSV file. Raises RuleBroken("source.no_columns"), ("source.empty")."""
    gathered = Gathering(WorkSource.KAKEN)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        heads = {str(head).strip(): head for head in rows.fieldnames or ()}
        column = {
            name: next((heads[each] for each in choices if each in heads), None)
            for name, choices in _COLUMNS.items()
        }
        if column["number"] is None or column["title"] is None:
            raise RuleBroken("source.no_columns", NO_COLUMNS)
        read = 0
        for row in rows:
            read += 1
            _row(
                gathered,
                rows.line_num,
                {name: str(row.get(head) or "") for name, head in column.items() if head},
            )
    except csv.Error as wrong:
        raise RuleBroken("source.no_columns", NO_COLUMNS) from wrong
    if not read:
        raise RuleBroken("source.empty", NO_AWARDS)
    return gathered.end()


def _row(gathered: Gathering, line: int, row: dict[str, str]) -> None:
    number = row["number"].strip().removeprefix(_PREFIX)
    if number and not _NUMBER.fullmatch(number):
        gathered.tell(line, BAD_NUMBER, number)
        return
    start = re.match(r"\s*([12]\d{3})", row.get("years", ""))
    gathered.add(
        line,
        Entry(
            source=WorkSource.KAKEN,
            identifier=f"{_PREFIX}{number}" if number else "",
            kind=WorkKind.PROJECT,
            title=localised(row["title"], row.get("title_en", "")),
            people=localised(row.get("people", "")),
            venue=localised(row.get("category", "")),
            outline=localised(row.get("outline", "")),
            keywords=localised(
                "、".join(part.strip() for part in row.get("keywords", "").split("/") if part.strip())
            ),
            institution=localised(row.get("institution", "")),
            appeared=start.group(1) if start else "",
            number=number,
        ),
    )
