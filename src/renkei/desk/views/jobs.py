"""The queue, for administrators: is a worker there, what waits, what failed and may be tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.jobs.queue import jobs, tidings, try_again
from renkei.core.ui import parts
from renkei.core.ui.text import bi
from renkei.desk.forms.fields import said
from renkei.desk.pages import TODAY, actor_of, page
from renkei.desk.views.long_jobs import latest
from renkei.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from django.http import HttpRequest

NAME = bi("自動処理", "Background jobs")
TASKS = {
    "notices.send": bi("メールを送る", "Send a mail"),
    "privacy.retain": bi("保存期間の過ぎたものを消す", "Erase what is kept no longer"),
    "jobs.long": bi("長くかかる仕事", "A long job"),
    "jobs.rescue": bi("止まった仕事を戻す", "Take up jobs of dead workers"),
    "jobs.tidy": bi("済んだ仕事を片づける", "Forget jobs that are done"),
    "desk.digests": bi("お知らせのまとめを書く", "Write digests"),
    "rounds.remind": bi("照会の督促を書く", "Write reminders of rounds"),
}


@opens_to(verb=Verb.CHANGE, kind="user")
@require_safe
def jobs_page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    body = {
        "tidings": tidings(now),
        "long": latest(actor_of(request)),
        "waiting": _table("waiting", bi("待っている仕事", "Waiting"), "todo"),
        "failed": [(job, TASKS.get(job.task_name, job.task_name)) for job in jobs("failed")],
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(NAME)]
    return page(request, "desk/jobs.html", body, crumbs=crumbs)


def _table(identifier: str, caption: Any, status: str) -> parts.Table:
    rows = [
        [
            parts.Cell(TASKS.get(job.task_name, job.task_name)),
            parts.Cell(job.pk, "ordinal"),
            parts.Cell(job.attempts, "ordinal"),
            parts.Cell(timezone.localtime(job.scheduled_at) if job.scheduled_at else None, "moment"),
        ]
        for job in jobs(status)
    ]
    return parts.Table(
        identifier=identifier,
        caption=caption,
        columns=[
            parts.Column(bi("仕事", "Job"), row_head=True),
            parts.Column(bi("番号", "Number"), numeric=True),
            parts.Column(bi("試みた回数", "Attempts"), numeric=True),
            parts.Column(bi("いつから", "Not before")),
        ],
        rows=rows,
        empty=parts.Empty(bi("待っている仕事はありません", "Nothing waits")),
    )


@opens_to(verb=Verb.CHANGE, kind="user")
@require_POST
def again(request: HttpRequest, job: int) -> HttpResponse:
    try:
        try_again(actor=actor_of(request), job=job, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, said(broken))
    else:
        messages.success(request, bi("もう一度待ち行列に入れました。", "The job waits once more."))
    return HttpResponseRedirect(reverse("desk:jobs"))
