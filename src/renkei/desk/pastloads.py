"""Loads of the past: what each did, and whether it was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from renkei.core.tables.undo import LOAD, undone
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.changes import event_of, touched_by
from renkei.desk.events import who

if TYPE_CHECKING:
    from renkei.core.accounts.actors import Actor

SHOWN = 20
IN_FORCE = parts.StateView(bi("読み込み済み", "In force"), "good")
TAKEN_BACK = parts.StateView(bi("取り消し済み", "Taken back"), "ended")


def past_loads(actor: Actor) -> parts.Table:
    """Return the last loads, the youngest first, in three queries."""
    acts = list(Context.objects.filter(metadata__action=LOAD).order_by("-created_at")[:SHOWN])
    back = undone([act.pk for act in acts])
    touched: dict[Any, list[Any]] = {}
    for pk, each in touched_by([act.pk for act in acts], actor):
        touched.setdefault(pk, []).append(each)
    return parts.Table(
        identifier="loads",
        caption=bi("読み込み（新しい順、20件まで）", "Loads, the youngest first, at most 20"),
        columns=[
            parts.Column(bi("日時", "When"), row_head=True),
            parts.Column(bi("ファイル", "File")),
            parts.Column(bi("内容", "What")),
            parts.Column(bi("読み込んだ者", "Who")),
            parts.Column(bi("理由", "Reason")),
            parts.Column(bi("状態", "State")),
        ],
        rows=[
            _row(act, touched[act.pk], taken_back=str(act.pk) in back) for act in acts if act.pk in touched
        ],
        empty=parts.Empty(bi("まだ読み込みはありません", "No loads yet")),
    )


def _row(act: Any, touched: list[Any], *, taken_back: bool) -> list[parts.Cell]:
    about = act.metadata
    return [
        parts.Cell(timezone.localtime(act.created_at), "moment", url=reverse("desk:load", args=[act.pk])),
        parts.Cell(about.get("file") or "―"),
        parts.Cell(event_of(act, touched).text, "localised"),
        parts.Cell(who(about)),
        parts.Cell(about.get("reason") or "―"),
        parts.Cell(TAKEN_BACK if taken_back else IN_FORCE, "state"),
    ]
