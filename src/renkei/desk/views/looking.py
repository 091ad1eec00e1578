"""Looking at public pages before they are public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.history.languages import OTHER
from renkei.core.publication.selectors import as_if_public, is_public
from renkei.core.ui.text import bi
from renkei.desk import records as about
from renkei.desk.looking import Look, barriers_of, page_for_strangers
from renkei.desk.pages import actor_of, today, wanted_kind
from renkei.desk.readings import note
from renkei.privacy.enums import Way

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@opens_to(verb=Verb.VIEW)
@require_safe
def record_in_public(request: HttpRequest, context: str, kind: str, slug: str, language: str) -> HttpResponse:
    """Show the page that strangers would get of a record if it were public; of what is public, lead to its page.

    Everything else on it is as strangers see it today: what is not public stays away.
    """
    found = wanted_kind(context, kind)
    record = about.find(found, slug, actor_of(request), today())
    if record is None or not found.portal_route or language not in OTHER:
        raise Http404
    address = found.portal_address(slug, language)
    if is_public(record, today()):
        return HttpResponseRedirect(address)
    note(request, kind, Way.PAGE, slug=slug)
    look = Look(
        title=bi("公開前の確認", "Not public yet"),
        text=bi(
            "この記録を公開したときに、一般の人に見える頁です。いまはあなたの画面にだけ出ています。"
            "ほかの記録は、公開されているものだけが見えます。",
            "This is the page as everybody would see it once this record is public. For now it is on your "
            "screen alone. Of other records it shows what is public today.",
        ),
        back_label=bi("記録に戻る", "Back to the record"),
        back_url=found.desk_address(slug),
        other_language_url=reverse("desk:record_in_public", args=[context, kind, slug, OTHER[language]]),
        barriers=barriers_of(record),
    )
    try:
        return page_for_strangers(request, address, look, language, as_if_public(record))
    except Http404:
        messages.warning(
            request,
            bi(
                "この記録には、公開にしてもまだ頁がありません。頁に載せる値や、もとになる記録がそろっていません。",
                "Even if it were public, this record would have no page yet: what the page is to show is missing.",
            ),
        )
        return HttpResponseRedirect(found.desk_address(slug))
