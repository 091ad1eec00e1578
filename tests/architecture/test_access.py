"""Every address says who may open it, and the answer each role gets is what the table of permissions says."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from renkei.core.accounts.access import access_of
from renkei.core.accounts.actors import COMMAND_LINE, Actor, Role
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import may
from renkei.core.files.attaching import attach_file
from renkei.core.history.journal import journal
from renkei.core.jobs.models import LongJob
from renkei.core.notices.models import Notice
from renkei.core.records.kinds import kind_of
from renkei.desk.acts import latest_act_on
from renkei.desk.entrance import urls as entrance
from renkei.directory.deputies import appoint_deputy
from renkei.directory.models import Deputy, Organisation
from renkei.kernel.localised import Localised
from renkei.kernel.periods import Period
from renkei.privacy.models import LegalHold
from renkei.privacy.services.breaches import record_breach
from renkei.privacy.services.cases import hold, open_case
from renkei.reports.models import Edition
from renkei.rounds.answers import attach
from renkei.rounds.models import Evidence
from renkei.rounds.services import ask, make_round, move_round
from tests.core.figures import rows
from tests.desk.conftest import both, mihon, record, signed_in

SAMPLES = {
    "language": "ja",
    "context": "governance",
    "kind": "meeting",
    "slug": "mihon-council-2021",
    "token": "0" * 32,
    "act": "00000000-0000-4000-8000-000000000000",
    "form": "xlsx",
    "code": "governance.bodies",
    "year": 2021,
    "round_slug": "mihon-round",
    "owner": "mihon-city",
    "other": "mihon-university",
    "file": "nothing",
    "job": 1,
    "provider_id": "oidc",
    "digest": "0" * 16,
    "case": "2026-001",
    "breach": "B2026-001",
    "case_slug": "mihon-case",
    "seed_slug": "mihon-seed",
    "activity_slug": "mihon-activity",
    "introduction_slug": "mihon-introduction",
    "analysis_slug": "mihon-analysis",
    "fund_slug": "mihon-fund",
    "project_slug": "mihon-project",
    "part": "introduction",
    "month": "2026-10",
    "edition_slug": "yearly-2021-1",
    "picture": "0" * 40,
    "section": "results",
    "anchor": "0-1",
    "check_id": 1,
    "comment_id": 1,
    "part_id": 1,
    "number": 1,
    "figure_year": 2021,
    "report_kind": "yearly",
}
SAMPLES_OF_ROUND = {"round_slug": "mihon-round", "owner": "mihon-city"}
# Only some kinds hold a file: their own sample stands for the rest.
FILES = {"context": "core", "kind": "document", "slug": "mihon-report"}
# Only some kinds can be recorded twice.
TWICE = {"context": "directory", "kind": "organisation", "slug": "mihon-city", "other": "mihon-university"}
PAIRS = dict.fromkeys(("desk:duplicates", "desk:duplicate_pair", "desk:merged"), TWICE)
SHEET = {"slug": "measure"}
REPORT = {"kind": "yearly", "year": 2017, "form": "xlsx"}
OTHERS = {
    **PAIRS,
    "desk:file": FILES,
    "desk:content": FILES,
    "desk:review_sheet": SHEET,
    "desk:review_workbook": SHEET,
    "desk:report_file_page": REPORT,
    "desk:report_file": REPORT,
    "desk:draft": {"year": 2017},
    "desk:next_year": {"year": 2017},
    "desk:lineage": {"kind": "seed", "slug": "mihon-seed"},
    "desk:seed_suggestions": {"slug": "mihon-seed"},
}
ROLES = tuple(Role)
# django-allauth finds its pages by names without a namespace: everything below desk/entrance, and nothing else of it.
ENTRANCE = {pattern.name for pattern in entrance.urlpatterns}
# Pages about what is not there: another session, codes, a need or case within reach, the manifest of a draft.
NOTHING_OF_ONES_OWN = {
    "desk:carried",
    "desk:case_becomes",
    "desk:need_confidence",
    "desk:need_suggestions",
    "desk:own_pair",
    "desk:edition_manifest",
    "desk:pair",
    "desk:need_file",
    "desk:need_profile",
    "desk:end_session",
    "mfa_view_recovery_codes",
    "qr_code",
}
DOOR = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "desk:sign_in_as",
    "desk:language",
    "desk:welcome",
    "desk:forgotten",
}
__all__ = ["mihon"]  # the fixture, shared with the desk's own tests


@pytest.fixture(autouse=True)
def issuer(settings):
    """An issuer of identities, so that its addresses exist; nobody asks it anything."""
    app = {"provider_id": "oidc", "name": "見本", "client_id": "renkei", "secret": "x"}
    app["settings"] = {"server_url": "http://127.0.0.1:9"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture(autouse=True)
def asked(request):
    """A round, where there are records at all: its pages are no records of a kind."""
    if "mihon" in request.fixturenames:
        request.getfixturevalue("mihon")
        title = Localised.both("見本の照会", "Mihon round")
        made = make_round(
            actor=COMMAND_LINE, slug="mihon-round", title=title, fiscal_year=2021, due_on=dt.date(2022, 7, 1)
        )
        rows.indicator()
        rows.pillar()
        rows.measure()
        wanted = {"organisation": "mihon-city", "indicators": ["research.projects"], "kinds": ["meeting"]}
        owner = ask(actor=COMMAND_LINE, asked=made, **wanted)
        move_round(actor=COMMAND_LINE, asked=made, verb="open")
        file = (io.BytesIO(b"%PDF-1.7\n"), "evidence.pdf")
        beside = {"owner": owner, "indicator": "research.projects", "files": [file]}
        attach(actor=COMMAND_LINE, at=dt.date(2022, 6, 1), **beside)
        requests_and_breaches()
        casework()
        edition()


def casework():
    """A case with what hangs on it, shared with all: what an organisation keeps is nobody else's to open."""
    city = {"holder": "mihon-city", "shared_with": "*"}
    person = {"family_name": "見本", "controller_id": "mihon-city", "purpose": "名簿"}
    record("person", "mihon-coordinator", **person)
    record("casestage", "mihon-stage", name=both("受付", "Received"), position=1)
    record(
        "seed",
        "mihon-seed",
        title=both("見本のシーズ", "Mihon seed"),
        outline=both("概要", "Outline"),
        organisation_id="mihon-university",
    )
    opened = {
        "stage_id": "mihon-stage",
        "opened_on": dt.date(2026, 10, 1),
        "title": both("見本の案件", "Case"),
    }
    record("case", "mihon-case", **opened, **city)
    visit = {"kind": "visit", "held_on": dt.date(2026, 10, 2), "what": both("訪問", "Visit")}
    record("activity", "mihon-activity", coordinator_id="mihon-coordinator", **visit, **city)
    record("introduction", "mihon-introduction", case_id="mihon-case", **city)
    record("analysis", "mihon-analysis", case_id="mihon-case", title=both("分析", "Analysis"), **city)
    fund = {"title": both("資金", "Fund"), "call": both("公募", "Call"), "lead_id": "mihon-university"}
    record("externalfund", "mihon-fund", **fund)
    project = {"title": both("共同研究", "Project"), "organisation_id": "mihon-university"}
    record("jointproject", "mihon-project", public_title=project["title"], **project)


