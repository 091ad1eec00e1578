"""Where the portal shows a record, and the evidence of a figure."""

from django.urls import reverse

from renkei.core.figures.addresses import show_evidence_at
from renkei.core.records.kinds import Kind, show_at
from renkei.matching.addresses import show_own_page_again_at


def record_address(kind: Kind, slug: str, language: str) -> str:
    return reverse(f"portal:{kind.portal_route}", args=[language, slug])


def figure_address(code: str, fiscal_year: int, language: str) -> str:
    return reverse("portal:evidence", args=[language, code, fiscal_year])


def own_page_again_address(language: str) -> str:
    return reverse("portal:need-link", args=[language])


show_at("portal", record_address)
show_evidence_at(figure_address)
show_own_page_again_at(own_page_again_address)
