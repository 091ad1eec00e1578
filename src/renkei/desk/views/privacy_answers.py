"""What a request asks for: the disclosure to be handed over, the erasure to be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.privacy.registry import personal_of, places_of_copies
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.downloads import attached
from renkei.desk.forms.fields import said
from renkei.desk.pages import actor_of, page, today
from renkei.desk.views.privacy_cases import crumbs_of, wanted_case
from renkei.kernel.errors import RuleBroken
from renkei.privacy.services import cases
from renkei.privacy.services.disclosure import disclose
from renkei.privacy.services.erasure import erase_person, preview_erasure, what_hinders
from renkei.privacy.services.files import documents_that_mention, unreadable_documents
from renkei.privacy.services.subjects import find_subject

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.privacy.subject import Subject
    from renkei.privacy.models import PrivacyCase
    from renkei.privacy.services.disclosure import Disclosure


def _disclosed(request: HttpRequest, case: PrivacyCase) -> Disclosure:
    cases.require_identity(case)
    return disclose(
        actor=actor_of(request),
        subject=find_subject(case.subject_kind, case.subject),
        at=timezone.now(),
        purpose=case.number,
    )


@opens_to(verb=Verb.CHANGE, kind="privacycase")
@never_cache
def disclosure_page(request: HttpRequest, case: str) -> HttpResponse:
    """Everything on the person, to be printed and handed over."""
    found = wanted_case(case)
    try:
        disclosed = _disclosed(request, found)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
        return HttpResponseRedirect(reverse("desk:case", args=[found.pk]))
    title = bi("開示の書面", "Disclosure")
    body = {"case": found, "disclosed": disclosed, "at": timezone.localtime(disclosed.at), "title": title}
    return page(request, "desk/privacy_disclosure.html", body, crumbs=crumbs_of(found, parts.Crumb(title)))


@opens_to(verb=Verb.CHANGE, kind="privacycase")
@never_cache
def disclosure_json(request: HttpRequest, case: str) -> HttpResponse:
    found = wanted_case(case)
    try:
        disclosed = _disclosed(request, found)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
        return HttpResponseRedirect(reverse("desk:case", args=[found.pk]))
    return JsonResponse(
        disclosed.as_json(),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=attached(f"disclosure-{found.pk}.json"),
    )


@opens_to(verb=Verb.WITHDRAW, kind="privacycase")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def erase_page(request: HttpRequest, case: str) -> HttpResponse:
    """What would go, why it may not, and the typed confirmation; there is no way back."""
    found = wanted_case(case)
    problem: Any = ""
    try:
        cases.require_identity(found)
        subject = find_subject(found.subject_kind, found.subject)
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
        return HttpResponseRedirect(reverse("desk:case", args=[found.pk]))
    if request.method == "POST":
        problem = _erased(request, found, subject)
        if not problem:
            done = bi(
                "消去しました。件数は消去の記録にあります。",
                "Erased. The numbers are in the record of erasures.",
            )
            messages.success(request, done)
            return HttpResponseRedirect(reverse("desk:case", args=[found.pk]))
    body = _what_goes(request, subject) | {
        "case": found,
        "problem": problem,
        "identifier": subject.identifier,
    }
    title = bi("消去", "Erasure")
    return page(
        request,
        "desk/privacy_erase.html",
        body | {"title": title},
        crumbs=crumbs_of(found, parts.Crumb(title)),
        status=422 if problem else 200,
    )


def _erased(request: HttpRequest, case: PrivacyCase, subject: Subject) -> str:
    """Erase the person. Returns what is wrong, or an empty text."""
    try:
        erase_person(
            actor=actor_of(request),
            subject=subject,
            at=timezone.now(),
            reason=case.number,
            typed=request.POST.get("typed", ""),
            case_number=case.pk,
        )
    except RuleBroken as flaw:
        return said(flaw)
    return ""


def _called(table: str) -> Any:
    """Return what a table or a place of copies is called."""
    for model in apps.get_models():
        if table in {model._meta.label_lower, model._meta.db_table}:
            tracked = getattr(model, "pgh_tracked_model", model)
            declared = personal_of(tracked)
            return declared.label if declared else tracked._meta.verbose_name_plural
    return next((each.label for each in places_of_copies() if each.name == table), table)


def _what_goes(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    counts = preview_erasure(actor=actor_of(request), subject=subject, at=timezone.now())
    words = {
        "rows": bi("記録", "Records"),
        "history": bi("履歴", "History"),
        "texts": bi("文章の中", "In texts"),
        "copies": bi("写し", "Copies"),
    }
    rows = [
        [parts.Cell(words[part]), parts.Cell(_called(table)), parts.Cell(f"{count:,}", "ordinal")]
        for part, tables in counts.as_json().items()
        for table, count in tables.items()
        if count
    ]
    table = parts.Table(
        identifier="goes",
        caption=bi("消えるもの", "What would go"),
        columns=[
            parts.Column(bi("何が", "What"), row_head=True),
            parts.Column(bi("表・場所", "Table or place")),
            parts.Column(bi("件数", "Rows"), numeric=True),
        ],
        rows=rows,
        empty=parts.Empty(bi("消えるものはありません", "Nothing would go")),
    )
    return {
        "table": table,
        "hinders": what_hinders(subject, today()),
        "documents": [
            (each.title, kind_of("document").desk_address(each.pk))
            for each in documents_that_mention(subject)
        ],
        "unreadable": unreadable_documents(),
    }
