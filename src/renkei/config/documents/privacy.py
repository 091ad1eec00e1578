"""Personal data: the table of the fields, what is declared to be none, the numbers of the law."""

from __future__ import annotations

from django.utils.translation import override

from renkei.config.documents.markdown import code, in_both, table
from renkei.core.privacy.registry import not_personal, personal_data
from renkei.privacy.register import lines
from renkei.privacy.rules import PARAMETERS

HEADS = (
    "Field",
    "日本語",
    "Whose",
    "Sensitivity",
    "Holder",
    "Purpose",
    "Ground",
    "Kept",
    "Erasure",
    "Copies",
)


def _said(text: object) -> str:
    return " / ".join(dict.fromkeys(in_both(text)))


def personal_fields(_: str) -> str:
    rows = []
    for declared in personal_data():
        with override("en"):
            kept = lines(declared).kept
        for name, item in declared.fields.items():
            field = declared.model._meta.get_field(name)
            rows.append(
                (
                    code(f"{declared.model._meta.label}.{name}"),
                    in_both(field.verbose_name)[0],  # type: ignore[union-attr]
                    _said(declared.whose.label),
                    _said(item.sensitivity.label),
                    code(declared.controller) if declared.controller else "the office that runs it",
                    _said(declared.purpose),
                    _said(declared.basis),
                    _said(kept),
                    _said(item.treatment.label),
                    ", ".join(in_both(each)[1] for each in declared.copies) or "—",
                )
            )
    return table(HEADS, rows)


def not_personal_tables(_: str) -> str:
    return table(
        ("Table", "Why"), [(code(each.model._meta.label), _said(each.why)) for each in not_personal()]
    )


def parameters(_: str) -> str:
    rows = [
        (code(name), each.meaning.text("ja"), each.meaning.text("en"), str(each.value), each.source)
        for name, each in PARAMETERS.items()
    ]
    return table(("Code", "日本語", "English", "Number", "Source"), rows)
