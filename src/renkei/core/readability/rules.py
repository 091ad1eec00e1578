"""The 30 rules of 行政データにおける機械可読性に関するルール (decided 2026-03-31), in short, and how to mend a breach.

Source: https://www.cas.go.jp/jp/seisaku/digital_gyozaikaikaku/pdf/gyouseidata_rule.pdf (levels 1 to 3), as listed in
machine-readability-rules.csv of digital-go-jp/machine_readability_rule: 15, 6 and 9 rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Rule:
    """`code` is the level and the number of the rule: 2-01."""

    code: str
    name: Localised
    mend: Localised


def _rule(code: str, name: str, english: str, mend: str, english_mend: str) -> Rule:
    return Rule(code, Localised.both(name, english), Localised.both(mend, english_mend))


RULES: tuple[Rule, ...] = (
    _rule(
        "1-01",
        "機械で読める形式",
        "A format machines can read",
        "xlsx か CSV で保存する",
        "Save it as xlsx or CSV",
    ),
    _rule(
        "1-02",
        "1シートに1つの表",
        "One table a sheet",
        "表ごとにシート（ファイル）を分ける",
        "Give each table its own sheet or file",
    ),
    _rule("1-03", "データを分断しない", "No split data", "空の行を削除する", "Delete the empty rows"),
    _rule(
        "1-04",
        "表の外に文字を書かない",
        "No stray notes",
        "表題や注は、定義のシートに移す",
        "Move titles and notes to a sheet of definitions",
    ),
    _rule(
        "1-05",
        "すべての列に名前",
        "Every column is named",
        "見出しの空欄に列の名前を書く",
        "Give the column a heading",
    ),
    _rule(
        "1-06",
        "体裁のための空白や改行を入れない",
        "No spaces or line breaks for looks",
        "空白と改行を取る",
        "Take out the spaces and line breaks",
    ),
    _rule(
        "1-07",
        "1セルに1データ",
        "One datum a cell",
        "列か行を分けて、1つずつ書く",
        "Split it into columns or rows",
    ),
    _rule(
        "1-08",
        "機種依存文字を使わない（名称を除く）",
        "No platform-dependent characters (names aside)",
        "ほかの字に改める（①は1、㎏はkg）",
        "Write it with other characters (1 for ①, kg for ㎏)",
    ),
    _rule(
        "1-09",
        "空欄と0を区別する",
        "Blank is not zero",
        "0は0と書き、空欄の意味を定義に書く",
        "Write 0 as 0, and say in the definitions what blank means",
    ),
    _rule(
        "1-10",
        "図や画像を置かない",
        "No drawings or pictures",
        "図、画像、グラフ、コメントを取り除く",
        "Take out drawings, pictures, charts and comments",
    ),
    _rule(
        "1-11",
        "書式に意味を持たせない",
        "No meaning in formatting",
        "色や太字の意味を、列にして書く",
        "Write what the colour means into a column",
    ),
    _rule(
        "1-12",
        "セルを結合しない",
        "No merged cells",
        "結合を解き、どのセルにも値を書く",
        "Unmerge, and write the value into every cell",
    ),
    _rule(
        "1-13",
        "行・列・シートを隠さない",
        "No hidden rows, columns or sheets",
        "表示するか、削除する",
        "Show or delete them",
    ),
    _rule(
        "1-14",
        "CSVは1行に1件",
        "A line of CSV is a record",
        "どの行も見出しと同じ数のセルにする",
        "Give every line as many cells as the heading",
    ),
    _rule(
        "1-15",
        "カンマを含む値を引用符で囲む",
        "Commas are quoted",
        'カンマや引用符を含む値を " で囲む',
        "Put values with commas or quotation marks in quotation marks",
    ),
    _rule(
        "2-01",
        "数値は数値で書く",
        "Numbers are numbers",
        "単位、カンマ、※、▲を取り、数だけを半角で書く",
        "Write the number alone: no units, commas, ※ or ▲",
    ),
    _rule("2-02", "「同上」で省かない", "No “ditto”", "上と同じ値を、そのまま書く", "Write the value again"),
    _rule(
        "2-03",
        "列の名前を重ねない",
        "Headings are unique",
        "列の名前を変えて区別する",
        "Give each column a name of its own",
    ),
    _rule(
        "2-04",
        "選択肢の表記をそろえる",
        "Choices are written alike",
        "表記を一つに決めてそろえる",
        "Decide on one way to write it",
    ),
    _rule(
        "2-05",
        "「その他」の内容は別の列",
        "Details of “other” in a column of their own",
        "列には「その他」だけを書き、内容は隣の列に書く",
        "Write “other” alone, and its detail in the next column",
    ),
    _rule("2-06", "数式を使わない", "No formulas", "値として貼り付ける", "Paste it as a value"),
    _rule(
        "3-01",
        "見出しは1行目",
        "The heading is row 1",
        "見出しより上の行を、定義のシートに移す",
        "Move the rows above the heading to a sheet of definitions",
    ),
    _rule(
        "3-02",
        "コード表を添える",
        "Codes come with their table",
        "コードと意味の表を、別のシートに添える",
        "Add a sheet with codes and what they mean",
    ),
    _rule(
        "3-03",
        "記号の意味を定める",
        "Marks are defined",
        "「-」「…」「x」などの意味を定義に書く",
        "Say in the definitions what “-”, “…” or “x” mean",
    ),
    _rule(
        "3-04",
        "単位を示す",
        "Units are stated",
        "列の名前か定義に単位を書く",
        "Write the unit into the heading or the definitions",
    ),
    _rule(
        "3-05",
        "時間は西暦（または和暦と西暦）",
        "Time is in Gregorian years (or both)",
        "西暦で書くか、西暦の列を加える",
        "Write Gregorian years, or add a column with them",
    ),
    _rule(
        "3-06",
        "地域はコードと正式名称",
        "Areas by code and official name",
        "団体コードの列を加える",
        "Add a column with the local government code",
    ),
    _rule(
        "3-07",
        "毎年同じ形",
        "The same layout each year",
        "前年のファイルと列をくらべる",
        "Compare its columns with last year's file",
    ),
    _rule(
        "3-08",
        "定義、更新、文字コードを示す",
        "Definitions, updates and encoding are declared",
        "定義のシートを添える。CSVは文字コードとBOMの有無も書く",
        "Add a sheet of definitions; for CSV, say encoding and BOM",
    ),
    _rule(
        "3-09",
        "縦長の表",
        "Long format",
        "年を列の名前にせず、年度の列と値の列にする",
        "Make years a column of their own, not headings",
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}
