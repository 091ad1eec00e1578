"""The public site, edited: texts, colour, menu, figures, contacts and logo on one page, with a look before saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb
from renkei.core.files.limits import limited, too_large
from renkei.core.files.logo import remove_logo, set_logo
from renkei.core.history.languages import OTHER
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.selectors import settings_read_as
from renkei.core.records.services import RecordRefused, change_record
from renkei.core.ui import parts
from renkei.core.ui.asked import whole
from renkei.core.ui.text import bi
from renkei.core.ui.theme import stylesheet
from renkei.desk.forms.fields import said
from renkei.desk.looking import Look, page_for_strangers
from renkei.desk.pages import TODAY, actor_of, cell_settings, languages_of, page, today
from renkei.desk.site import SiteForm, as_it_would_be, site_cluster, theme_address
from renkei.desk.views.records import compared
from renkei.desk.writes import written
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

TITLE = bi("サイトの編集", "The site")
LONGEST_TEXT = 200


def _cluster(request: HttpRequest) -> Cluster:
    """Return the settings. Raises Http404 where there are none yet, or they are not the reader's to change."""
    found = site_cluster(actor_of(request))
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, cluster: Cluster, data: Any = None) -> SiteForm:
    return SiteForm(
        data,
        kind=kind_of(Cluster),
        languages=languages_of(request),
        settings=cell_settings(request),
        record=cluster,
        actor=actor_of(request),
        at=today(),
    )


