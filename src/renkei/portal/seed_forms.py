"""The form by which a researcher corrects a sheet, in both languages side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from renkei.core.accounts.actors import STRANGER
from renkei.core.publication.selectors import visible_to
from renkei.core.ui.fields import NamedRecords
from renkei.core.ui.text import bi, both
from renkei.matching.enums import SeedStage
from renkei.matching.models import ApplicationField, Seed
from renkei.matching.refresh_rules import LONG, TEXTS
from renkei.matching.services.refreshes import LONGEST_MESSAGE
from renkei.matching.sheets import COLLABORATION
from renkei.portal.needs_forms import text_field

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

LANGUAGES = (("ja", bi("日本語", "Japanese")), ("en", bi("英語", "English")))
MOST_LETTERS, MOST_IN_A_LINE = 4000, 400


class AnswerForm(forms.Form):
    """What goes with either answer: whether the name may be shown, and a word to the office."""

    def __init__(self, *given: Any, seed: Seed, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["agrees"] = forms.BooleanField(
            label=bi("私の名前を公開のシートに載せてよい", "My name may be shown on the public sheet"),
            required=False,
            initial=seed.name_agreed_on is not None,
            help_text=bi(
                "印を外すと、名前はすぐに公開から消えます。いつでも変えられます。",
                "Without the tick your name leaves the public sheet at once. You can change it at any time.",
            ),
        )
        self.fields["message"] = text_field(
            bi("窓口への連絡", "A word to the office"), rows=3, most=LONGEST_MESSAGE
        )


class CorrectionForm(AnswerForm):
    """The sheet as it stands, to be corrected."""

    def __init__(
        self, *given: Any, seed: Seed, present: Mapping[str, Any], day: dt.date, **named: Any
    ) -> None:
        super().__init__(*given, seed=seed, **named)
        for name in TEXTS:
            for language, word in LANGUAGES:
                rows, most = (5, MOST_LETTERS) if name in LONG else (0, MOST_IN_A_LINE)
                label = bi(
                    f"{_label(name, 'ja')}（{_word(word, 'ja')}）",
                    f"{_label(name, 'en')} ({_word(word, 'en')})",
                )
                field = text_field(label, rows=rows, most=most, lang=language)
                field.initial = present[name].get(language, "")
                self.fields[f"{name}_{language}"] = field
        self.fields["stage"] = forms.ChoiceField(
            label=bi("研究の段階", "Stage"), choices=SeedStage.choices, initial=present["stage"]
        )
        for name in COLLABORATION:
            called = both(Seed._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.fields[name] = forms.BooleanField(
                label=bi(called.text("ja"), called.text("en")), required=False, initial=present[name]
            )
        subjects = visible_to(ApplicationField.objects.order_by("position", "slug"), STRANGER, day)
        self.fields["fields"] = NamedRecords(
            subjects, label=bi("応用分野", "Fields of application"), required=False, initial=present["fields"]
        )

    def texts(self) -> list[forms.BoundField]:
        return [self[f"{name}_{language}"] for name in TEXTS for language, _ in LANGUAGES]

    def choices(self) -> list[forms.BoundField]:
        return [self[name] for name in ("fields", "stage", *COLLABORATION)]

    def given(self) -> dict[str, Any]:
        """Return the sheet as it was typed, in the form of a snapshot."""
        typed = self.cleaned_data
        found: dict[str, Any] = {
            name: {
                language: typed[f"{name}_{language}"]
                for language, _ in LANGUAGES
                if typed[f"{name}_{language}"]
            }
            for name in TEXTS
        }
        found |= {name: typed[name] for name in ("stage", *COLLABORATION)}
        return found | {"fields": [each.pk for each in typed["fields"]]}


def _label(name: str, language: str) -> str:
    return _word(Seed._meta.get_field(name).verbose_name, language)  # type: ignore[union-attr]


def _word(words: Any, language: str) -> str:
    return both(words).text(language)
