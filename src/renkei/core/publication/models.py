from typing import Any

from django.core.validators import RegexValidator
from django.db import models

from renkei.core.accounts.reach import COMMON, Holding
from renkei.core.ui.text import bi

_WORDS = RegexValidator(r"^(\*|[a-z0-9]+(?:[._-][a-z0-9]+)*( [a-z0-9]+(?:[._-][a-z0-9]+)*)*)$", code="words")


class PublicationState(models.TextChoices):
    INTERNAL = "internal", bi("非公開", "Not public")
    PUBLIC = "public", bi("公開", "Public")
    WITHDRAWN = "withdrawn", bi("公開を取り下げた", "Withdrawn from the public")


class WordsField(models.CharField):  # type: ignore[type-arg]  # generic for the checker only
    """Several identifiers in one text, separated by spaces; asked by the lookup `any`."""


@WordsField.register_lookup
class WordsAny(models.Lookup):
    """Whether one of the given words stands in the text."""

    lookup_name = "any"
    prepare_rhs = False

    def get_prep_lookup(self) -> list[str]:
        return sorted(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"string_to_array({left}, ' ') && %s::text[]", [*params, sorted(self.rhs)]


class Held(models.Model):
    """Whose work a record is, and with whom it is shared. Without a holder it is a common record of the cluster."""

    holder = models.CharField(
        bi("所管する組織", "Holder"),
        max_length=100,
        blank=True,
        help_text=bi(
            "この組織だけの記録にする。空欄はクラスター共通",
            "Whose own record it is; empty: common to the whole cluster",
        ),
    )
    holder_unit = models.CharField(
        bi("所管する部署", "Holding unit"),
        max_length=100,
        blank=True,
        help_text=bi(
            "その組織の中の部署。空欄は組織全体", "A unit of the holder; empty: the whole organisation"
        ),
    )
    shared_with = WordsField(
        bi("共有する組織", "Shared with"),
        max_length=2000,
        blank=True,
        validators=[_WORDS],
        help_text=bi(
            "見てよい組織の識別名を空白で区切る。* はすべての組織。空欄は所管だけ",
            "Organisations that may see it, separated by spaces; * is all of them; empty: the holder alone",
        ),
    )

    class Meta:
        abstract = True

    def holding(self) -> Holding:
        return holding_of(self)


class Confided(models.Model):
    """What a company confides may be kept for one person, its coordinator."""

    holder_person = models.CharField(
        bi("担当者だけの記録", "For one person only"),
        max_length=100,
        blank=True,
        help_text=bi(
            "この人（と代理・監査）だけが見る。空欄は所管する組織の全員",
            "Only this person, deputies and auditors see it; empty: everybody of the holder",
        ),
    )

    class Meta:
        abstract = True


def holding_of(state: Any) -> Holding:
    """Return who holds a record, or one of its earlier states."""
    if not state.holder:
        return COMMON
    person = getattr(state, "holder_person", "")
    return Holding(state.holder, state.holder_unit, frozenset(state.shared_with.split()), person)


class Publishable(models.Model):
    """What a stranger may see is decided for each record: a state, a window of days, and who decided."""

    publication = models.CharField(
        bi("公開の状態", "Publication"),
        max_length=10,
        choices=PublicationState.choices,
        default=PublicationState.INTERNAL,
        help_text=bi(
            "公開と決めたものだけが一般に見える", "Only what is decided to be public can be seen by strangers"
        ),
    )
    public_from = models.DateField(
        bi("公開開始日", "Public from"),
        null=True,
        blank=True,
        help_text=bi("空欄は制限なし", "Empty: no limit"),
    )
    public_until = models.DateField(
        bi("公開終了日", "Public until"),
        null=True,
        blank=True,
        help_text=bi("この日まで見える", "Visible up to this day"),
    )
    publication_decided_by = models.CharField(
        bi("公開を決めた者", "Publication decided by"),
        max_length=200,
        blank=True,
        help_text=bi("職名または部署", "A post or an office"),
    )

    class Meta:
        abstract = True