def _shown(
    request: HttpRequest, cluster: Cluster, form: SiteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    kind = kind_of(Cluster)
    body = {
        "title": TITLE,
        "form": form,
        "site": cluster,
        "look_urls": [(each, reverse("desk:site_look", args=[each])) for each in OTHER],
        "history_url": reverse("desk:history", args=[kind.context, kind.slug, cluster.pk]),
        "settings_url": kind.desk_address(cluster.pk),
        "typed": request.POST,
        **more,
    }
    crumbs = [parts.Crumb(TODAY, reverse("desk:today")), parts.Crumb(TITLE)]
    return page(request, "desk/site.html", body, crumbs=crumbs, status=status)


@opens_to(verb=Verb.CHANGE, kind="cluster")
@require_http_methods(["GET", "HEAD", "POST"])
def site_page(request: HttpRequest) -> HttpResponse:
    cluster = _cluster(request)
    if request.method != "POST":
        return _shown(request, cluster, _form(request, cluster))
    form = _form(request, cluster, request.POST)
    if form.is_valid():
        try:
            _saved(request, cluster, form)
            return HttpResponseRedirect(reverse("desk:site"))
        except RecordRefused as refused:
            form.add_flaws(refused.flaws)
        except RuleBroken as flaw:
            return _told(request, form, flaw, cluster)
    return _shown(request, cluster, form, status=422)


def _saved(request: HttpRequest, cluster: Cluster, form: SiteForm) -> None:
    """Save what was typed, and say whether anything changed. Raises as `change_record` does."""
    kind = kind_of(Cluster)
    saved = written(
        kind,
        lambda: change_record(
            actor=actor_of(request),
            kind=kind,
            slug=cluster.pk,
            revision=form.cleaned_data["revision"] or 0,
            values=form.values(),
            reason=form.cleaned_data["reason"],
        ),
    )
    if saved.revision == cluster.revision:
        messages.info(request, bi("変わったところはありませんでした。", "Nothing was changed."))
    else:
        said_ = bi(
            "保存しました。公開サイトは次の表示から変わります。",
            "Saved. The public site has changed already.",
        )
        messages.success(request, said_)


def _told(request: HttpRequest, form: SiteForm, flaw: RuleBroken, cluster: Cluster) -> HttpResponse:
    """Say what was refused; what somebody else saved meanwhile stands beside what was typed."""
    form.add_error(None, said(flaw))
    stale = compared(kind_of(Cluster), cluster, form) if flaw.code == "record.stale" else ()
    return _shown(request, cluster, form, status=422, stale=stale)


@opens_to(verb=Verb.CHANGE, kind="cluster")
@require_http_methods(["GET", "HEAD", "POST"])
def site_look(request: HttpRequest, language: str) -> HttpResponse:
    """Show the home page as it would be with what was typed; what cannot be saved says why. Nothing is stored."""
    cluster = _cluster(request)
    if language not in OTHER:
        raise Http404
    if request.method == "POST":
        form = _form(request, cluster, _with_reason(request))
        if not form.is_valid():
            return _shown(request, cluster, form, status=422)
        try:
            cluster = as_it_would_be(form, cluster, actor_of(request))
        except RecordRefused as refused:
            form.add_flaws(refused.flaws)
            return _shown(request, cluster, form, status=422)
        except RuleBroken as flaw:
            return _told(request, form, flaw, cluster)
    look = _look(cluster, language, typed=request.method == "POST")
    return page_for_strangers(request, f"/{language}/", look, language, settings_read_as(cluster))


def _look(cluster: Cluster, language: str, *, typed: bool) -> Look:
    text = bi("いま公開しているトップです。", "The home page as it is public now.")
    if typed:
        text = bi(
            "入力した内容でのトップです。まだ保存していません。このタブを閉じると、編集の画面に戻れます。",
            "The home page with what you have typed. It is not saved. Close this tab to go on with the form.",
        )
    return Look(
        title=bi("サイトの編集", "The site"),
        text=text,
        back_label=bi("編集の画面を開く", "Open the form"),
        back_url=reverse("desk:site"),
        other_language_url=reverse("desk:site_look", args=[OTHER[language]]),
        theme_url=theme_address(cluster.accent),
    )


def _with_reason(request: HttpRequest) -> Any:
    """Return what was typed; a look needs no reason."""
    typed = request.POST.copy()
    typed["reason"] = typed.get("reason", "").strip() or "-"
    return typed


@opens_to(verb=Verb.CHANGE, kind="cluster")
@require_safe
def site_theme(request: HttpRequest) -> HttpResponse:
    """Return the style sheet of an accent that is looked at, or of the usual one where it cannot be read on white."""
    sheet = stylesheet(f"#{request.GET.get('accent', '')}")
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


@limited
@opens_to(verb=Verb.CHANGE, kind="cluster")
@require_POST
def site_logo(request: HttpRequest) -> HttpResponseBase:
    """Take in a logo with the words in its place; what is wrong with it is said, and the old one stays."""
    cluster = _cluster(request)
    file = request.FILES.get("logo")
    text = {each: " ".join(request.POST.get(f"text_{each}", "").split())[:LONGEST_TEXT] for each in OTHER}
    problem = too_large(request)
    if not problem and (file is None or file.file is None or not all(text.values())):
        problem = bi(
            "画像と、日本語・英語の両方の文章を入れてください。",
            "Please give a picture, and words in Japanese and in English.",
        )
    if not problem and file is not None and file.file is not None:
        problem = _refusal(
            lambda: set_logo(
                actor=actor_of(request),
                revision=whole(request.POST.get("revision", "")) or 0,
                stream=file.file,
                name=str(file.name),
                text=Localised(text),
                reason=str(bi("ロゴを入れる", "Set the logo")),
            )
        )
    return _logo_answer(request, cluster, problem, bi("ロゴを入れました。", "The logo was set."))


@opens_to(verb=Verb.CHANGE, kind="cluster")
@require_POST
def site_logo_off(request: HttpRequest) -> HttpResponse:
    cluster = _cluster(request)
    problem = _refusal(
        lambda: remove_logo(
            actor=actor_of(request),
            revision=whole(request.POST.get("revision", "")) or 0,
            reason=str(bi("ロゴを外す", "Take the logo off")),
        )
    )
    return _logo_answer(request, cluster, problem, bi("ロゴを外しました。", "The logo was taken off."))


def _logo_answer(request: HttpRequest, cluster: Cluster, problem: Any, done: Any) -> HttpResponse:
    if problem:
        return _shown(request, cluster, _form(request, cluster), status=422, logo_problem=problem)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("desk:site"))


def _refusal(write: Any) -> str:
    """Do something, and return why it was refused, or nothing."""
    try:
        write()
    except RecordRefused as refused:
        return said(refused.flaws[0][1])
    except RuleBroken as flaw:
        return said(flaw)
    return ""
