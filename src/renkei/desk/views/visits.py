"""Logging a visit in a minute, and the log month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may
from renkei.core.publication.selectors import visible_to, within_reach
from renkei.core.records.kinds import kind_of
from renkei.core.records.services import RecordRefused
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk import casework
from renkei.desk.forms.visits import CASE, VisitForm
from renkei.desk.pages import TODAY, actor_of, page, today, user_of
from renkei.desk.views.case_acts import form_options
from renkei.kernel.errors import RuleBroken
from renkei.matching.models import Activity, Case
from renkei.matching.services.visits import Logged, log_visit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

VISIT = bi("訪問・電話の記録", "Log a visit or call")
FIELD_OF = {
    "visit.what": "what",
    "visit.future": "held_on",
    "visit.no_case": "about",
    "case.closed": "about",
    "case.needs_closing": "stage",
}


@opens_to(verb=Verb.ADD, kind="activity")
@require_http_methods(["GET", "HEAD", "POST"])
def visit_page(request: HttpRequest) -> HttpResponse:
    """One short form; what is saved by it is told on the next page, where the phone's draft ends."""
    given = request.GET.get("case", "")
    rows = within_reach(Case.objects.filter(closed_on__isnull=True), actor_of(request), Verb.CHANGE)
    about = f"{CASE}{given}" if given and rows.filter(pk=given.replace("\0", "")).exists() else ""
    form = VisitForm(request.POST or None, initial={"about": about}, **form_options(request))
    if request.method == "POST" and form.is_valid() and (done := _logged(request, form)):
        told = [name for name in ("moved", "answered", "again") if getattr(done, name)]
        query = f"?{'&'.join(f'{name}=1' for name in told)}" if told else ""
        return HttpResponseRedirect(reverse("desk:visit_saved", args=[done.activity.pk]) + query)
    user = user_of(request)
    body = {"form": form, "draft_key": f"visit-{user.pk if user else 0}", "about": about}
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(VISIT)]
    return page(request, "desk/visit.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def _logged(request: HttpRequest, form: VisitForm) -> Logged | None:
    try:
        visit = form.visit()
        return log_visit(actor=actor_of(request), draft=form.cleaned_data["draft"], visit=visit, at=today())
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            form.refuse(flaw, name)
    except RuleBroken as broken:
        form.refuse(broken, FIELD_OF.get(broken.code))
    return None


@opens_to(verb=Verb.VIEW, kind="activity")
def visit_saved(request: HttpRequest, activity_slug: str) -> HttpResponse:
    """What was saved and what it did; the draft on the device ends here and nowhere else."""
    rows = Activity.objects.select_related("case__stage", "organisation", "coordinator")
    found = visible_to(rows, actor_of(request), today()).filter(pk=activity_slug).first()
    if found is None:
        raise Http404
    user = user_of(request)
    body: dict[str, Any] = {
        "activity": found,
        "moved": request.GET.get("moved") == "1",
        "answered": request.GET.get("answered") == "1",
        "again": request.GET.get("again") == "1",
        "case_url": casework.case_address(found.case) if found.case else "",
        "record_url": kind_of("activity").desk_address(found.pk),
        "month_url": f"{reverse('desk:activities')}?month={found.held_on:%Y-%m}",
        "may_add": may(actor_of(request), Verb.ADD, "activity"),
        "draft_key": f"visit-{user.pk if user else 0}",
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(VISIT, reverse("desk:visit"))]
    return page(request, "desk/visit_saved.html", body, crumbs=crumbs)
