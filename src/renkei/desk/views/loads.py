"""One load, merger or draft of the past: what it did, and taking it back as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from pghistory.models import Context

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.merging.service import MERGE
from renkei.core.records.kinds import kind_of
from renkei.core.tables.undo import LOAD, undo_act, undone
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.changes import event_of, touched_by
from renkei.desk.events import who
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, kind_crumbs, list_address, page, wanted_kind
from renkei.desk.views.data import show_data_page
from renkei.kernel.errors import RuleBroken
from renkei.reports.next_year import CARRY, may_make

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

LONGEST_REASON = 500
WORDS: dict[str, dict[str, Any]] = {
    LOAD: {
        "title": bi("読み込みの結果", "Result of a load"),
        "done": bi("読み込みました。", "Loaded."),
        "undone": bi("この読み込みは取り消されました。", "This load has been taken back."),
        "undo": bi("この読み込みを取り消す", "Take this load back"),
    },
    MERGE: {
        "title": bi("統合の結果", "Result of a merger"),
        "done": bi("一つに統合しました。", "Merged into one."),
        "undone": bi("この統合は取り消されました。", "This merger has been taken back."),
        "undo": bi("この統合を取り消す", "Take this merger back"),
    },
    CARRY: {
        "title": bi("下書きをつくった結果", "Result of making a draft"),
        "done": bi("下書きをつくりました。", "The draft is made."),
        "undone": bi("この下書きは取り消されました。", "This draft has been taken back."),
        "undo": bi("この下書きを照会ごと取り消す", "Take this draft back, its rounds with it"),
    },
}


@opens_to(verb=Verb.LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def load_page(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show what a load did; with POST, take it back."""
    crumbs = [
        parts.Crumb(bi("データ", "Data"), reverse("desk:data")),
        parts.Crumb(bi("読み込みの結果", "Result")),
    ]
    shown = _result(request, act, LOAD, crumbs)
    if shown is None:
        gone = bi("その読み込みは見つかりません。", "There is no such load.")
        return show_data_page(request, gone, 410)
    return shown


@opens_to(verb=Verb.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def merged_page(request: HttpRequest, context: str, kind: str, act: UUID) -> HttpResponse:
    """Show what a merger did; with POST, take it back."""
    found = wanted_kind(context, kind)
    crumbs = [*kind_crumbs(found)[1:], parts.Crumb(bi("統合の結果", "Result of the merger"))]
    shown = _result(request, act, MERGE, crumbs)
    if shown is None:
        messages.info(request, bi("その統合は見つかりません。", "There is no such merger."))
        return HttpResponseRedirect(list_address(found))
    return shown


@opens_to(verb=Verb.CHANGE, kind="round")
@require_http_methods(["GET", "HEAD", "POST"])
def carried_page(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show what a press on next year's draft made; with POST, take it back."""
    if not may_make(actor_of(request)):
        raise Http404
    shown = _result(request, act, CARRY, [parts.Crumb(WORDS[CARRY]["title"])])
    if shown is None:
        raise Http404
    return shown


def _result(request: HttpRequest, act: UUID, action: str, crumbs: list[parts.Crumb]) -> HttpResponse | None:
    """Show one act that can be taken back, or None where there is none that the actor may see."""
    found = Context.objects.filter(pk=act, metadata__action=action).first()
    touched = [each for _, each in touched_by([act], actor_of(request))] if found else []
    if found is None or not touched:
        return None
    problem = ""
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
    if request.method == "POST":
        try:
            undo_act(act, actor=actor_of(request), reason=reason)
        except RuleBroken as flaw:
            problem = said(flaw)
        else:
            return HttpResponseRedirect(request.path)
    back = undone([act]).get(str(act))
    body = {
        "load": found.metadata,
        "words": WORDS[action],
        "facts": _facts(found, touched),
        "left_out": int(found.metadata.get("left_out") or 0),
        "undone": _back(back),
        "problem": problem,
        "reason": reason,
        "list_url": _list(found.metadata),
        "kept_url": "" if back else _kept(found.metadata),
        "act_url": reverse("desk:act", args=[act]),
    }
    way = [parts.Crumb(TODAY, reverse("desk:today")), *crumbs]
    return page(request, "desk/load.html", body, crumbs=way, status=422 if problem else 200)


def _facts(act: Any, touched: list[Any]) -> list[parts.Fact]:
    about = act.metadata
    return [
        parts.Fact(bi("内容", "What"), parts.Cell(event_of(act, touched).text, "localised")),
        *_of_the_act(about),
        parts.Fact(bi("行った者", "Who"), parts.Cell(who(about))),
        parts.Fact(bi("日時", "When"), parts.Cell(timezone.localtime(act.created_at), "moment")),
        parts.Fact(bi("理由", "Reason"), parts.Cell(about.get("reason") or "―")),
    ]


def _of_the_act(about: dict[str, Any]) -> list[parts.Fact]:
    if "report" in about:
        url = reverse("desk:draft", args=[about["report"], int(about["year"])])
        return [parts.Fact(bi("下書き", "Draft"), parts.Cell(int(about["year"]), "fiscal_year", url=url))]
    if "kept" not in about:
        return [parts.Fact(bi("ファイル", "File"), parts.Cell(about.get("file") or "―"))]
    return [
        parts.Fact(bi("残した記録", "Record that stayed"), parts.Cell(about["kept"], url=_kept(about))),
        parts.Fact(bi("統合した記録", "Merged record"), parts.Cell(about["gone"])),
    ]


def _kept(about: dict[str, Any]) -> str:
    return kind_of(about["kind"]).desk_address(about["kept"]) if "kept" in about else ""


def _back(act: Any) -> list[parts.Fact]:
    if act is None:
        return []
    about = act.metadata
    return [
        parts.Fact(bi("取り消した者", "Taken back by"), parts.Cell(who(about))),
        parts.Fact(bi("日時", "When"), parts.Cell(timezone.localtime(act.created_at), "moment")),
        parts.Fact(bi("理由", "Reason"), parts.Cell(about.get("reason") or "―")),
    ]


def _list(about: dict[str, Any]) -> str:
    try:
        return list_address(kind_of(about.get("kind", "")))
    except KeyError:
        return ""
