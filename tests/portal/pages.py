"""Every kind of public page of the fictional cluster."""

from __future__ import annotations

LISTS = (
    "",
    "structure/",
    "agreements/",
    "figures/",
    "reports/",
    "partnerships/",
    "milestones/",
    "documents/",
    "seeds/",
    "seeds/booklet/",
    "needs/",
    "access/",
    "inquiries/",
    "search/",
    "open-data/",
    "money/",
    "money/amounts/",
    "research/",
    "research/results/",
    "ventures/",
    "programmes/",
    "events/",
    "news/",
    "accessibility/",
    "privacy/",
    "site-map/",
)
RECORDS = (
    "bodies/mihon-council/",
    "meetings/council-2023/",
    "agreements/mihon-three-party-2/",
    "organisations/mihon-university/",
    "laboratories/mihon-laboratory/",
    "milestones/summit/",
    "documents/mihon-report-2023/",
    "partnerships/mihon-partnership/",
    "seeds/seed-biosurfactant/",
    "seeds/booklet/food/",
    "open-data/meetings/",
    "ventures/venture-trading/",
    "programmes/mihon-young-researchers/",
    "events/mihon-summit-2024/",
    "events/series/mihon-summit/",
    "news/lecture-2026-12/",
)
FIGURES = (
    "figures/research.joint_projects/",
    "figures/research.joint_projects/2023/",
    "figures/research.joint_projects/compare/",
    "figures/events.visitors/2023/",
    "figures/budgets.actual/2023/",
    "figures/budgets.actual.mihon-research/2023/",
    "figures/governance.meetings_held/2023/",
)
REPORTS = ("reports/yearly/2023/", "reports/partnership/2023/")
FOUND = ("search/?q=見本", "search/?q=2023", "search/?q=Mihon", "figures/?year=2023")
NARROWED = (
    "money/amounts/?year=2023&party=none",
    "research/?state=running",
    "research/results/?kind=paper",
    "events/?series=mihon-summit",
    "news/?year=2026",
)
DATA = (
    "money/amounts.csv",
    "figures/research.joint_projects/values.csv",
    "reports/yearly/2023.json",
    "reports/partnership/2023.json",
)
# Files and lists for programs, whatever the language.
MACHINES = (
    "/ja/news.atom",
    "/en/events.ics",
    "/sitemap.xml",
    "/robots.txt",
    "/open-data/datapackage.zip",
    "/open-data/event-list-gif.csv",
    "/open-data/event-list-recommended.csv",
    "/open-data/meetings.csv",
    "/open-data/items.json",
    "/open-data/bodies.xlsx",
)
EVERY = (*LISTS, *RECORDS, *FIGURES, *REPORTS, *FOUND)
