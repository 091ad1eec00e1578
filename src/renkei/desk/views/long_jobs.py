"""A long job: how far it is, ending it early, and asking for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may_everywhere
from renkei.core.files.checking import start_check
from renkei.core.jobs.long import end_early, long_jobs_of, name_of
from renkei.core.jobs.queue import tidings
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, page
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from renkei.core.accounts.actors import Actor
    from renkei.core.jobs.models import LongJob

TONES: dict[str, parts.Tone] = {
    "waiting": "neutral",
    "running": "info",
    "done": "good",
    "ended": "ended",
    "failed": "late",
}
LATEST = 10
# Where the thing is shown that a job is about: the address's name, and the words of the link.
ABOUT = {"editions.publish": ("desk:edition", bi("この版の頁へ", "To the edition"))}
EVERY_SECONDS = 5


def latest(actor: Actor) -> parts.Table:
    """Return the latest long jobs, each with its state and how far it is."""
    rows = [
        [
            parts.Cell(name_of(job), url=reverse("desk:long_job", args=[job.pk])),
            state_cell(job),
            parts.Cell(f"{job.done:,} / {job.total:,}" if job.total else None),
            parts.Cell(timezone.localtime(job.asked_at), "moment"),
        ]
        for job in long_jobs_of(actor).order_by("-asked_at", "pk")[:LATEST]
    ]
    return parts.Table(
        identifier="long",
        caption=bi("長くかかる仕事（新しい10件まで）", "Long jobs, the latest ten"),
        columns=[
            parts.Column(bi("仕事", "Job"), row_head=True),
            parts.Column(bi("状態", "State")),
            parts.Column(bi("済んだ数／全体", "Done / total"), numeric=True),
            parts.Column(bi("頼んだ日時", "Asked")),
        ],
        rows=rows,
        empty=parts.Empty(bi("頼まれた仕事はありません", "Nobody has asked for one")),
    )


def state_cell(job: LongJob) -> parts.Cell:
    return parts.Cell(job.get_state_display(), "state", tone=TONES[job.state])


def _job(request: HttpRequest, pk: UUID) -> LongJob:
    return get_object_or_404(long_jobs_of(actor_of(request)).select_related("asked_by"), pk=pk)


@opens_to(verb=Verb.VIEW)
@never_cache
@require_safe
def long_job_page(request: HttpRequest, long_job: UUID) -> HttpResponse:
    """How far it is. It is read again by a link, or by itself where the reader asks for it (WCAG 2.2, 2.2.1)."""
    job = _job(request, long_job)
    name = name_of(job)
    facts = [
        parts.Fact(bi("状態", "State"), state_cell(job)),
        parts.Fact(bi("頼んだ人", "Asked by"), parts.Cell(job.asked_by.username if job.asked_by else None)),
        parts.Fact(bi("頼んだ日時", "Asked"), parts.Cell(timezone.localtime(job.asked_at), "moment")),
    ]
    if job.ended_at:
        ended = parts.Cell(timezone.localtime(job.ended_at), "moment")
        facts.append(parts.Fact(bi("終わった日時", "Ended"), ended))
    if job.problem:
        facts.append(parts.Fact(bi("失敗の理由", "Problem"), parts.Cell(job.problem)))
    body = {
        "job": job,
        "name": name,
        "facts": facts,
        "percent": min(100, job.done * 100 // job.total) if job.total else 0,
        "follows": job.is_unfinished and request.GET.get("follow") == "1",
        "about": _about(job),
        "no_worker": job.is_unfinished and not tidings(timezone.now()).workers,
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today"))]
    if may_everywhere(actor_of(request), Verb.CHANGE, "user"):
        crumbs.append(parts.Crumb(bi("自動処理", "Background jobs"), reverse("desk:jobs")))
    response = page(request, "desk/long_job.html", body, crumbs=[*crumbs, parts.Crumb(name)])
    if body["follows"]:
        response["Refresh"] = str(EVERY_SECONDS)
    return response


def _about(job: LongJob) -> parts.Link | None:
    if job.task not in ABOUT:
        return None
    address, words = ABOUT[job.task]
    return parts.Link(words, reverse(address, args=[job.about]))


@opens_to(verb=Verb.VIEW)
@require_POST
def end(request: HttpRequest, long_job: UUID) -> HttpResponse:
    job = _job(request, long_job)
    try:
        end_early(actor=actor_of(request), job=job, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        messages.success(
            request,
            bi(
                "止めます。いまの一歩が済んだところで終わります。",
                "It ends as soon as its present step is done.",
            ),
        )
    return HttpResponseRedirect(reverse("desk:long_job", args=[job.pk]))


@opens_to(verb=Verb.CHANGE, kind="user")
@require_POST
def check_files(request: HttpRequest) -> HttpResponse:
    job = start_check(actor=actor_of(request), at=timezone.now())
    return HttpResponseRedirect(reverse("desk:long_job", args=[job.pk]))
