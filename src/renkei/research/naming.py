"""Public texts of joint research that name a company which did not agree to be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from renkei.core.publication.models import PublicationState
from renkei.core.records.kinds import SetRule
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.anonymity import Known, known_words, named_in
from renkei.research.enums import PartnerRole
from renkei.research.models import JointProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from renkei.core.records.kinds import SetFlaws
    from renkei.directory.models import Organisation
    from renkei.research.models import JointProject

_UNNAMED = Localised.both(
    "相手の企業が分からない言葉（企業が名前を出すことに同意したときは、先に相手の記録を公開にする）",
    "words that do not tell who the company is (where it agreed to be named, first make its partner record public)",
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
    """Return the words of a project's public title that tell who a company is whose part in it is not public."""
    return naming(project.public_title, [each.organisation for each in _unnamed().filter(project=project)])


def _unnamed() -> QuerySet[JointProjectPartner]:
    """Return the companies in projects that did not agree to be named: their part is not public."""
    rows = JointProjectPartner.objects.filter(role=PartnerRole.COMPANY)
    rows = rows.exclude(publication=PublicationState.PUBLIC).order_by("pk")
    return rows.select_related("organisation").prefetch_related("organisation__dated_names")


def titles_that_name(rows: QuerySet[JointProject]) -> SetFlaws:
    """Yield public projects whose public title tells who a company is whose part is not public: three queries."""
    public = rows.filter(publication=PublicationState.PUBLIC).exclude(public_title={})
    for project in public.prefetch_related(Prefetch("partners", _unnamed(), "unnamed")).order_by("pk"):
        companies = [each.organisation for each in project.unnamed]
        yield from _told(project.pk, "public_title", project.public_title, companies)


def results_that_name(rows: QuerySet[Any]) -> SetFlaws:
    """Yield public results and presentations of a project whose title does the same."""
    public = rows.filter(publication=PublicationState.PUBLIC, project__isnull=False)
    partners = Prefetch("project__partners", _unnamed(), "unnamed")
    for row in public.select_related("project").prefetch_related(partners).order_by("pk"):
        yield from _told(row.pk, "title", row.title, [each.organisation for each in row.project.unnamed])


def _told(slug: str, field: str, text: Localised, companies: Iterable[Organisation]) -> SetFlaws:
    words = naming(text, companies)
    if words:
        yield slug, field, RuleBroken("joint_project.names_the_company", _UNNAMED, found="、".join(words))


TITLE_NAMES_NOBODY = SetRule(titles_that_name, touched_by={"jointprojectpartner": "partners"})
RESULT_NAMES_NOBODY = SetRule(results_that_name, touched_by={"jointprojectpartner": "project__partners"})
