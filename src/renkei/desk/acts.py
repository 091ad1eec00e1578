"""One act in full: who, when, why, and every row it touched with what stood before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from renkei.core.accounts.factors import SignInFactor, SignInIdentity
from renkei.core.accounts.models import User
from renkei.core.accounts.permissions import Verb, may
from renkei.core.history.states import events_of, told_to
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi
from renkei.desk.changes import touched_by
from renkei.desk.events import VERBS, field_changes, who
from renkei.directory.models import Deputy, Invitation, RoleAssignment, UserPerson

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from renkei.core.accounts.actors import Actor
    from renkei.core.ui import parts

MOST = 50
# Tables that are no records of the cluster, with the row of permissions they follow.
OF_USERS: dict[type[Any], str] = {
    User: "user",
    UserPerson: "user",
    Invitation: "user",
    SignInFactor: "user",
    SignInIdentity: "user",
    RoleAssignment: "roleassignment",
    Deputy: "roleassignment",
}
ACTIONS = {
    "add analysis": bi("予備分析の開始", "Analysis begun"),
    "add introduction": bi("引き合わせの開始", "Introduction begun"),
    "add passkey": bi("パスキーの登録", "Passkey added"),
    "begin joint research": bi("案件から共同研究へ", "A case became joint research"),
    "change password": bi("パスワードの変更", "Password changed"),
    "link identity": bi("外部のサインインを結ぶ", "Identity linked"),
    "new recovery codes": bi("回復コードの作り直し", "New recovery codes"),
    "remove passkey": bi("パスキーを外す", "Passkey taken away"),
    "set up codes": bi("ワンタイムコードの登録", "One-time codes set up"),
    "stop codes": bi("ワンタイムコードをやめる", "One-time codes taken away"),
    "send introduction letter": bi("引き合わせの文面の送信", "Letter of introduction sent"),
    "take away factors": bi("第二の手段をすべて外す", "All second factors taken away"),
    "unlink identity": bi("外部のサインインを外す", "Identity unlinked"),
    "add user": bi("利用者の登録", "User added"),
    "answer analysis": bi("予備分析の回答", "Answer of an analysis"),
    "answer case": bi("最初の回答", "First answer"),
    "appoint deputy": bi("代理の指定", "Deputy appointed"),
    "assign role": bi("役割の割り当て", "Role given"),
    "change settings": bi("設定の変更", "Settings changed"),
    "close case": bi("案件の終了", "Case closed"),
    "consent to introduction": bi("引き合わせへの同意", "Consent to an introduction"),
    "decline introduction": bi("引き合わせの辞退", "Introduction declined"),
    "adopt external fund": bi("外部資金の採択", "External fund adopted"),
    "apply external fund": bi("外部資金への申請", "External fund applied for"),
    "drop external fund": bi("外部資金の見送り", "External fund not pursued"),
    "end external fund": bi("外部資金の終了", "External fund ended"),
    "plan external fund": bi("外部資金の再準備", "External fund planned again"),
    "reject external fund": bi("外部資金の不採択", "External fund not adopted"),
    "start external fund": bi("外部資金の開始", "External fund begun"),
    "end deputy": bi("代理の終了", "Deputy ended"),
    "end role": bi("役割の終了", "Role ended"),
    "end user": bi("利用の終了", "User ended"),
    "hand over casework": bi("担当の引き継ぎ", "Hand-over of casework"),
    "introduce": bi("引き合わせ", "Introduction"),
    "keep apart": bi("別の記録とする判断", "Kept apart"),
    "load": bi("読み込み", "Load"),
    "merge": bi("記録の統合", "Merger of records"),
    "undo joint research": bi("共同研究の取り消し", "Joint research taken back"),
    "undo load": bi("読み込みの取り消し", "Load taken back"),
    "undo merge": bi("統合の取り消し", "Merger taken back"),
    "invite user": bi("利用者の招待", "User invited"),
    "keep promise": bi("約束の実行", "Promise kept"),
    "log activity": bi("活動の記録", "Activity logged"),
    "make link": bi("リンクの発行", "Link made"),
    "move case": bi("案件の移動", "Case moved"),
    "open case": bi("案件の開始", "Case opened"),
    "plan next step": bi("次の一歩", "Next step planned"),
    "renew password hash": bi("パスワードの保存方法の更新", "Password kept by a newer method"),
    "reopen case": bi("案件の再開", "Case reopened"),
    "say who a user is": bi("利用者と人の対応", "Person of a user"),
    "transfer post": bi("職の異動", "Transfer of a post"),
    "undo hand-over": bi("引き継ぎの取り消し", "Hand-over taken back"),
    "use invitation": bi("招待の使用", "Invitation used"),
    "use reset": bi("パスワードの再設定", "Password reset"),
}


@dataclass(frozen=True)
class Row:
    """One row that an act touched."""

    verb: Any
    what: Any
    label: Any
    url: str
    changes: Sequence[parts.Change]


@dataclass(frozen=True)
class Act:
    name: Any
    when: dt.datetime
    who: Any
    why: str
    rows: Sequence[Row]
    more: int = 0
    undo_url: str = ""


def act_of(identifier: UUID, actor: Actor) -> Act | None:
    """Return an act with the rows that the actor may see the history of; None where there are none of those."""
    found = Context.objects.filter(pk=identifier).first()
    if found is None:
        return None
    events = [*_events_of_records(identifier, actor), *_events_of_users(identifier, actor)]
    if not events:
        return None
    return Act(
        name=ACTIONS.get(found.metadata.get("action", ""), bi("記録の変更", "Change of records")),
        when=timezone.localtime(found.created_at),
        who=who(found.metadata),
        why=found.metadata.get("reason", ""),
        rows=[_row(model, event, actor) for model, event in events[:MOST]],
        more=max(0, len(events) - MOST),
        undo_url=_undo_url(found, actor),
    )


def _undo_url(act: Any, actor: Actor) -> str:
    """Return where an act can be taken back as a whole, if it can and the actor may."""
    action = act.metadata.get("action")
    if action == "load" and may(actor, Verb.LOAD, ""):
        return reverse("desk:load", args=[act.pk])
    if action == "merge" and may(actor, Verb.CHANGE, act.metadata["kind"]):
        kind = kind_of(act.metadata["kind"])
        return reverse("desk:merged", args=[kind.context, kind.slug, act.pk])
    return ""


def latest_act_on(model: type[Any], key: Any) -> UUID | None:
    """Return the act that touched a row last."""
    events = model.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("-pgh_id")
    found: UUID | None = events.values_list("pgh_context_id", flat=True).first()
    return found


def _events_of_records(identifier: UUID, actor: Actor) -> Iterator[tuple[type[Any], Any]]:
    touched = {each.kind.slug: each.kind for _, each in touched_by([identifier], actor)}
    for kind in touched.values():
        events = told_to(actor, kind.model, events_of(kind.model).filter(pgh_context_id=identifier))
        for event in events.order_by("pgh_id"):
            yield kind.model, event


def _events_of_users(identifier: UUID, actor: Actor) -> Iterator[tuple[type[Any], Any]]:
    for model, row in OF_USERS.items():
        if may(actor, Verb.HISTORY, row):
            for event in model.pgh_event_model.objects.filter(pgh_context_id=identifier).order_by("pgh_id"):
                yield model, event


def _row(model: type[Any], event: Any, actor: Actor) -> Row:
    gone = event.pgh_label == "delete"
    before = None
    if event.pgh_label == "update":
        older = events_of(model).filter(pgh_obj_id=event.pgh_obj_id, pgh_id__lt=event.pgh_id)
        older = older if model in OF_USERS else told_to(actor, model, older)
        before = older.order_by("-pgh_id").first()
    known = {item.name for item in event._meta.concrete_fields}
    changes = [
        change
        for item in model._meta.concrete_fields
        if item.name in known and item.editable and not gone
        for change in field_changes(item, before, event)
    ]
    of_users = model in OF_USERS
    return Row(
        verb=VERBS[event.pgh_label],
        what=model._meta.verbose_name,
        label=str(event.pgh_obj_id) if not of_users else _about(event),
        url="" if of_users or gone else kind_of(model).desk_address(event.pgh_obj_id),
        changes=changes,
    )


def _about(event: Any) -> str:
    """Return whose row it is: the user's name, also of one who has been ended."""
    key = event.pgh_obj_id if hasattr(event, "username") else event.user_id
    return str(User.objects.filter(pk=key).values_list("username", flat=True).first() or "")
