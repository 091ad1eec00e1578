import datetime as dt
import re

import pytest

from renkei.budgets.models import Amount, Item, Pillar
from renkei.core.accounts.actors import STRANGER, Actor, Role
from renkei.core.blocks.plain import blocks_to_text
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_html
from renkei.core.blocks.request import BlockRequest
from renkei.core.history.journal import journal
from renkei.governance.models import Body, Mandate
from renkei.indicators.models import Milestone
from tests.builders import both, make
from tests.reports.mihon import DAY, item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]
READER = Actor("reader", frozenset({Role.STRANGER, Role.READER}), 3)


def lines(name, *, year=2020, language="ja", actor=STRANGER, **params):
    request = BlockRequest.of(year, language, actor=actor, at=DAY, params=params)
    return blocks_to_text(build(name, request)).splitlines()


def hide(model, slug):
    with journal(actor=READER, action="test"):
        model.objects.filter(pk=slug).update(publication="internal")


DRAWN = "見本推進会議、見本部会、管理機能、産業課（見本県）と、その間の線を描いた図。同じ内容を文でも記す。"


def test_the_structure_is_nested_and_in_order():
    assert lines("governance.structure") == [
        f"[推進体制（記録から作図）: {DRAWN}]",
        "会議体",
        "- 見本推進会議",
        "  - 会長・委員長：知事（見本県）",
        "  - 構成団体",
        "    - 大学関係者",
        "  - 所掌事務",
        "    - 一つ目の任務",
        "    - 二つ目の任務",
        "  - 見本部会",
        "部署",
        "- 産業課（見本県）",
        "機能",
        "- 管理機能",
        "  - 担い手：見本財団",
        "  - ① ニーズの発掘",
        "関係",
        "- 産業課（見本県）が見本財団に指導と助言を行う。",
        "図",
        "- 見本図 名称のみ。図そのものは登録されていない",
    ]


def test_names_are_those_of_the_year():
    assert "- 商工課（見本県）" in lines("governance.structure", year=2018)
    assert "- Industry Division (Mihon Prefecture)" in lines("governance.structure", language="en")


def test_strangers_see_no_hidden_part_of_the_structure():
    hide(Mandate, "m-1")
    hide(Body, "panel")
    text = "\n".join(lines("governance.structure"))
    assert "一つ目の任務" not in text
    assert "見本部会" not in text
    assert "見本部会" in "\n".join(lines("governance.structure", actor=READER))


def test_a_body_that_no_longer_exists_is_not_told():
    make(
        Body,
        "old",
        name=both("旧会議", "Old council"),
        legal_type="committee",
        existence=(dt.date(2010, 4, 1), dt.date(2015, 4, 1)),
    )
    assert "- 旧会議" not in lines("governance.structure")
    assert "- 旧会議" in lines("governance.structure", year=2012)


def test_results_come_by_pillar_and_measure_with_their_amounts():
    assert lines("budgets.pillars", side="results") == [
        "1 柱first 令和2年度 実績額（段階の記載なし） 1 千円",
        "- 訳のない文",
        "(1) 体制づくり",
        "- 令和2年7月10日に開いた。",
        "  - 共同研究19件",
        "[会議のようす: 写真のファイルは登録されていません]",
        "2 柱second 令和2年度 実績額（段階の記載なし） 1 千円",
    ]


def test_the_plan_says_what_is_not_yet_under_way():
    assert "- 進める。 予定" in lines("budgets.pillars", year=2021, side="plan")


def test_a_hidden_item_hides_what_stands_under_it():
    hide(Item, "held")
    text = "\n".join(lines("budgets.pillars", side="results"))
    assert "19" not in text
    assert "令和2年7月10日" not in text


def test_a_pillar_stands_only_in_its_years():
    make(Pillar, "third", number=3, title=both("旧い柱", "Old pillar"), last_year=2019)
    assert not any("旧い柱" in line for line in lines("budgets.pillars", side="results"))
    assert any("旧い柱" in line for line in lines("budgets.pillars", year=2019, side="results"))


def test_items_come_by_position():
    for position, slug in ((2, "b"), (1, "a")):
        item(slug, both(slug, slug), pillar_id="second", position=position)
    assert lines("budgets.pillars", side="results")[-2:] == ["- a", "- b"]


