"""Working on a draft: its text with comments beside the sentences, and the checks before publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from renkei.core.accounts.access import opens_to
from renkei.core.accounts.permissions import Verb, may, may_everywhere
from renkei.core.ui import parts
from renkei.core.ui.fields import TextField
from renkei.core.ui.text import LANGUAGE_NAMES, bi
from renkei.desk import editions as shown
from renkei.desk.forms.fields import NEEDED, said
from renkei.desk.pages import actor_of, language_now, page, today
from renkei.kernel.errors import RuleBroken
from renkei.reports.checks import acknowledge
from renkei.reports.comments import LONGEST_COMMENT, comment_on, sentence_of, settle
from renkei.reports.rights import KIND

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.reports.checks import Checked

DRAFT = bi("本文とコメント", "Text and comments")
CHECKS = bi("公表前の点検", "Checks before publishing")


class CommentForm(forms.Form):
    text = TextField(
        label=bi("コメント", "Comment"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_COMMENT,
        error_messages={"required": NEEDED},
    )


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def draft_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """The draft as strangers would read it today, comments and findings beside each sentence."""
    edition = shown.wanted_edition(edition_slug)
    language = request.GET.get("language", language_now())
    language = language if language in edition.language_tags else edition.language_tags[0]
    checked = shown.checked_or_none(edition, today())
    comments = may(actor_of(request), Verb.CHANGE, KIND) and edition.is_in_work
    lines, lost = (
        shown.lines_of(edition, checked, language, today(), with_links=comments) if checked else ([], [])
    )
    sections = checked.reports[language].sections if checked else ()
    titles: dict[str, Any] = {each.id: each.title for each in sections}
    body = {
        "edition": edition,
        "label": shown.label_of(edition),
        "state_view": shown.state_view(edition),
        "language_shown": language,
        "language_names": [(tag, LANGUAGE_NAMES.get(tag, tag)) for tag in edition.language_tags],
        "sections": _by_section(lines, titles),
        "lost": lost,
        "nothing": checked is None,
        "settles": comments,
    }
    return page(request, "desk/edition_draft.html", body, crumbs=shown.crumbs_of(edition, parts.Crumb(DRAFT)))


def _by_section(
    lines: list[shown.LineOfDraft], titles: dict[str, Any]
) -> list[tuple[str, Any, list[shown.LineOfDraft]]]:
    found: dict[str, list[shown.LineOfDraft]] = {}
    for line in lines:
        found.setdefault(line.sentence.section, []).append(line)
    return [(section, titles.get(section, ""), inside) for section, inside in found.items()]


@opens_to(verb=Verb.CHANGE, kind=KIND)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_page(
    request: HttpRequest, edition_slug: str, language: str, section: str, anchor: str
) -> HttpResponse:
    """Write a comment on one sentence, which stands above the form."""
    edition = shown.wanted_edition(edition_slug)
    back = _draft_address(edition.pk, language)
    try:
        sentence = sentence_of(edition, language, section, anchor, today())
    except RuleBroken as flaw:
        if request.method != "POST":
            messages.error(request, said(flaw))
            return HttpResponseRedirect(back)
        sentence = None
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            comment_on(
                actor=actor_of(request),
                edition=edition,
                language=language,
                section=section,
                anchor=anchor,
                text=form.cleaned_data["text"],
                at=timezone.now(),
            )
        except RuleBroken as flaw:
            form.add_error(None, said(flaw))
        else:
            messages.success(request, bi("コメントを残しました。", "The comment is kept."))
            return HttpResponseRedirect(f"{back}#s-{anchor}")
    name = bi("コメントを書く", "Write a comment")
    body = {"form": form, "name": name, "submit_label": name, "cancel_url": back}
    body |= {"sentence": sentence, "sentence_language": language}
    crumbs = shown.crumbs_of(edition, parts.Crumb(DRAFT, back), parts.Crumb(name))
    return page(request, "desk/edition_comment.html", body, crumbs=crumbs, status=422 if form.errors else 200)


def _draft_address(slug: str, language: str) -> str:
    return f"{reverse('desk:edition_draft', args=[slug])}?language={language}"


@opens_to(verb=Verb.CHANGE, kind=KIND)
@require_POST
def settle_comment(request: HttpRequest, edition_slug: str, comment_id: int) -> HttpResponse:
    edition = shown.wanted_edition(edition_slug)
    comment = edition.comments.filter(pk=comment_id).first()
    if comment is None:
        raise Http404
    try:
        settle(
            actor=actor_of(request),
            comment=comment,
            outcome=request.POST.get("outcome", ""),
            at=timezone.now(),
        )
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("コメントを済みにしました。", "The comment is settled."))
    return HttpResponseRedirect(_draft_address(edition.pk, comment.language))


@opens_to(verb=Verb.VIEW, kind=KIND)
@require_safe
def checks_page(request: HttpRequest, edition_slug: str) -> HttpResponse:
    """What the checks say: errors first, warnings with who acknowledged them."""
    edition = shown.wanted_edition(edition_slug)
    actor = actor_of(request)
    checked = shown.checked_or_none(edition, today())
    rows: list[dict[str, Any]] = [
        {
            "finding": each,
            "url": shown.mend_address(each, actor),
            "acknowledged": checked.acknowledged.get(each.key) if checked else None,
            "language": LANGUAGE_NAMES.get(each.language, ""),
            "section": _section_title(checked, each.section) if checked else "",
        }
        for each in (checked.findings if checked else ())
    ]
    body = {
        "edition": edition,
        "label": shown.label_of(edition),
        "state_view": shown.state_view(edition),
        "checked": checked,
        "errors": [row for row in rows if row["finding"].is_error],
        "warnings": [row for row in rows if not row["finding"].is_error],
        "acknowledges": may_everywhere(actor, Verb.CHANGE, KIND) and edition.is_in_work,
        "said": list(edition.acknowledgements.order_by("at", "pk")),
    }
    return page(
        request, "desk/edition_checks.html", body, crumbs=shown.crumbs_of(edition, parts.Crumb(CHECKS))
    )


def _section_title(checked: Checked, section: str) -> Any:
    reports = checked.reports.values()
    return next((each.title for found in reports for each in found.sections if each.id == section), section)


@opens_to(verb=Verb.CHANGE, kind=KIND)
@require_POST
def acknowledge_finding(request: HttpRequest, edition_slug: str) -> HttpResponse:
    edition = shown.wanted_edition(edition_slug)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    try:
        acknowledge(actor=actor_of(request), edition=edition, key=key, reason=reason, at=timezone.now())
    except RuleBroken as flaw:
        messages.error(request, said(flaw))
    else:
        messages.success(request, bi("了解を記録しました。", "The acknowledgement is recorded."))
    return HttpResponseRedirect(reverse("desk:edition_checks", args=[edition.pk]))
