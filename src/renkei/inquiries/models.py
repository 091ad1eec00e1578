"""What people ask by the public site: topics, templates, inquiries and what is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.publication.models import PublicationState
from renkei.core.records.fields import LocalisedField, MailAddressField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Unit
from renkei.inquiries.enums import ClosingReason, InquiryState, MessageFrom
from renkei.inquiries.rules import ANSWER_DAYS
from renkei.inquiries.workflow import INQUIRY
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.workflow import state_after

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models.fields.related_descriptors import RelatedManager

LANGUAGES = [("ja", bi("日本語", "Japanese")), ("en", bi("英語", "English"))]
_NEVER_PUBLIC = Localised.both("非公開（お問い合わせは公開しない）", "not public: inquiries never are")
_OF_ITS_UNIT = Localised.both("答える部署とその組織", "the unit that answers, and its organisation")
_CLOSED = Localised.both(
    "終了のときだけ、終了日と理由", "day and reason of closing, when it is closed and only then"
)


@remembered()
class InquiryTopic(Record):
    """A subject people ask about, and the unit that answers. The public ones stand in the form."""

    name = LocalisedField(bi("名称", "Name"))
    about = LocalisedField(
        bi("書いてほしいこと", "What to write"),
        blank=True,
        long=True,
        help_text=bi("問い合わせる人に示す案内", "Shown to those who ask"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("答える部署", "Unit that answers"), related_name="+"
    )
    answer_days = models.PositiveSmallIntegerField(
        bi("回答までの日数（開庁日）", "Working days until the answer"),
        default=ANSWER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)

    class Meta:
        verbose_name = bi("お問い合わせの用件", "Topic of inquiries")
        verbose_name_plural = bi("お問い合わせの用件", "Topics of inquiries")


@remembered()
class InquiryTemplate(Record):
    """An answer prepared once: chosen, filled in, then edited by whoever answers."""

    topic = models.ForeignKey(
        InquiryTopic,
        models.PROTECT,
        verbose_name=bi("用件", "Topic"),
        null=True,
        blank=True,
        related_name="templates",
        help_text=bi("空欄はどの用件にも", "Empty: for all topics"),
    )
    name = LocalisedField(bi("名称", "Name"))
    text = LocalisedField(
        bi("文", "Text"),
        long=True,
        help_text=bi(
            "{name} はお名前、{number} は受付番号、{title} は件名になります",
            "{name} becomes the name, {number} the number, {title} the title",
        ),
    )

    class Meta:
        verbose_name = bi("回答のひな形", "Template of an answer")
        verbose_name_plural = bi("回答のひな形", "Templates of answers")


@remembered()
class Inquiry(Record):
    """What somebody asked, with the clock that runs until the answer. Held by the unit that answers; never public."""

    number = models.CharField(bi("受付番号", "Number"), max_length=20)
    title = models.CharField(bi("件名", "Title"), max_length=120, blank=True)
    topic = models.ForeignKey(
        InquiryTopic,
        models.PROTECT,
        verbose_name=bi("用件", "Topic"),
        null=True,
        blank=True,
        related_name="inquiries",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("答える部署", "Unit that answers"), related_name="+"
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=InquiryState.choices, default=InquiryState.OPEN
    )
    received_on = models.DateField(bi("受付日", "Received on"), db_index=True)
    answer_due = models.DateField(bi("回答の期限", "Answer due"))
    answered_on = models.DateField(bi("最初の回答日", "First answered on"), null=True, blank=True)
    closed_on = models.DateField(bi("終了日", "Closed on"), null=True, blank=True)
    closing_reason = models.CharField(
        bi("終了の理由", "Reason of closing"), max_length=12, choices=ClosingReason.choices, blank=True
    )
    closing_note = models.CharField(bi("終了のメモ", "Note on closing"), max_length=500, blank=True)
    text = models.TextField(bi("内容", "What is asked"), max_length=4000, blank=True)
    contact_name = models.CharField(bi("お名前", "Name"), max_length=200, blank=True)
    contact_email = MailAddressField(bi("電子メール", "E-mail"), blank=True, db_index=True)
    organisation_name = models.CharField(bi("所属", "Organisation"), max_length=200, blank=True)
    language = models.CharField(bi("連絡の言語", "Language"), max_length=2, choices=LANGUAGES, default="ja")
    agreed_at = models.DateTimeField(
        bi("利用目的に同意した日時", "Agreed to the purpose"), null=True, blank=True, editable=False
    )
    last_said_on = models.DateField(
        bi("最後の連絡の日", "Last said on"), null=True, blank=True, editable=False
    )
    if TYPE_CHECKING:
        messages: RelatedManager[InquiryMessage]
        files: RelatedManager[InquiryFile]

    class Meta:
        verbose_name = bi("お問い合わせ", "Inquiry")
        verbose_name_plural = bi("お問い合わせ", "Inquiries")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="inquiry_number_is_unique", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def step(self, verb: str) -> bool:
        """Take a step; say whether an answer was waited for before it. Raises RuleBroken("workflow.no_such_step")."""
        waited = self.state == InquiryState.OPEN
        self.state = state_after(INQUIRY, self.state, verb)
        return waited

    def close(self, reason: ClosingReason, day: dt.date, note: str = "") -> None:
        """Close it with a reason. Raises RuleBroken("workflow.no_such_step")."""
        self.step("close")
        self.closed_on, self.closing_reason, self.closing_note = day, reason, note

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.publication != PublicationState.INTERNAL:
            yield "publication", RuleBroken("inquiry.never_public", _NEVER_PUBLIC)
        if (self.holder, self.holder_unit) != (self.unit.organisation_id, self.unit_id):
            yield "holder", RuleBroken("inquiry.not_of_its_unit", _OF_ITS_UNIT)
        closed = self.state == InquiryState.CLOSED
        if not closed == bool(self.closed_on) == bool(self.closing_reason):
            yield "closed_on", RuleBroken("inquiry.half_closed", _CLOSED)


@remembered()
class InquiryMessage(models.Model):
    """What is said about an inquiry: by who asked, by the office, among colleagues. Seen by who sees the inquiry."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, verbose_name=bi("お問い合わせ", "Inquiry"), related_name="messages"
    )
    sender = models.CharField(bi("差出人", "From"), max_length=10, choices=MessageFrom.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=bi("部署", "Unit"), null=True, blank=True, related_name="+"
    )
    author = models.CharField(bi("書いた人", "Author"), max_length=150, blank=True)
    text = models.TextField(bi("本文", "Text"), max_length=4000, blank=True)
    written_at = models.DateTimeField(bi("日時", "Written"))

    class Meta:
        verbose_name = bi("お問い合わせの連絡", "Message of an inquiry")
        verbose_name_plural = bi("お問い合わせの連絡", "Messages of inquiries")
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.written_at:%Y-%m-%d %H:%M}"


