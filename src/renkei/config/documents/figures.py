"""Figures computed from records, their kinds and counted units."""

from __future__ import annotations

from renkei.config.documents.markdown import code, in_both, table
from renkei.config.documents.words import WORDS
from renkei.core.figures.enums import FigureKind
from renkei.core.figures.registry import Family, declared_families
from renkei.kernel.units import CountedUnit


def figures_of(context: str) -> str:
    """Return the figures a context computes, the total first and then those per record."""
    rows = []
    for family in sorted(declared_families(), key=lambda each: each.code):
        if context in ("", family.code.partition(".")[0]):
            rows.extend(_rows(family))
    return table(("Code", "日本語", "English", "Unit", "Kind", "Definition"), rows)


def figure_kinds(_: str) -> str:
    return table(WORDS, [(*in_both(kind.label), code(kind.value)) for kind in FigureKind])


def units(_: str) -> str:
    return table(WORDS, [(*in_both(unit.label), code(unit.value)) for unit in CountedUnit])


def _rows(family: Family) -> list[tuple[str, ...]]:
    unit, kind = " / ".join(in_both(family.unit.label)), str(family.kind.value)
    rows: list[tuple[str, ...]] = [
        (code(family.code), *in_both(family.label), unit, kind, " / ".join(in_both(family.definition)))
    ]
    if family.by:
        label, definition = in_both(family.by_label), " / ".join(in_both(family.by_definition))
        rows.append((code(f"{family.code}.<{family.by}>"), *label, unit, kind, definition))
    return rows
