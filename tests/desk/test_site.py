"""The public site on one page of the desk: what it shows, what it refuses, and a look before anything is saved."""

import io

import pytest
from django.test import Client
from PIL import Image

from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from tests.builders import both, make
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db
SITE = "/desk/site/"
TEXTS = {
    "name@ja": "見本クラスター",
    "name@en": "Mihon Cluster",
    "tagline@ja": "架空の見本",
    "accent": "#006173",
    "revision": "1",
    "reason": "年度のはじめ",
}


@pytest.fixture
def cluster(db):
    return make(
        Cluster, "cluster", name=both("見本クラスター", "Mihon Cluster"), languages="ja en", first_month=4,
        access=both("見本駅からバス", "By bus"),
    )  # fmt: skip


@pytest.fixture
def administrator(cluster):
    return signed_in("administrator")


def logo(size=(400, 100)):
    stream = io.BytesIO()
    Image.new("RGB", size, "#006173").save(stream, "PNG")
    stream.seek(0)
    stream.name = "logo.png"
    return stream


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_shows_every_part_with_its_purpose_and_values(cluster, language):
    page = signed_in("administrator", language).get(SITE)
    assert page.status_code == 200
    assert [part.name for part, _ in page.context["form"].parts()] == [
        "names", "accent", "menu", "figures", "contacts",
    ]  # fmt: skip
    assert "見本駅からバス" in page.text
    assert "/desk/core/cluster/cluster/history/" in page.text
    assert ("「このクラスターとは」" if language == "ja" else "opens the home page") in page.text
    assert "first_month" not in page.text


def test_it_is_for_those_who_may_change_the_settings():
    assert Client().get(SITE)["Location"].startswith("/desk/sign-in/")
    assert signed_in("secretariat").get(SITE).status_code == 404
    assert signed_in("administrator").get(SITE).status_code == 404  # nothing is set up yet
    assert "サイトの編集" not in signed_in("secretariat").get("/desk/").text
    assert "サイトの編集" in signed_in("administrator").get("/desk/").text


def test_what_is_saved_is_on_the_public_site_and_in_the_history(administrator, cluster):
    menu = {"menu-money": "２", "menu-news": "1", "menu-events": ""}
    access = {"access@ja": "見本駅から歩いて5分", "access@en": "Five minutes on foot"}
    answer = administrator.post(SITE, TEXTS | menu | access)
    assert answer["Location"] == SITE
    saved = Cluster.objects.get()
    assert (saved.menu, saved.tagline, saved.first_month) == ("news money", both("架空の見本"), 4)
    assert "歩いて" in Client().get("/ja/access/").text
    assert "年度のはじめ" in administrator.get("/desk/core/cluster/cluster/history/").text
    values = {place.name: place.typed for place in places(administrator.get(SITE))}
    assert (values["menu-news"], values["menu-money"], values["menu-events"]) == ("1", "2", "")


