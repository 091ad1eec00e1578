"""The sixty-second form: who and what are needed, everything else may follow."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import F, Max, Q

from renkei.core.accounts.permissions import Verb
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import bi
from renkei.desk.forms.cases import CaseForm, NamedChoice, stages_to_enter
from renkei.desk.forms.fields import NEEDED, NamedRecord
from renkei.desk.pages import language_now
from renkei.directory.models import Organisation, Person
from renkei.kernel.localised import Localised
from renkei.matching.board import company_name
from renkei.matching.enums import ActivityKind
from renkei.matching.models import Activity, Case
from renkei.matching.services.visits import Visit

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.accounts.actors import Actor

MOST = 30
COMPANIES = 20
CASE, COMPANY = "case:", "company:"
WHO = bi("誰と会ったかを、選ぶか書いてください。", "Please choose or write whom you met.")
SEVERAL = bi(
    "同じ名前の組織が複数あります。一覧から識別名で選んでください。",
    "Several organisations are called so. Please give the identifier.",
)


class VisitForm(CaseForm):
    """`about` names a case or a company by a word in front, so that one choice is enough."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["draft"] = forms.CharField(
            widget=forms.HiddenInput, initial=uuid.uuid4().hex, max_length=32
        )
        self.fields["about"] = forms.ChoiceField(
            label=bi("相手", "Who"),
            choices=[("", "―"), *_recent(self.actor, self.at)],
            required=False,
            help_text=bi(
                "最近の案件と企業から。なければ次の欄に書く。",
                "From recent cases and companies; or write in the next field.",
            ),
        )
        self.fields["other"] = TextField(
            label=bi("ほかの相手（名前）", "Somebody else (name)"),
            required=False,
            max_length=200,
            widget=NamedRecord(kind_of("organisation"), _companies(self.actor, self.at)),
            help_text=bi("企業の名前、または会った人。", "A company's name, or whom you met."),
        )
        self.fields["what"] = self.note(
            bi("何をしたか", "What was done"), required=True, rows=3, error_messages={"required": NEEDED}
        )
        self.fields["found"] = self.note(bi("分かったこと", "What was found"))
        self._ask_what_follows()
        self._ask_what_is_known()

    def _ask_what_follows(self) -> None:
        self.fields["promised"] = self.note(bi("約束したこと", "What was promised"), rows=1)
        self.fields["promised_by"] = self._day(bi("約束の期限", "Promised by"))
        self.fields["next_step"] = self.note(bi("次にすること", "Next step"), rows=1)
        self.fields["next_due"] = self._day(bi("いつまでに", "By when"))
        self.fields["stage"] = NamedChoice(
            stages_to_enter(self.actor, self.at),
            label=bi("案件の段階", "Stage of the case"),
            required=False,
            empty_label=str(bi("そのまま", "As it is")),
        )

    def _ask_what_is_known(self) -> None:
        self.fields["kind"] = forms.ChoiceField(
            label=bi("種類", "Kind"), choices=ActivityKind.choices, initial=ActivityKind.VISIT
        )
        self.fields["held_on"] = self._day(bi("日付", "Date"), initial=self.at.isoformat(), required=True)
        self.fields["coordinator"] = self.reference(
            "activity",
            "coordinator",
            label=bi("コーディネーター", "Coordinator"),
            required=True,
            initial=self.actor.person,
        )
        self.fields["who"] = TextField(label=bi("会った人", "Who was met"), required=False, max_length=200)
        self.fields["place"] = TextField(label=bi("場所", "Place"), required=False, max_length=200)
        self.fields["minutes"] = forms.IntegerField(
            label=bi("時間（分）", "Minutes"), required=False, min_value=1, max_value=1440
        )

    def _day(self, label: Any, **options: Any) -> forms.DateField:
        """A day picked on the phone; the browser's own field is quicker there than typing."""
        options.setdefault("required", False)
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, widget=widget, **options)

    def first(self) -> list[Any]:
        """Return what is seen at once."""
        return [self[name] for name in ("about", "other", "what", "found")]

    def then(self) -> list[Any]:
        return [self[name] for name in ("promised", "promised_by", "next_step", "next_due", "stage")]

    def more(self) -> list[Any]:
        """Return what has a sensible value already."""
        return [self[name] for name in ("kind", "held_on", "coordinator", "who", "place", "minutes")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("about") and not cleaned.get("other") and not cleaned.get("who"):
            self.add_error("about", WHO)
        if cleaned.get("other") and not cleaned.get("about"):
            self._find(cleaned["other"])
        return cleaned

    def _find(self, text: str) -> None:
        """Take a company by identifier or name; a name that fits none is kept as who was met."""
        rows = visible_to(Organisation.objects.all(), self.actor, self.at)
        named = Q(name__ja=text) | Q(name__en=text)
        found = list(rows.filter(pk=text)[:1]) or list(rows.filter(named)[:2])
        if len(found) > 1:
            self.add_error("other", SEVERAL)
        self.cleaned_data["organisation"] = found[0] if len(found) == 1 else None

    def visit(self) -> Visit:
        """Return what is to be logged. Only for a valid form."""
        given = self.cleaned_data
        about, organisation = given["about"], given.get("organisation")
        case = None
        if about.startswith(CASE):
            rows = within_reach(Case.objects.select_related("need", "company"), self.actor, Verb.CHANGE)
            case = rows.get(pk=about.removeprefix(CASE))
        elif about.startswith(COMPANY):
            organisation = Organisation.objects.get(pk=about.removeprefix(COMPANY))
        met = given["who"] or ("" if organisation or about else given["other"])
        return Visit(
            kind=given["kind"],
            held_on=given["held_on"],
            coordinator=Person.objects.get(pk=given["coordinator"]),
            case=case,
            organisation=organisation,
            who=_said(met),
            minutes=given["minutes"],
            next_due=given["next_due"],
            promised_by=given["promised_by"],
            stage=given["stage"],
            what=_said(given["what"]),
            found=_said(given["found"]),
            promised=_said(given["promised"]),
            next_step=_said(given["next_step"]),
            place=_said(given["place"]),
        )


def _said(text: str) -> Localised:
    return Localised({language_now(): text.strip()}) if text.strip() else Localised()


def _recent(actor: Actor, at: dt.date) -> list[Any]:
    """Return open cases and companies one may write about, those of the last visits and one's own first."""
    language = language_now()
    rows = within_reach(Case.objects.filter(closed_on__isnull=True), actor, Verb.CHANGE)
    rows = rows.select_related("company", "need__company").annotate(last=Max("activities__held_on"))
    cases = sorted(
        rows.order_by(F("last").desc(nulls_last=True), "-opened_on", "slug")[: MOST * 3],
        key=lambda case: case.coordinator_id != actor.person,
    )[:MOST]
    found = [(f"{CASE}{case.pk}", _case_words(case, language)) for case in cases]
    return [
        (str(bi("案件", "Cases")), found),
        (
            str(bi("企業", "Companies")),
            [(f"{COMPANY}{slug}", name) for slug, name in _last_met(actor, at, language)],
        ),
    ]


def _case_words(case: Case, language: str) -> str:
    company = company_name(case)
    name = company.text(language) if isinstance(company, Localised) else str(company)
    title = case.title.text(language)
    return f"{name}｜{title}" if name else title


def _last_met(actor: Actor, at: dt.date, language: str) -> list[tuple[str, str]]:
    met = visible_to(Activity.objects.filter(organisation__isnull=False), actor, at).order_by()
    last = met.values("organisation").annotate(last=Max("held_on")).order_by("-last")[:COMPANIES]
    slugs = [each["organisation"] for each in last]
    rows = visible_to(Organisation.objects.filter(pk__in=slugs), actor, at).in_bulk()
    return [(slug, rows[slug].name.text(language)) for slug in slugs if slug in rows]


def _companies(actor: Actor, at: dt.date) -> list[tuple[str, Any]]:
    rows = visible_to(Organisation.objects.filter(kind="company"), actor, at).order_by("pk")[:50]
    return [(row.pk, row.name) for row in rows]
