"""Where the address of a merged record leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect

from renkei.core.merging.forwards import forward_of
from renkei.core.publication.selectors import visible_to
from renkei.core.records.kinds import kind_of

if TYPE_CHECKING:
    from renkei.core.blocks.request import BlockRequest
    from renkei.core.records.models import Record


def led_on(model: type[Record], slug: str, asked: BlockRequest) -> HttpResponse:
    """Lead from the address of a merged record to the one that was kept, if it is published. Raises Http404."""
    kind = kind_of(model)
    rows = model._default_manager
    led = "" if rows.filter(pk=slug).exists() else forward_of(kind, slug)
    if not led or not visible_to(rows.filter(pk=led), asked.actor, asked.at).exists():
        raise Http404
    return HttpResponseRedirect(kind.portal_address(led, asked.language))
