"""The form of a transfer: the post, the day, who takes over, and what happens to roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.records.fields import SLUG
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED
from renkei.desk.forms.people import DeskForm, reason_field
from renkei.directory.transfers import Transfer

if TYPE_CHECKING:
    import datetime as dt

PERSON, NEWCOMER, NOBODY = "person", "newcomer", "nobody"
CHOICES = [
    (PERSON, bi("名簿にいる人", "A person of the directory")),
    (NEWCOMER, bi("新しく名簿に加える人", "Somebody new to the directory")),
    (NOBODY, bi("まだ決まっていない（空席にする）", "Nobody yet (the post becomes vacant)")),
]
NEW_PERSON = {
    "family_name": bi("氏", "Family name"),
    "given_name": bi("名", "Given name"),
    "family_kana": bi("氏（カナ）", "Family name in kana"),
    "given_kana": bi("名（カナ）", "Given name in kana"),
    "purpose": bi("利用目的", "Purpose of use"),
    "slug": bi("識別名", "Identifier"),
}
_NEEDED_OF_NEWCOMERS = ("family_name", "purpose", "slug")


class TransferForm(DeskForm):
    def __init__(self, *args: Any, first_day: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"] = self.reference("postholding", "post", label=bi("職", "Post"), required=True)
        self.fields["day"] = self.day(
            label=bi("いつから（後を継ぐ人の最初の日）", "From (the successor's first day)"),
            initial=first_day.isoformat(),
            required=True,
        )
        self.fields["successor"] = forms.ChoiceField(
            label=bi("後を継ぐ人", "Who takes over"),
            choices=CHOICES,
            widget=forms.RadioSelect,
            initial=PERSON,
        )
        self.fields["person"] = self.reference("postholding", "person", label=CHOICES[0][1], required=False)
        for name, label in NEW_PERSON.items():
            self.fields[name] = TextField(label=label, required=False, max_length=100)
        self.fields["slug"].validators.append(SLUG)
        self.fields["slug"].help_text = bi(
            "半角の英小文字・数字・ハイフン。例：mihon-hanako",
            "Lower-case letters, digits and hyphens, such as mihon-hanako.",
        )
        self.fields["acting"] = forms.BooleanField(
            label=bi("職務代理として", "As acting holder"), required=False
        )
        self.fields["end_roles"] = forms.BooleanField(
            label=bi("去る人の役割を前日で終える", "End the leaver's roles on the day before"),
            required=False,
            initial=True,
        )
        self.fields["hand_over"] = forms.BooleanField(
            label=bi("同じ役割を後を継ぐ人に渡す", "Give the same roles to the successor"),
            required=False,
            help_text=bi("後を継ぐ人に利用者があるときだけ。", "Only where the successor already is a user."),
        )
        self.fields["reason"] = reason_field(required=True)
        self.fields["reason"].initial = bi("人事異動", "Personnel transfer")

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Return the fields in the order in which an office thinks of them."""
        return [
            (bi("どの職が、いつ", "Which post, when"), [self["post"], self["day"]]),
            (
                bi("誰が後を継ぐか", "Who takes over"),
                [self["successor"], self["person"], self["acting"]],
            ),
            (
                bi("新しく名簿に加える人", "Somebody new to the directory"),
                [self[name] for name in NEW_PERSON],
            ),
            (bi("役割", "Roles"), [self["end_roles"], self["hand_over"]]),
            ("", [self["reason"]]),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("successor")
        needed = {PERSON: ("person",), NEWCOMER: _NEEDED_OF_NEWCOMERS}.get(str(chosen), ())
        for name in needed:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, NEEDED)
        return cleaned

    def asked(self) -> Transfer:
        """Return what is asked for. Only for a valid form."""
        given = self.cleaned_data
        chosen = given["successor"]
        return Transfer(
            post=given["post"],
            day=given["day"],
            person=given["person"] if chosen == PERSON else None,
            newcomer={name: given[name] for name in NEW_PERSON} if chosen == NEWCOMER else None,
            acting=given["acting"],
            end_roles=given["end_roles"],
            hand_over_roles=given["hand_over"],
        )
