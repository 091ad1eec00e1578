"""One table: role x verb x kind of record. Whatever does not stand here is refused."""

from __future__ import annotations

from django.db import models

from renkei.core.accounts.actors import Actor, Role
from renkei.core.ui.text import bi


class Verb(models.TextChoices):
    VIEW = "view", bi("未公開のものも見る", "See what is not public")
    HISTORY = "history", bi("履歴を見る", "See the history")
    ADD = "add", bi("登録する", "Add")
    CHANGE = "change", bi("変更する", "Change")
    WITHDRAW = "withdraw", bi("取り下げる", "Withdraw")
    PUBLISH = "publish", bi("公開を決める", "Decide on publication")
    LOAD = "load", bi("表を読み込む", "Load tables")
    DUMP = "dump", bi("全体を書き出す", "Write out everything")


EVERY = "*"
_READ = frozenset({Verb.VIEW, Verb.HISTORY})
_WRITE = _READ | {Verb.ADD, Verb.CHANGE, Verb.WITHDRAW, Verb.PUBLISH}

_READ_OF_RECORDS = {
    EVERY: _READ,
    "person": frozenset({Verb.VIEW}),
    "roleassignment": frozenset(),
    "user": frozenset(),
}
# Whoever keeps the money writes it; what becomes public is decided by the secretariat.
_KEEP = _WRITE - {Verb.PUBLISH}
_MONEY = ("amount", "contribution", "fund", "item", "measure", "measureindicator", "measurereview", "pillar")

# Kinds named here are exceptions to a role's row for EVERY.
PERMISSIONS: dict[Role, dict[str, frozenset[Verb]]] = {
    Role.ADMINISTRATOR: {EVERY: frozenset(Verb)},
    Role.SECRETARIAT: {
        EVERY: _WRITE | {Verb.LOAD, Verb.DUMP},
        "cluster": _READ,
        "roleassignment": frozenset(),
        "user": frozenset(),
    },
    Role.COORDINATOR: _READ_OF_RECORDS,
    Role.INSTITUTE: _READ_OF_RECORDS,
    Role.FINANCE: _READ_OF_RECORDS | dict.fromkeys(_MONEY, _KEEP),
    Role.REVIEWER: _READ_OF_RECORDS,
    Role.AUDITOR: {EVERY: _READ},
    Role.READER: _READ_OF_RECORDS,
    Role.STRANGER: {EVERY: frozenset()},
}


def may(actor: Actor, verb: Verb, kind: str) -> bool:
    """Tell whether one of the actor's roles allows the verb on this kind of record."""
    return any(verb in PERMISSIONS[role].get(kind, PERMISSIONS[role][EVERY]) for role in actor.roles)
