"""One load of the past: what it did, and taking it back as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from pghistory.models import Context

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.records.kinds import kind_of
from renkei.core.tables.undo import LOAD, undo_act, undone
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.changes import event_of, touched_by
from renkei.desk.events import who
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, list_address, page
from renkei.desk.views.data import show_data_page
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

LONGEST_REASON = 500


@opens_to(verb=Verb.LOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def load_page(request: HttpRequest, act: UUID) -> HttpResponse:
    """Show what a load did; with POST, take it back."""
    found = Context.objects.filter(pk=act, metadata__action=LOAD).first()
    touched = [each for _, each in touched_by([act], actor_of(request))] if found else []
    if found is None or not touched:
        gone = bi("その読み込みは見つかりません。", "There is no such load.")
        return show_data_page(request, gone, 410)
    problem = ""
    reason = " ".join(request.POST.get("reason", "").split())[:LONGEST_REASON]
    if request.method == "POST":
        try:
            undo_act(act, actor=actor_of(request), reason=reason)
        except RuleBroken as flaw:
            problem = said(flaw)
        else:
            return HttpResponseRedirect(request.path)
    crumbs = [
        parts.Crumb(TODAY, reverse("desk:today")),
        parts.Crumb(bi("データ", "Data"), reverse("desk:data")),
        parts.Crumb(bi("読み込みの結果", "Result")),
    ]
    back = undone([act]).get(str(act))
    body = {
        "load": found.metadata,
        "facts": _facts(found, touched),
        "left_out": int(found.metadata.get("left_out") or 0),
        "undone": _back(back),
        "problem": problem,
        "reason": reason,
        "list_url": _list(found.metadata),
    }
    return page(request, "desk/load.html", body, crumbs=crumbs, status=422 if problem else 200)


def _facts(act: Any, touched: list[Any]) -> list[parts.Fact]:
    about = act.metadata
    return [
        parts.Fact(bi("内容", "What"), parts.Cell(event_of(act, touched).text, "localised")),
        parts.Fact(bi("ファイル", "File"), parts.Cell(about.get("file") or "―")),
        parts.Fact(bi("読み込んだ者", "Who"), parts.Cell(who(about))),
        parts.Fact(bi("日時", "When"), parts.Cell(timezone.localtime(act.created_at), "moment")),
        parts.Fact(bi("理由", "Reason"), parts.Cell(about.get("reason") or "―")),
    ]


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
