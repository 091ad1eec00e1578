"""The forms by which an office answers inquiries."""

from __future__ import annotations

from typing import Any

from django import forms

from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import NEEDED
from renkei.desk.forms.people import DeskForm
from renkei.inquiries.enums import ClosingReason
from renkei.inquiries.rules import LONGEST_TEXT


def _text(
    label: Any, *, rows: int, most: int = LONGEST_TEXT, required: bool = True, help_text: Any = ""
) -> Any:
    return TextField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        error_messages={"required": NEEDED},
    )


class AnswerForm(DeskForm):
    text = _text(
        bi("回答", "Answer"),
        rows=12,
        help_text=bi(
            "問い合わせた人の頁に載り、載ったことをメールで知らせます（本文は送りません）。",
            "It stands on the page of who asked, who hears of it by mail; the text itself is not mailed.",
        ),
    )
    settled = forms.BooleanField(
        label=bi("これで終わりにする", "This settles it"),
        required=False,
        help_text=bi(
            "印を付けなければ、相手が書き足せます。30日連絡がなければ自動で終わります。",
            "Without it, who asked can write more; after thirty quiet days it is closed by itself.",
        ),
    )


class NoteForm(DeskForm):
    text = _text(
        bi("メモ", "Note"), rows=5, help_text=bi("窓口の中だけで読みます。", "Read inside the office only.")
    )


class HandOverForm(DeskForm):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["unit"] = self.reference(
            "inquirytopic", "unit", label=bi("引き継ぐ部署", "Unit that takes it over"), required=True
        )
        self.fields["text"] = _text(
            bi("引き継ぐ部署への申し送り", "Note for that unit"),
            rows=4,
            required=False,
            help_text=bi("問い合わせた人には見えません。", "Who asked does not see it."),
        )


class CloseForm(DeskForm):
    reason = forms.ChoiceField(
        label=bi("終了の理由", "Reason"),
        choices=[each for each in ClosingReason.choices if each[0] != ClosingReason.BY_ASKER],
        widget=forms.RadioSelect,
    )
    text = _text(
        bi("メモ", "Note"),
        rows=2,
        most=500,
        required=False,
        help_text=bi("窓口の中だけで読みます。", "Read inside the office only."),
    )