def edition():
    """A draft of a report that nothing public can be made of yet: its pages say so."""
    with journal(actor=COMMAND_LINE, action="begin edition"):
        Edition.objects.create(
            slug="yearly-2021-1",
            kind="yearly",
            fiscal_year=2021,
            number=1,
            languages="ja en",
            title=both("見本の報告", "Mihon report"),
        )


def requests_and_breaches():
    """A request and a breach: they are no records of a kind either."""
    city = Organisation.objects.get(pk="mihon-city")
    day = dt.date(2026, 4, 1)
    record("person", "mihon-jiro", family_name="見本", controller_id="mihon-city", purpose="名簿")
    asked = {"kind": "disclosure", "subject_kind": "person", "subject": "mihon-jiro"}
    open_case(actor=COMMAND_LINE, controller=city, received_on=day, **asked)
    hold(actor=COMMAND_LINE, subject_kind="person", subject="mihon-jiro", why="係争中")
    said = {"happened": "誤送信", "items": "氏名"}
    record_breach(actor=COMMAND_LINE, known_on=day, persons={"mihon-city": 3}, **said)


def patterns(resolver=None, namespace=""):
    """Every pattern with the name by which it is reversed."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern


ALL = dict(patterns())


def address_of(name):
    pattern = ALL[name]
    names = pattern.pattern.converters
    if name == "desk:round_file":
        file = Evidence.objects.first()
        return reverse(name, kwargs=SAMPLES_OF_ROUND | {"pk": file.pk if file else 1})
    if "pk" in names:  # whose page it is does not matter, so long as there is such a user
        user = User.objects.order_by("pk").first()
        assignment = user.role_assignments.get() if user else None
        ids = {"pk": 1, "assignment": 1, "deputy": 1}
        if user:
            ids = {"pk": user.pk, "assignment": assignment.pk, "deputy": deputy_of(user)}
        return reverse(name, kwargs={key: (ids | SAMPLES)[key] for key in names})
    if "notice" in names:  # a mail is its recipient's, its sender's and the administrator's
        mine = Notice.objects.values_list("pk", flat=True).first()
        return reverse(name, kwargs={"notice": mine or uuid.UUID(int=0)})
    if "long_job" in names:
        mine = LongJob.objects.values_list("pk", flat=True).first()
        return reverse(name, kwargs={"long_job": mine or uuid.UUID(int=0)})
    if "hold_id" in names:
        held = LegalHold.objects.values_list("pk", flat=True).first()
        return reverse(name, kwargs={"hold_id": held or 1})
    if "identifier" in names:
        act = latest_act_on(kind_of("meeting").model, SAMPLES["slug"])
        return reverse(name, kwargs={"identifier": act or uuid.UUID(int=0)})
    sample = SAMPLES | ({"kind": "yearly"} if name.startswith("portal:") else OTHERS.get(name, {}))
    return reverse(name, kwargs={key: sample[key] for key in names})


def deputy_of(user):
    """Somebody who stands in for the user, appointed where nobody does yet."""
    found = Deputy.objects.filter(user=user).first() or appoint_deputy(
        actor=COMMAND_LINE,
        user=user,
        deputy=User.objects.exclude(pk=user.pk).latest("pk"),
        period=Period(dt.date(2000, 1, 1), dt.date(2000, 1, 31)),
        reason="見本",
    )
    return found.pk


def test_every_address_has_a_name_and_says_who_may_open_it():
    assert len(ALL) > 30
    for name, pattern in ALL.items():
        assert pattern.name, pattern
        assert access_of(pattern.callback) is not None, f"{name} does not say who may open it"


def test_what_needs_a_right_names_it():
    for name, pattern in ALL.items():
        access = access_of(pattern.callback)
        assert access.everybody != (access.verb is not None), name


def test_the_portal_is_for_everybody_and_of_the_desk_only_the_door():
    for name, pattern in ALL.items():
        access = access_of(pattern.callback)
        ours = name.startswith("desk:") or name in ENTRANCE
        assert access.everybody == (not ours or name in DOOR), name


def expected(access, actor, kind):
    if access.everybody or may(actor, access.verb, access.kind or kind):
        return "open"
    return "sign in" if actor.is_stranger else "not found"


def found(response):
    if response.status_code == 302 and response["Location"].startswith("/desk/sign-in/?next="):
        return "sign in"
    return "not found" if response.status_code == 404 else "open"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role, mihon):
    client = Client() if role is Role.STRANGER else signed_in(role)
    actor = Actor(role, frozenset({Role.STRANGER, role}))
    paper = {"slug": "mihon-report", "revision": 1, "reason": "写しを届ける"}
    attach_file(actor=COMMAND_LINE, stream=io.BytesIO(b"%PDF-1.7\n"), name="report.pdf", **paper)
    with journal(actor=COMMAND_LINE, action="write mail"):
        user = User.objects.filter(username=role).first()
        Notice.objects.create(letter="round", user=user, made_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC))
        LongJob.objects.create(
            task="files.check", asked_by=user, asked_at=dt.datetime(2022, 7, 1, tzinfo=dt.UTC)
        )
    wrong = []
    for name, pattern in ALL.items():
        if name.startswith("open:"):
            continue  # behind a secret address: the tests of digests and of deadlines hold them
        if name.startswith("portal:"):
            continue  # open to everybody; what is not published is not found, which the portal's own tests hold
        want = expected(access_of(pattern.callback), actor, (SAMPLES | OTHERS.get(name, {}))["kind"])
        if name in NOTHING_OF_ONES_OWN and want == "open":
            want = "not found"
        response = client.get(address_of(name))
        got = found(response)
        if response.streaming:
            b"".join(response.streaming_content)  # a file is closed when it has been read
        if got != want:
            wrong.append((name, want, got))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["person", "cluster", "meeting", "pillar"])
@pytest.mark.parametrize("role", ROLES)
def test_exceptions_of_the_table_hold_for_their_kinds(role, kind, mihon):
    record("person", "mihon-taro", family_name="見本", controller_id="mihon-city", purpose="名簿")
    record("pillar", "mihon-pillar", number=1, title=both("見本の柱", "Mihon pillar"))
    slug = {
        "pillar": "mihon-pillar",
        "person": "mihon-taro",
        "cluster": "cluster",
        "meeting": "mihon-council-2021",
    }[kind]
    client = Client() if role is Role.STRANGER else signed_in(role)
    actor = Actor(role, frozenset({Role.STRANGER, role}))
    base = f"/desk/{kind_of(kind).context}/{kind}/"
    for name, address in {
        "list": base,
        "new": f"{base}_new/",
        "record": f"{base}{slug}/",
        "edit": f"{base}{slug}/edit/",
        "withdraw": f"{base}{slug}/withdraw/",
        "history": f"{base}{slug}/history/",
    }.items():
        access = access_of(ALL[f"desk:{name}"].callback)
        assert found(client.get(address)) == expected(access, actor, kind), address


@pytest.mark.django_db
def test_a_post_without_its_token_is_refused_everywhere(mihon):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in("administrator").cookies
    for name in ALL:
        response = strict.post(address_of(name)) if name.startswith("desk:") or name in ENTRANCE else None
        assert response is None or response.status_code == 403, name


@pytest.mark.django_db
def test_strangers_change_nothing_by_posting(mihon):
    client = Client()
    for name, pattern in ALL.items():
        if not access_of(pattern.callback).everybody:
            response = client.post(address_of(name))
            assert found(response) == "sign in", name
