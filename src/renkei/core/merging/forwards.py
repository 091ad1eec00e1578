"""Where the identifier of a merged record leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renkei.core.merging.models import Forward

if TYPE_CHECKING:
    from renkei.core.records.kinds import Kind

_FURTHEST = 20


def forward_of(kind: Kind, slug: str) -> str:
    """Return the identifier of the record that was kept instead, or an empty text.

    Ask only for a record that is not there: an identifier that is in use again leads to itself.
    """
    seen = {slug}
    at = slug
    for _ in range(_FURTHEST):
        found = Forward.objects.filter(kind=kind.slug, slug=at).values_list("target", flat=True).first()
        if found is None or found in seen:
            break
        seen.add(found)
        at = found
    if at == slug or not kind.model._default_manager.filter(pk=at).exists():
        return ""
    return at


def merged_into(kind: str, slug: str) -> list[str]:
    """Return the identifiers of the records that were merged into one, over any number of mergers."""
    return list(
        Forward.objects.filter(kind=kind, target=slug).order_by("slug").values_list("slug", flat=True)
    )
