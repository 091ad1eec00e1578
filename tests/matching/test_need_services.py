"""Who may know of a need, its public profile by two people, its end; and what nobody confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from renkei.core.accounts.actors import COMMAND_LINE, STRANGER, Actor, Grant, Role
from renkei.core.files.services import stored_path
from renkei.core.history.journal import journal
from renkei.core.publication.selectors import visible_to
from renkei.core.records.services import RecordRefused
from renkei.directory.models import Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import check_table
from renkei.matching.enums import NeedState, ProfileState
from renkei.matching.models import (
    Activity,
    Analysis,
    Case,
    CaseStage,
    CaseStep,
    Introduction,
    Match,
    Need,
    NeedDocument,
    NeedField,
    NeedProfile,
    Seed,
)
from renkei.matching.models import ApplicationField as Subject
from renkei.matching.need_workflow import NEED, PROFILE
from renkei.matching.services import expiry, profiles
from renkei.matching.services.confidence import change_confidence, hanging_on
from renkei.matching.services.entering import enter
from tests.builders import both, make
from tests.working import do_jobs

pytestmark = pytest.mark.django_db
AT = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 3, 0, tzinfo=dt.UTC)


def coordinator(name: str, organisation: str = "foundation") -> Actor:
    grants = (Grant(Role.COORDINATOR, organisation, person=name),)
    return Actor(name, frozenset({Role.STRANGER}), None, grants, person=name)


ICHI, NI, ELSEWHERE = coordinator("ichi"), coordinator("ni"), coordinator("shi", "other")


@pytest.fixture
def need() -> Need:
    """A need with one of everything that can hang on it."""
    for slug in ("foundation", "other", "institute"):
        make(Organisation, slug, name=both(slug), kind="foundation")
    firm = make(Organisation, "firm", name=both("株式会社 架空フーズ", "Kaku Foods Co., Ltd."), kana="カクウフーズ",
                kind="company", address=both("見本県架空町1-2"), website="https://www.kakufoods.example/")  # fmt: skip
    for slug in ("ichi", "ni"):
        make(
            Person, slug, family_name=slug, controller_id="foundation", purpose="業務", publication="internal"
        )
    held = {"holder": "foundation", "publication": "internal"}
    need = make(Need, "need", title=both("件名"), problem=both("課題"), company=firm, received_on=AT, channel="visit",
                kind="advice", contact_name="仮名 花子", contact_email="hanako@kakufoods.example",
                coordinator_id="ichi", expires_on=AT + dt.timedelta(days=30), **held)  # fmt: skip
    hang_on(need, held)
    return need


def hang_on(need: Need, held: dict[str, str]) -> None:
    """One of everything that can hang on a need."""
    stage = make(CaseStage, "survey", name=both("調査"), position=1)
    seed = make(Seed, "seed", title=both("シーズ"), outline=both("概要"), organisation_id="institute")
    case = make(Case, "case", title=both("案件"), need=need, stage=stage, opened_on=AT, **held)
    make(CaseStep, "step", case=case, stage=stage, entered_on=AT, **held)
    make(
        Activity,
        "by-case",
        kind="visit",
        held_on=AT,
        coordinator_id="ichi",
        case=case,
        what=both("訪問"),
        **held,
    )
    make(
        Activity,
        "by-need",
        kind="call",
        held_on=AT,
        coordinator_id="ichi",
        need=need,
        what=both("電話"),
        **held,
    )
    make(Introduction, "introduction", case=case, seed=seed, **held)
    make(Analysis, "analysis", case=case, title=both("分析"), **held)
    make(Match, "match", need=need, seed=seed, verdict="accepted", judged_by="ichi", judged_on=AT, **held)
    subject = make(Subject, "food", name=both("食品"))
    make(NeedField, "field", need=need, field=subject, **held)
    make(NeedDocument, "paper", need=need, name="x.pdf", **held)


HANGING = {Case, CaseStep, Activity, Introduction, Analysis, Match, NeedField, NeedDocument}


def seen_by(actor: Actor) -> set[str]:
    return {
        row.pk for model in (Need, *HANGING) for row in visible_to(model._default_manager.all(), actor, AT)
    }


EVERYTHING = {
    "need", "case", "step", "by-case", "by-need", "introduction", "analysis", "match", "field", "paper",
}  # fmt: skip


def test_a_change_of_confidence_reaches_all_that_hangs_on_the_need(need: Need) -> None:
    assert {rows.model for rows in hanging_on(need)} == HANGING
    assert (seen_by(NI), seen_by(ELSEWHERE)) == (EVERYTHING, set())
    change_confidence(actor=ICHI, need=need, level="private", reason="企業の希望")
    assert (seen_by(ICHI), seen_by(NI), seen_by(ELSEWHERE)) == (EVERYTHING, set(), set())
    change_confidence(actor=ICHI, need=need, level="shared", organisations=["other"], reason="相談")
    assert (seen_by(NI), seen_by(ELSEWHERE)) == (EVERYTHING, EVERYTHING)
    change_confidence(actor=NI, need=need, level="shared", reason="戻す")
    assert (seen_by(NI), seen_by(ELSEWHERE)) == (EVERYTHING, set())
    assert seen_by(STRANGER) == set()


@pytest.mark.parametrize(
    ("actor", "values", "code"),
    [
        (ELSEWHERE, {"level": "shared", "reason": "x"}, "permission.refused"),
        (STRANGER, {"level": "shared", "reason": "x"}, "permission.refused"),
        (ICHI, {"level": "shared", "reason": " "}, "confidence.no_reason"),
        (
            ICHI,
            {"level": "shared", "organisations": ["nobody"], "reason": "x"},
            "confidence.unknown_organisation",
        ),
        (ICHI, {"level": "shared", "reason": "x", "revision": 7}, "record.stale"),
    ],
)
def test_a_change_of_confidence_that_is_refused_changes_nothing(
    need: Need, actor: Actor, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        change_confidence(actor=actor, need=need, **values)
    assert refused.value.code == code
    assert seen_by(NI) == EVERYTHING


def test_nobody_keeps_a_need_from_themselves(need: Need) -> None:
    with pytest.raises(RecordRefused):  # it would be kept for ichi, and ni would not reach it any more
        change_confidence(actor=NI, need=need, level="private", reason="x")
    assert Need.objects.get().holder_person == ""


TEXTS = {"title": both("練り製品の離水を減らしたい"), "summary": both("解凍後の離水を5%以下にしたい。")}


def test_a_profile_needs_a_second_pair_of_eyes(need: Need) -> None:
    made = profiles.propose(actor=ICHI, need=need, texts=TEXTS, reason="企業の希望")
    assert (made.state, made.publication, made.holder) == ("proposed", "internal", "foundation")
    assert "need" not in made.pk.replace("needprofile", "")
    for actor, code in (
        (ICHI, "profile.your_own"),
        (ELSEWHERE, "permission.refused"),
        (STRANGER, "permission.refused"),
    ):
        with pytest.raises(RuleBroken) as refused:
            profiles.approve(actor=actor, profile=made, reason="", at=AT)
        assert refused.value.code == code
    assert not visible_to(NeedProfile.objects.all(), STRANGER, AT).exists()
    profiles.approve(actor=NI, profile=made, reason="よい", at=AT)
    assert visible_to(NeedProfile.objects.all(), STRANGER, AT).get().pk == made.pk
    profiles.propose(actor=ICHI, need=need, texts=TEXTS | {"summary": both("別の言葉")}, reason="直す")
    assert not visible_to(
        NeedProfile.objects.all(), STRANGER, AT
    ).exists()  # until somebody has read the new words


def test_who_has_two_accounts_is_still_one_person(need: Need) -> None:
    from renkei.core.accounts.services import create_user
    from renkei.directory.models import UserPerson

    users = [create_user(actor=COMMAND_LINE, name=name) for name in ("ichi", "deputy")]
    with journal(actor=COMMAND_LINE, action="test"):
        UserPerson.objects.create(user=users[0], person_id="ichi")
    deputy = Actor("deputy", frozenset({Role.STRANGER}), users[1].pk,
                   (Grant(Role.COORDINATOR, "foundation", lender="ichi", person="ichi"),))  # fmt: skip
    made = profiles.propose(actor=deputy, need=need, texts=TEXTS, reason="代理")
    with pytest.raises(RuleBroken, match="起案した本人"):
        profiles.approve(actor=deputy, profile=made, reason="", at=AT)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("架空フーズは困っている", "架空フーズ"),
        ("架 空・フーズの工場", "架空フーズ"),
        ("かくうふーずの製品", "カクウフーズ"),
        ("ｶｸｳﾌｰｽﾞの製品", "カクウフーズ"),
        ("KAKU FOODS needs help", "Kaku Foods"),
        ("花子さんに連絡", "花子"),
        ("架空町の工場", "架空町"),
        ("see kakufoods for more", "kakufoods"),
    ],
)
def test_a_text_that_tells_who_the_firm_is_must_be_changed_or_confirmed(
    need: Need, text: str, word: str
) -> None:
    texts = TEXTS | {"summary": Localised({"ja": text})}
    with pytest.raises(RuleBroken) as refused:
        profiles.propose(actor=ICHI, need=need, texts=texts, reason="x")
    assert refused.value.code == "profile.names_the_firm"
    flagged: Any = refused.value.context["found"]
    found = [each.word for each in flagged]
    assert word in found
    assert not NeedProfile.objects.exists()
    made = profiles.propose(actor=ICHI, need=need, texts=texts, acknowledged=found, reason="x")
    with pytest.raises(RuleBroken) as again:  # the second pair of eyes confirms it once more
        profiles.approve(actor=NI, profile=made, reason="", at=AT)
    assert again.value.code == "profile.names_the_firm"
    profiles.approve(actor=NI, profile=made, acknowledged=found, reason="", at=AT)


@pytest.mark.parametrize(
    "text", ["食品会社の工場", "冷凍のすり身", "株式会社である", "A company limited in size", "市場と工場"]
)
def test_words_that_tell_nobody_are_no_matter(need: Need, text: str) -> None:
    profiles.propose(actor=ICHI, need=need, texts=TEXTS | {"summary": both(text)}, reason="x")


def test_a_need_ends_the_day_after_its_last_and_its_profile_with_it(need: Need) -> None:
    made = profiles.propose(actor=ICHI, need=need, texts=TEXTS, reason="x")
    profiles.approve(actor=NI, profile=made, reason="", at=AT)
    last = AT + dt.timedelta(days=30)
    assert expiry.expire_needs(actor=COMMAND_LINE, at=last) == 0
    assert expiry.expire_needs(actor=COMMAND_LINE, at=last + dt.timedelta(days=1)) == 1
    assert expiry.expire_needs(actor=COMMAND_LINE, at=last + dt.timedelta(days=1)) == 0
    made.refresh_from_db()
    assert (Need.objects.get().state, made.state, made.publication) == ("expired", "ended", "withdrawn")
    renewed = expiry.renew(actor=ICHI, need=need, at=last + dt.timedelta(days=2))
    assert (renewed.state, renewed.expires_on) == ("open", last + dt.timedelta(days=367))


def test_a_need_that_is_carried_as_a_case_does_not_end(need: Need) -> None:
    with journal(actor=COMMAND_LINE, action="test"):
        Need.objects.update(state="in_case")
    assert expiry.expire_needs(actor=COMMAND_LINE, at=AT + dt.timedelta(days=400)) == 0


def test_its_coordinator_is_told_once_thirty_days_before(need: Need) -> None:
    from renkei.core.accounts.services import create_user
    from renkei.directory.models import UserPerson
    from renkei.directory.services import assign_role

    user = create_user(actor=COMMAND_LINE, name="ichi")
    with journal(actor=COMMAND_LINE, action="test"):
        user.email = "ichi@example.jp"
        user.save()
        UserPerson.objects.create(user=user, person_id="ichi")
    home = Organisation.objects.get(pk="foundation")
    assign_role(actor=COMMAND_LINE, user=user, role=Role.COORDINATOR, organisation=home)
    for day in (AT - dt.timedelta(days=1), AT, AT, AT + dt.timedelta(days=1)):
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        expiry.warn_of_expiry(actor=COMMAND_LINE, at=noon)
        do_jobs()
    assert [letter.to for letter in mail.outbox] == [["ichi@example.jp"]]
    assert "/desk/matching/need/need/" in mail.outbox[0].body
    assert "課題" not in mail.outbox[0].body


def test_what_nobody_confirmed_is_forgotten_with_its_files_and_its_history(
    need: Need, settings, tmp_path
) -> None:
    import io

    from django.core.files.storage import default_storage

    from renkei.core.files.services import inspect_file, keep_content

    paper = io.BytesIO(b"%PDF-1.7\nforget me")
    stored = inspect_file(paper, "x.pdf")
    keep_content(paper, stored)
    with journal(actor=COMMAND_LINE, action="test"):
        Need.objects.filter(pk="need").update(state="answered")
        late = make(Need, "late", title=both("忘れる件名"), problem=both("忘れる課題"), company_name="忘れる会社",
                    contact_email="w@example.jp", received_on=AT - dt.timedelta(days=8), channel="web", kind="advice",
                    holder="foundation", state="unconfirmed", publication="internal")  # fmt: skip
        make(NeedDocument, "late-paper", need=late, name="忘れる.pdf", sha256=stored.sha256, holder="foundation",
             publication="internal")  # fmt: skip
        make(Need, "young", title=both("新しい"), problem=both("課題"), company_name="会社", channel="web",
             kind="advice", received_on=AT - dt.timedelta(days=7), holder="foundation", state="unconfirmed",
             publication="internal")  # fmt: skip
    assert expiry.forget_unconfirmed(actor=COMMAND_LINE, at=NOW) == 1
    assert expiry.forget_unconfirmed(actor=COMMAND_LINE, at=NOW) == 0
    assert set(Need.objects.values_list("pk", flat=True)) == {"need", "young"}
    assert not default_storage.exists(stored_path(stored.sha256))
    events = Need.pgh_event_model.objects.filter(pgh_obj_id="late")  # type: ignore[attr-defined]
    assert events.count() >= 2
    assert {(row.company_name, row.contact_email, str(row.problem), str(row.title)) for row in events} == {
        ("",) * 4
    }


def test_the_tables_of_steps_are_whole() -> None:
    check_table(NEED, NeedState.UNCONFIRMED, NeedState.values)
    check_table(PROFILE, ProfileState.DRAFT, ProfileState.values)


def test_a_quick_entry_fills_in_what_is_not_said(need: Need) -> None:
    made = enter(
        actor=ICHI,
        values={"problem": "乾燥の温度を下げたい。今は80度。", "company_name": "架空乾物", "channel": "telephone",
                "kind": "advice", "level": "private", "holder": "foundation", "fields": [Subject.objects.get()]},
        language="ja",
        at=AT,
    )  # fmt: skip
    assert (made.holder, made.holder_person, made.coordinator_id) == ("foundation", "ichi", "ichi")
    assert (made.received_on, made.state, made.expires_on) == (AT, "open", AT + dt.timedelta(days=365))
    assert made.title.text("ja") == "乾燥の温度を下げたい"
    assert NeedField.objects.get(need=made).holder_person == "ichi"
