"""Public texts of joint research that name a company which did not agree to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from renkei.core.publication.models import PublicationState
from renkei.core.publication.selectors import public_as_long_as
from renkei.core.records.kinds import SetRule
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.anonymity import Known, known_words, named_in
from renkei.research.enums import PartnerRole
from renkei.research.models import JointProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from renkei.core.publication.models import Publishable
    from renkei.core.records.kinds import SetFlaws
    from renkei.directory.models import Organisation
    from renkei.research.models import JointProject

_UNNAMED = Localised.both(
    "相手の企業が分からない言葉（企業が名前を出すことに同意したときは、先に企業とその相手の記録を、題目と同じ期間の公開にする）",
    "words that do not tell who the company is (where it agreed to be named, first make the company and its partner"
    " record public for the same days as the title)",
)


def words_of(company: Organisation) -> list[Known]:
    """Return what tells who a company is: its names of all times, kana, website."""
    names = [company.name, company.short_name, *(row.name for row in company.dated_names.all())]
    return known_words(
        (text for name in names for text in name.values()), [company.kana], [], [company.website], []
    )


def naming(text: Localised, companies: Iterable[Organisation]) -> list[str]:
    """Return the words of a text that tell who one of the companies is, each once."""
    known = [word for company in companies for word in words_of(company)]
    return list(dict.fromkeys(each.word for each in named_in(dict(text.items()), known)))


def named_in_title(project: JointProject) -> list[str]:
    """Return the words of a project's public title that tell who a company is that may not be named beside it."""
    return naming(project.public_title, _unnamed(project, _companies().filter(project=project)))


def _companies() -> QuerySet[JointProjectPartner]:
    rows = JointProjectPartner.objects.filter(role=PartnerRole.COMPANY).order_by("pk")
    return rows.select_related("organisation").prefetch_related("organisation__dated_names")


def _unnamed(shown: Publishable, links: Iterable[JointProjectPartner]) -> list[Organisation]:
    """Return the companies whose names are not public, on some day, while a record with a title is shown.

    A name is public where both the part in the project and the company itself are, as the public page asks.
    """
    return [
        link.organisation
        for link in links
        if not all(public_as_long_as(shown, each) for each in (link, link.organisation))
    ]


def titles_that_name(rows: QuerySet[JointProject]) -> SetFlaws:
    """Yield public projects whose public title tells who a company is that is not named there: three queries."""
    public = rows.filter(publication=PublicationState.PUBLIC).exclude(public_title={})
    for project in public.prefetch_related(Prefetch("partners", _companies(), "companies")).order_by("pk"):
        companies = _unnamed(project, project.companies)
        yield from _told(project.pk, "public_title", project.public_title, companies)


def results_that_name(rows: QuerySet[Any]) -> SetFlaws:
    """Yield public results and presentations of a project whose title does the same."""
    public = rows.filter(publication=PublicationState.PUBLIC, project__isnull=False)
    partners = Prefetch("project__partners", _companies(), "companies")
    for row in public.select_related("project").prefetch_related(partners).order_by("pk"):
        yield from _told(row.pk, "title", row.title, _unnamed(row, row.project.companies))


def _told(slug: str, field: str, text: Localised, companies: Iterable[Organisation]) -> SetFlaws:
    words = naming(text, companies)
    if words:
        yield slug, field, RuleBroken("joint_project.names_the_company", _UNNAMED, found="、".join(words))


def _touched_by(partners: str) -> dict[str, str]:
    """Return what can break these rules: a part, its company, or one of the company's earlier names."""
    company = f"{partners}__organisation"
    return {"jointprojectpartner": partners, "organisation": company, "datedname": f"{company}__dated_names"}


TITLE_NAMES_NOBODY = SetRule(titles_that_name, touched_by=_touched_by("partners"))
RESULT_NAMES_NOBODY = SetRule(results_that_name, touched_by=_touched_by("project__partners"))