def places(page):
    field = page.context["form"]["menu"]
    return field.field.widget.get_context("menu", field.value(), {})["places"]


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"accent": "#ffff00"}, "accent"),
        ({"accent": "green"}, "accent"),
        ({"home_figures": "nothing.there@2023"}, "home_figures"),
        ({"home_figures": "2023"}, "home_figures"),
        ({"menu-news": "first"}, "menu"),
        ({"menu-news": "0"}, "menu"),
        ({"menu": "nowhere"}, "menu"),
        ({"name@ja": "", "name@en": ""}, "name@ja"),
        (
            {"tagline@ja": "[[figure:nothing.there@2023]]", "description@ja": "[[figure:nothing@2023]]"},
            "description@ja",
        ),
        ({"reason": ""}, "reason"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(administrator, cluster, typed, where):
    answer = administrator.post(SITE, TEXTS | typed)
    assert answer.status_code == 422
    assert where in answer.context["form"].errors, answer.context["form"].errors
    assert Cluster.objects.get().revision == 1
    if where != "reason":
        assert administrator.post(f"{SITE}look/ja/", TEXTS | typed).status_code == 422


def test_an_unknown_figure_is_named_in_the_message(administrator, cluster):
    answer = administrator.post(SITE, TEXTS | {"home_figures": "nothing.there@2023"})
    assert "nothing.there@2023" in str(answer.context["form"].errors["home_figures"])


def test_what_somebody_else_saved_meanwhile_stands_beside_what_was_typed(administrator, cluster):
    assert administrator.post(SITE, TEXTS | {"tagline@ja": "先のことば"}).status_code == 302
    late = administrator.post(SITE, TEXTS | {"tagline@ja": "後のことば"})
    assert late.status_code == 422
    assert "先のことば" in late.text
    assert "後のことば" in late.text
    assert Cluster.objects.get().tagline == both("先のことば")
    again = administrator.post(SITE, TEXTS | {"tagline@ja": "後のことば", "revision": "2"})
    assert again.status_code == 302


def menu_in(text):
    return text.partition('<nav class="site-nav wide"')[2].partition("</nav>")[0]


def test_the_home_page_can_be_looked_at_with_what_was_typed_and_nothing_is_stored(administrator, cluster):
    typed = {"tagline@en": "Only typed", "menu-money": "1", "accent": "#7a1f5c", "reason": ""}
    answer = administrator.post(f"{SITE}look/en/", TEXTS | typed)
    assert answer.status_code == 200
    assert "<h1>Only typed</h1>" in answer.text
    assert "/en/money/" in menu_in(answer.text)
    assert "/en/structure/" not in menu_in(answer.text)
    assert "It is not saved." in answer.text
    assert "/desk/site/theme.css?accent=7a1f5c" in answer.text
    assert "--accent: #7a1f5c" in administrator.get("/desk/site/theme.css?accent=7a1f5c").text
    assert "no-store" in answer.headers["Cache-Control"]
    assert Cluster.objects.get().revision == 1
    assert "Only typed" not in Client().get("/en/").text
    assert "Only typed" not in administrator.get(f"{SITE}look/en/").text
    assert administrator.get(f"{SITE}look/fr/").status_code == 404


def test_a_logo_is_set_shown_and_taken_off_with_one_press(administrator, cluster):
    words = {"text_ja": "見本の印", "text_en": "Mihon mark", "revision": "1"}
    assert administrator.post(f"{SITE}logo/", words | {"logo": logo()})["Location"] == SITE
    saved = Cluster.objects.get()
    assert saved.logo_text == both("見本の印", "Mihon mark")
    assert f"/logo-{saved.logo.sha256[:16]}.png" in administrator.get(SITE).text
    assert administrator.post(f"{SITE}logo/off/", {"revision": "2"}).status_code == 302
    assert Cluster.objects.get().logo is None
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"text_ja": "見本の印", "text_en": "Mihon mark"},
        {"text_ja": "見本の印", "text_en": " ", "logo": (400, 100)},
        {"text_ja": "見本の印", "text_en": "Mihon mark", "logo": (400, 10)},
        {"text_ja": "見本の印", "text_en": "Mihon mark", "logo": (400, 100), "revision": "7"},
    ],
    ids=["no picture", "one language", "small", "stale"],
)
def test_a_logo_that_cannot_be_taken_says_why_and_keeps_what_was_typed(administrator, cluster, sent):
    files = {"logo": logo(sent["logo"])} if "logo" in sent else {}
    answer = administrator.post(f"{SITE}logo/", {"revision": "1"} | sent | files)
    assert answer.status_code == 422
    assert answer.context["logo_problem"]
    assert "見本の印" in answer.text
    assert Cluster.objects.get().logo is None


def test_a_file_over_the_limit_is_refused_before_it_is_read(administrator, cluster, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    answer = administrator.post(f"{SITE}logo/", {"text_ja": "印", "text_en": "Mark", "logo": logo()})
    assert answer.status_code == 422
    assert "大きすぎます" in answer.text
