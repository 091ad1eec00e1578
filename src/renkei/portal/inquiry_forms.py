"""The forms by which people write inquiries, add to them and end them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.ui.text import bi
from renkei.inquiries.rules import LONGEST_NAME, LONGEST_TEXT, MOST_FILES
from renkei.portal.needs_forms import (
    NEEDED,
    FilesField,
    LinkForm,
    TrapMixin,
    mail_field,
    text_field,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.directory.models import Unit
    from renkei.inquiries.models import InquiryTopic

AGREE = bi("印を付けてください。", "Please tick the box.")


@dataclass(frozen=True)
class Place:
    """What an inquiry can be about: a topic with its unit, or a unit where there are no topics."""

    key: str
    label: str
    unit: Unit
    topic: InquiryTopic | None = None


class InquiryForm(TrapMixin):
    """What somebody asks; `places` are what it can be about."""

    order = ("about", "text", "name", "email", "organisation", "attachments", "agreed")

    about = forms.ChoiceField(label=bi("用件", "What is it about?"), error_messages={"required": NEEDED})
    text = text_field(
        bi("内容", "Your inquiry"),
        bi(
            "知りたいこと、いつまでに必要かなど。パスワードやマイナンバーは書かないでください。",
            "What you would like to know, and by when. Please write no passwords or individual numbers.",
        ),
        rows=8,
        most=LONGEST_TEXT,
        required=True,
    )
    name = text_field(bi("お名前", "Your name"), most=LONGEST_NAME, required=True, autocomplete="name")
    email = mail_field(
        bi("メールアドレス", "E-mail"),
        bi(
            "受付番号と、回答の知らせを送ります。",
            "We send the number of your inquiry, and word of the answer.",
        ),
    )
    organisation = text_field(
        bi("会社・学校などの名前", "Firm, school or other"), most=LONGEST_NAME, autocomplete="organization"
    )
    attachments = FilesField(most=MOST_FILES)
    agreed = forms.BooleanField(
        label=bi("上の利用目的に同意します", "I agree to the purpose stated above"),
        error_messages={"required": AGREE},
    )

    def __init__(self, *given: Any, places: Sequence[Place], **named: Any) -> None:
        super().__init__(*given, **named)
        about = self.fields["about"]
        choices = [(each.key, each.label) for each in places]
        first = [("", bi("選んでください", "Please choose"))] if len(places) > 1 else []
        about.choices = [*first, *choices]  # type: ignore[attr-defined]
        about.error_messages["invalid_choice"] = bi(
            "一覧から選んでください。", "Please choose one of the list."
        )
        for name in self.order:
            self.fields[name].error_messages.setdefault("required", NEEDED)

    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.order]


class EndForm(forms.Form):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["last"] = text_field(bi("ひとこと（なくてもよい）", "A last word"), rows=2, most=500)
        sure = forms.BooleanField(label=bi("このお問い合わせを終えます", "I end this inquiry"))
        sure.error_messages["required"] = AGREE
        self.fields["sure"] = sure


class InquiryLinkForm(LinkForm):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["email"].label = bi("お問い合わせのときのメールアドレス", "The address you wrote with")
