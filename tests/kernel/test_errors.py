import pickle

from hypothesis import given
from hypothesis import strategies as st

from renkei.kernel.eras import NotADate
from renkei.kernel.errors import Flaw, NotUnderstood, RuleBroken
from renkei.kernel.localised import Localised

A_DATE = Localised.both("日付（例：2023-05-10）。", "a date such as 2023-05-10.")
FULL = Flaw("date.not_understood", "members.csv", 12, "start", "平成32年", A_DATE)


def test_a_flaw_is_one_sentence_with_place_found_and_expected():
    assert FULL.message("ja") == (
        "ファイル「members.csv」、12行目、列「start」：「平成32年」とあります。必要なもの：日付（例：2023-05-10）。"
    )
    assert FULL.message("en") == (
        "File “members.csv”, row 12, column “start”: found “平成32年”; expected a date such as 2023-05-10."
    )
    assert FULL.message("fr") == FULL.message("en")


def test_empty_parts_are_left_out():
    only_expected = Flaw("x.y", column="start", expected=A_DATE)
    assert only_expected.message("ja") == "列「start」：必要なもの：日付（例：2023-05-10）。"
    assert only_expected.message("en") == "Column “start”: expected a date such as 2023-05-10."
    assert Flaw("x.y", row=0).message("en") == "Row 0: there is a mistake (x.y)."
    assert Flaw("x.y").message("ja") == "誤りがあります（x.y）。"
    assert Flaw("x.y", found="7").message("en") == "Found “7”."


def test_what_was_found_is_cut_and_on_one_line():
    said = Flaw("x.y", found="あ" * 200 + "\n\x1b[31m").message("ja")
    assert said == "「" + "あ" * 80 + "…」とあります。"
    assert Flaw("x.y", found="a\r\n\x00b").message("en") == "Found “a b”."


@given(st.text(), st.text(), st.none() | st.integers(1, 10**6), st.text(max_size=9))
def test_a_message_is_never_empty_and_never_ends_twice(found, file, row, column):
    flaw = Flaw("x.y", file, row, column, found, A_DATE)
    assert flaw.message("ja").endswith("。")
    assert not flaw.message("ja").endswith("。。")
    assert flaw.message("en").endswith(".")


def test_a_broken_rule_carries_code_message_and_context():
    broken = RuleBroken("sample.rule", Localised.both("だめです。", "No."), limit=3)
    assert (broken.code, broken.context) == ("sample.rule", {"limit": 3})
    assert str(broken) == "sample.rule: だめです。 / No."
    again = pickle.loads(pickle.dumps(broken))  # noqa: S301 - our own bytes
    assert (again.code, again.message, again.context) == (broken.code, broken.message, broken.context)


def test_a_text_not_understood_speaks_both_languages():
    fault = NotADate("32", A_DATE)
    assert isinstance(fault, NotUnderstood)
    assert isinstance(fault, ValueError)
    assert fault.message["ja"] == "「32」とあります。必要なもの：日付（例：2023-05-10）。"
    assert str(fault) == f"{fault.message['ja']} / {fault.message['en']}"
    assert pickle.loads(pickle.dumps(fault)).found == "32"  # noqa: S301 - our own bytes
