"""What a page is about, in the words of schema.org: for search engines, as data in the page's head.

Only what the page itself shows to strangers; no person is described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate
from renkei.portal.open_data.declared import LICENCE_ADDRESS
from renkei.portal.open_data.events import event_of_meeting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from renkei.core.figures.answers import FigureAnswer
    from renkei.core.records.cluster import Cluster
    from renkei.portal.open_data.catalogue import Entry
    from renkei.portal.open_data.events import PublicEvent

Node = dict[str, Any]
_ORGANISATIONS = {
    "prefecture": "GovernmentOrganization",
    "municipality": "GovernmentOrganization",
    "ministry": "GovernmentOrganization",
    "university": "CollegeOrUniversity",
    "institute": "ResearchOrganization",
    "public_institute": "ResearchOrganization",
    "national_centre": "ResearchOrganization",
    "school": "School",
    "company": "Corporation",
}
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def said(value: Any, language: str) -> str:
    """Return a text in the language: of a record, or one of ours."""
    return value.text(language) if isinstance(value, Localised) else str(value)


def cluster_node(cluster: Cluster, language: str) -> Node:
    return _node(
        "Organization",
        **{"@id": absolute("/#cluster")},
        name=cluster.name.text(language),
        description=cluster.tagline.text(language),
        url=absolute(reverse("portal:home", args=[language])),
    )


def site_node(cluster: Cluster, language: str) -> Node:
    return _node(
        "WebSite",
        url=absolute(reverse("portal:home", args=[language])),
        name=cluster.name.text(language),
        inLanguage=language,
        publisher={"@id": absolute("/#cluster")},
    )


def page_node(route: str, title: Any, here: str, language: str) -> Node:
    """Return a page that is nothing but a page: a list, a form, what the site says of itself."""
    return _node(
        _PAGES.get(route, "WebPage"),
        **{"@id": here},
        url=here,
        name=said(title, language),
        inLanguage=language,
        publisher={"@id": absolute("/#cluster")},
    )


def crumbs_node(crumbs: Iterable[dict[str, Any]], here: str, language: str) -> Node:
    """Return the way to a page; the last step is the page itself."""
    steps = [
        _node(
            "ListItem",
            position=place,
            name=said(step["label"], language),
            item=absolute(step["url"]) if step["url"] else here,
        )
        for place, step in enumerate(crumbs, 1)
    ]
    return _node("BreadcrumbList", itemListElement=steps)


def record_node(kind: str, record: Any, title: Any, here: str, language: str, **told: Any) -> Node | None:
    """Return what the record of a page is, None for kinds schema.org has no word for.

    `told` is what only the page knows: properties that it shows of other public records.
    """
    tells = _RECORDS.get(kind)
    if tells is None:
        return None
    node = {"@id": here, "url": here, "name": said(title, language)} | tells(record, language)
    return node | {name: value for name, value in told.items() if value}


def named_node(kind: str, name: Any, language: str, path: str = "") -> Node:
    """Return a thing by its name and its page, as another thing's property."""
    return _node(kind, name=said(name, language), url=absolute(path) if path else None)


def figure_node(past: Sequence[FigureAnswer], here: str, language: str, file: str) -> Node:
    """Return a figure over its fiscal years as a data set; `file` is where it is downloaded."""
    last, years = past[-1], [answer.fiscal_year for answer in past]
    return _node(
        "Dataset",
        **{"@id": here},
        url=here,
        name=said(last.label, language),
        description=said(last.definition_text, language),
        variableMeasured=said(last.label, language),
        temporalCoverage=f"{min(years)}/{max(years)}",
        license=LICENCE_ADDRESS,
        isAccessibleForFree=True,
        creator={"@id": absolute("/#cluster")},
        distribution=[_node("DataDownload", encodingFormat=_MEDIA["csv"], contentUrl=absolute(file))],
    )


def event_node(event: PublicEvent, language: str) -> Node:
    starts = event.moments[0].isoformat(timespec="minutes") if event.moments else str(event.starts)
    state = "EventCancelled" if event.cancelled else "EventScheduled"
    return _node(
        "Event",
        name=event.title.text(language),
        startDate=starts,
        endDate=str(event.ends),
        eventStatus=f"https://schema.org/{state}",
        location=_node("Place", name=event.venue.text(language)) if event.venue else None,
        organizer=_node("Organization", name=event.organiser.text(language)) if event.organiser else None,
    )


def report_node(title: Any, here: str, language: str, published: Any = None) -> Node:
    return _node(
        "Report",
        **{"@id": here},
        url=here,
        name=said(title, language),
        inLanguage=language,
        datePublished=timezone.localdate(published).isoformat() if published else None,
        publisher={"@id": absolute("/#cluster")},
    )


def catalogue_node(entries: Iterable[Entry], language: str) -> Node:
    """Return the list of all tables; what each of them is stands on its own page."""
    return _node(
        "DataCatalog",
        url=absolute(reverse("portal:open-data", args=[language])),
        license=LICENCE_ADDRESS,
        publisher={"@id": absolute("/#cluster")},
        dataset=[
            _node("Dataset", name=str(each.table.kind.plural), url=_columns(each, language))
            for each in entries
        ],
    )


