"""One table: role x verb x kind of record. Whatever does not stand here is refused."""

from __future__ import annotations

from dataclasses import replace

from django.db import models

from renkei.core.accounts.actors import Actor, Grant, Role
from renkei.core.accounts.reach import Holding, is_shown, reaches
from renkei.core.ui.text import bi


class Verb(models.TextChoices):
    VIEW = "view", bi("未公開のものも見る", "See what is not public")
    HISTORY = "history", bi("履歴を見る", "See the history")
    ADD = "add", bi("登録する", "Add")
    CHANGE = "change", bi("変更する", "Change")
    WITHDRAW = "withdraw", bi("取り下げる", "Withdraw")
    PUBLISH = "publish", bi("公開を決める", "Decide on publication")
    ANSWER = "answer", bi("お問い合わせに答える", "Answer inquiries")
    LOAD = "load", bi("表を読み込む", "Load tables")
    DUMP = "dump", bi("全体を書き出す", "Write out everything")


EVERY = "*"
_READ = frozenset({Verb.VIEW, Verb.HISTORY})
_WRITE = _READ | {Verb.ADD, Verb.CHANGE, Verb.WITHDRAW, Verb.PUBLISH}
# What people ask is answered by acts of its own, not by a form; it goes when its time is over.
_ANSWER = _READ | {Verb.ANSWER}

_READ_OF_RECORDS = {
    EVERY: _READ,
    "inquiry": frozenset(),
    "person": frozenset({Verb.VIEW}),
    "privacycase": frozenset(),
    "reading": frozenset(),
    "roleassignment": frozenset(),
    "user": frozenset(),
}
# Whoever keeps the money writes it; what becomes public is decided by the secretariat.
_KEEP = _WRITE - {Verb.PUBLISH}
_MONEY = ("amount", "contribution", "fund", "item", "measure", "measureindicator", "measurereview", "pillar")
# The work with companies: in the hands of coordinators, unseen by those who only read, published by nobody.
_CASEWORK = (
    "activity",
    "analysis",
    "case",
    "casestep",
    "introduction",
    "match",
    "need",
    "needdocument",
    "needfield",
)
_SEEDS = ("seed", "seedfield", "seedwork")
_OFFERS = ("capability", "jointactivity", "jointactivityparty", "term", *_SEEDS)
_FUNDING = ("externalfund", "externalfundpartner")
_RESEARCH = ("jointproject", "jointprojectpartner", "presentation", "researchresult")
# A public profile is proposed by one and approved by another: by acts of its own, not by a form.
_PROFILE = _READ | {Verb.PUBLISH, Verb.WITHDRAW}
_NO_CASEWORK = dict.fromkeys(_CASEWORK, frozenset[Verb]())

# Kinds named here are exceptions to a role's row for EVERY.
PERMISSIONS: dict[Role, dict[str, frozenset[Verb]]] = {
    Role.ADMINISTRATOR: {
        EVERY: frozenset(Verb),
        "needprofile": _PROFILE | {Verb.LOAD},
        "inquiry": _ANSWER | {Verb.LOAD, Verb.WITHDRAW},
    }
    | dict.fromkeys(_CASEWORK, frozenset(Verb) - {Verb.PUBLISH}),
    Role.SECRETARIAT: dict.fromkeys(_CASEWORK, _KEEP | {Verb.LOAD, Verb.DUMP})
    | {
        EVERY: _WRITE | {Verb.LOAD, Verb.DUMP},
        "needprofile": _PROFILE | {Verb.LOAD},
        "inquiry": _ANSWER | {Verb.LOAD},
        "cluster": _READ,
        "reading": frozenset(),
        "roleassignment": frozenset(),
        "user": frozenset(),
    },
    Role.COORDINATOR: _READ_OF_RECORDS
    | dict.fromkeys((*_CASEWORK, *_OFFERS, *_FUNDING, *_RESEARCH, "territory"), _KEEP)
    | dict.fromkeys(("need", "needfield", *_SEEDS), _KEEP | {Verb.LOAD})
    | {"needprofile": _PROFILE, "organisation": _READ | {Verb.ADD}, "inquiry": _ANSWER},
    Role.INSTITUTE: _READ_OF_RECORDS
    | dict.fromkeys((*_OFFERS, *_RESEARCH, *_FUNDING, "analysis"), _KEEP)
    | dict.fromkeys(_SEEDS, _KEEP | {Verb.LOAD})
    | {"inquiry": _ANSWER},
    Role.FINANCE: _READ_OF_RECORDS | _NO_CASEWORK | dict.fromkeys(_MONEY, _KEEP),
    Role.REVIEWER: _READ_OF_RECORDS | _NO_CASEWORK,
    Role.AUDITOR: {EVERY: _READ, "privacycase": frozenset()},
    Role.READER: _READ_OF_RECORDS | _NO_CASEWORK,
    Role.STRANGER: {EVERY: frozenset()},
}


# What a company confides: an organisation's own work even before those whose role is for the whole cluster.
CONFIDENTIAL = frozenset(_CASEWORK)
NOWHERE = "-"
# What belongs to no organisation and is never lent: only roles for the whole cluster count.
OF_THE_CLUSTER = frozenset({"user", "roleassignment", "privacycase", "reading"})


def may(actor: Actor, verb: Verb, kind: str) -> bool:
    """Tell whether one of the actor's roles allows the verb on this kind of record, wherever that may be."""
    return bool(grants_for(actor, verb, kind))


def may_everywhere(actor: Actor, verb: Verb, kind: str) -> bool:
    """Tell whether the actor may do this with every record of the kind, whoever holds it."""
    return any(grant.everywhere for grant in grants_for(actor, verb, kind))


def may_on(actor: Actor, verb: Verb, kind: str, held: Holding) -> bool:
    """Tell whether the actor may do this with a record of this holder.

    Reading takes what is common, reached or shared; the history is not shared; writing needs reach.
    """
    grants = grants_for(actor, verb, kind)
    if verb in (Verb.VIEW, Verb.HISTORY):
        return is_shown(grants, held, shared=verb is Verb.VIEW)
    return any(reaches(grant, held) for grant in grants)


def grants_for(actor: Actor, verb: Verb, kind: str) -> list[Grant]:
    """Return the grants by which the actor may do this with some records of a kind; their own first."""
    own_only = kind in OF_THE_CLUSTER
    return [
        _confined(grant) if kind in CONFIDENTIAL else grant
        for grant in actor.all_grants()
        if verb in PERMISSIONS[grant.role].get(kind, PERMISSIONS[grant.role][EVERY])
        and not (own_only and (grant.lender or not grant.everywhere))
    ]


def _confined(grant: Grant) -> Grant:
    """Return a grant as it counts for what is confidential: a role for everywhere reaches no organisation's own.

    It still reads what is shared with all. Auditors read everything; the command line keeps everything.
    """
    if not grant.everywhere or grant.sees_what_is_for("somebody else's"):
        return grant
    return replace(grant, organisation=NOWHERE)


def acting(actor: Actor, verb: Verb, kind: str, held: Holding | None = None) -> Actor:
    """Return the actor as the history shall name it: in somebody's place where only a lent role allows the act."""
    grants = grants_for(actor, verb, kind)
    if held is not None:
        grants = [grant for grant in grants if reaches(grant, held)]
    if not grants or not grants[0].lender:
        return actor
    return replace(actor, on_behalf_of=grants[0].lender)
