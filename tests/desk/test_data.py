import io
import os
import time
import zipfile

import pytest

from renkei.core.tables.service import new_package
from renkei.desk import uploads
from renkei.directory.models import Organisation
from tests.desk.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path / "uploads"


def package(desk, **cells):
    """The cluster's own package with cells of its organisations changed."""
    content = b"".join(desk.get("/desk/data/package.zip").streaming_content)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(made, "w") as written:
        for name in read.namelist():
            data = read.read(name)
            if name.endswith("organisations.csv"):
                for old, new in cells.items():
                    data = data.replace(old.encode(), new.encode())
            written.writestr(name, data)
    made.name = "見本.zip"
    made.seek(0)
    return made


def send(desk, file, **more):
    return desk.post("/desk/data/upload/", {"package": file, **more})


def test_a_package_is_seen_before_it_is_loaded(desk, mihon, folder):
    sent = send(desk, package(desk, ミホンシ="ミホンシシ"), reason="読みを直す")
    assert sent.status_code == 302
    preview = desk.get(sent["Location"])
    assert preview.status_code == 200
    result = preview.context["result"]
    assert (result.added, result.changed, result.withdrawn) == (0, 1, 0)
    assert "ミホンシシ" in preview.text
    assert Organisation.objects.get(pk="mihon-city").kana == "ミホンシ"
    done = desk.post(sent["Location"], {"confirm": "1"})
    assert done.context["done"]
    assert "読み込みました" in done.text
    saved = Organisation.objects.get(pk="mihon-city")
    assert saved.kana == "ミホンシシ"
    event = Organisation.pgh_event_model.objects.filter(pgh_obj_id="mihon-city").latest("pgh_id")
    assert event.pgh_context.metadata["actor"] == "secretariat"
    assert event.pgh_context.metadata["reason"] == "読みを直す"
    assert not list(folder.glob("*/*"))
    assert desk.post(sent["Location"], {"confirm": "1"}).status_code == 410


def test_the_same_package_again_changes_nothing(desk, mihon):
    preview = desk.get(send(desk, package(desk))["Location"])
    assert not preview.context["result"].changes_anything
    assert "読み込むものはありません" in preview.text
    assert "この内容で読み込む" not in preview.text


def test_flaws_are_told_with_their_place_in_both_languages(mihon):
    for language, words in (("ja", "必要なもの"), ("en", "Expected")):
        desk = signed_in("secretariat", language)
        sent = send(desk, package(desk, municipality="nonsense"))
        preview = desk.get(sent["Location"])
        assert preview.status_code == 422
        assert words in preview.text
        assert "organisations.csv" in preview.text
        assert "nonsense" in preview.text
        assert desk.post(sent["Location"], {"confirm": "1"}).status_code == 422
    assert Organisation.objects.get(pk="mihon-city").kind == "municipality"


def test_a_file_is_thrown_away_when_one_thinks_better_of_it(desk, mihon, folder):
    sent = send(desk, package(desk))
    assert desk.post(sent["Location"], {"cancel": "1"})["Location"] == "/desk/data/"
    assert not list(folder.glob("*/*"))


def test_an_upload_is_its_senders_own_and_kept_for_an_hour(desk, mihon, folder):
    sent = send(desk, package(desk))
    assert signed_in("administrator").get(sent["Location"]).status_code == 410
    assert desk.get("/desk/data/upload/../../etc/").status_code == 404
    assert desk.get("/desk/data/upload/nonsense/").status_code == 410
    kept = next(folder.glob("*/*"))
    assert kept.stat().st_mode & 0o777 == 0o700
    old = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(kept, (old, old))
    assert desk.get(sent["Location"]).status_code == 410
    uploads.forget_old()
    assert not kept.exists()


@pytest.mark.parametrize("name", ["x.exe", "x.csv", "x.zip.html"])
def test_other_files_are_not_taken(desk, name, folder):
    file = io.BytesIO(b"x")
    file.name = name
    assert send(desk, file).status_code == 422
    assert desk.post("/desk/data/upload/", {}).status_code == 422
    assert not folder.exists()


@pytest.mark.parametrize("surplus", [1, 3 * 1024 * 1024])
def test_a_file_over_the_limit_is_refused_in_words_and_not_kept(desk, settings, folder, surplus):
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    file = io.BytesIO(b"x" * (settings.UPLOAD_LIMIT_BYTES + surplus))
    file.name = "x.zip"
    response = send(desk, file)
    assert response.status_code == 413
    assert "上限は 1 MB" in response.text.replace('<span class="ordinal" data-number="ordinal">1</span>', "1")
    assert not folder.exists()


def test_an_upload_without_its_token_is_refused(desk):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    file = io.BytesIO(b"x")
    file.name = "x.zip"
    assert send(strict, file).status_code == 403


def test_a_broken_archive_is_refused_in_words(desk, folder):
    file = io.BytesIO(b"PK this is no archive")
    file.name = "x.zip"
    preview = desk.get(send(desk, file)["Location"])
    assert preview.status_code == 422
    assert preview.context["problem"]


@pytest.mark.parametrize(("form", "start"), [("zip", b"PK"), ("xlsx", b"PK")])
def test_the_whole_is_taken_away_and_nothing_stays_behind(desk, mihon, form, start):
    response = desk.get(f"/desk/data/package.{form}")
    assert b"".join(response.streaming_content).startswith(start)
    assert f".{form}" in response["Content-Disposition"]
    assert desk.get("/desk/data/package.exe").status_code == 404


def test_empty_tables_can_be_taken_away(desk, tmp_path):
    content = b"".join(desk.get("/desk/data/new-package.zip").streaming_content)
    new_package(tmp_path / "same.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as one, zipfile.ZipFile(tmp_path / "same.zip") as other:
        assert one.namelist() == other.namelist()


def test_readers_take_nothing_in_or_out():
    reader = signed_in("reader")
    for address in (
        "/desk/data/",
        "/desk/data/package.zip",
        "/desk/data/new-package.zip",
        "/desk/data/upload/",
    ):
        assert reader.get(address).status_code == 404
