from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.files.models import Document
from renkei.core.history.journal import remembered
from renkei.core.publication.models import Confided
from renkei.core.records.fields import LocalisedField, MoneyField, PeriodField
from renkei.core.records.models import Record
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation, Person
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import ActivityKind, CheckState, IntroductionState, StagePhase
from renkei.matching.models.needs import Need
from renkei.matching.models.seeds import Seed

if TYPE_CHECKING:
    from collections.abc import Iterable


@remembered()
class CaseStage(Record):
    """A stage a case passes through, from first contact to product. Data of the cluster."""

    name = LocalisedField(bi("名称", "Name"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"))
    phase = models.CharField(
        bi("局面", "Phase"), max_length=10, choices=StagePhase.choices, default=StagePhase.OPEN
    )
    days = models.PositiveSmallIntegerField(
        bi("目安の日数", "Days it usually takes"),
        null=True,
        blank=True,
        help_text=bi("過ぎると知らせる", "Longer than this is reported"),
    )
    shown_to_company = LocalisedField(bi("企業に示す言葉", "Words for the company"), blank=True)

    class Meta:
        verbose_name = bi("案件の段階", "Stage of cases")
        verbose_name_plural = bi("案件の段階", "Stages of cases")


@remembered()
class ClosingReason(Record):
    name = LocalisedField(bi("名称", "Name"))
    position = models.PositiveSmallIntegerField(bi("並び順", "Position"), default=0)
    passes_on = models.BooleanField(
        bi("他の機関に引き継ぐ", "Passes the case to another body"), default=False
    )

    class Meta:
        verbose_name = bi("終了の理由", "Closing reason")
        verbose_name_plural = bi("終了の理由", "Closing reasons")


@remembered()
class Case(Confided, Record):
    """A company's request carried from first contact until joint research begins, or it ends with a reason."""

    title = LocalisedField(bi("件名", "Title"))
    need = models.ForeignKey(
        Need, models.PROTECT, verbose_name=bi("ニーズ", "Need"), null=True, blank=True, related_name="cases"
    )
    seed = models.ForeignKey(
        Seed,
        models.PROTECT,
        verbose_name=bi("出発点のシーズ", "Seed it starts from"),
        null=True,
        blank=True,
        related_name="cases",
    )
    company = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("企業", "Company"),
        null=True,
        blank=True,
        related_name="cases",
    )
    coordinator = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=bi("担当コーディネーター", "Coordinator"),
        null=True,
        blank=True,
        related_name="cases",
    )
    stage = models.ForeignKey(
        CaseStage, models.PROTECT, verbose_name=bi("段階", "Stage"), related_name="cases"
    )
    opened_on = models.DateField(bi("開始日", "Opened on"), db_index=True)
    answer_due = models.DateField(bi("最初の回答の期限", "First answer due"), null=True, blank=True)
    answered_on = models.DateField(bi("最初に回答した日", "First answered on"), null=True, blank=True)
    next_step = LocalisedField(bi("次にすること", "Next step"), blank=True)
    next_due = models.DateField(bi("次の期限", "Next step due"), null=True, blank=True, db_index=True)
    summary = LocalisedField(bi("経緯と現状", "Course and present state"), blank=True, long=True)
    closed_on = models.DateField(bi("終了日", "Closed on"), null=True, blank=True)
    closing_reason = models.ForeignKey(
        ClosingReason,
        models.PROTECT,
        verbose_name=bi("終了の理由", "Closing reason"),
        null=True,
        blank=True,
        related_name="cases",
    )
    passed_to = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("引き継ぎ先", "Passed to"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = bi("案件", "Case")
        verbose_name_plural = bi("案件", "Cases")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if (self.closed_on is None) != (self.closing_reason_id is None):
            expected = Localised.both("終了日と終了の理由の両方", "both the day and the reason of closing")
            yield "closing_reason", RuleBroken("case.closing_incomplete", expected)
        if self.closed_on and self.closed_on < self.opened_on:
            expected = Localised.both("開始日以後の日", "a day on or after the opening")
            yield "closed_on", RuleBroken("case.closed_before_opened", expected)


@remembered()
class CaseStep(Confided, Record):
    """The day a case entered a stage."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=bi("案件", "Case"), related_name="steps")
    stage = models.ForeignKey(
        CaseStage, models.PROTECT, verbose_name=bi("段階", "Stage"), related_name="steps"
    )
    entered_on = models.DateField(bi("入った日", "Entered on"))
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("案件の歩み", "Step of a case")
        verbose_name_plural = bi("案件の歩み", "Steps of cases")


@remembered()
class Activity(Confided, Record):
    """What a coordinator did on a day: the log the month's report and the figures are made of."""

    kind = models.CharField(bi("種類", "Kind"), max_length=10, choices=ActivityKind.choices)
    held_on = models.DateField(bi("日付", "Date"), db_index=True)
    coordinator = models.ForeignKey(
        Person, models.PROTECT, verbose_name=bi("コーディネーター", "Coordinator"), related_name="activities"
    )
    case = models.ForeignKey(
        Case,
        models.PROTECT,
        verbose_name=bi("案件", "Case"),
        null=True,
        blank=True,
        related_name="activities",
    )
    need = models.ForeignKey(
        Need,
        models.PROTECT,
        verbose_name=bi("ニーズ", "Need"),
        null=True,
        blank=True,
        related_name="activities",
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=bi("相手の組織", "Organisation met"),
        null=True,
        blank=True,
        related_name="activities",
    )
    who = LocalisedField(bi("会った人", "Who was met"), blank=True)
    place = LocalisedField(bi("場所", "Place"), blank=True)
    minutes = models.PositiveSmallIntegerField(bi("時間（分）", "Duration in minutes"), null=True, blank=True)
    what = LocalisedField(bi("内容", "What was done"), long=True)
    found = LocalisedField(bi("分かったこと", "What was found"), blank=True, long=True)
    promised = LocalisedField(bi("約束したこと", "What was promised"), blank=True, long=True)
    promised_by = models.DateField(bi("約束の期限", "Promised by"), null=True, blank=True)
    promise_kept_on = models.DateField(bi("約束を果たした日", "Promise kept on"), null=True, blank=True)
    travel_cost = MoneyField(bi("旅費", "Travel cost"), null=True, blank=True)

    class Meta:
        verbose_name = bi("活動", "Activity")
        verbose_name_plural = bi("活動", "Activities")


@remembered()
class Introduction(Confided, Record):
    """Bringing a company and a researcher together: only what both agreed to is passed on."""

    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=bi("案件", "Case"), related_name="introductions"
    )
    seed = models.ForeignKey(
        Seed,
        models.PROTECT,
        verbose_name=bi("シーズ", "Seed"),
        null=True,
        blank=True,
        related_name="introductions",
    )
    researcher = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=bi("研究者", "Researcher"),
        null=True,
        blank=True,
        related_name="introductions",
    )
    may_pass_on = LocalisedField(bi("伝えてよいこと", "What may be passed on"), blank=True, long=True)
    company_agreed_on = models.DateField(
        bi("企業が同意した日", "The company agreed on"), null=True, blank=True
    )
    researcher_agreed_on = models.DateField(
        bi("研究者が同意した日", "The researcher agreed on"), null=True, blank=True
    )
    state = models.CharField(
        bi("状態", "State"),
        max_length=24,
        choices=IntroductionState.choices,
        default=IntroductionState.ASKING,
    )
    introduced_on = models.DateField(bi("引き合わせた日", "Introduced on"), null=True, blank=True)
    note = LocalisedField(bi("注記", "Note"), blank=True, long=True)

    class Meta:
        verbose_name = bi("引き合わせ", "Introduction")
        verbose_name_plural = bi("引き合わせ", "Introductions")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        agreed = self.company_agreed_on and self.researcher_agreed_on
        if self.state in {IntroductionState.AGREED, IntroductionState.MADE} and not agreed:
            expected = Localised.both("企業と研究者の両方の同意の日", "the days on which both sides agreed")
            yield "state", RuleBroken("introduction.consent_missing", expected)
        if (self.state == IntroductionState.MADE) != (self.introduced_on is not None):
            expected = Localised.both("引き合わせた日", "the day of the introduction")
            yield "introduced_on", RuleBroken("introduction.day_missing", expected)


