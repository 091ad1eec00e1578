"""A small fictional cluster with one year of results and one of plans."""

from __future__ import annotations

import datetime as dt

from renkei.agreements.models import Agreement, AgreementFamily, AgreementParty
from renkei.budgets.models import Amount, Item, Measure, Pillar
from renkei.catalogue.models import (
    Category,
    Partnership,
    PartnershipCategory,
    PartnershipLink,
    PartnershipRegion,
    PartnershipText,
)
from renkei.core.files.models import Document
from renkei.core.records.cluster import Cluster
from renkei.directory.models import DatedName, Organisation, Post, Unit
from renkei.governance.models import (
    Body,
    ConstituentGroup,
    Drawing,
    Function,
    Mandate,
    Meeting,
    Relation,
    Seat,
)
from renkei.indicators.models import Indicator, Milestone, StatedValue
from renkei.kernel.periods import Period
from tests.builders import both, make

DAY = dt.date(2024, 5, 1)


def directory() -> None:
    make(Cluster, "mihon", name=both("見本クラスター", "Mihon Cluster"))
    make(Document, "annual-report", title=both("見本年報", "Mihon annual report"))
    make(Organisation, "mihon-prefecture", name=both("見本県", "Mihon Prefecture"), kind="prefecture")
    make(Organisation, "mihon-fund", name=both("見本財団", "Mihon Foundation"), kind="foundation")
    division = both("産業課", "Industry Division")
    make(Unit, "division", organisation_id="mihon-prefecture", name=division, kind="division")
    make(
        DatedName,
        "division-before",
        unit_id="division",
        name=both("商工課", "Commerce Division"),
        period=Period(None, dt.date(2019, 3, 31)),
    )
    make(Post, "governor", title=both("知事", "Governor"), organisation_id="mihon-prefecture")


def structure() -> None:
    make(
        Body,
        "council",
        name=both("見本推進会議", "Mihon Council"),
        legal_type="committee",
        position=1,
        document_id="annual-report",
    )
    make(
        Body,
        "panel",
        name=both("見本部会", "Mihon Panel"),
        legal_type="committee",
        parent_id="council",
        position=2,
    )
    make(Mandate, "m-2", body_id="council", text=both("二つ目の任務", "Second mandate"), position=2)
    make(Mandate, "m-1", body_id="council", text=both("一つ目の任務", "First mandate"), position=1)
    make(Seat, "chair", body_id="council", role="chair", post_id="governor")
    make(ConstituentGroup, "universities", body_id="council", name=both("大学関係者", "Universities"))
    make(Function, "managing", name=both("管理機能", "Managing function"), position=1)
    make(Function, "needs", name=both("ニーズの発掘", "Finding needs"), mark="①", parent_id="managing")
    make(
        Relation,
        "fund-performs",
        kind="performs",
        from_organisation_id="mihon-fund",
        to_function_id="managing",
    )
    make(
        Relation, "division-guides", kind="guidance", from_unit_id="division", to_organisation_id="mihon-fund"
    )
    make(Drawing, "scheme", title=both("見本図", "Mihon scheme"), state="named")


def money() -> None:
    for number, slug, actual, budget in ((1, "first", 1_400, 2_400), (2, "second", 1_400, 600)):
        make(Pillar, slug, number=number, title=both(f"柱{slug}", f"Pillar {slug}"))
        for year, basis, amount in (
            (2020, "actual_stage_not_stated", actual),
            (2021, "budget_stage_not_stated", budget),
        ):
            make(
                Amount,
                f"{slug}-{year}",
                pillar_id=slug,
                fiscal_year=year,
                basis=basis,
                amount=amount,
                document_id="annual-report",
            )


def item(slug: str, text: object, **values: object) -> Item:
    given = {
        "pillar_id": "first",
        "fiscal_year": 2020,
        "side": "results",
        "kind": "activity",
        "state": "done",
    }
    return make(Item, slug, text=text, **(given | values))


def work() -> None:
    make(Meeting, "council-first", body_id="council", held_on=dt.date(2020, 7, 10))
    make(
        Indicator,
        "research.joint_projects",
        label=both("共同研究", "Joint projects"),
        definition=both("共同研究の数", "Number of joint projects"),
        unit="project",
        kind="flow",
    )
    make(
        StatedValue,
        "joint-2020",
        indicator_id="research.joint_projects",
        fiscal_year=2020,
        state="exact",
        value=19,
        publisher_id="mihon-prefecture",
        document_id="annual-report",
        place=both("柱1", "pillar 1"),
    )
    report_items()


def report_items() -> None:
    make(
        Measure,
        "system",
        pillar_id="first",
        fiscal_year=2020,
        side="results",
        number=1,
        title=both("体制づくり", "Building the system"),
    )
    item(
        "held",
        both("[[meeting:council-first]]に開いた。", "It met on [[meeting:council-first]]."),
        measure_id="system",
    )
    item(
        "projects",
        both(
            "共同研究[[figure:research.joint_projects]]件",
            "Joint projects: [[figure:research.joint_projects]]",
        ),
        parent_id="held",
        measure_id="system",
        kind="indicator",
    )
    item(
        "photograph",
        both("会議のようす", "The meeting"),
        measure_id="system",
        kind="picture",
        state="not_stated",
    )
    item("japanese-only", both("訳のない文"), position=9)
    item("planned", both("進める。", "Goes on."), fiscal_year=2021, side="plan", state="planned")


def entry() -> None:
    make(
        Partnership,
        "mihon-entry",
        title=both("見本の連携", "Mihon partnership"),
        lead=both("ともに進める。", "Done together."),
        period=Period(dt.date(1999, 3, 19), None),
        publisher_id="mihon-prefecture",
        contact_id="division",
    )
    make(Category, "research", title=both("研究", "Research"))
    make(PartnershipCategory, "entry-research", partnership_id="mihon-entry", category_id="research")
    make(
        PartnershipRegion,
        "entry-region",
        partnership_id="mihon-entry",
        organisation_id="mihon-prefecture",
    )
    make(
        PartnershipLink,
        "entry-link",
        partnership_id="mihon-entry",
        label=both("見本ページ", "Mihon page"),
        address="https://mihon.example/",
    )
    make(
        PartnershipText,
        "entry-2020",
        partnership_id="mihon-entry",
        academic_year=2020,
        text=both("[[year:2020]]に続けた。", "It went on in [[year:2020]]."),
    )


def agreements() -> None:
    make(AgreementFamily, "three", title=both("三者協定", "Three-party agreement"))
    make(
        Agreement,
        "three-4",
        family_id="three",
        title=both("見本協定", "Mihon agreement"),
        term_number=4,
        term=Period(dt.date(2019, 4, 1), dt.date(2024, 3, 31)),
    )
    make(AgreementParty, "three-4-fund", agreement_id="three-4", organisation_id="mihon-fund")
    make(Milestone, "later", title=both("あと", "Later"), happened="2021-04", year_kind="exact")
    make(Milestone, "undated", title=both("日付なし", "Undated"), happened="", year_kind="not_stated")
    make(Milestone, "earlier", title=both("さき", "Earlier"), happened="2009", year_kind="fiscal")


def everything() -> None:
    directory()
    structure()
    money()
    work()
    entry()
    agreements()
