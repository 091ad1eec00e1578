from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.publication.models import PublicationState
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.records.rules import in_some_language
from renkei.core.ui.text import bi
from renkei.directory.models import Laboratory, Organisation, Person, Unit
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.enums import SeedStage, SeedState
from renkei.matching.models.needs import ApplicationField

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_CONSENT = Localised.both(
    "空欄（氏名の公開に同意した日がないため）、または同意した日の記入",
    "empty, as nobody agreed to be named; or the day of the agreement",
)


@remembered()
class Seed(Record):
    """A sheet of what research has to offer: one theme, both languages, contact through the office."""

    title = LocalisedField(bi("研究テーマ", "Research theme"), blank=True)
    researcher = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=bi("研究者", "Researcher"),
        null=True,
        blank=True,
        related_name="seeds",
    )
    researcher_name = LocalisedField(
        bi("研究者の表示名", "Researcher as shown"),
        blank=True,
        help_text=bi("公開してよい名前", "A name that may be public"),
    )
    name_agreed_on = models.DateField(
        bi("氏名の公開に同意した日", "Agreed to be named on"),
        null=True,
        blank=True,
        help_text=bi(
            "空欄は同意なし。公開するシーズに名前は載せられない",
            "Empty: not agreed, and no name may stand on a public sheet",
        ),
    )
    refresh_address = models.EmailField(
        bi("更新のお願いの宛先", "Address for the yearly refresh"),
        blank=True,
        help_text=bi("公開しない。窓口からの連絡だけに使う", "Never public; used by the office only"),
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=bi("機関", "Organisation"), related_name="seeds"
    )
    laboratory = models.ForeignKey(
        Laboratory,
        models.PROTECT,
        verbose_name=bi("研究室", "Laboratory"),
        null=True,
        blank=True,
        related_name="seeds",
    )
    outline = LocalisedField(bi("概要", "Outline"), blank=True, long=True)
    advantage = LocalisedField(
        bi("特徴・従来技術との比較・優位性", "Features and advantage over known ways"), blank=True, long=True
    )
    uses = LocalisedField(bi("想定される用途", "Uses"), blank=True, long=True)
    message = LocalisedField(bi("企業へのメッセージ", "Message to companies"), blank=True, long=True)
    keywords = LocalisedField(
        bi("キーワード", "Keywords"), blank=True, help_text=bi("、で区切る", "Separated by 、 or commas")
    )
    stage = models.CharField(
        bi("研究の段階", "Stage"), max_length=10, choices=SeedStage.choices, default=SeedStage.BASIC
    )
    rights = LocalisedField(bi("知的財産", "Rights"), blank=True, long=True)
    equipment = LocalisedField(bi("使える設備", "Equipment"), blank=True, long=True)
    works = LocalisedField(bi("論文・著書", "Papers and books"), blank=True, long=True)
    societies = LocalisedField(bi("所属学会", "Learned societies"), blank=True)
    wants_joint_research = models.BooleanField(bi("共同研究を希望", "Seeks joint research"), default=False)
    wants_contract_research = models.BooleanField(
        bi("受託研究を希望", "Seeks contract research"), default=False
    )
    wants_licence = models.BooleanField(bi("実施許諾を希望", "Seeks licensees"), default=False)
    gives_advice = models.BooleanField(bi("技術相談に応じる", "Gives technical advice"), default=False)
    takes_samples = models.BooleanField(bi("試料の分析に応じる", "Analyses samples"), default=False)
    contact_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=bi("連絡窓口", "Contact office"),
        null=True,
        blank=True,
        related_name="seeds",
    )
    source_identifier = models.CharField(
        bi("元の番号（KAKENなど）", "Identifier at the source (KAKEN etc.)"), max_length=100, blank=True
    )
    state = models.CharField(
        bi("状態", "State"), max_length=10, choices=SeedState.choices, default=SeedState.ACTIVE
    )
    refreshed_on = models.DateField(bi("最終更新日", "Refreshed on"), null=True, blank=True)
    refresh_due = models.DateField(bi("更新の期限", "Refresh due"), null=True, blank=True)

    class Meta:
        verbose_name = bi("シーズ", "Seed")
        verbose_name_plural = bi("シーズ", "Seeds")

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        yield from in_some_language(self, ("title", "outline"))
        if self.publication == PublicationState.PUBLIC and self.researcher_name and not self.name_agreed_on:
            yield "researcher_name", RuleBroken("seed.name_without_consent", _NO_CONSENT)


@remembered()
class SeedField(Record):
    seed = models.ForeignKey(Seed, models.PROTECT, verbose_name=bi("シーズ", "Seed"), related_name="fields")
    field = models.ForeignKey(
        ApplicationField,
        models.PROTECT,
        verbose_name=bi("応用分野", "Field of application"),
        related_name="seeds",
    )

    class Meta:
        verbose_name = bi("シーズの分野", "Field of a seed")
        verbose_name_plural = bi("シーズの分野", "Fields of seeds")
        constraints = [
            models.UniqueConstraint(
                fields=["seed", "field"],
                name="seed_field_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
