"""Heads of rows in a finished PDF: the typesetter tells heads of columns only.

Its function for the others (`pdf.header-cell`) stands behind a switch (`a11y-extras`) that its Python binding does not
have. So the first cell of each row becomes a head (TH) after typesetting, and every other cell of the row names it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

if TYPE_CHECKING:
    from collections.abc import Iterator


def with_row_heads(content: bytes) -> bytes:
    """Return a tagged PDF in which the first cell of every row below a table's head is the head of its row.

    The same file gives the same bytes. What has no tags is returned as it is.
    """
    with Pdf.open(io.BytesIO(content)) as pdf:
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is None:
            return content
        names = NameTree(tree.IDTree) if "/IDTree" in tree else NameTree.new(pdf)
        for number, (head, cells) in enumerate(_rows(pdf), 1):
            name = f"R{number:06d}"
            head.S, head.ID = Name.TH, String(name)
            attributes = _of_table(head)
            attributes.Scope = Name.Row
            names[name] = head
            for cell in cells:
                told = _of_table(cell)
                told.Headers = Array([*told.get("/Headers", Array()), String(name)])
        tree.IDTree = names.obj
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True)
    return kept.getvalue()


def _rows(pdf: Pdf) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the first cell of each row of data that says something, and the others."""
    for each in pdf.objects:
        if not isinstance(each, Dictionary) or each.get("/S") != Name.TR:
            continue
        head, *cells = list(each.K)
        if head.get("/S") == Name.TD and "/K" in head:
            yield head, cells


def _of_table(cell: Any) -> Any:
    """Return the attributes of a cell as part of a table; they are made where there are none."""
    kept = cell.get("/A", Array())
    for each in kept if isinstance(kept, Array) else [kept]:
        if each.get("/O") == Name.Table:
            return each
    made = Dictionary(O=Name.Table)
    cell.A = Array([made, *(kept if isinstance(kept, Array) else [kept])])
    return cell.A[0]