def test_the_table_of_amounts_shows_the_change_and_the_note():
    caption, head, first, second, total, note = lines("budgets.amounts_table")
    assert caption.startswith(
        "柱ごとの金額 単位：千円。令和2年度は実績額（段階の記載なし）、令和3年度は予算額"
    )
    assert head == "柱\t令和2年度 実績\t令和3年度 予算\t増減"
    assert first == "1 柱first\t1\t2\t1"
    assert second == "2 柱second\t1\t1\t△1"
    assert total == "合計\t3\t3\t0"
    assert note.startswith("表示単位未満を四捨五入")


def test_there_is_no_note_where_the_rows_add_up():
    with journal(actor=READER, action="test"):
        for slug, amount in (
            ("first-2020", 1_000),
            ("second-2020", 2_000),
            ("first-2021", 5_000),
            ("second-2021", 1_000),
        ):
            Amount.objects.filter(pk=slug).update(amount=amount)
    found = lines("budgets.amounts_table")
    assert found[-1] == "合計\t3\t6\t3"
    assert len(found) == 5


def test_an_amount_nobody_stated_is_not_zero():
    with journal(actor=READER, action="test"):
        Amount.objects.filter(pk="second-2020").delete()
    found = lines("budgets.amounts_table")
    assert "2 柱second\t記載なし\t1\t—" in found
    assert "記載のない金額は合計に含みません。" in found


def test_a_total_with_pillars_that_are_not_shown_says_so():
    hide(Pillar, "second")
    found = lines("budgets.amounts_table")
    assert not any("柱second" in line for line in found)
    assert "合計には、この表に載せていない柱の金額を含みます。" in found


def test_a_table_without_amounts_is_nothing():
    assert lines("budgets.amounts_table", year=2001) == []


def test_the_partnership_entry_has_the_fields_of_its_source():
    assert lines("catalogue.partnership", language="en") == [
        "Mihon partnership",
        "Done together.",
        "It went on in AY2020.",
        "Applicable regions: Mihon Prefecture",
        "Implementation period: from 19 March 1999, continuing",
        "Categories of community and regional affairs: Research",
        "Related agreements and pages: Mihon page",
        "In charge: Industry Division",
    ]


def test_the_entry_that_was_asked_for_has_no_title_of_its_own():
    assert lines("catalogue.partnership", slug="mihon-entry")[0] == "ともに進める。"
    assert lines("catalogue.partnership", slug="none") == []


def test_agreements_of_the_year():
    assert lines("agreements.list", language="en") == [
        "Mihon agreement",
        "Parties: Mihon Foundation",
        "Term: Term 4",
        "Period: 1 April 2019 – 31 March 2024",
    ]
    assert lines("agreements.list", year=2012) == []


def test_key_figures_have_their_year_and_publisher():
    found = lines("indicators.key_figures", codes="research.joint_projects@2020 budgets.actual@1999")
    assert found[1:] == ["数字\t値\t年度\t公表者", "共同研究\t19 件\t令和2年度\t見本県"]
    assert lines("indicators.key_figures")[1:] == found[1:]
    assert lines("indicators.key_figures", year=2001) == []


def test_milestones_are_as_precise_as_their_source():
    assert lines("indicators.milestones") == [
        "平成21年度: さき",
        "令和3年4月: あと",
        "年月日の記載なし: 日付なし",
    ]
    hide(Milestone, "later")
    assert len(lines("indicators.milestones")) == 2


NAMES = [
    ("governance.structure", {}),
    ("budgets.pillars", {"side": "results"}),
    ("budgets.amounts_table", {}),
    ("catalogue.partnership", {}),
    ("agreements.list", {}),
    ("indicators.key_figures", {}),
    ("indicators.milestones", {}),
]


@pytest.mark.parametrize(("name", "params"), NAMES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_number_on_the_page_is_marked(name, params, language):
    request = BlockRequest.of(2020, language, actor=STRANGER, at=DAY, params=params)
    html = blocks_to_html(build(name, request), language)
    marked = re.sub(r"<(\w+)[^>]*data-number=[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search(r">[^<]*\d[^<]*<", marked)
