"""The forms of needs: a quick entry, who may know of it, its anonymised profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.accounts.permissions import Verb, grants_for
from renkei.core.publication.selectors import visible_to
from renkei.core.tables.columns import ColumnType
from renkei.core.ui.fields import NamedRecords, TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import EXAMPLES, NEEDED, CellField
from renkei.desk.forms.holding import SharedField
from renkei.desk.forms.people import DeskForm, reason_field
from renkei.desk.pages import language_now
from renkei.directory.models import Organisation
from renkei.kernel.localised import Localised
from renkei.matching.enums import Channel, Confidence, RequestKind
from renkei.matching.models import ApplicationField
from renkei.matching.need_rules import LONGEST_TEXT

if TYPE_CHECKING:
    from renkei.matching.models import Need, NeedProfile

LEVELS = (
    (Confidence.PRIVATE, bi("担当コーディネーターだけ", "Its coordinator only")),
    ("holder", bi("所管の組織だけ", "Its holder only")),
    (Confidence.SHARED, bi("所管と、下で選ぶ組織", "Its holder and the organisations chosen below")),
)
_TONGUES = ({"ja": "日本語", "en": "英語"}, {"ja": "in Japanese", "en": "in English"})


def _text(
    label: Any, *, rows: int = 0, required: bool = False, most: int = 200, help_text: Any = ""
) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return TextField(
        label=label,
        required=required,
        max_length=most,
        widget=widget,
        help_text=help_text,
        error_messages={"required": NEEDED},
    )


class QuickNeedForm(DeskForm):
    """What fits on one page while a firm is on the telephone; the rest stands in the record's own form."""

    company_name = _text(
        bi("企業名（名簿にないとき）", "Name of the company, where it is not in the directory")
    )
    problem = _text(bi("課題", "Problem"), rows=6, most=LONGEST_TEXT, required=True)
    title = _text(
        bi("件名", "Title"),
        help_text=bi("空欄なら課題の最初の文", "Empty: the first sentence of the problem"),
    )
    channel = forms.ChoiceField(
        label=bi("受付の経路", "Channel"), choices=Channel.choices, initial=Channel.VISIT
    )
    kind = forms.ChoiceField(
        label=bi("相談の種類", "Kind of request"), choices=RequestKind.choices, initial=RequestKind.ADVICE
    )
    contact_name = _text(bi("担当者の氏名", "Contact person"))
    contact_email = forms.EmailField(label=bi("担当者のメール", "Contact's e-mail"), required=False)
    contact_telephone = _text(bi("担当者の電話", "Contact's telephone"), most=30)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        label = bi("企業（名簿から）", "Company, from the directory")
        self.fields["company_id"] = self.reference("need", "company", label=label, required=False)
        self.fields["fields"] = NamedRecords(
            visible_to(ApplicationField.objects.order_by("position", "slug"), self.actor, self.at),
            label=bi("分野", "Fields"),
            required=False,
        )
        self.fields["received_on"] = CellField(
            self.column("need", "received_on"),
            self.cell_settings,
            label=bi("受付日", "Received on"),
            initial=self.at.isoformat(),
            help_text=EXAMPLES[ColumnType.DATE],
        )
        self._add_holding()
        self.order_fields(["company_id"])

    def _add_holding(self) -> None:
        homes = sorted(self.homes())
        names = {
            each.pk: each.name.text(language_now()) for each in Organisation.objects.filter(pk__in=homes)
        }
        self.fields["holder"] = forms.ChoiceField(
            label=bi("所管する組織", "Holder"), choices=[(each, names.get(each, each)) for each in homes]
        )
        if len(homes) == 1:
            self.fields["holder"].initial = homes[0]
            self.fields["holder"].widget = forms.HiddenInput()
        levels = LEVELS[:2] if self.actor.person else LEVELS[1:2]
        self.fields["level"] = forms.ChoiceField(
            label=bi("誰に見えるか", "Who may see it"),
            choices=levels,
            initial=levels[0][0],
            widget=forms.RadioSelect,
            help_text=bi("あとから広げられます。", "It can be widened later."),
        )

    def homes(self) -> set[str]:
        """Return the organisations for which the person may add needs."""
        grants = grants_for(self.actor, Verb.ADD, "need")
        return {grant.organisation for grant in grants if grant.organisations and grant.organisation != "-"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            not cleaned.get("company_id")
            and not cleaned.get("company_name")
            and "company_id" not in self.errors
        ):
            said = bi("名簿から選ぶか、企業名を入力してください。", "Choose a company or give its name.")
            self.add_error("company_name", said)
        return cleaned


class ConfidenceForm(forms.Form):
    def __init__(self, *given: Any, need: Need, **named: Any) -> None:
        super().__init__(*given, **named)
        present = "holder"
        if need.holder_person:
            present = Confidence.PRIVATE
        elif need.shared_with:
            present = Confidence.SHARED
        self.fields["level"] = forms.ChoiceField(
            label=bi("見える範囲", "Who may see it"),
            choices=LEVELS,
            initial=present,
            widget=forms.RadioSelect,
        )
        self.fields["organisations"] = SharedField(
            need.shared_with,
            label=bi("共有する組織", "Organisations to share with"),
            initial=need.shared_with,
            required=False,
            help_text=bi("見るだけで、変えられません。", "They may see it and change nothing."),
        )
        self.fields["reason"] = reason_field(required=True)
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=need.revision)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("level") == Confidence.SHARED and not cleaned.get("organisations"):
            self.add_error("organisations", bi("組織を選んでください。", "Please choose organisations."))
        return cleaned


class ProfileForm(forms.Form):
    """The words of a profile in each language, and the words that may stay although they tell who the firm is."""

    def __init__(
        self,
        *given: Any,
        languages: tuple[str, ...],
        profile: NeedProfile | None,
        found: list[str],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.languages = languages
        labels = (
            ("title", ("件名（匿名）", "Title, anonymised"), 0),
            ("summary", ("概要（匿名）", "Summary, anonymised"), 5),
            ("partner_sought", ("求める相手", "Partner sought"), 3),
        )
        for name, label, rows in labels:
            for index, language in enumerate(languages):
                said = bi(
                    f"{label[0]}・{_TONGUES[0].get(language, language)}",
                    f"{label[1]}, {_TONGUES[1].get(language, language)}",
                )
                field = _text(said, rows=rows, most=2000, required=index == 0 and name != "partner_sought")
                field.widget.attrs["lang"] = language
                field.initial = getattr(profile, name).get(language, "") if profile else ""
                self.fields[f"{name}_{language}"] = field
        if found:
            self.fields["acknowledged"] = forms.MultipleChoiceField(
                label=bi(
                    "企業が分かる言葉。残すものだけに印を付ける",
                    "Words that tell the firm: tick those that shall stay",
                ),
                choices=[(word, word) for word in found],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["reason"] = reason_field(required=True)

    def texts(self) -> dict[str, Localised]:
        return {
            name: Localised({each: self.cleaned_data.get(f"{name}_{each}", "") for each in self.languages})
            for name in ("title", "summary", "partner_sought")
        }
