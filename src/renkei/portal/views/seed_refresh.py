"""A researcher looks at the own sheet by a private link: it is right as it stands, or is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from renkei.core.accounts.access import opens_to_all
from renkei.core.blocks.render import blocks_to_html
from renkei.core.records.services import RecordRefused
from renkei.core.ui.text import bi
from renkei.kernel.errors import RuleBroken
from renkei.matching.enums import LinkPurpose, RefreshState
from renkei.matching.models import Seed, SeedRefresh
from renkei.matching.refresh_rules import snapshot
from renkei.matching.services import refreshes
from renkei.matching.sheets import sheet_blocks, sheets_of
from renkei.portal.crumbs import crumbs
from renkei.portal.doors import through_link
from renkei.portal.limits import SLOW_DOWN, TOO_MANY, UNPROCESSABLE, too_often
from renkei.portal.seed_forms import AnswerForm, CorrectionForm
from renkei.portal.texts import strangers_request

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from renkei.matching.models import PrivateLink

MOST_ANSWERS = 30
SAID = {
    "unchanged": bi(
        "「変更なし」として受け取りました。ありがとうございました。", "Received as unchanged. Thank you."
    ),
    "corrected": bi(
        "訂正を受け取りました。窓口が確かめてから公開の頁に反映します。",
        "Your corrections are received. The office looks at them before they appear.",
    ),
}


@opens_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@through_link(LinkPurpose.REFRESH_SEED)
def refresh_seed(request: HttpRequest, language: str, link: PrivateLink, seed: Seed) -> HttpResponse:
    """Show the sheet as it stands; take the answer when a button is pressed."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    at = timezone.localdate()
    row = SeedRefresh.objects.filter(seed=seed).order_by("-year").first()
    present = snapshot(seed)
    waits = row.proposal if row is not None and row.state == RefreshState.PROPOSED else {}
    answer = AnswerForm(request.POST if act == "unchanged" else None, seed=seed, prefix="same")
    correction = CorrectionForm(
        request.POST if act == "corrected" else None, seed=seed, present=present | waits, day=at
    )
    status = 200
    if act in SAID:
        form = answer if act == "unchanged" else correction
        status = UNPROCESSABLE
        if too_often(request, "refresh", MOST_ANSWERS):
            form.add_error(None, SLOW_DOWN)
            status = TOO_MANY
        elif form.is_valid() and _taken(link, form, language):
            return HttpResponseRedirect(f"{request.path}?said={act}")
    title = bi("シーズのシートの確認", "Your seed’s sheet")
    body: dict[str, Any] = {
        "title": title,
        "crumbs": crumbs(language, (title, "")),
        "seed": seed,
        "sheets": _sheets(seed),
        "row": row,
        "waits": bool(waits),
        "said": SAID.get(request.GET.get("said", ""), ""),
        "answer": answer,
        "correction": correction,
        "open_until": timezone.localtime(link.expires_at).date(),
    }
    return render(request, "portal/seed_refresh.html", body, status=status)


def _sheets(seed: Seed) -> list[tuple[str, Any]]:
    """Return the sheet in both languages, as a stranger would read it."""
    found = []
    for language in ("ja", "en"):
        asked = strangers_request(language)
        sheet = sheets_of(Seed.objects.filter(pk=seed.pk), asked.at)[0]
        found.append((language, blocks_to_html(sheet_blocks(sheet, asked), language, top=3)))
    return found


def _taken(link: PrivateLink, form: forms.Form, language: str) -> bool:
    """Keep the answer; False where it is refused, with the reason in the form."""
    given, now = form.cleaned_data, timezone.now()
    said = {"agrees": given["agrees"], "message": given["message"], "at": now}
    try:
        if isinstance(form, CorrectionForm):
            refreshes.propose_corrections(link=link, values=form.given(), **said)
        else:
            refreshes.confirm_unchanged(link=link, **said)
    except RecordRefused as refused:
        for name, flaw in refused.flaws:
            form.add_error(
                f"{name}_{language}" if f"{name}_{language}" in form.fields else None,
                flaw.message.text(language),
            )
        return False
    except RuleBroken as flaw:
        form.add_error(None, flaw.message.text(language))
        return False
    return True
