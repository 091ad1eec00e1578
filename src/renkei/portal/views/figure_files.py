"""One figure over the years as a file, with its definition, publishers and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to_all
from renkei.core.accounts.actors import STRANGER
from renkei.core.figures.service import history
from renkei.core.ui.marks import machine_number, plain
from renkei.core.ui.text import bi
from renkei.portal.csv_files import csv_answer

if TYPE_CHECKING:
    from renkei.core.figures.answers import FigureAnswer

HEADS = (
    bi("符号", "Code"),
    bi("名称", "Label"),
    bi("定義", "Definition"),
    bi("定義の版", "Version of the definition"),
    bi("年度", "Fiscal year"),
    bi("値", "Value"),
    bi("値の状態", "State of the value"),
    bi("単位", "Unit"),
    bi("数の種類", "Kind of figure"),
    bi("基準", "Basis"),
    bi("公表者", "Publisher"),
    bi("もと", "From"),
    bi("資料", "Documents"),
)
FROM = {
    "computed": bi("記録から計算", "Computed from records"),
    "stated": bi("資料による値", "Stated in a document"),
}


@opens_to_all
@require_safe
def figure_file(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:  # noqa: ARG001
    """Answer every year of a figure as CSV; what is not known is an empty cell with its state beside it."""
    past = history(frozenset({slug}), actor=STRANGER, at=timezone.localdate()).get(slug, [])
    if not past:
        raise Http404
    rows: list[list[object]] = [[plain(head) for head in HEADS], *(_row(answer) for answer in past)]
    return csv_answer(rows, f"{slug}.csv", language)


def _row(answer: FigureAnswer) -> list[object]:
    return [
        answer.code,
        plain(answer.label),
        plain(answer.definition_text),
        answer.version,
        answer.fiscal_year,
        "" if answer.value is None else machine_number(answer.value),
        answer.state,
        plain(answer.unit.label),
        plain(answer.kind.label),
        plain(answer.basis.label) if answer.basis else "",
        plain(answer.publisher.label) if answer.publisher else "",
        plain(FROM.get(answer.prints, "")),
        "; ".join(plain(value.document_title) for value in answer.stated if value.document),
    ]