class InquiryDraft(models.Model):
    """What somebody typed and has not sent yet: kept for a day behind a link, then deleted. It has no history."""

    digest = models.CharField(bi("リンクの要約値", "Digest of the link"), max_length=64, primary_key=True)
    topic = models.ForeignKey(
        InquiryTopic, models.CASCADE, verbose_name=bi("用件", "Topic"), null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=bi("部署", "Unit"), related_name="+")
    language = models.CharField(bi("連絡の言語", "Language"), max_length=2, choices=LANGUAGES)
    values = models.JSONField(bi("書いたもの", "What was typed"), default=dict)
    expires_at = models.DateTimeField(bi("期限", "Expires"))
    if TYPE_CHECKING:
        files: RelatedManager[InquiryFile]

    class Meta:
        verbose_name = bi("お問い合わせの下書き", "Draft of an inquiry")
        verbose_name_plural = bi("お問い合わせの下書き", "Drafts of inquiries")

    def __str__(self) -> str:
        return self.digest[:8]


class InquiryFile(models.Model):
    """A file that came with an inquiry, kept under its hash and seen by who sees the inquiry. It has no history."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, verbose_name=bi("お問い合わせ", "Inquiry"), null=True, related_name="files"
    )
    draft = models.ForeignKey(
        InquiryDraft, models.CASCADE, verbose_name=bi("下書き", "Draft"), null=True, related_name="files"
    )
    name = models.CharField(bi("ファイル名", "Name of the file"), max_length=200)
    sha256 = models.CharField(bi("内容のハッシュ値", "SHA-256 of the content"), max_length=64)
    media_type = models.CharField(bi("形式", "Type"), max_length=100)
    size = models.BigIntegerField(bi("大きさ（バイト）", "Size (bytes)"))

    class Meta:
        verbose_name = bi("お問い合わせの添付", "File of an inquiry")
        verbose_name_plural = bi("お問い合わせの添付", "Files of inquiries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(inquiry__isnull=True) ^ models.Q(draft__isnull=True),
                name="inquiry_file_has_one_place",
            )
        ]

    def __str__(self) -> str:
        return self.name


@remembered(exclude=("digest",))
class InquiryLink(models.Model):
    """The link by which who asked follows an inquiry; only its digest is kept."""

    inquiry = models.ForeignKey(
        Inquiry, models.CASCADE, verbose_name=bi("お問い合わせ", "Inquiry"), related_name="links"
    )
    digest = models.CharField(bi("リンクの要約値", "Digest of the link"), max_length=64, unique=True)
    made_at = models.DateTimeField(bi("発行日時", "Made"))
    expires_at = models.DateTimeField(bi("期限", "Expires"))
    revoked_at = models.DateTimeField(bi("取消日時", "Revoked"), null=True, blank=True)

    class Meta:
        verbose_name = bi("お問い合わせのリンク", "Link to an inquiry")
        verbose_name_plural = bi("お問い合わせのリンク", "Links to inquiries")

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.made_at:%Y-%m-%d}"
