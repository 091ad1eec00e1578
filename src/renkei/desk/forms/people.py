"""Forms about users, their roles and posts; days and references are read as in every other form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator

from renkei.core.accounts.actors import Role
from renkei.core.records.kinds import kind_of
from renkei.core.tables.columns import columns_of
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import EXAMPLES, NEEDED, CellField, ReferenceField, said
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor
    from renkei.core.tables.cells import CellSettings
    from renkei.core.tables.columns import Column

USER_NAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._@+-]{1,148}$",
    bi("半角の英数字と . _ @ + - で入力してください。", "Letters, digits and . _ @ + - only."),
)


def reason_field(*, required: bool) -> TextField:
    return TextField(
        label=bi("理由", "Reason"), max_length=500, required=required, error_messages={"required": NEEDED}
    )


class DeskForm(forms.Form):
    """A form that knows the cluster's languages and how its cells are read."""

    def __init__(
        self,
        *args: Any,
        languages: tuple[str, ...],
        settings: CellSettings,
        actor: Actor,
        at: dt.date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.languages, self.cell_settings = languages, settings
        self.actor, self.at = actor, at
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED

    def column(self, kind: str, name: str) -> Column:
        return next(each for each in columns_of(kind_of(kind), self.languages) if each.name == name)

    def reference(self, kind: str, name: str, **options: Any) -> ReferenceField:
        return ReferenceField(self.column(kind, name), self.languages, self.actor, self.at, **options)

    def day(self, **options: Any) -> CellField:
        """A day as people write it; empty where it is not required."""
        options.setdefault("help_text", EXAMPLES[self.column("person", "keep_until").type])
        return CellField(self.column("person", "keep_until"), self.cell_settings, **options)

    def refuse(self, broken: RuleBroken, name: str | None = None) -> None:
        self.add_error(name if name in self.fields else None, said(broken))


class RoleForm(DeskForm):
    role = forms.ChoiceField(
        label=bi("役割", "Role"),
        choices=[choice for choice in Role.choices if choice[0] != Role.STRANGER],
        initial=Role.READER,
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"] = self.reference(
            "post",
            "organisation",
            label=bi("組織", "Organisation"),
            required=False,
            help_text=bi(
                "この組織と、その下の組織の記録に及ぶ役割。空欄はクラスター全体。",
                "The role reaches the records of this organisation and of those below it. Empty: the whole cluster.",
            ),
        )
        self.fields["unit"] = self.reference(
            "post",
            "unit",
            label=bi("部署", "Unit"),
            required=False,
            help_text=bi(
                "上の組織の部署に限るとき。空欄は組織全体。",
                "To narrow it to a unit of that organisation. Empty: the whole organisation.",
            ),
        )
        self.fields["first_day"] = self.day(
            label=bi("始まりの日", "First day"), initial=today.isoformat(), required=True
        )
        self.fields["last_day"] = self.day(
            label=bi("終わりの日", "Last day"),
            required=False,
            help_text=bi("空欄は期限なし。この日まで有効。", "Empty: no end. The role holds until this day."),
        )
        self.fields["reason"] = reason_field(required=False)

    def clean(self) -> dict[str, Any] | None:
        return _with_period(self, super().clean() or self.cleaned_data)


class InviteForm(RoleForm):
    name = TextField(
        label=bi("利用者名", "User name"),
        max_length=150,
        validators=[USER_NAME],
        help_text=bi("サインインに使う名前。例：t.mihon", "Used to sign in, such as t.mihon."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=bi("電子メール", "E-mail"),
        required=False,
        help_text=bi("あればリンクを送ります。", "The link is sent there if given."),
    )
    field_order = ("name", "email", "role")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = self.reference(
            "postholding",
            "person",
            label=bi("名簿の人", "Person of the directory"),
            required=False,
            help_text=bi(
                "選ぶと、異動のときに役割もまとめて扱えます。",
                "If chosen, a transfer handles their roles together with their post.",
            ),
        )
        self.order_fields(["name", "email", "person", "role"])


class PersonForm(DeskForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = self.reference(
            "postholding", "person", label=bi("名簿の人", "Person of the directory"), required=True
        )


class DeputyForm(DeskForm):
    """Who acts in a user's place, and for how long."""

    deputy = forms.ChoiceField(label=bi("代理をする利用者", "Who stands in"))

    def __init__(self, *args: Any, today: dt.date, users: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deputy"].choices = [("", "―"), *users]  # type: ignore[attr-defined]
        self.fields["first_day"] = self.day(
            label=bi("始まりの日", "First day"), initial=today.isoformat(), required=True
        )
        self.fields["last_day"] = self.day(
            label=bi("終わりの日（この日まで有効）", "Last day (the deputy acts until then)"), required=True
        )
        self.fields["reason"] = reason_field(required=True)

    def clean(self) -> dict[str, Any] | None:
        return _with_period(self, super().clean() or self.cleaned_data)


def _with_period(form: DeskForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Put both days together; a last day before the first is told beside it."""
    if "first_day" in cleaned and "last_day" in cleaned:
        try:
            cleaned["period"] = Period(cleaned["first_day"], cleaned["last_day"] or None)
        except RuleBroken as broken:
            form.refuse(broken, "last_day")
    return cleaned


class EndForm(DeskForm):
    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_day"] = self.day(
            label=bi("終わりの日（この日まで有効）", "Last day (the role holds until then)"),
            initial=today.isoformat(),
            required=True,
        )
        self.fields["reason"] = reason_field(required=True)


class ReasonForm(DeskForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = reason_field(required=True)
