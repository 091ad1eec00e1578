"""Files that come with an inquiry: looked through before they are kept, and gone with a draft nobody sent."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage

from renkei.core.accounts.actors import COMMAND_LINE
from renkei.core.files.services import stored_path
from renkei.inquiries.models import InquiryDraft, InquiryFile
from renkei.inquiries.services import asking
from renkei.kernel.errors import RuleBroken
from renkei.privacy.services.retention import erase_what_is_due
from tests.inquiries.conftest import MORNING, TYPED

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.7\nsample"


def test_files_come_with_the_inquiry_and_go_with_a_draft_nobody_sent(
    topic, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    files = [(io.BytesIO(PDF), "C:\\x\\日程.pdf")]
    given = {"values": TYPED, "unit": topic.unit, "topic": topic, "language": "ja", "at": MORNING}
    first = asking.keep_draft(**given, files=files)
    before = InquiryDraft.objects.get()
    asking.keep_draft(**given, before=before)  # mended without choosing the file again
    assert [each.name for each in InquiryFile.objects.all()] == ["日程.pdf"]
    with pytest.raises(RuleBroken, match=r"link\.unknown"):
        asking.send(token=first, at=MORNING)
    path = stored_path(InquiryFile.objects.get().sha256)
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        erase_what_is_due(actor=COMMAND_LINE, at=MORNING + DAY)
        assert default_storage.exists(path)
        erase_what_is_due(actor=COMMAND_LINE, at=MORNING + 2 * DAY)
    assert not InquiryFile.objects.exists()
    assert not default_storage.exists(path)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("x.docm", b"PK\x03\x04")], "file.type_refused"),
        ([("x.pdf", b"MZ")], "file.type_refused"),
        ([(f"{n}.txt", b"a") for n in range(4)], "file.too_many"),
    ],
)
def test_a_file_of_another_kind_or_too_many_are_refused_and_nothing_is_kept(topic, files, code):
    given = {"values": TYPED, "unit": topic.unit, "topic": topic, "language": "ja", "at": MORNING}
    with pytest.raises(RuleBroken) as refused:
        asking.keep_draft(**given, files=[(io.BytesIO(content), name) for name, content in files])
    assert refused.value.code == code
    assert not InquiryDraft.objects.exists()
