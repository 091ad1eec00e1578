"""The public site as its settings say: its menu and its logo."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.logo import made_ready, remove_logo, set_logo
from renkei.core.files.models import Document
from renkei.core.history.languages import LANGUAGES
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.sections import menu_flaws, sections
from renkei.core.records.services import RecordRefused, change_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.portal.menu import SECTIONS, USUAL, bands_of, menu_of, section_of
from renkei.portal.site_map import GROUPS
from tests.builders import both, make

WORDS = both("見本の印", "Mihon mark")


@pytest.fixture
def cluster(db):
    return make(Cluster, "cluster", name=both("見本クラスター", "Mihon Cluster"))


def change(cluster, **values):
    cluster.refresh_from_db()
    return change_record(
        actor=COMMAND_LINE, kind=kind_of(cluster), slug=cluster.pk, revision=cluster.revision, values=values,
        reason="test",
    )  # fmt: skip


def headings(client, path="/ja/"):
    text = client.get(path).content.decode()
    nav = text.partition('<nav class="site-nav wide"')[2].partition("</nav>")[0]
    return [part.partition(">")[2].partition("<")[0] for part in nav.split("<a ")[1:]]


def test_without_a_menu_of_its_own_the_head_is_as_ever(client, cluster):
    usual = [str(label) for _, label in USUAL]
    assert headings(client) == ["ホーム", *usual, "すべての頁"]


def test_the_menu_says_what_the_head_shows_and_in_which_order(client, cluster):
    change(cluster, menu="news money structure")
    assert headings(client) == ["ホーム", "お知らせ", "予算と実績", "推進体制", "すべての頁"]
    assert headings(client, "/en/") == ["Home", "News", "Money", "Structure", "All pages"]


def test_what_is_left_out_stays_at_its_address_and_on_the_map(client, cluster):
    change(cluster, menu="money")
    assert client.get("/ja/events/").status_code == 200
    page = client.get("/ja/site-map/").content.decode()
    assert "/ja/events/" in page.partition('<div class="site-map">')[2].partition("</main>")[0]
    here = 'aria-current="true">すべての頁'
    assert client.get("/ja/events/").content.decode().count(here) == 2  # wide and folded


def test_the_map_lists_the_pages_of_the_menu_first(client, cluster):
    change(cluster, menu="reports figures")
    text = client.get("/ja/site-map/").content.decode().partition('<div class="site-map">')[2]
    assert text.index("/ja/reports/") < text.index("/ja/figures/") < text.index("/ja/money/")


def test_the_home_page_follows_the_menu(client, cluster):
    def parts():
        text = client.get("/ja/").content.decode().partition("<main")[2].partition("</main>")[0]
        found = {"figures": "数字で見る", "reports": "最新の報告書", "milestones": "これまでの歩み"}
        return sorted(
            (name for name in found if found[name] in text), key=lambda name: text.index(found[name])
        )

    assert parts() == ["figures", "reports", "milestones"]
    change(cluster, menu="milestones figures")
    assert parts() == ["milestones", "figures"]
    assert "あなたの入口" not in client.get("/ja/").content.decode()
    change(cluster, menu="seeds")
    assert parts() == []
    assert "あなたの入口" in client.get("/ja/").content.decode()


@pytest.mark.parametrize(
    ("menu", "code"), [("nowhere money", "cluster.menu"), ("money money", "cluster.menu_twice")]
)
def test_names_of_no_section_and_the_same_one_twice_are_refused(cluster, menu, code):
    with pytest.raises(RecordRefused) as refused:
        change(cluster, menu=menu)
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [("menu", code)]
    assert Cluster.objects.get().menu == ""


@given(st.lists(st.sampled_from(sorted(SECTIONS)), unique=True))
def test_every_menu_of_known_sections_is_good_and_shows_just_them(names):
    cluster = Cluster(menu=" ".join(names))
    assert not list(menu_flaws(cluster.menu))
    menu = menu_of(cluster)
    assert [name for name, _ in menu][1:-1] == (names or [name for name, _ in USUAL])
    assert len(set(bands_of(cluster))) == len(bands_of(cluster))
    for route in SECTIONS:
        assert section_of(route, menu) in {"", *(name for name, _ in menu)}


def test_sections_are_pages_of_the_site():
    assert dict(sections()) == SECTIONS
    assert {name for _, pages in GROUPS for name, _ in pages} >= set(SECTIONS)


def picture(form="PNG", size=(400, 100), name=""):
    stream = io.BytesIO()
    Image.new("RGB", size, "#006173").save(stream, form)
    stream.seek(0)
    return stream


def give(cluster, stream=None, name="logo.png", text=WORDS):
    cluster.refresh_from_db()
    return set_logo(
        actor=COMMAND_LINE,
        revision=cluster.revision,
        stream=stream or picture(),
        name=name,
        text=text,
        reason="test",
    )


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_shown_in_the_head_and_where_a_page_is_shared(client, cluster, files, form):
    changed = give(cluster, picture(form), f"logo.{form.lower()}")
    text = client.get("/en/").content.decode()
    address = f"/logo-{changed.logo.sha256[:16]}.png"
    assert f'<img src="{address}" alt="Mihon mark" width="160" height="40">' in text
    assert f'<meta property="og:image" content="http://127.0.0.1:8000{address}">' in text
    assert '<meta property="og:image:alt" content="Mihon mark">' in text
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (400, 100)
    assert client.get("/ja/documents/").content.decode().count("ロゴ") == 0  # its document is not published


def test_words_that_stand_beside_the_logo_are_not_said_twice(client, cluster, files):
    give(cluster, text=cluster.name)
    assert 'alt="" width="160"' in client.get("/ja/").content.decode()


def test_a_logo_is_replaced_and_taken_off_and_its_old_address_ends(client, cluster, files):
    first = give(cluster)
    second = give(cluster, picture(size=(200, 100)))
    assert client.get(f"/logo-{first.logo_id[5:]}.png").status_code == 404
    assert list(Document.objects.values_list("pk", flat=True)) == [second.logo_id]
    off = remove_logo(actor=COMMAND_LINE, revision=second.revision, reason="test")
    assert (off.logo_id, dict(off.logo_text)) == (None, {})
    assert not Document.objects.exists()
    assert client.get(f"/logo-{second.logo_id[5:]}.png").status_code == 404
    assert "og:image" not in client.get("/ja/").content.decode()


def test_a_document_that_was_chosen_by_hand_stays(cluster, files):
    changed = give(cluster)
    other = make(
        Document,
        "mark",
        title=both("印"),
        file="mark.png",
        sha256=changed.logo.sha256,
        media_type="image/png",
    )
    cluster = change(cluster, logo_id=other.pk)
    remove_logo(actor=COMMAND_LINE, revision=cluster.revision, reason="test")
    assert Document.objects.filter(pk="mark").exists()


@pytest.mark.parametrize(
    ("stream", "code"),
    [
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "logo.type_refused"),
        (io.BytesIO(b""), "logo.type_refused"),
        (io.BytesIO(picture().getvalue()[:90]), "logo.type_refused"),
        (picture("GIF"), "logo.type_refused"),
        (io.BytesIO(picture().getvalue() + b"\0" * 5_000_000), "logo.too_large"),
        (picture(size=(10_001, 2_000)), "logo.too_large"),
        (picture(size=(300, 39)), "logo.too_small"),
    ],
    ids=["svg", "empty", "cut", "gif", "bytes", "pixels", "small"],
)
def test_what_is_no_fit_picture_is_refused_with_its_reason_and_changes_nothing(cluster, files, stream, code):
    with pytest.raises(RuleBroken) as refused:
        give(cluster, stream)
    assert refused.value.code == code
    assert all(refused.value.message.text(language) for language in LANGUAGES)
    assert not Document.objects.exists()
    assert Cluster.objects.get().revision == 1


def test_words_in_both_languages_are_needed(cluster, files):
    with pytest.raises(RecordRefused) as refused:
        give(cluster, text=Localised({"ja": "見本の印"}))
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [("logo_text", "cluster.logo_text")]
    assert not Document.objects.exists()


def test_a_document_without_a_picture_is_no_logo(cluster):
    make(
        Document, "paper", title=both("資料"), file="paper.pdf", sha256="0" * 64, media_type="application/pdf"
    )
    with pytest.raises(RecordRefused) as refused:
        change(cluster, logo_id="paper", logo_text=WORDS)
    assert [(name, flaw.code) for name, flaw in refused.value.flaws] == [("logo", "cluster.logo")]


def test_large_pictures_are_made_smaller_and_carry_nothing_else():
    source = Image.new("RGB", (3000, 1000), "#006173")
    exif = Image.Exif()
    exif[0x010E] = "secret"
    stream = io.BytesIO()
    source.save(stream, "JPEG", exif=exif)
    ready = Image.open(made_ready(stream, "x.jpg"))
    assert (ready.format, ready.size) == ("PNG", (720, 240))
    assert not ready.getexif()


def test_a_logo_whose_file_is_lost_leaves_the_mark(client, cluster):
    make(Document, "logo-0", title=both("ロゴ"), file="logo-0.png", sha256="0" * 64, media_type="image/png")
    change(cluster, logo_id="logo-0", logo_text=WORDS)
    assert '<circle class="mark-one"' in client.get("/ja/").content.decode()
    assert Client(raise_request_exception=False).get("/logo-0000000000000000.png").status_code == 404
