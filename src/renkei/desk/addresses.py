"""Where the desk shows a record."""

from django.urls import reverse

from renkei.core.records.kinds import Kind, show_at


def record_address(kind: Kind, slug: str, _language: str) -> str:
    return reverse("desk:record", args=[kind.context, kind.slug, slug])


show_at("desk", record_address)
