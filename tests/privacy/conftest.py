"""One person, seeded everywhere: directory, history, a body, a user, texts, logs, sessions, mails, uploads."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from renkei.core.accounts.actors import COMMAND_LINE, Role
from renkei.core.accounts.models import User
from renkei.core.history.journal import journal
from renkei.core.notices.models import MailChoice, Notice, Told
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import change_record
from renkei.directory.models import Organisation, Person
from renkei.directory.services import Given, invite_user
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from renkei.privacy.enums import Way
from renkei.privacy.services.readings import note_reading
from renkei.rounds.services import ask, make_round
from tests.desk.conftest import mihon, record

__all__ = ["mihon"]
AT = dt.datetime(2026, 5, 11, 9, 0, tzinfo=dt.UTC)
PAST = Period(dt.date(2020, 4, 1), dt.date(2023, 3, 31))


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


def seed(
    family="藤枝",
    given="みずき",
    roman=("FUJIEDA", "Mizuki"),
    slug="fujieda-mizuki",
    email="fujieda.m@mihon.example",
):
    """Seed one person everywhere; every place is one that an erasure must reach."""
    person = record(
        "person",
        slug,
        family_name=family,
        given_name=given,
        family_kana="フジエダ",
        given_kana="ミズキ",
        family_roman=roman[0],
        given_roman=roman[1],
        controller_id="mihon-city",
        purpose="会議の運営",
    )
    record("post", "mihon-mayor", title=Localised.both("見本市長", "Mayor"), organisation_id="mihon-city")
    record("postholding", f"mayor-{slug}", post_id="mihon-mayor", person_id=slug, period=PAST)
    record("seat", f"seat-{slug}", body_id="mihon-council", role="member", person_id=slug, period=PAST)
    return seed_more(person, family, given, roman, email)


def seed_more(person, family, given, roman, email):
    slug = person.pk
    user, _, _ = invite_user(
        actor=COMMAND_LINE,
        name=f"{slug}.1",
        email=email,
        given=Given(Role.READER, PAST, Organisation.objects.get(pk="mihon-city")),
        person=Person.objects.get(pk=slug),
        at=AT,
        reason=f"{family}{given}さんから",
    )
    for text in (f"議長は{family} {given}。", f"Chaired by {roman[1]} {roman[0]} ({email})."):
        note = Localised.both(text, text)
        record(
            "meeting",
            f"m-{abs(hash(text)) % 10**8}",
            body_id="mihon-council",
            held_on=dt.date(2022, 1, 5),
            note=note,
        )
    changed = change_record(
        actor=COMMAND_LINE,
        kind=kind_of("person"),
        slug=slug,
        revision=person.revision,
        values={"purpose": f"{family}{given}の連絡"},
        reason=f"{family}　{given}の依頼",
    )
    asked = make_round(
        actor=COMMAND_LINE,
        slug="r",
        title=Localised.both("照会", "Round"),
        fiscal_year=2021,
        due_on=dt.date(2022, 7, 1),
    )
    ask(actor=COMMAND_LINE, asked=asked, organisation="mihon-city", indicators=[], contact=email)
    return changed, user


def seed_mails(user, slug, name):
    """Mails to the user, to the address, and to somebody else about the person; what the user chose and was told."""
    values = {"letter": "round", "made_at": AT, "ended_at": AT, "state": "sent", "subject": "x"}
    with journal(actor=COMMAND_LINE, action="write mail"):
        Notice.objects.create(user=user, text=f"{name} さん", **values)
        Notice.objects.create(address=user.email, text="hello", **values)
        Notice.objects.create(address="other@mihon.example", text=f"{name}の件", **values)
        MailChoice.objects.create(user=user, rhythm="weekly", calendar_nonce="n", calendar_hash="h")
        Told.objects.create(user=user, what=f"person/{slug}/2026-05-01/due", told_on=AT.date())
        other = User.objects.create(username="other")
        Told.objects.create(user=other, what=f"person/{slug}/2026-05-01/due", told_on=AT.date())


def seed_logs(home, user, slug, name):
    seed_mails(user, slug, name)
    with journal(actor=COMMAND_LINE, action="link identity"):
        Authenticator.objects.create(user=user, type="webauthn", data={"name": name})
        SocialAccount.objects.create(user=user, provider="oidc", uid=user.email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.create()
    note_reading(actor=COMMAND_LINE, kind="person", way=Way.PAGE, slug=slug, at=AT)
    note_reading(actor=COMMAND_LINE, kind="person", way=Way.LIST, query=f"q={name}", count=1, at=AT)
    (home / "mail").mkdir(exist_ok=True)
    (home / "mail" / "1.log").write_text(f"To: {user.email}\nSubject: x\n\nhello\n", encoding="utf-8")
    (home / "mail" / "2.log").write_text("To: other@mihon.example\nSubject: x\n\nhello\n", encoding="utf-8")
    staged = home / "uploads" / "0" / "a"
    staged.mkdir(parents=True)
    (staged / "package.csv").write_text(f"slug,note\nx,{name}\n", encoding="utf-8")


@pytest.fixture
def somebody(mihon, home):
    """A person whose posts, seats and roles are over."""
    _, user = seed()
    seed_logs(home, user, "fujieda-mizuki", "藤枝みずき")
    return User.objects.get(pk=user.pk)
