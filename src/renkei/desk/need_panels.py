"""The panels of a need (who sees it now, until when, messages and files) and of its public profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import visible_to
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.pages import actor_of, today
from renkei.desk.panels import Panel, panel_for
from renkei.desk.roles import role_words
from renkei.directory.models import Organisation
from renkei.directory.selectors import actors_on
from renkei.kernel.workflow import verbs
from renkei.matching.enums import NeedState, ProfileState
from renkei.matching.models import Need, NeedDocument, NeedProfile
from renkei.matching.need_rules import WARNED_BEFORE
from renkei.matching.need_workflow import NEED
from renkei.matching.services.confidence import level_of
from renkei.matching.services.profiles import is_same_person, telling

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor

LEVELS = {
    "private": bi("担当コーディネーターだけ", "Its coordinator only"),
    "holder": bi("所管の組織だけ", "Its holder only"),
    "shared": bi("所管と指定した組織", "Its holder and the organisations named"),
    "all": bi("すべての組織", "All organisations"),
}


def level_words(need: Need) -> Any:
    if level_of(need) == "private":
        return LEVELS["private"]
    if need.shared_with == "*":
        return LEVELS["all"]
    return LEVELS["shared"] if need.shared_with else LEVELS["holder"]


def who_sees(need: Need, at: dt.date) -> list[Actor]:
    """Return who sees a need today, by the function that guards every list; a bounded number of queries."""
    return [actor for actor in actors_on(at) if may_on(actor, Verb.VIEW, "need", need.holding())]


@panel_for("need")
def of_need(request: HttpRequest, need: Need) -> Panel:
    actor, at = actor_of(request), today()
    changes = may_on(actor, Verb.CHANGE, "need", need.holding())
    organisations = Organisation.objects.in_bulk([need.holder, *need.shared_with.split()])
    profile = NeedProfile.objects.filter(need=need).first()
    papers = visible_to(NeedDocument.objects.filter(need=need).exclude(sha256=""), actor, at)
    return Panel(
        "desk/_need_panel.html",
        {
            "need": need,
            "level": level_words(need),
            "organisations": [
                organisations[key].name for key in need.shared_with.split() if key in organisations
            ],
            "seers": [(each.name, role_words(each)) for each in who_sees(need, at)],
            "links": _steps(need, profile) if changes else [],
            "changes": changes,
            "profile": profile,
            "ends_soon": need.expires_on is not None
            and need.state in (NeedState.OPEN, NeedState.ANSWERED)
            and need.expires_on <= at + WARNED_BEFORE,
            "messages": list(need.messages.order_by("written_at", "pk")[:200]),
            "answer_url": reverse("desk:answer_need", args=[need.pk])
            if changes and need.contact_email
            else "",
            "files": [
                (each, reverse("desk:need_file", args=[need.pk, each.pk])) for each in papers.order_by("pk")
            ],
        },
    )


def _steps(need: Need, profile: NeedProfile | None) -> list[parts.Link]:
    links = [
        parts.Link(
            bi("見える範囲を変える", "Change who sees it"),
            reverse("desk:need_confidence", args=[need.pk]),
            bi(
                "ニーズと、案件・活動・照合・資料がまとめて変わります。",
                "The need, its cases, activities, matches and files change together.",
            ),
        )
    ]
    if need.state not in (NeedState.UNCONFIRMED, NeedState.CLOSED, NeedState.EXPIRED):
        label = bi("匿名の概要を公開する", "Publish an anonymised profile")
        if profile is not None and profile.state != ProfileState.ENDED:
            label = bi("匿名の概要を直す・終える", "Change or end the public profile")
        links.append(
            parts.Link(
                label,
                reverse("desk:need_profile", args=[need.pk]),
                bi("別の人が確かめてから公開されます。", "Somebody else checks it before it is published."),
            )
        )
    if "renew" in verbs(NEED, need.state):
        links.append(
            parts.Link(
                bi("もう一年続ける", "Renew for a year"),
                reverse("desk:renew_need", args=[need.pk]),
                bi(
                    "今日から一年、照合と公開を続けます。",
                    "Matching and publication go on for a year from today.",
                ),
                method="post",
            )
        )
    return links


@panel_for("needprofile")
def of_profile(request: HttpRequest, profile: NeedProfile) -> Panel | None:
    """Show the second pair of eyes what is to be decided, and which words tell who the firm is."""
    actor = actor_of(request)
    if profile.state != ProfileState.PROPOSED:
        return None
    if not may_on(actor, Verb.PUBLISH, "needprofile", profile.holding()):
        return None
    texts = {name: getattr(profile, name) for name in ("title", "summary", "partner_sought")}
    return Panel(
        "desk/_profile_panel.html",
        {
            "profile": profile,
            "own": is_same_person(actor, profile.proposed_by),
            "found": list(dict.fromkeys(each.word for each in telling(profile.need, texts))),
            "decide_url": reverse("desk:decide_profile", args=[profile.pk]),
        },
    )
