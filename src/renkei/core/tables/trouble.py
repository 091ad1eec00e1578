"""What the database or the disk refuses, in words for people. Whatever it is, nothing was written."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DatabaseError, InterfaceError

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterator

DISK_FULL = frozenset({"53100"})
BUSY = frozenset({"55P03", "40P01"})
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def explained() -> Iterator[None]:
    """Turn a full disk, a lost connection, a lock or a refusal by the database into RuleBroken("load.…")."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        translated = _translated(error)
        if translated is None:
            raise
        raise translated from error
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise disk_full() from error


def _translated(error: Exception) -> RuleBroken | None:
    state = getattr(error.__cause__, "sqlstate", None) or ""
    if state in DISK_FULL:
        return disk_full()
    if state in BUSY:
        return busy()
    if isinstance(error, InterfaceError) or state[:2] in {"08", "57"} or (not state and _is_lost(error)):
        return RuleBroken(
            "load.connection_lost",
            Localised.both(
                "データベースとの接続が切れました。何も書き込んでいません。もう一度お試しください。",
                "The connection to the database was lost. Nothing was written; please try again.",
            ),
        )
    if state[:2] == "23":
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        return RuleBroken(
            "load.refused_by_database",
            Localised.both(
                f"データベースの制約（{constraint}）に反するため、何も書き込んでいません。",
                f"A constraint of the database ({constraint}) is broken; nothing was written.",
            ),
            constraint=constraint,
        )
    return None


def _is_lost(error: Exception) -> bool:
    return type(error).__name__ == "OperationalError"


def disk_full() -> RuleBroken:
    return RuleBroken(
        "load.disk_full",
        Localised.both(
            "ディスクに空きがありません。何も書き込んでいません。空きをつくってからもう一度お試しください。",
            "The disk is full. Nothing was written; make room and try again.",
        ),
    )


def busy() -> RuleBroken:
    return RuleBroken(
        "load.busy",
        Localised.both(
            "ほかの人が読み込みまたは変更をしている最中です。少し待ってからもう一度お試しください。",
            "Someone else is loading or changing records just now. Please wait a moment and try again.",
        ),
    )
