"""A card of the board as HTML, in Python rather than a template: a board has hundreds of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from renkei.core.ui.marks import localised, names, ordinal, plain, shape
from renkei.core.ui.text import bi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renkei.matching.models import CaseStage

NOBODY = bi("担当なし", "No coordinator")
PRIVATE = bi("担当者だけ", "private")
BACK, ON = bi("：前の段階へ：", ": back to "), bi("：次の段階へ：", ": on to ")
_CARD = (
    '<li class="board-card{}" id="{}"><a href="{}">{}</a><p class="board-company">{}</p>'
    '<p class="board-who">{}</p>{}{}</li>'
)


@dataclass(frozen=True)
class CardView:
    """What a card shows; without `earlier` and `later` it does not move."""

    case: Any
    url: str
    company: Any
    coordinator: str
    days: int
    late: Sequence[Any]
    earlier: CaseStage | None = None
    later: CaseStage | None = None


def card_html(card: CardView) -> SafeString:
    late = format_html_join(
        "",
        '<p class="board-late"><span class="state late">{}<span>{}</span></span></p>',
        ((shape("late"), names(words)) for words in card.late),
    )
    return format_html(
        _CARD,
        " late" if card.late else "",
        card.case.pk,
        card.url,
        localised(card.case.title),
        localised(card.company),
        _who(card),
        late,
        _moves(card),
    )


def _who(card: CardView) -> SafeString:
    days = format_html(
        bi("・この段階 {}日", " · {} day in stage" if card.days == 1 else " · {} days in stage"),
        ordinal(card.days),
    )
    tag = format_html(' <span class="tag">{}</span>', PRIVATE) if card.case.holder_person else ""
    return format_html("{}{}{}", card.coordinator or NOBODY, days, tag)


def _moves(card: CardView) -> SafeString:
    """Return the buttons; they belong to the one form of the page, which carries its token."""
    if card.earlier is None and card.later is None:
        return SafeString("")
    address = f"{reverse('desk:move_card', args=[card.case.pk])}?revision={card.case.revision}"
    back = _button(card, card.earlier, BACK, address, "←") if card.earlier else ""
    on = _button(card, card.later, ON, address, "→") if card.later else ""
    return format_html('<p class="board-move">{}{}</p>', back, on)


def _button(card: CardView, stage: CaseStage, words: Any, address: str, sign: str) -> SafeString:
    name = plain(stage.name)
    shown = f"{name} " if words is ON else ""
    return format_html(
        '<button type="submit" form="move-card" formaction="{}" name="stage" value="{}" '
        'aria-label="{}{}{}" title="{}">{}<span aria-hidden="true">{}</span></button>',
        address,
        stage.pk,
        plain(card.case.title),
        words,
        name,
        name,
        shown,
        sign,
    )
