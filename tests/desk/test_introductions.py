"""Letters of introduction by mail: what they say follows the consents, and each goes out once."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from docx import Document

from renkei.core.accounts.actors import Role
from renkei.core.notices.models import Notice
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.matching.following import followed
from renkei.matching.models import Activity, Analysis, Introduction, Seed
from renkei.matching.services.introducing import send_letter
from renkei.matching.services.parts import add_to_case, answer_analysis, consent, decline, introduce
from tests.builders import both, make
from tests.desk.test_casework import signed
from tests.matching.casework import AT, ICHI, SHI, a_case, office, present
from tests.working import do_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
PASSED = "臭いの出る時期だけ"
WRITER = replace(ICHI, user_id=None)  # who has no row among the users
TO = {"company": "firm@example.jp", "researcher": "lab@example.jp"}


@pytest.fixture(autouse=True)
def _november(db: None, settings: Any) -> Iterator[None]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(NOW, tick=False):
        office()
        make(Organisation, "institute", name=both("架空の研究所"), kind="institute")
        make(Person, "ken", family_name="研究者健", controller_id="institute", purpose="研究")
        yield


@pytest.fixture
def introduction() -> Introduction:
    make(Seed, "seed", title=both("種"), organisation_id="institute")
    case = a_case(contact_email="firm@example.jp", contact_language="ja")
    values = {"researcher_id": "ken", "seed_id": "seed", "may_pass_on": both(PASSED)}
    made = add_to_case(actor=ICHI, case=case, kind="introduction", values=values)
    return Introduction.objects.get(pk=made.pk)


def sent(
    introduction: Introduction, side: str = "company", draft: str = "a" * 32, **changed: Any
) -> Notice | None:
    given: dict[str, Any] = {
        "actor": WRITER,
        "address": TO.get(side, "x@example.jp"),
        "language": "ja",
        "at": NOW,
    }
    return send_letter(introduction=introduction, side=side, draft=draft, **given | changed)


def test_a_letter_goes_once_names_nobody_before_both_agree_and_is_logged(introduction: Introduction) -> None:
    assert sent(introduction) is not None
    assert sent(introduction) is None
    sent(introduction, "researcher", "b" * 32)
    do_jobs()
    assert [letter.to for letter in mail.outbox] == [[TO["company"]], [TO["researcher"]]]
    for letter in mail.outbox:
        assert PASSED in letter.body
        assert "研究者健" not in letter.body
        assert "架空のfirm" not in letter.body
        assert "課題" not in letter.body
    logged = Activity.objects.order_by("pk")
    assert [(each.kind, each.case_id, each.coordinator_id) for each in logged] == [
        ("mail", introduction.case_id, "ichi"),
        ("other", introduction.case_id, "ichi"),
    ]
    assert present(introduction.case).answered_on == AT


def test_what_goes_out_follows_the_consents_of_that_moment(introduction: Introduction) -> None:
    sent(introduction)
    sent(introduction, "researcher", "b" * 32)
    for side in ("company", "researcher"):
        consent(actor=ICHI, introduction=introduction, side=side, on=AT)
    do_jobs()
    assert ["研究者健" in letter.body for letter in mail.outbox] == [True, False]
    assert ["架空のfirm" in letter.body for letter in mail.outbox] == [False, True]
    for notice in Notice.objects.all():
        assert notice.text
        for confided in (PASSED, "研究者健", "架空のfirm"):
            assert confided not in notice.text


def test_a_letter_on_its_way_is_not_sent_once_a_side_declined(introduction: Introduction) -> None:
    sent(introduction)
    decline(actor=ICHI, introduction=introduction, side="company")
    do_jobs()
    assert mail.outbox == []
    with pytest.raises(RuleBroken) as refused:
        sent(introduction, draft="c" * 32)
    assert refused.value.code == "introduction.declined"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"address": "どこか"}, "notice.address"),
        ({"side": "press"}, "introduction.side"),
        ({"language": "fr"}, "introduction.side"),
        ({"draft": "x"}, "visit.draft"),
        ({"actor": SHI}, "permission.refused"),
    ],
)
def test_a_refused_letter_leaves_nothing(
    introduction: Introduction, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        sent(introduction, **changed)
    assert refused.value.code == code
    assert not Notice.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_sends_it_tells_what_went_and_says_what_is_wrong(
    introduction: Introduction, language: str
) -> None:
    client = signed("ichi", "foundation", language)
    page = reverse("desk:introduction", args=[introduction.pk])
    opened = client.get(page)
    form = opened.context["letters"][0]["form"]
    assert form["address"].value() == "firm@example.jp"
    asked = {"side": "company", "address": "firm@", "language": "ja", "draft": form["draft"].value()}
    send = reverse("desk:send_introduction", args=[introduction.pk])
    wrong = client.post(send, asked)
    assert wrong.status_code == 422
    assert "address" in wrong.context["letters"][0]["form"].errors
    assert client.post(send, asked | {"address": TO["company"]})["Location"] == page
    assert TO["company"] in client.get(page).text
    assert Notice.objects.count() == 1
    assert signed("shi", "other").post(send, asked).status_code == 404
    auditor = signed("ni", "foundation", role=Role.AUDITOR).get(page)
    assert auditor.context["letters"][0]["form"] is None


def an_analysis(**values: Any) -> Analysis:
    case = a_case("sample", contact_email="firm@example.jp", contact_language="ja")
    given = {"title": both("香りの分析"), "transfer_check": "done", "ethics_check": "not_needed", **values}
    made = add_to_case(actor=ICHI, case=case, kind="analysis", values=given)
    return Analysis.objects.select_related("case__need").get(pk=made.pk)


def test_the_answer_of_an_analysis_reaches_the_firm_and_the_log_once() -> None:
    analysis = an_analysis(answer=both("成分が多い"), done_on=AT)
    answer_analysis(actor=WRITER, analysis=analysis, at=NOW)
    do_jobs()
    assert Analysis.objects.get().answered_on == AT
    assert [letter.to for letter in mail.outbox] == [["firm@example.jp"]]
    assert "成分が多い" not in mail.outbox[0].body
    assert [(each.kind, each.case_id) for each in Activity.objects.all()] == [("mail", analysis.case_id)]
    assert analysis.case.need is not None
    told = followed(analysis.case.need, AT).analyses[0]
    assert (told.answered_on, told.answer.text("ja")) == (AT, "成分が多い")
    with pytest.raises(RuleBroken) as refused:
        answer_analysis(actor=WRITER, analysis=analysis, at=NOW)
    assert refused.value.code == "analysis.answered"
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [({"done_on": AT}, "analysis.no_answer"), ({"answer": both("成分")}, "analysis.not_done")],
)
def test_an_answer_that_is_not_ready_is_not_given(values: dict[str, Any], code: str) -> None:
    analysis = an_analysis(**values)
    with pytest.raises(RuleBroken) as refused:
        answer_analysis(actor=WRITER, analysis=analysis, at=NOW)
    assert refused.value.code == code
    assert (mail.outbox, Activity.objects.count(), Analysis.objects.get().answered_on) == ([], 0, None)


def test_the_page_of_the_answer_gives_it_with_one_button() -> None:
    analysis = an_analysis(answer=both("成分が多い"), done_on=AT)
    client = signed("ichi", "foundation")
    page, give = (reverse(f"desk:{name}", args=[analysis.pk]) for name in ("analysis_answer", "give_answer"))
    assert give in client.get(page).text
    assert client.post(give)["Location"] == page
    assert give not in client.get(page).text
    assert signed("shi", "other").post(give).status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_months_document_holds_rules_lines_and_log(language: str) -> None:
    introduction = add_to_case(
        actor=ICHI,
        case=a_case(),
        kind="introduction",
        values={"may_pass_on": both(PASSED), "researcher_id": "ken"},
    )
    for side in ("company", "researcher"):
        consent(actor=ICHI, introduction=introduction, side=side, on=AT)  # type: ignore[arg-type]
    introduce(actor=ICHI, introduction=introduction, on=AT)  # type: ignore[arg-type]
    client = signed("ichi", "foundation", language)
    file = client.get(reverse("desk:month_document", args=["2026-11"]))
    paper = Document(io.BytesIO(file.content))
    table = {row.cells[0].text: (row.cells[1].text, row.cells[2].text) for row in paper.tables[0].rows}
    name = {"ja": "引き合わせ", "en": "Introductions"}[language]
    assert table[name][0] == "1"
    assert len(table[name][1]) > len(name)
    texts = [each.text for each in paper.paragraphs]
    assert f"{name} 1" in texts
    assert texts[texts.index(f"{name} 1") + 1] == introduction.pk
    widths = [cell.width for cell in paper.tables[0].rows[1].cells]
    assert widths[2] > widths[0] > widths[1]