@remembered()
class Analysis(Confided, Record):
    """A preliminary analysis (予備分析) of a company's samples before joint research is decided."""

    case = models.ForeignKey(Case, models.PROTECT, verbose_name=bi("案件", "Case"), related_name="analyses")
    title = LocalisedField(bi("件名", "Title"))
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("研究室", "Laboratory"),
        null=True,
        blank=True,
        related_name="analyses",
    )
    samples = LocalisedField(bi("試料", "Samples"), blank=True, long=True)
    sample_count = models.PositiveIntegerField(bi("試料の数", "Number of samples"), null=True, blank=True)
    transfer_check = models.CharField(
        bi("試料提供の契約", "Material transfer"),
        max_length=12,
        choices=CheckState.choices,
        default=CheckState.PENDING,
    )
    ethics_check = models.CharField(
        bi("倫理審査", "Ethics review"), max_length=12, choices=CheckState.choices, default=CheckState.PENDING
    )
    received_on = models.DateField(bi("試料の受領日", "Samples received on"), null=True, blank=True)
    due_on = models.DateField(bi("回答の期限", "Answer due"), null=True, blank=True)
    done_on = models.DateField(bi("分析を終えた日", "Analysed on"), null=True, blank=True)
    result = models.ForeignKey(
        Document,
        models.PROTECT,
        verbose_name=bi("結果のファイル", "File of the result"),
        null=True,
        blank=True,
        related_name="+",
    )
    repository_identifier = models.CharField(
        bi("保管先の識別子", "Identifier in a repository"), max_length=200, blank=True
    )
    answer = LocalisedField(
        bi("企業への回答（1枚）", "Answer to the company, one page"), blank=True, long=True
    )
    answered_on = models.DateField(bi("回答した日", "Answered on"), null=True, blank=True)

    class Meta:
        verbose_name = bi("予備分析", "Preliminary analysis")
        verbose_name_plural = bi("予備分析", "Preliminary analyses")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        unchecked = CheckState.PENDING in {self.transfer_check, self.ethics_check}
        if self.done_on and unchecked:
            expected = Localised.both(
                "試料提供の契約と倫理審査が「済み」か「不要」", "transfer and ethics checked, or not needed"
            )
            yield "done_on", RuleBroken("analysis.unchecked", expected)


@remembered()
class Territory(Record):
    """The area a coordinator looks after, across employers."""

    coordinator = models.ForeignKey(
        Person, models.PROTECT, verbose_name=bi("コーディネーター", "Coordinator"), related_name="territories"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("所属", "Employer"), related_name="territories"
    )
    area = LocalisedField(bi("担当の地域・分野", "Area or subject"))
    period = PeriodField(bi("期間", "Period"), blank=True)
    weekly_hours = models.PositiveSmallIntegerField(bi("週の時間", "Hours a week"), null=True, blank=True)

    class Meta:
        verbose_name = bi("担当区域", "Territory")
        verbose_name_plural = bi("担当区域", "Territories")
