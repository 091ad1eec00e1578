"""A case becomes joint research in one act, and the act can be taken back as long as nothing came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renkei.core.accounts.permissions import Verb
from renkei.core.history.journal import journal
from renkei.core.history.states import events_of
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require, require_on
from renkei.core.records.services import withdraw_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.models import Case, CaseStep
from renkei.matching.services.cases import move_case
from renkei.matching.services.records import act_on, added, changed, free_slug
from renkei.research.enums import PartnerRole
from renkei.research.models import JointProject, JointProjectPartner

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from renkei.core.accounts.actors import Actor
    from renkei.directory.models import Organisation
    from renkei.matching.models import CaseStage

BEGIN, UNDO = "begin joint research", "undo joint research"
_CLOSED = Localised.both(
    "終了した案件です。続けるには、先に再開してください。", "The case is closed. Reopen it to go on."
)
_NO_PARTNER = Localised.both("相手を一つ以上入れてください。", "Please name at least one partner.")
_TWICE = Localised.both("同じ相手が二度入っています。", "The same partner is named twice.")
_OPENLY = Localised.both(
    "この案件は担当者だけの記録です。共同研究の記録はほかの職員にも見えるので、確認の欄に印を付けてください。",
    "The case is kept for its coordinator alone, but other staff see joint projects: please tick that this is meant.",
)
_NOT_FROM_CASE = Localised.both(
    "案件からできた共同研究だけを、ここから取り消せます。",
    "Only a project that came from a case is taken back here.",
)
_HAS_MORE = Localised.both(
    "成果や発表が登録されています。先にそれらを取り下げてください。",
    "Results or presentations are recorded. Withdraw them first.",
)


@dataclass(frozen=True)
class Partner:
    organisation: Organisation
    role: str = PartnerRole.COMPANY
    in_prefecture: bool = False
    is_local: bool = False


def begin_joint_research(
    *,
    actor: Actor,
    case: Case,
    revision: int,
    values: Mapping[str, Any],
    partners: Sequence[Partner],
    at: dt.date,
    stage: CaseStage | None = None,
    openly: bool = False,
) -> JointProject:
    """Make the joint project a case became and move the case to `stage`.

    Effects: project, partners, case, step, history.

    The project is its case's holder's, shared with the institution that researches and with whom the case is
    shared. A case of a company that was in no directory yet gets it. What is kept for one coordinator is told to
    more people by this, so it must be meant (`openly`).

    Raises RuleBroken("record.stale") with the present case, ("case.closed"), ("case.kept_private"),
    ("project.no_partner"), ("project.partner_twice"), ("permission.refused"); RecordRefused.
    """
    require(actor, Verb.ADD, kind_of("jointproject"))
    with act_on(case, actor=actor, revision=revision, action=BEGIN) as present:
        _check(present, partners, openly=openly)
        held = _holding(present, values["organisation_id"])
        slug = free_slug(JointProject, f"project-{present.pk.removeprefix('case-')}")
        project: JointProject = added(
            "jointproject", actor=actor, reason="", **{**values, "slug": slug, "case": present, **held}
        )
        for each in partners:
            _add_partner(actor, project, each, held)
        _name_company(actor, present, partners)
        if stage is not None and stage.pk != present.stage_id:
            move_case(actor=actor, case=present, revision=present.revision, stage=stage, at=at)
    return project


def undo_joint_research(*, actor: Actor, project: JointProject, reason: str = "") -> Case:
    """Withdraw a project with its partners, and put its case back where it stood before; as if it had not been.

    A case that has moved on since stays where it is. Effects: project, partners, step, case, history.
    Raises RuleBroken("project.not_from_case"), ("project.has_results"), ("permission.refused").
    """
    kind = kind_of("jointproject")
    author = require_on(actor, Verb.WITHDRAW, kind, project.holding())
    if project.case is None:
        raise RuleBroken("project.not_from_case", _NOT_FROM_CASE)
    require_on(actor, Verb.CHANGE, kind_of("case"), project.case.holding())
    with journal(actor=author, action=UNDO, reason=reason):
        case: Case = Case.objects.select_for_update(of=("self",)).get(pk=project.case_id)
        present = JointProject.objects.select_for_update(of=("self",)).get(pk=project.pk)
        if present.results.exists() or present.presentations.exists():
            raise RuleBroken("project.has_results", _HAS_MORE)
        step = _step_of(present, case)
        for row in [*present.partners.order_by("pk"), present]:
            _withdraw(actor, row, reason)
        if step is not None:
            before = case.steps.exclude(pk=step.pk).order_by("-entered_on", "-slug").first()
            _withdraw(actor, step, reason)
            if before is not None:
                case = changed(case, actor=actor, reason=reason, stage=before.stage)
    return case


def _check(case: Case, partners: Sequence[Partner], *, openly: bool) -> None:
    if case.closed_on is not None:
        raise RuleBroken("case.closed", _CLOSED)
    if case.holder_person and not openly:
        raise RuleBroken("case.kept_private", _OPENLY)
    if not partners:
        raise RuleBroken("project.no_partner", _NO_PARTNER)
    if len({each.organisation.pk for each in partners}) < len(partners):
        raise RuleBroken("project.partner_twice", _TWICE)


def _holding(case: Case, institution: str) -> dict[str, str]:
    """Return whose record the project is: the case's holder's, read by the institution that does the research."""
    shared = case.shared_with.split()
    if "*" not in shared and institution != case.holder:
        shared = sorted({*shared, institution})
    return {"holder": case.holder, "holder_unit": case.holder_unit, "shared_with": " ".join(shared)}


def _name_company(actor: Actor, case: Case, partners: Sequence[Partner]) -> None:
    """Let a case whose company was in no directory have the one company among the partners."""
    companies = [each.organisation for each in partners if each.role == PartnerRole.COMPANY]
    if case.company_id is None and len(companies) == 1:
        changed(case, actor=actor, reason="", company=companies[0])


def _add_partner(actor: Actor, project: JointProject, partner: Partner, held: Mapping[str, str]) -> None:
    added(
        "jointprojectpartner",
        actor=actor,
        reason="",
        slug=free_slug(JointProjectPartner, f"{project.pk[:50]}-{partner.organisation.pk[:35]}"),
        project=project,
        organisation=partner.organisation,
        role=partner.role,
        in_prefecture=partner.in_prefecture,
        is_local=partner.is_local,
        **held,
    )


def _step_of(project: JointProject, case: Case) -> CaseStep | None:
    """Return the case's last step where the act that made the project entered it."""
    last = case.steps.order_by("-entered_on", "-slug").first()
    if last is None or last.stage_id != case.stage_id:
        return None
    made = events_of(JointProject).filter(pgh_obj_id=project.pk, pgh_label="insert").values("pgh_context")
    entered = events_of(CaseStep).filter(pgh_obj_id=last.pk, pgh_label="insert", pgh_context__in=made)
    return last if entered.exists() else None


def _withdraw(actor: Actor, row: Any, reason: str) -> None:
    withdraw_record(actor=actor, kind=kind_of(row), slug=row.pk, revision=row.revision, reason=reason)
