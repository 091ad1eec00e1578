"""Where the portal shows a record, the evidence of a figure, and a published edition."""

from django.urls import reverse

from renkei.core.figures.addresses import show_evidence_at
from renkei.core.records.kinds import Kind, show_at
from renkei.reports.addresses import show_editions_at
from renkei.reports.models import Edition


def record_address(kind: Kind, slug: str, language: str) -> str:
    return reverse(f"portal:{kind.portal_route}", args=[language, slug])


def figure_address(code: str, fiscal_year: int, language: str) -> str:
    return reverse("portal:evidence", args=[language, code, fiscal_year])


def edition_address(edition: Edition, language: str) -> str:
    where = [language, edition.kind, edition.fiscal_year, edition.number]
    return reverse("portal:edition", args=where)


show_at("portal", record_address)
show_evidence_at(figure_address)
show_editions_at(edition_address)
