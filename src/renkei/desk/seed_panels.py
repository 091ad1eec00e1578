"""What the desk shows of a seed beyond its facts: its refresh of the year, its public page, its corrections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from renkei.core.accounts.permissions import Verb, may_on
from renkei.core.publication.selectors import is_public
from renkei.core.records.kinds import kind_of
from renkei.core.ui.text import bi, both
from renkei.desk.pages import actor_of, cluster_of, today
from renkei.desk.panels import Panel, panel_for
from renkei.kernel.fiscal import FiscalYear
from renkei.matching.enums import RefreshState, SeedStage, SeedState
from renkei.matching.models import ApplicationField, Seed, SeedRefresh
from renkei.matching.refresh_rules import CORRECTED, TEXTS, snapshot
from renkei.matching.refreshing import NO_ADDRESS, NOT_ASKED
from renkei.matching.services.refreshes import address_of
from renkei.matching.sheets import BETWEEN

if TYPE_CHECKING:
    from django.http import HttpRequest

    from renkei.core.ui import parts
    from renkei.kernel.localised import Localised

STANDS: dict[str, Any] = {
    NOT_ASKED: bi("まだ頼んでいない", "Not asked yet"),
    NO_ADDRESS: bi("宛先がない", "No address"),
    **dict(RefreshState.choices),
}
TONES: dict[str, parts.Tone] = {
    NOT_ASKED: "neutral",
    NO_ADDRESS: "late",
    RefreshState.ASKED: "warn",
    RefreshState.CONFIRMED: "good",
    RefreshState.PROPOSED: "info",
    RefreshState.TAKEN: "good",
    RefreshState.SET_ASIDE: "ended",
}


@dataclass(frozen=True)
class Correction:
    """One field: as it stands now, as it shall be; `moved` where the office changed it after the answer."""

    name: str
    label: Any
    language: str
    before: str
    after: str
    moved: bool


def state_words(row: SeedRefresh | None, seed: Seed) -> tuple[Any, str]:
    name = row.state if row is not None else NOT_ASKED if address_of(seed) else NO_ADDRESS
    return STANDS[name], TONES[name]


@panel_for("seed")
def refresh_panel(request: HttpRequest, seed: Seed) -> Panel | None:
    """Lead to the refresh of the year and to the public page."""
    changes = may_on(actor_of(request), Verb.CHANGE, "seed", seed.holding())
    year = FiscalYear.of(today(), cluster_of(request).first_month).start_year
    row = SeedRefresh.objects.filter(seed=seed, year=year).first()
    public = is_public(seed, today())
    language = (get_language() or "ja").partition("-")[0]
    return Panel(
        "desk/_seed_panel.html",
        {
            "year": year,
            "state": state_words(row, seed) if seed.state == SeedState.ACTIVE else None,
            "refresh_url": reverse("desk:seed_refresh", args=[seed.pk]) if changes else "",
            "public_url": kind_of("seed").portal_address(seed.pk, language) if public else "",
        },
    )


def comparison(row: SeedRefresh, seed: Seed) -> list[Correction]:
    """Return the corrections beside what stands now, a line for each field and language."""
    present, found = snapshot(seed), []
    fields = {each.pk: each.name for each in ApplicationField.objects.all()}
    for name in (each for each in CORRECTED if each in row.proposal):
        label, after = _label(name), row.proposal[name]
        now, base = present[name], row.base.get(name)
        if name not in TEXTS:
            found.append(
                Correction(
                    name, label, "", _shown(name, now, fields), _shown(name, after, fields), now != base
                )
            )
            continue
        for language in sorted({*now, *after}, reverse=True):
            pair = now.get(language, ""), after.get(language, "")
            if pair[0] != pair[1]:
                moved = now.get(language, "") != (base or {}).get(language, "")
                found.append(Correction(name, label, language, *pair, moved))
    return found


def _label(name: str) -> Any:
    if name == "fields":
        return bi("応用分野", "Fields of application")
    return Seed._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _shown(name: str, value: Any, fields: dict[str, Localised]) -> str:
    language = (get_language() or "ja").partition("-")[0]
    if name == "fields":
        words = [fields[each].text(language) if each in fields else each for each in value]
        return BETWEEN.text(language).join(words)
    if name == "stage":
        return both(SeedStage(value).label).text(language)
    return both(bi("はい", "Yes") if value else bi("いいえ", "No")).text(language)
