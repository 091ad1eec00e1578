"""One record: its page, its history, and how it is added, changed and withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.merging.forwards import forward_of
from renkei.core.publication.selectors import is_public, visible_to
from renkei.core.records.services import RecordRefused, add_record, change_record, withdraw_record
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.desk import events, show
from renkei.desk import records as about
from renkei.desk.asking import PER_PAGE
from renkei.desk.forms.fields import said
from renkei.desk.forms.records import RecordForm
from renkei.desk.lists import pager
from renkei.desk.pages import (
    actor_of,
    cell_settings,
    cluster_of,
    kind_crumbs,
    language_now,
    languages_of,
    list_address,
    page,
    today,
    wanted_kind,
)
from renkei.desk.panels import panels_of
from renkei.desk.previews import is_look, preview_of
from renkei.desk.readings import note
from renkei.desk.translations import agree_address, older_texts
from renkei.desk.writes import written
from renkei.kernel.errors import RuleBroken
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from renkei.core.records.kinds import Kind
    from renkei.core.records.models import Record

RECENT = 5
LAST_PAGE = 9_999


def _found(request: HttpRequest, kind: Kind, slug: str, verb: Verb = Verb.VIEW) -> Record:
    """Return a record with which the reader may do this. Raises Http404, as if there were none."""
    actor = actor_of(request)
    record = about.find(kind, slug, actor, today())
    if record is None or (verb is not Verb.VIEW and not may_on(actor, verb, kind.slug, record.holding())):
        raise Http404
    return record


def _crumbs(kind: Kind, record: Any) -> list[parts.Crumb]:
    return [*kind_crumbs(kind), parts.Crumb(kind.label(record), kind.desk_address(record.pk))]


@opens_to(verb=Verb.VIEW)
@require_safe
def record_page(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    record = about.find(found, slug, actor_of(request), today())
    if record is None:
        return _led_on(request, found, slug)
    note(request, kind, Way.PAGE, slug=slug)
    actor, cluster, at = actor_of(request), cluster_of(request), today()
    currency, languages = show.currency_of(cluster.currency), languages_of(request)
    missing = about.missing_translations(found, record, languages)
    past = events.history_of(found, slug, actor, count=RECENT)
    older = older_texts(found, record)
    facts = about.facts(found, record, currency, languages, at, actor, older)
    body = {
        "kind": found,
        "record": record,
        "title": found.label(record),
        "publication": show.publication_state(record, at),
        "broken_texts": about.broken_texts(found, record),
        "links": about.next_steps(found, record, missing, actor),
        "panels": panels_of(request, record),
        "facts": [fact for fact in facts if not fact.is_empty],
        "unrecorded": [fact.label for fact in facts if fact.is_empty],
        "related": about.related(
            found, record, about.pointing_to(found, slug, actor, at), actor, currency, at
        ),
        "documents": about.documents(record, actor, at),
        "happened": past[0],
        "has_more": past[1],
        "history_url": reverse("desk:history", args=[context, kind, slug]),
        "agree_url": agree_address(found, record, actor),
        **_public_pages(found, record, at),
    }
    return page(
        request, "desk/record.html", body, crumbs=[*kind_crumbs(found), parts.Crumb(found.label(record))]
    )


def _public_pages(kind: Kind, record: Record, at: dt.date) -> dict[str, str]:
    """Return where strangers see a record, or where one can look at the page that they would see."""
    public = is_public(record, at)
    pages = {"public_url": "", "look_url": ""}
    if kind.portal_route and public:
        pages["public_url"] = kind.portal_address(record.pk, language_now())
    elif kind.portal_route:
        where = [kind.context, kind.slug, record.pk, language_now()]
        pages["look_url"] = reverse("desk:record_in_public", args=where)
    return pages


def _led_on(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    """Lead from the address of a merged record to the one that was kept. Raises Http404 where there is none to see."""
    led = forward_of(kind, slug)
    kept = visible_to(kind.model._default_manager.filter(pk=led), actor_of(request), today())
    if not kept.exists():
        raise Http404
    said_ = bi(
        "お探しの記録は、この記録に統合されました。", "The record you asked for was merged into this one."
    )
    messages.info(request, said_)
    return HttpResponseRedirect(kind.desk_address(led))


@opens_to(verb=Verb.HISTORY)
@require_safe
def history_page(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    """Everything that happened to a record, also after it was withdrawn."""
    found = wanted_kind(context, kind)
    number = request.GET.get("page", "1")
    at = min(whole(number) or 1, LAST_PAGE)
    actor = actor_of(request)
    happened, more = events.history_of(found, slug, actor, start=(at - 1) * PER_PAGE, count=PER_PAGE)
    record = about.find(found, slug, actor, today())
    if not happened:
        raise Http404
    note(request, kind, Way.HISTORY, slug=slug)
    crumbs = _crumbs(found, record) if record else [*kind_crumbs(found), parts.Crumb(slug)]
    body = {
        "kind": found,
        "title": found.label(record) if record else slug,
        "withdrawn": record is None,
        "merged_url": found.desk_address(led) if record is None and (led := forward_of(found, slug)) else "",
        "happened": happened,
        "pager": pager(at, at + 1 if more else at, lambda each: f"?page={each}"),
    }
    return page(request, "desk/history.html", body, crumbs=[*crumbs, parts.Crumb(bi("履歴", "History"))])


@opens_to(verb=Verb.ADD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest, context: str, kind: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    actor = actor_of(request)
    form = RecordForm(
        request.POST or None,
        kind=found,
        languages=languages_of(request),
        settings=cell_settings(request),
        actor=actor,
        at=today(),
        initial={name: value for name, value in request.GET.items() if "\0" not in value},
    )
    alike: list[tuple[Any, str]] = []
    looks = is_look(request)
    if request.method == "POST" and not looks and form.is_valid():
        alike = [] if "not-the-same" in request.POST else about.alike(found, form.values(), actor, today())
    if request.method == "POST" and not looks and form.is_valid() and not alike:
        try:
            record = written(
                found,
                lambda: add_record(
                    actor=actor, kind=found, values=form.values(), reason=form.cleaned_data["reason"]
                ),
            )
        except RecordRefused as refused:
            form.add_flaws(refused.flaws)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            messages.success(request, bi("登録しました。", "Added."))
            return HttpResponseRedirect(found.desk_address(record.pk))
    body = {
        "kind": found,
        "form": form,
        "alike": alike,
        "preview": preview_of(request, found, form, None),
        "cancel_url": list_address(found),
    }
    crumbs = [*kind_crumbs(found), parts.Crumb(bi("新しく登録", "Add"))]
    return page(request, "desk/new.html", body, crumbs=crumbs, status=_status(form))


@opens_to(verb=Verb.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    found = wanted_kind(context, kind)
    record = _found(request, found, slug, Verb.CHANGE)
    note(request, kind, Way.FORM, slug=slug)
    form = RecordForm(
        request.POST or None,
        kind=found,
        languages=languages_of(request),
        settings=cell_settings(request),
        record=record,
        actor=actor_of(request),
        at=today(),
    )
    stale: list[parts.Change] = []
    if request.method == "POST" and not is_look(request) and form.is_valid():
        try:
            return _changed(request, found, record, form)
        except RecordRefused as refused:
            form.add_flaws(refused.flaws)
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
            if flaw.code == "record.stale":
                stale = compared(found, record, form)
    body = {
        "kind": found,
        "title": found.label(record),
        "form": form,
        "stale": stale,
        "preview": preview_of(request, found, form, record, stale=bool(stale)),
        "cancel_url": found.desk_address(slug),
    }
    crumbs = [*_crumbs(found, record), parts.Crumb(bi("変更", "Edit"))]
    return page(request, "desk/edit.html", body, crumbs=crumbs, status=_status(form))


def _changed(request: HttpRequest, kind: Kind, record: Record, form: RecordForm) -> HttpResponse:
    before = record.revision
    given = form.cleaned_data["revision"]
    saved = written(
        kind,
        lambda: change_record(
            actor=actor_of(request),
            kind=kind,
            slug=record.pk,
            revision=given or 0,
            values=form.values(),
            reason=form.cleaned_data["reason"],
        ),
    )
    if saved.revision == before:
        messages.info(request, bi("変わったところはありませんでした。", "Nothing was changed."))
    else:
        messages.success(
            request,
            bi("保存しました。前の内容は履歴にあります。", "Saved. What stood before is in the history."),
        )
    return HttpResponseRedirect(kind.desk_address(record.pk))


def compared(kind: Kind, record: Record, form: RecordForm) -> list[parts.Change]:
    """Set what is stored now beside what was typed; saving again takes what was typed."""
    typed = kind.model(**{"slug": record.pk, **form.values()})
    form.type_in("revision", str(record.revision))
    shown = {column.field.name for column in form.columns}
    named = [item for item in kind.model._meta.concrete_fields if item.name in shown]
    return [change for item in named for change in events.field_changes(item, record, typed)]


@opens_to(verb=Verb.WITHDRAW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, context: str, kind: str, slug: str) -> HttpResponse:
    """Say what withdrawing causes; do it when confirmed with a reason."""
    found = wanted_kind(context, kind)
    record = _found(request, found, slug, Verb.WITHDRAW)
    pointing = about.pointing_to(found, slug, actor_of(request), today())
    reason = " ".join(request.POST.get("reason", "").split())
    problem: Any = ""
    if request.method == "POST":
        problem = _withdrawn(request, found, slug, reason)
        if not problem:
            messages.success(
                request,
                bi("取り下げました。履歴は残っています。", "Withdrawn. Its history is kept."),
            )
            return HttpResponseRedirect(list_address(found))
    body = {
        "kind": found,
        "record": record,
        "title": found.label(record),
        "pointing": [(each, each.address(slug)) for each in pointing],
        "public": is_public(record, today()),
        "reason": reason,
        "problem": problem,
        "cancel_url": found.desk_address(slug),
        "history_url": reverse("desk:history", args=[context, kind, slug]),
    }
    crumbs = [*_crumbs(found, record), parts.Crumb(bi("取り下げ", "Withdraw"))]
    return page(request, "desk/withdraw.html", body, crumbs=crumbs, status=422 if problem else 200)


def _withdrawn(request: HttpRequest, kind: Kind, slug: str, reason: str) -> Any:
    """Withdraw a record. Returns what is wrong, or an empty text."""
    if not reason:
        return bi("理由を入力してください。", "Please give a reason.")
    revision = request.POST.get("revision", "")
    try:
        withdraw_record(
            actor=actor_of(request),
            kind=kind,
            slug=slug,
            revision=whole(revision) or 0,
            reason=reason,
        )
    except RuleBroken as flaw:
        return said(flaw)
    return ""


def _status(form: RecordForm) -> int:
    """A form that comes back with errors says so to programs too."""
    return 422 if form.is_bound and form.errors else 200
