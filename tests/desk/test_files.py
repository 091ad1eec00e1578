"""Files of documents: put in by the office, refused when they are not what they say, opened by those who may."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from renkei.core.files.models import Document
from renkei.core.files.services import open_document
from tests.desk.conftest import both, record

PDF = b"%PDF-1.7\n% mihon\n"
PAGE = "/desk/core/document/mihon-paper/file/"


def send(client, name="paper.pdf", content=PDF, revision=1, reason="写しを届ける"):
    file = SimpleUploadedFile(name, content)
    return client.post(PAGE, {"file": file, "revision": revision, "reason": reason})


def test_a_file_is_kept_by_its_content_and_its_change_is_remembered(desk):
    record("document", "mihon-paper", title=both("見本の資料", "Sample paper"))
    assert send(desk).status_code == 302
    document = Document.objects.get()
    assert (document.file, document.media_type, document.size) == (
        "mihon-paper.pdf",
        "application/pdf",
        len(PDF),
    )
    with open_document(document) as file:
        assert file.read() == PDF
    event = Document.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == "写しを届ける"
    answer = desk.get(f"{PAGE}content/")
    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="mihon-paper.pdf"'


def test_what_a_file_says_and_is_must_agree(desk):
    record("document", "mihon-paper", title=both("見本の資料", "Sample paper"))
    answer = send(desk, content=b"<html><script>alert(1)</script>")
    assert answer.status_code == 422
    assert Document.objects.get().sha256 == ""


def test_a_stale_page_and_a_missing_reason_change_nothing(desk):
    record("document", "mihon-paper", title=both("見本の資料", "Sample paper"))
    assert send(desk, revision=7).status_code == 422
    assert send(desk, reason=" ").status_code == 422
    assert Document.objects.get().sha256 == ""


def test_a_file_over_the_limit_is_refused_in_words(desk, settings):
    record("document", "mihon-paper", title=both("見本の資料", "Sample paper"))
    settings.UPLOAD_LIMIT_BYTES = 1024
    answer = send(desk, content=PDF + b"0" * 5000)
    assert answer.status_code == 422
    assert "大きすぎます" in answer.content.decode()


def test_who_may_open_and_put_in(cast):
    record("document", "mihon-paper", title=both("見本の資料", "Sample paper"))
    assert send(cast["reader"]).status_code == 404
    assert send(cast["stranger"]).status_code == 302
    assert Document.objects.get().sha256 == ""
    assert cast["reader"].get(f"{PAGE}content/").status_code == 404
    assert send(cast["secretariat"]).status_code == 302
    opened = cast["reader"].get(f"{PAGE}content/")
    assert opened.status_code == 200
    opened.close()


def test_other_kinds_hold_no_file(desk):
    record("organisation", "mihon-city", name=both("見本市", "Mihon City"), kind="municipality")
    assert desk.get("/desk/directory/organisation/mihon-city/file/").status_code == 404
