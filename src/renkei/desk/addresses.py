"""Where the desk shows a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from renkei.core.records.kinds import Kind, kind_of, show_at

if TYPE_CHECKING:
    from renkei.core.inbox.waiting import Waiting


OWN_PAGES = {"case": "desk:casework"}  # kinds whose work needs more than the grammar's page


def record_address(kind: Kind, slug: str, _language: str) -> str:
    if kind.slug in OWN_PAGES:
        return reverse(OWN_PAGES[kind.slug], args=[slug])
    return reverse("desk:record", args=[kind.context, kind.slug, slug])


show_at("desk", record_address)


def address_of(item: Waiting) -> str:
    """Return where the desk shows what waits: a record's page, or that of work of the office."""
    if item.kind == "round":
        return reverse("desk:round_owner", args=item.slug.split("/"))
    if item.kind == "edition":
        return reverse("desk:edition", args=[item.slug])
    if item.kind == "user":
        return reverse("desk:user", args=[item.slug])
    if item.kind == "privacycase":
        page = "desk:breach" if item.slug.startswith("B") else "desk:case"  # as they are numbered
        return reverse(page, args=[item.slug])
    return kind_of(item.kind).desk_address(item.slug)