def _columns(entry: Entry, language: str) -> str:
    return absolute(reverse("portal:open-columns", args=[language, entry.table.name]))


def dataset_node(entry: Entry, language: str) -> Node:
    kind = entry.table.kind
    return _node(
        "Dataset",
        name=str(kind.plural),
        description=str(kind.description),
        url=_columns(entry, language),
        license=LICENCE_ADDRESS,
        isAccessibleForFree=True,
        creator={"@id": absolute("/#cluster")},
        dateModified=entry.changed_on.isoformat() if entry.changed_on else None,
        distribution=[
            _node("DataDownload", encodingFormat=_MEDIA[form], contentUrl=absolute(url))
            for (_, url), form in zip(entry.downloads, _MEDIA, strict=True)
        ],
    )


def _node(kind: str, **told: Any) -> Node:
    """Return a thing of a type; what is not known is not said."""
    return {"@type": kind} | {name: value for name, value in told.items() if value not in (None, "", [])}


def _organisation(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node(
        _ORGANISATIONS.get(record.kind, "Organization"),
        foundingDate=str(record.existence.start or ""),
        sameAs=record.website,
    )


def _body(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node(
        "Organization",
        foundingDate=str(record.existence.start or ""),
        parentOrganization={"@id": absolute("/#cluster")},
    )


def _laboratory(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node("ResearchOrganization", foundingDate=str(record.existence.start or ""))


def _meeting(record: Any, language: str) -> Node:
    told = event_node(event_of_meeting(record), language)
    return {name: value for name, value in told.items() if name not in {"name", "organizer"}}


def _document(record: Any, language: str) -> Node:
    return _node(
        "DigitalDocument",
        inLanguage=record.language,
        datePublished=_day(record.issued_on),
        publisher=_node("Organization", name=record.publisher.text(language)) if record.publisher else None,
        encodingFormat=record.media_type,
    )


def _agreement(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node("CreativeWork", datePublished=str(record.signed_on or ""))


def _milestone(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node("Event", startDate=_day(record.happened), endDate=_day(record.ended))


def _event(record: Any, language: str) -> Node:
    return _node(
        "Event",
        startDate=_day(record.opens),
        endDate=_day(record.closes),
        location=_node("Place", name=record.venue.text(language)) if record.venue else None,
    )


def _news(record: Any, language: str) -> Node:
    return _node(
        "NewsArticle",
        datePublished=str(record.day),
        inLanguage=language,
        publisher={"@id": absolute("/#cluster")},
    )


def _day(value: str) -> str:
    """Return a date as precise as it is known: schema.org takes years and months, too."""
    return PartialDate.parse(value).isoformat() if value else ""


def _partnership(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node(
        "ResearchProject",
        foundingDate=str(record.period.start or ""),
        dissolutionDate=str(record.period.end or ""),
    )


def _event_series(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node("EventSeries")


def _programme(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node("EducationalOccupationalProgram", startDate=_day(record.began), endDate=_day(record.ended))


def _seed(record: Any, language: str) -> Node:
    keywords = record.keywords.text(language) if record.keywords else ""
    return _node("CreativeWork", keywords=keywords, dateModified=str(record.refreshed_on or ""))


def _venture(record: Any, language: str) -> Node:  # noqa: ARG001
    return _node(
        _ORGANISATIONS.get(record.organisation.kind, "Organization"),
        foundingDate=_day(record.founded),
        sameAs=record.organisation.website,
    )


# What a page is by its route; the others are plain pages.
_PAGES: dict[str, str] = {
    "structure": "AboutPage",
    "inquiries": "ContactPage",
    "search": "SearchResultsPage",
} | dict.fromkeys(
    (
        "agreements",
        "documents",
        "events",
        "figures",
        "joint-research",
        "milestones",
        "money-lines",
        "needs",
        "news",
        "partnerships",
        "programmes",
        "reports",
        "results",
        "seed-booklet",
        "seed-booklet-part",
        "seeds",
        "site-map",
        "ventures",
    ),
    "CollectionPage",
)
# The kinds with a page of their own. A figure's page is described by `figure_node`, from its answers.
_RECORDS: dict[str, Callable[[Any, str], Node]] = {
    "agreement": _agreement,
    "body": _body,
    "document": _document,
    "event": _event,
    "eventseries": _event_series,
    "laboratory": _laboratory,
    "meeting": _meeting,
    "milestone": _milestone,
    "newsitem": _news,
    "organisation": _organisation,
    "partnership": _partnership,
    "programme": _programme,
    "seed": _seed,
    "venture": _venture,
}
# Kinds with a page that are nothing schema.org has a word for, and why the nearest word would mislead.
NOT_DESCRIBED: dict[str, str] = {
    "needprofile": "Demand is for goods and services at a price; a need looks for a partner in research",
}
