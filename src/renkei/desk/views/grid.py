"""The grid in which the past is typed in: indicator by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.records.kinds import kind_of
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.grid import asked_of, choices, grid_of, save_grid
from renkei.desk.pages import actor_of, cluster_of, kind_crumbs, language_now, page, today
from renkei.kernel.errors import RuleBroken
from renkei.kernel.fiscal import FiscalYear

if TYPE_CHECKING:
    from django.http import HttpRequest

TITLE = bi("年ごとにまとめて入れる", "Enter years as a grid")


@opens_to(verb=Verb.LOAD, kind="statedvalue")
@require_http_methods(["GET", "HEAD", "POST"])
def grid_page(request: HttpRequest) -> HttpResponse:
    """Show the grid; with POST, write what was typed."""
    actor, at = actor_of(request), today()
    this_year = FiscalYear.of(at, cluster_of(request).first_month).start_year
    asked = asked_of(request.GET, this_year, actor, at)
    typed = request.POST.dict() if request.method == "POST" else None
    problem: Any = ""
    flaws: dict[str, Any] = {}
    if typed is not None and asked is not None:
        try:
            reason = " ".join(typed.get("reason", "").split())[:500]
            done, flaws = save_grid(asked, typed, actor=actor, at=at, reason=reason)
        except RuleBroken as flaw:
            problem = said(flaw)
        else:
            if done and done.result.written:
                return HttpResponseRedirect(reverse("desk:load", args=[done.result.act]))
            problem = _nothing(wrong=bool(flaws))
    organisations, documents = choices(actor, at)
    shown = {name: words.text(language_now()) for name, words in flaws.items()}
    body = {
        "asked": asked,
        "organisations": organisations,
        "documents": documents,
        "rows": grid_of(asked, typed, shown, actor=actor, at=at) if asked else [],
        "typed": typed or {},
        "place_ja": (typed or {}).get("place@ja", ""),
        "place_en": (typed or {}).get("place@en", ""),
        "problem": problem,
        "flaws": [(name.replace(":", " "), words) for name, words in shown.items()],
        "first": asked.first if asked else this_year - 4,
        "last": asked.last if asked else this_year,
    }
    crumbs = [*kind_crumbs(kind_of("statedvalue")), parts.Crumb(TITLE)]
    return page(request, "desk/grid.html", body, crumbs=crumbs, status=422 if problem else 200)


def _nothing(*, wrong: bool) -> Any:
    if wrong:
        return bi(
            "読み取れない値があります。何も書き込んでいません。",
            "Some values cannot be read. Nothing was written.",
        )
    return bi("変わった値はありません。何も書き込んでいません。", "No value differs. Nothing was written.")
