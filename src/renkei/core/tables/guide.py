"""The guide that lies beside empty tables, made from the same declarations as the tables themselves."""

from __future__ import annotations

from django.utils.translation import override

from renkei.core.records.kinds import Kind, kind_of, kinds
from renkei.core.tables.columns import Column, ColumnType, written_columns

_START = {
    "ja": """# クラスターの表

このフォルダの表をExcelなどで埋めると、一つのクラスターになります。表ごとに一つのCSVファイルがあります。

1. まず `cluster.csv` に一行だけ書きます。言語（`languages`、先頭が第一）、年度の最初の月（`first_month`）、
   通貨（`currency`）、金額の表示単位（`money_unit`）はここで決まります。
2. 次に `organisations.csv` に組織を書きます。ほかの表は、組織や資料をその識別名（`slug`）で指します。
3. 使わない表は見出しだけのまま残します。`#` で始まる行は例で、読み込まれません。
4. `renkei load --dry-run このフォルダ` で確かめ、`renkei load このフォルダ` で読み込みます。

書き方

- 識別名は半角の英小文字・数字・ハイフンで、一度決めたら変えません。
- 空欄は「記載なし」です。0とは違います。
- 日付は 2024-04-01 のほか、令和6年4月1日、R6.4.1 も読めます。期間の終わりはその日を含みます。
- 年度は 2024、2024年度、令和6年度のどれでもかまいません。
- 金額は通貨の単位（円）で書きます。「12千円」のように単位を添えれば、その単位で読みます。
- 式、マクロ、非表示のシートは受け付けません。
- 文字コードはUTF-8、cp932（Shift_JIS）、UTF-16のどれでも読めます。
- どの表にも `holder`、`holder_unit`、`shared_with` の列を加えられます。その行を所管する組織（と部署）、見てよい組織
  （空白で区切る。`*` はすべて）です。列がないか空欄の行は、クラスター全体の共通の記録です。
- 資料のファイルは `documents` フォルダに置き、`documents.csv` の `file` 列に名前を書きます。

## 表と列
""",
    "en": """# Tables of a cluster

Fill in the tables of this folder with a spreadsheet, and they are a cluster. Each table is one CSV file.

1. Begin with the one row of `cluster.csv`: languages (`languages`, the first one first), the first month of
   the fiscal year (`first_month`), currency (`currency`) and the display unit of money (`money_unit`).
2. Then write the organisations into `organisations.csv`. Other tables name organisations and documents by
   their identifier (`slug`).
3. Tables you do not need keep their headings only. Rows that begin with `#` are examples and are not loaded.
4. Check with `renkei load --dry-run FOLDER`, then load with `renkei load FOLDER`.

How to write

- Identifiers are lower-case letters, digits and hyphens, and never change once given.
- An empty cell means “not stated”. It is not zero.
- Dates are 2024-04-01; 1 April 2024 and 令和6年4月1日 are read, too. The last day of a period is part of it.
- Fiscal years are 2024, FY2024 or 令和6年度.
- Money is in units of the currency. With its unit beside it (12千円) an amount is read in that unit.
- Formulas, macros and hidden sheets are refused.
- Files may be in UTF-8, cp932 (Shift_JIS) or UTF-16.
- Any table may have the columns `holder`, `holder_unit` and `shared_with`: the organisation (and unit) whose own
  record a row is, and the organisations that may see it (separated by spaces; `*` is all). Without them, or where
  they are empty, a row is common to the whole cluster.
- Files of documents go into the folder `documents`; the column `file` of `documents.csv` names them.

## Tables and columns
""",
}
_TYPES = {
    ColumnType.TEXT: ("文字", "text"),
    ColumnType.INTEGER: ("整数", "whole number"),
    ColumnType.NUMBER: ("数", "number"),
    ColumnType.MONEY: ("金額", "amount"),
    ColumnType.DATE: ("日付", "date"),
    ColumnType.PARTIAL_DATE: ("日付・年月・年", "day, month or year"),
    ColumnType.FISCAL_YEAR: ("年度", "fiscal year"),
    ColumnType.BOOLEAN: ("true / false", "true / false"),
    ColumnType.CHOICE: ("選択", "choice"),
    ColumnType.REFERENCE: ("識別名", "identifier"),
}


def guide(language: str, languages: tuple[str, ...]) -> str:
    """Return the guide as Markdown, Japanese or English."""
    parts = [_START[language]]
    with override(language):
        for kind in kinds():
            parts.append(f"### {kind.table}.csv: {kind.plural}\n\n{kind.description}\n")
            parts.append(_table(kind, language, languages))
    return "\n".join(parts)


def _table(kind: Kind, language: str, languages: tuple[str, ...]) -> str:
    heads = ("Heading", "Name", "Type", "Required", "Notes")
    if language == "ja":
        heads = ("見出し", "名称", "型", "必須", "説明")
    rows = [
        heads,
        ("---",) * len(heads),
        *(_row(column, language) for column in written_columns(kind, languages, ())),
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows) + "\n"


def _row(column: Column, language: str) -> tuple[str, ...]:
    kind = _TYPES[column.type][language != "ja"]
    if column.target:
        kind += f" (`{kind_of(column.target).table}`)"
    notes = [column.help(language), *(f"`{value}` {label}" for value, label in column.choices)]
    said = "; ".join(note for note in notes if note).replace("|", "/")
    return f"`{column.name}`", column.title(language), kind, "○" if column.required else "", said
