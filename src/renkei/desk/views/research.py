"""From a case to joint research in one step, and back as long as nothing came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.forms.fields import said
from renkei.desk.forms.records import PartForm
from renkei.desk.forms.research import ASKED, BecomesForm, PartnerForm, typed
from renkei.desk.pages import actor_of, cell_settings, languages_of, page, today
from renkei.desk.views.case_acts import conflict_page, form_options
from renkei.desk.writes import written
from renkei.directory.models import Organisation
from renkei.kernel.errors import RuleBroken
from renkei.kernel.periods import Period
from renkei.matching.board import company_name
from renkei.research.enums import ProjectState
from renkei.research.models import JointProject
from renkei.research.naming import named_in_title
from renkei.research.selectors import known_of
from renkei.research.services import begin_joint_research, undo_joint_research

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from renkei.matching.models import Case
    from renkei.research.selectors import Known
    from renkei.research.services import Partner

BECOMES = bi("共同研究になった", "It became joint research")
PARTNER_ROWS = 3


@opens_to(verb=Verb.ADD, kind="jointproject")
@require_http_methods(["GET", "HEAD", "POST"])
def case_becomes(request: HttpRequest, case_slug: str) -> HttpResponse:
    """The form of the project a case became, filled in with what the case says already."""
    case = casework.wanted_case(request, case_slug)
    if not casework.may_write(actor_of(request), case):
        raise Http404
    known = known_of(case, actor_of(request), today())
    forms = _forms(request, case, known)
    if request.method == "POST" and all([form.is_valid() for form in forms.values()]):  # noqa: C419 - all are checked
        try:
            project = written(kind_of("jointproject"), lambda: _begun(request, case, forms))
        except RecordRefused as refused:
            forms["project"].add_flaws(refused.flaws)
        except RuleBroken as broken:
            if broken.code == "record.stale":
                return conflict_page(request, case, None, casework.case_address(case))
            _refuse(forms, broken)
        else:
            messages.success(request, bi("共同研究を登録しました。", "The joint research is recorded."))
            _warn_of_names(request, project)
            return HttpResponseRedirect(kind_of("jointproject").desk_address(project.pk))
    return _becomes_page(request, case, forms, known)


def _becomes_page(request: HttpRequest, case: Case, forms: dict[str, Any], known: Known) -> HttpResponse:
    crumbs = casework.case_crumbs(parts.Crumb(case.title, casework.case_address(case)), parts.Crumb(BECOMES))
    actor, at = actor_of(request), today()
    partners = [form for name, form in forms.items() if name.startswith("partner")]
    body = {
        "case": case,
        "form": forms["project"],
        "becomes": forms["case"],
        "partners": partners,
        "more_open": any(form.errors or form["organisation"].value() for form in partners[1:]),
        "holder": Organisation.objects.filter(pk=case.holder).first(),
        "earlier": known.earlier,
        "existing": [
            (each.title, kind_of(each).desk_address(each.pk))
            for each in visible_to(case.joint_projects.order_by("pk"), actor, at)
        ],
        "cancel_url": casework.case_address(case),
        "unknown_company": company_name(case) if known.company is None else "",
        "new_company_url": f"{reverse('desk:new', args=['directory', 'organisation'])}?kind=company"
        if may(actor, Verb.ADD, "organisation")
        else "",
    }
    wrong = any(form.errors for form in forms.values())
    return page(request, "desk/case_becomes.html", body, crumbs=crumbs, status=422 if wrong else 200)


def _forms(request: HttpRequest, case: Case, known: Known) -> dict[str, Any]:
    data, options = request.POST or None, form_options(request)
    languages, settings = languages_of(request), cell_settings(request)
    start = {"period": Period(today(), None), "state": ProjectState.RUNNING, **known.values}
    if known.earlier is not None and known.earlier.rights:
        start["rights"] = known.earlier.rights
    first = {
        "organisation": known.company.pk if known.company else "",
        "in_prefecture": known.in_prefecture,
        "is_local": known.is_local,
    }
    found: dict[str, Any] = {
        "project": PartForm(
            data,
            names=ASKED,
            kind=kind_of("jointproject"),
            initial=typed(start, languages, settings),
            **options,
        ),
        "case": BecomesForm(data, case=case, **options),
    }
    for number in range(1, PARTNER_ROWS + 1):
        name = f"partner-{number}"
        is_first = number == 1
        initial = first if is_first else {}
        found[name] = PartnerForm(data, prefix=name, initial=initial, first=is_first, **options)
    return found


def _begun(request: HttpRequest, case: Case, forms: dict[str, Any]) -> JointProject:
    rows = [form.partner() for name, form in forms.items() if name.startswith("partner")]
    partners: list[Partner] = [each for each in rows if each is not None]
    given = forms["case"].cleaned_data
    return begin_joint_research(
        actor=actor_of(request),
        case=case,
        revision=whole(request.POST.get("revision", "")) or 0,
        values=forms["project"].values(),
        partners=partners,
        at=today(),
        stage=given["stage"],
        openly=given.get("openly", False),
    )


def _warn_of_names(request: HttpRequest, project: JointProject) -> None:
    """Say before anybody publishes it that the title for the public tells who a company is."""
    if found := "、".join(named_in_title(project)):
        warning = bi(
            f"公開用の題目から企業が分かります：{found}。このままでは公開できません。",
            f"The title for the public tells who a company is: {found}. It cannot be published like this.",
        )
        messages.warning(request, warning)


def _refuse(forms: dict[str, Any], broken: RuleBroken) -> None:
    """Put what is wrong beside what it is about."""
    if broken.code.startswith("project.") and broken.code.partition(".")[2] in {
        "no_partner",
        "partner_twice",
    }:
        forms["partner-1"].add_error("organisation", said(broken))
    elif broken.code == "case.kept_private":
        forms["case"].add_error("openly", said(broken))
    else:
        forms["project"].add_error(None, said(broken))


@opens_to(verb=Verb.WITHDRAW, kind="jointproject")
@require_POST
def undo_becomes(request: HttpRequest, project_slug: str) -> HttpResponse:
    """Take the step back: the project goes, the case stands where it stood."""
    actor = actor_of(request)
    rows = JointProject.objects.select_related("case")
    project = visible_to(rows, actor, today()).filter(pk=project_slug).first()
    if project is None or not may_undo(request, project):
        raise Http404
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        case = undo_joint_research(actor=actor, project=project, reason=reason)
    except RuleBroken as broken:
        messages.error(request, said(broken))
        return HttpResponseRedirect(kind_of(project).desk_address(project.pk))
    done = bi(
        "共同研究を取り消し、案件を元の段階に戻しました。",
        "The joint research is taken back; the case stands where it stood.",
    )
    messages.success(request, done)
    return HttpResponseRedirect(casework.case_address(case))


def may_undo(request: HttpRequest, project: JointProject) -> bool:
    """Tell whether the step that made a project may be taken back by the reader."""
    actor = actor_of(request)
    return (
        project.case is not None
        and may(actor, Verb.WITHDRAW, "jointproject")
        and may_on(actor, Verb.WITHDRAW, "jointproject", project.holding())
        and may_on(actor, Verb.CHANGE, "case", project.case.holding())
        and not project.results.exists()
        and not project.presentations.exists()
    )
