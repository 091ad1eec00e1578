"""The cluster's tables: headings, types, what they point to, which rules hold."""

from __future__ import annotations

from renkei.config.documents.markdown import code, in_both, table
from renkei.config.documents.words import kinds_in
from renkei.core.records.kinds import Kind, SetRule, kind_of, rules_for_all
from renkei.core.tables.columns import LAST, Column, ColumnType, columns_of

LANGUAGES = ("ja", "en")
MANY_WORDS = 12
HEADS = ("Column", "日本語", "English", "Type", "Needed")


def columns(context: str) -> str:
    """Return one table per kind; the columns that every table has are left to `common_columns`."""
    return "\n\n".join(_columns_of(kind) for kind in kinds_in(context))


def common_columns(_: str) -> str:
    common = ("slug", *LAST)
    return table(
        HEADS, [_row(each) for each in columns_of(kind_of("document"), LANGUAGES) if each.name in common]
    )


def fields(context: str) -> str:
    """Return every field's label with the kinds that have it, for the glossary."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for kind in kinds_in(context):
        for column in columns_of(kind, LANGUAGES):
            label = in_both(column.field.verbose_name)
            where = found.setdefault((*label, column.field.name), [])
            if kind.slug not in where:
                where.append(kind.slug)
    everywhere = len(kinds_in(context))
    rows = [
        (
            japanese,
            english,
            code(name),
            "every kind" if len(where) == everywhere else ", ".join(map(code, where)),
        )
        for (japanese, english, name), where in sorted(found.items(), key=lambda each: (each[0][2], each[0]))
    ]
    return table(("日本語", "English", "Code", "Kinds"), rows)


def rules(context: str) -> str:
    """Return what the database keeps (its constraints by name) and what the rules over several rows refuse."""
    rows = []
    for kind in kinds_in(context):
        constraints = kind.model._meta.constraints
        rows += [(code(kind.table), each.name.replace("_", " "), "the database") for each in constraints]
        rows += [(code(kind.table), f"refused: {_said(rule)}", "services and loads") for rule in kind.rules]
    rows += [("every table", f"refused: {_said(rule)}", "services and loads") for rule in rules_for_all()]
    return table(("Table", "Rule", "Kept by"), rows)


def _said(rule: SetRule) -> str:
    said = rule.check.__doc__ or rule.check.__name__.replace("_", " ")
    return said.strip().split("\n")[0].removeprefix("Yield ").rstrip(".")


def _columns_of(kind: Kind) -> str:
    own = [each for each in columns_of(kind, LANGUAGES) if each.field.name not in ("slug", *LAST)]
    japanese, english = in_both(kind.plural)
    meaning = " / ".join(in_both(kind.description))
    return f"### {code(kind.table)} {japanese} / {english}\n\n{meaning}\n\n{table(HEADS, map(_row, own))}"


def _row(column: Column) -> tuple[str, ...]:
    japanese, english = in_both(column.field.verbose_name)
    return code(column.name), japanese, english, _type(column), "yes" if column.required else ""


def _type(column: Column) -> str:
    if column.type is ColumnType.REFERENCE:
        return f"identifier in {code(kind_of(column.target).table)}"
    if column.type is not ColumnType.CHOICE:
        return str(column.type.value).replace("_", " ")
    if len(column.choices) > MANY_WORDS:
        return f"one of {len(column.choices)} words (see the glossary)"
    return "one of: " + ", ".join(code(value) for value, _ in column.choices)
