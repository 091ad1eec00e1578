"""The cluster's settings: one row, part of its package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models

from renkei.core.history.journal import remembered
from renkei.core.records.fields import LocalisedField
from renkei.core.records.models import Record
from renkei.core.records.sections import menu_flaws
from renkei.core.ui.colour import AA, contrast
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.kernel.money import CURRENCIES

if TYPE_CHECKING:
    from collections.abc import Iterable

_LANGUAGES = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*( [a-z]{2,3}(-[A-Za-z0-9]{2,8})*)*")
_MONTHS = range(1, 13)


class EraDisplay(models.TextChoices):
    ERA = "era", bi("和暦（平成29年度）", "Japanese era (平成29年度)")
    WESTERN = "western", bi("西暦（2017年度）", "Western years (2017)")


class MoneyUnit(models.TextChoices):
    ONE = "one", bi("円・通貨の単位", "one unit of the currency")
    THOUSAND = "thousand", bi("千円", "thousand")
    MILLION = "million", bi("百万円", "million")


@remembered()
class Cluster(Record):
    name = LocalisedField(bi("名称", "Name"))
    tagline = LocalisedField(bi("ひとことで", "In one sentence"), blank=True)
    description = LocalisedField(bi("このクラスターとは", "What this cluster is"), blank=True, long=True)
    languages = models.CharField(
        bi("言語（先頭が第一）", "Languages, the first one first"),
        max_length=50,
        default="ja en",
        help_text=bi("空白で区切る", "Separated by spaces"),
    )
    first_month = models.PositiveSmallIntegerField(
        bi("年度の最初の月", "First month of the fiscal year"), default=4
    )
    era_display = models.CharField(
        bi("年の表し方", "Display of years"),
        max_length=10,
        choices=EraDisplay.choices,
        default=EraDisplay.ERA,
    )
    currency = models.CharField(bi("通貨", "Currency"), max_length=3, default="JPY")
    money_unit = models.CharField(
        bi("金額の表示単位", "Display unit of money"),
        max_length=10,
        choices=MoneyUnit.choices,
        default=MoneyUnit.THOUSAND,
    )
    accent = models.CharField(
        bi("基調色", "Accent colour"),
        max_length=7,
        default="#006173",
        help_text=bi("#と6桁", "# and six digits"),
    )
    logo = models.ForeignKey(
        "core.Document",
        models.PROTECT,
        verbose_name=bi("ロゴ", "Logo"),
        null=True,
        blank=True,
        related_name="+",
        help_text=bi("画像のファイルがある資料", "A document that holds a picture"),
    )
    logo_text = LocalisedField(
        bi("ロゴの代わりの文章", "Words in place of the logo"),
        blank=True,
        help_text=bi("画像が見えない人に伝わる名前", "What those are told who do not see the picture"),
    )
    home_figures = models.CharField(
        bi("トップに出す数字", "Figures of the home page"),
        max_length=600,
        blank=True,
        help_text=bi(
            "数字の符号と年度（code@2022）を空白で区切る", "Codes with year (code@2022), separated by spaces"
        ),
    )
    menu = models.CharField(
        bi("メニュー", "Menu"),
        max_length=300,
        blank=True,
        help_text=bi(
            "公開サイトの上とトップに出すまとまりの名前を、出す順に空白で区切る。空欄はいつもの順",
            "Names of the sections in the head and on the home page of the public site, in their order, separated "
            "by spaces; empty: the usual ones",
        ),
    )
    access = LocalisedField(bi("アクセス", "Access"), blank=True, long=True)
    inquiries = LocalisedField(bi("お問い合わせ", "Inquiries"), blank=True, long=True)

    class Meta:
        verbose_name = bi("クラスター", "Cluster")
        verbose_name_plural = bi("クラスター", "Clusters")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_month__range=(1, 12)), name="cluster_first_month_is_a_month"
            ),
        ]

    def row_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        if self.first_month not in _MONTHS:
            expected = Localised.both("1から12までの月", "a month from 1 to 12")
            yield "first_month", RuleBroken("cluster.first_month", expected)
        if not _LANGUAGES.fullmatch(self.languages):
            expected = Localised.both("言語の符号（例：ja en）", "language tags such as: ja en")
            yield "languages", RuleBroken("cluster.languages", expected)
        if self.currency not in CURRENCIES:
            known = ", ".join(CURRENCIES)
            expected = Localised.both(f"次のどれか：{known}", f"one of: {known}")
            yield "currency", RuleBroken("cluster.currency", expected)
        yield from (("menu", flaw) for flaw in menu_flaws(self.menu))
        yield from self._accent_flaws()

    def _accent_flaws(self) -> Iterable[tuple[str, RuleBroken]]:
        try:
            ratio = contrast(self.accent, "#ffffff")
        except ValueError:
            expected = Localised.both(
                "# と16進数6桁（例：#006173）", "# and six hexadecimal digits, such as #006173"
            )
            yield "accent", RuleBroken("cluster.accent", expected)
        else:
            if ratio < AA:
                expected = Localised.both(
                    "白地で読める濃さの色（コントラスト比4.5以上）",
                    "a colour readable on white (contrast of 4.5 or more)",
                )
                yield "accent", RuleBroken("cluster.accent_contrast", expected)
