"""Strangers see what is decided to be public, and nothing else, wherever it is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter

import pytest
from django.urls import Resolver404, resolve, reverse

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.history.journal import journal
from renkei.core.records.fields import LocalisedField
from renkei.core.records.kinds import kind_of, kinds
from renkei.core.records.services import change_record
from renkei.directory.models import Person
from renkei.indicators.models import Milestone
from renkei.kernel.localised import Localised
from renkei.matching.models import Seed
from renkei.portal.keeping import MEMORY
from tests.desk.conftest import signed_in
from tests.portal.pages import DATA, EVERY, FIGURES, MACHINES
from tests.portal.questions import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mihon")]

SECRET = "秘匿"
PUBLIC_KINDS = sorted(kind.slug for kind in kinds() if kind.slug != "cluster")


def hide(kind, publication="internal"):
    """Make all records of a kind internal, and put a word into all their texts that must not be seen."""
    texts = [item.name for item in kind.model._meta.concrete_fields if isinstance(item, LocalisedField)]
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        rows = list(kind.model._default_manager.all())
        for row in rows:
            row.publication = publication
            for name in texts:
                setattr(row, name, Localised.both(f"{SECRET}{row.pk}", f"{SECRET}{row.pk}"))
            row.save()
    return rows


@pytest.mark.parametrize("slug", PUBLIC_KINDS)
def test_what_is_internal_is_named_on_no_page(client, slug):
    rows = hide(kind_of(slug))
    shown, broken = [], []
    for path in (*EVERY, *DATA, f"search/?q={SECRET}"):
        answer = client.get(f"/ja/{path}")
        text = answer.getvalue().decode().replace(f'value="{SECRET}"', "")
        if answer.status_code not in {200, 404}:
            broken.append(path)
        if SECRET in text or "\\u79d8\\u533f" in text:
            shown.append(path)
    assert broken == []
    assert shown == []
    kind = kind_of(slug)
    if kind.portal_route and kind.slug != "indicator":
        for row in rows:
            assert client.get(kind.portal_address(row.pk, "ja")).status_code == 404


def test_every_page_can_be_looked_at_before_it_is_public(client):
    desk, looked = signed_in("secretariat"), []
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        for kind in (each for each in kinds() if each.portal_route and each.slug != "indicator"):
            row = kind.model._default_manager.filter(publication="public").first()
            row.publication = "internal"
            row.save()
            looked.append((kind, row.pk))
    for kind, slug in looked:
        assert client.get(kind.portal_address(slug, "ja")).status_code == 404, slug
        answer = desk.get(reverse("desk:record_in_public", args=[kind.context, kind.slug, slug, "ja"]))
        assert answer.status_code == 200, slug
        assert "公開前の確認" in answer.text, slug
        assert str(kind.label(kind.model._default_manager.get(pk=slug)).text("ja")) in answer.text, slug
        assert client.get(kind.portal_address(slug, "ja")).status_code == 404, slug
    assert len(looked) > 10


def test_lines_that_are_not_public_are_counted_and_not_shown(client):
    kind = kind_of("meeting")
    public = client.get("/ja/figures/governance.meetings_held/2023/").content.decode()
    assert "公開していません" not in public
    row = kind.model._default_manager.get(pk="council-2023")
    twin = {name: getattr(row, name) for name in ("body_id", "held_on", "state")}
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        kind.model._default_manager.create(slug="hidden", title=Localised.both(SECRET, SECRET), **twin)
    text = client.get("/ja/figures/governance.meetings_held/2023/").content.decode()
    assert SECRET not in text
    assert "公開していません" in text
    assert SECRET not in client.get(
        f"/ja/figures/governance.meetings_held/2023/?q={SECRET}"
    ).content.decode().replace(f'value="{SECRET}"', "")


@pytest.mark.parametrize("state", ["withdrawn", "internal"])
def test_what_is_withdrawn_is_gone_with_the_next_request(client, administrator, state):
    address = "/ja/bodies/mihon-committee/"
    assert client.get(address).status_code == 200
    assert "見本企画委員会" in client.get("/ja/structure/").content.decode()
    kind = kind_of("body")
    row = kind.model._default_manager.get(pk="mihon-committee")
    change_record(
        actor=administrator,
        kind=kind,
        slug=row.pk,
        revision=row.revision,
        values={"publication": state},
        reason="取り下げる",
    )
    assert client.get(address).status_code == 404
    assert "見本企画委員会" not in client.get("/ja/structure/").content.decode()
    assert "見本企画委員会" not in client.get("/ja/search/?q=企画").content.decode()


def test_a_window_of_days_opens_and_closes(client, time_machine):
    kind = kind_of("milestone")
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        kind.model._default_manager.filter(pk="summit").update(
            public_from="2030-01-10", public_until="2030-01-20"
        )
    for day, status in (("2030-01-09", 404), ("2030-01-10", 200), ("2030-01-20", 200), ("2030-01-21", 404)):
        time_machine.move_to(f"{day}T03:00:00+09:00")
        assert client.get("/ja/milestones/summit/").status_code == status, day


def test_a_figure_whose_stated_values_are_internal_is_not_there(client):
    hide(kind_of("statedvalue"))
    assert client.get("/ja/figures/events.visitors/2023/").status_code == 404
    assert client.get("/ja/figures/events.visitors/").status_code == 404
    for path in FIGURES:
        assert client.get(f"/ja/{path}").status_code in {200, 404}


def test_a_text_that_names_a_record_no_longer_there_is_still_read(client):
    """Services refuse to leave such a text behind; a stranger is not to pay for it where it happens all the same."""
    assert "2023-07-10" in client.get("/ja/reports/yearly/2023/").content.decode()
    kind = kind_of("meeting")
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        for item in kind_of("item").model._default_manager.filter(meeting="council-2023"):
            item.meeting = None
            item.save()
        kind.model._default_manager.get(pk="council-2023").delete()
    answer = client.get("/ja/reports/yearly/2023/")
    assert answer.status_code == 200
    assert "2023-07-10" not in answer.content.decode()
    assert client.get("/ja/meetings/council-2023/").status_code == 404


LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
NOT_WALKED = ("/desk/", "/static/", "/ja/needs/ask", "/healthz")
SLOW_FILES = (".pdf", ".docx")
A_ROUTE = 3


def text_of(answer, path):
    """The words of an answer: those of a zip or workbook unpacked."""
    content = body_of(answer)
    if path.endswith((".zip", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def crawl(client, *starts):
    """Follow every link from page to page, three addresses of a route at most; yield path, status and words."""
    waiting, seen, routes = list(starts), set(starts), Counter()
    while waiting:
        path = waiting.pop(0)
        try:
            match = resolve(path.partition("?")[0])
        except Resolver404:
            continue
        routes[match.url_name, match.kwargs.get("form")] += 1
        if routes[match.url_name, match.kwargs.get("form")] > A_ROUTE or path.endswith(SLOW_FILES):
            continue
        answer = client.get(path)
        text = text_of(answer, path.partition("?")[0])
        yield path, answer.status_code, text
        found = {each.replace("&amp;", "&") for each in LINK.findall(text)}
        found |= set(re.findall(r"<loc>https?://[^/]+(/[^<]*)", text))
        new = sorted(each for each in found - seen if not each.startswith((*NOT_WALKED, "/en/")))
        waiting += new
        seen |= set(new)


def hide_one_of_each():
    """Make one record of every kind internal, with a word in its texts that must not be seen."""
    hidden = 0
    for slug in PUBLIC_KINDS:
        model = kind_of(slug).model
        row = model._default_manager.order_by("-slug").first()
        if row is None or model._default_manager.count() < 2:
            continue
        for item in model._meta.concrete_fields:
            if isinstance(item, LocalisedField):
                setattr(row, item.name, Localised.both(f"{SECRET}{row.pk}", f"{SECRET}{row.pk}"))
        row.publication = "internal"
        row.save()
        hidden += 1
    return hidden


def test_a_crawler_finds_nothing_unpublished_and_nobody_who_did_not_agree(client):
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        assert hide_one_of_each() > 40
        for number, person in enumerate(Person.objects.all()):
            person.family_name, person.family_roman = f"{SECRET}姓{number}", "Himitsu"
            person.save()
        Seed.objects.update(refresh_address="secret@mihon.example")
    walked, broken, shown = Counter(), [], []
    for path, status, text in crawl(client, "/ja/", "/ja/open-data/", "/robots.txt", *MACHINES):
        walked[resolve(path.partition("?")[0]).url_name] += 1
        if status != 200 and path != "/":  # which leads to the home page
            broken.append((path, status))
        if any(word in text for word in (SECRET, "\\u79d8", "Himitsu", "secret@mihon")):
            shown.append(path)
    assert broken == []
    assert shown == []
    met = {
        "open-table",
        "open-package",
        "event-list",
        "news-feed",
        "calendar",
        "sitemap",
        "robots",
        "evidence",
    }
    assert met | {"body", "seed", "need", "report", "document", "document-file", "search"} <= set(walked)
    assert sum(walked.values()) > 80


CHANNELS = (
    "/ja/milestones/",
    "/ja/search/?q=見本灯台",
    "/ja/news.atom",
    "/en/news.atom",
    "/open-data/milestones.csv",
    "/open-data/milestones.json",
    "/open-data/milestones.xlsx",
    "/open-data/datapackage.zip",
    "/sitemap.xml",
    "/en/milestones/",
    "/ja/milestones/mihon-lighthouse/",
)


def test_one_act_at_the_desk_takes_a_record_off_everything_with_the_next_request(client, settings):
    settings.KEPT_PAGES_BYTES = 1_000_000
    MEMORY.clear()
    with journal(actor=COMMAND_LINE, action="test", reason="test"):
        Milestone.objects.create(
            slug="mihon-lighthouse",
            title=Localised.both("見本灯台", "見本灯台"),
            happened="2024-05-01",
            year_kind="exact",
            publication="public",
        )
    words = ("見本灯台", "mihon-lighthouse")

    def naming():
        answers = {path: client.get(path) for path in CHANNELS}
        texts = {path: text_of(answer, path) for path, answer in answers.items() if answer.status_code == 200}
        return [
            path
            for path in texts
            if any(word in texts[path].replace('value="見本灯台"', "") for word in words)
        ]

    assert naming() == list(CHANNELS)
    assert naming() == list(CHANNELS)  # from memory, where pages are kept
    desk = signed_in("secretariat")
    page = desk.get("/desk/publication/milestone/").content.decode()
    assert "/ja/milestones/mihon-lighthouse/" in page
    refused = desk.post("/desk/publication/milestone/", {"chosen": "mihon-lighthouse:1"})
    assert refused.status_code == 422
    chosen = {"chosen": "mihon-lighthouse:1", "reason": "誤りがあった"}
    assert desk.post("/desk/publication/milestone/", chosen).status_code == 302
    assert Milestone.objects.get(pk="mihon-lighthouse").publication == "withdrawn"
    assert naming() == []
    MEMORY.clear()
