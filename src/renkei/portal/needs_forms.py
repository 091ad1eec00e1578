"""The forms by which companies ask, write and withdraw, and others show interest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.accounts.actors import STRANGER
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.tables.cells import USUAL, read_cell
from renkei.core.tables.columns import columns_of
from renkei.core.ui.fields import NamedRecords, no_individual_number
from renkei.core.ui.text import bi
from renkei.kernel.errors import NotUnderstood, RuleBroken
from renkei.matching.enums import CompanySize, RequestKind, Wish
from renkei.matching.models import ApplicationField, Need
from renkei.matching.need_rules import LONGEST_TEXT, MOST_FILES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from renkei.directory.models import Organisation

NEEDED = bi("入力してください。", "Please fill this in.")
MAIL = bi("name@example.jp の形で入力してください。", "It should look like name@example.jp.")
TRAP = "homepage"
SUPPORT = ("wants_analysis", "wants_joint_research", "wants_subsidy", "wants_personnel")
MESSAGE_LONGEST = 4000
WISHES = (
    (
        Wish.OFFICE,
        bi(
            "窓口の機関の中だけ（ほかに見せるときは先に確かめます）",
            "Only inside the office (we ask you before anybody else sees it)",
        ),
    ),
    (
        Wish.COORDINATOR,
        bi(
            "担当のコーディネーター一人だけ（相手が限られ、時間がかかることがあります）",
            "One coordinator only (this narrows the search and may take longer)",
        ),
    ),
    (
        Wish.OUTLINE,
        bi(
            "社名を伏せた概要なら公開してよい（別の職員が確かめてから載せます）",
            "An outline without our name may be public (another member of staff checks it first)",
        ),
    ),
)


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 0, most: int = 200, required: bool = False, **attrs: str
) -> Any:
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    field = forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=widget,
        strip=True,
        validators=[no_individual_number],
    )
    field.error_messages["required"] = NEEDED
    field.error_messages["max_length"] = bi(
        f"{most:,}字までにしてください（いま %(show_value)d 字）。",
        f"At most {most:,} characters, please (now %(show_value)d).",
    )
    return field


def mail_field(label: Any, help_text: Any = "") -> Any:
    field = forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field.error_messages |= {"required": NEEDED, "invalid": MAIL}
    return field


def wish_words(need: Need) -> Any:
    """Return the company's wish in the words it was offered."""
    return next((words for wish, words in WISHES if wish == need.wished_confidence), "")


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to so many files at once; what they are is looked at by the service."""

    def __init__(self, *, most: int, **named: Any) -> None:
        self.most = most
        named.setdefault("label", bi("添付", "Files"))
        named.setdefault(
            "help_text",
            bi(
                f"{most}個まで。PDF、画像、Word、Excel、テキスト。マクロ入りは受け付けません。",
                f"Up to {most}: PDF, pictures, Word, Excel or text; none with macros.",
            ),
        )
        super().__init__(required=False, widget=SeveralFiles(attrs={"multiple": True}), **named)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data] if data else []
        if len(given) > self.most:
            raise forms.ValidationError(bi(f"{self.most}個までです。", f"At most {self.most}."))
        return [super(FilesField, self).clean(each, initial) for each in given]


class TrapMixin(forms.Form):
    """A field that people do not see: who fills it is a programme."""

    homepage = forms.CharField(required=False, label=bi("この欄は空のままに", "Leave this empty"))

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get(TRAP, "").strip())


class AskForm(TrapMixin):
    """What a company asks: few questions first, the rest where it wants to say more."""

    first = ("problem", "company_name", "contact_name", "contact_email", "wished_confidence")
    more = (
        "kind",
        "fields",
        "background",
        "tried",
        "wished_result",
        "wished_support",
        "wanted_by",
        "budget",
        "partner_sought",
        "industry",
        "company_size",
        "contact_post",
        "contact_telephone",
        "needs_secrecy_agreement",
        "attachments",
    )

    problem = text_field(
        bi("困っていること・実現したいこと", "What is the problem, or what do you want to achieve?"),
        bi(
            "何について、いま何が起きていて、どうなればよいか。数字や時期があると早く答えられます。",
            "What it is about, what happens now, what would help. Numbers and times make the answer quicker.",
        ),
        rows=7,
        most=LONGEST_TEXT,
        required=True,
    )
    company_name = text_field(bi("会社名", "Name of your firm"), required=True, autocomplete="organization")
    contact_name = text_field(bi("お名前", "Your name"), required=True, autocomplete="name")
    contact_email = mail_field(
        bi("メールアドレス", "E-mail"), bi("確認のメールを送ります。", "We send a mail to confirm.")
    )
    wished_confidence = forms.ChoiceField(
        label=bi("誰に見せてよいですか", "Who may see it?"),
        choices=WISHES,
        initial=Wish.OFFICE,
        widget=forms.RadioSelect,
        help_text=bi(
            "どれを選んでも、社名を断りなく外に出すことはありません。あとから変えられます。",
            "Whatever you choose, your name is never given away without asking you. You can change it later.",
        ),
    )
    kind = forms.ChoiceField(
        label=bi("相談の種類", "Kind of request"),
        choices=RequestKind.choices,
        initial=RequestKind.ADVICE,
        required=False,
    )
    background = text_field(bi("背景", "Background"), rows=3, most=LONGEST_TEXT)
    tried = text_field(bi("これまでに試したこと", "What has been tried"), rows=3, most=LONGEST_TEXT)
    wished_result = text_field(bi("望む結果", "Wished result"), rows=3, most=LONGEST_TEXT)
    wished_support = forms.MultipleChoiceField(
        label=bi("望む支援", "Wished support"),
        choices=[(name, Need._meta.get_field(name).verbose_name) for name in SUPPORT],  # type: ignore[union-attr]
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=bi("いくつでも", "As many as you like"),
    )
    wanted_by = text_field(
        bi("いつまでに", "Wanted by"), bi("例：2027-03-31、令和9年3月31日", "For example 2027-03-31"), most=40
    )
    budget = text_field(
        bi("予算の目安", "Budget"),
        bi("例：50万円まで、未定", "For example up to 500,000 yen, not decided"),
    )
    partner_sought = text_field(bi("求める相手", "Partner sought"), rows=2, most=2000)
    industry = text_field(bi("業種", "Industry"), bi("例：水産加工", "For example fish processing"))
    company_size = forms.ChoiceField(
        label=bi("従業員数", "Size"),
        choices=[("", bi("選ばない", "Not said")), *CompanySize.choices],
        required=False,
    )
    contact_post = text_field(bi("部署・役職", "Department and post"), autocomplete="organization-title")
    contact_telephone = text_field(bi("電話", "Telephone"), most=30, autocomplete="tel", inputmode="tel")
    needs_secrecy_agreement = forms.BooleanField(
        label=bi("話す前に秘密保持契約がほしい", "We want a secrecy agreement first"), required=False
    )
    attachments = FilesField(most=MOST_FILES)

    def __init__(
        self, *given: Any, offices: Sequence[Organisation], day: dt.date, language: str, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        subjects = visible_to(ApplicationField.objects.order_by("position", "slug"), STRANGER, day)
        self.fields["fields"] = NamedRecords(subjects, label=bi("分野", "Field"), required=False)
        if len(offices) > 1:
            by_name = [(each.pk, each.name.text(language)) for each in offices]
            self.fields["office"] = forms.ChoiceField(
                label=bi("相談する窓口", "Office to ask"),
                choices=[("", bi("お任せする", "No preference")), *by_name],
                required=False,
            )

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.first, *(["office"] if "office" in self.fields else []))]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.more]

    @property
    def opens_more(self) -> bool:
        """Tell whether the part for more is open: something stands in it, or is wrong there."""
        return self.is_bound and any(
            self.data.get(name) or name in self.errors for name in self.more if name != "kind"
        )

    def clean_wanted_by(self) -> dt.date | None:
        text = str(self.cleaned_data.get("wanted_by") or "")
        if not text:
            return None
        column = next(each for each in columns_of(kind_of("need"), ("ja",)) if each.name == "wanted_by")
        try:
            found: dt.date = read_cell(column, text, settings=USUAL)
        except (NotUnderstood, RuleBroken) as error:
            raise forms.ValidationError(bi(error.message.text("ja"), error.message.text("en"))) from error
        return found

    def clean_kind(self) -> str:
        return str(self.cleaned_data.get("kind") or RequestKind.ADVICE)


class MessageForm(forms.Form):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["text"] = text_field(
            bi("書くこと", "Your message"), rows=4, most=MESSAGE_LONGEST, required=True
        )


class WithdrawForm(forms.Form):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["reason"] = text_field(bi("理由", "Reason"), rows=2, most=500)
        sure = forms.BooleanField(label=bi("この相談を取り下げます", "I withdraw this request"))
        sure.error_messages["required"] = bi("印を付けてください。", "Please tick the box.")
        self.fields["sure"] = sure


class LinkForm(TrapMixin):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"] = mail_field(bi("相談したときのメールアドレス", "The address you asked with"))


class InterestForm(TrapMixin):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"] = text_field(bi("お名前と所属", "Your name and organisation"), required=True)
        self.fields["email"] = mail_field(bi("メールアドレス", "E-mail"))
        self.fields["text"] = text_field(
            bi("ひとこと", "Message"),
            bi("どのようにお手伝いできるか、など", "How you could help, for example"),
            rows=4,
            most=MESSAGE_LONGEST,
            required=True,
        )
