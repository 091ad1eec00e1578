"""The booklet of the public seeds as a file: made when what it says has changed, handed out only while it is true."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

from django.conf import settings

from renkei.core.accounts.actors import STRANGER
from renkei.core.blocks.booklet import Paper, typeset
from renkei.core.blocks.model import Section
from renkei.core.blocks.registry import build
from renkei.core.blocks.render import blocks_to_json
from renkei.core.blocks.request import BlockRequest, Conventions
from renkei.core.files.services import PDF, StoredFile, drop_content, keep_content
from renkei.core.history.journal import journal
from renkei.core.jobs.queue import WORKER
from renkei.core.notices.hours import day_of
from renkei.core.records.selectors import present_cluster
from renkei.kernel.fiscal import FiscalYear
from renkei.kernel.localised import Localised
from renkei.kernel.periods import PartialDate
from renkei.matching.models import SeedBooklet

if TYPE_CHECKING:
    import datetime as dt

    from renkei.core.blocks.model import Blocks
    from renkei.core.records.cluster import Cluster

LANGUAGES = ("ja", "en")
TITLE = Localised.both("研究シーズ集", "Research seeds")
_CONTENTS = Localised.both("目次", "Contents")
_COUNT = Localised.both("{seeds}件（{day}現在）", "{seeds} seeds, as of {day}")


def make_booklet(*, language: str, at: dt.datetime) -> SeedBooklet:
    """Typeset the booklet as strangers may see it at a moment. Effects: a file, a row, history; the older file goes."""
    cluster = present_cluster()
    blocks = _blocks(language, day_of(at), cluster)
    day = Conventions.of_cluster().day(PartialDate.of(day_of(at)), language)
    seeds = sum(len(section.blocks) for section in blocks if isinstance(section, Section))
    made = typeset(_paper(blocks, _COUNT.filled(seeds=seeds, day=day), language, cluster, at))
    found = StoredFile(hashlib.sha256(made.content).hexdigest(), PDF, len(made.content))
    keep_content(io.BytesIO(made.content), found)
    before = SeedBooklet.objects.filter(language=language).values_list("sha256", flat=True).first()
    with journal(actor=WORKER, action="make booklet of seeds"):
        row, _ = SeedBooklet.objects.update_or_create(
            language=language,
            defaults={
                "digest": digest_of(blocks),
                "sha256": found.sha256,
                "size": found.size,
                "pages": made.pages,
                "seeds": seeds,
                "accessible": made.accessible,
                "made_at": at,
            },
        )
    if before and before != found.sha256:
        drop_content(before)
    return row


def digest_of(blocks: Blocks) -> str:
    """Return the digest of all that a booklet says."""
    said = json.dumps(blocks_to_json(blocks), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def present_booklet(language: str, at: dt.date) -> SeedBooklet | None:
    """Return the booklet where it still says what is public that day: what is withdrawn is not handed out."""
    row = SeedBooklet.objects.filter(language=language).first()
    if row is None or row.digest != digest_of(_blocks(language, at, present_cluster())):
        return None
    return row


def outdated(at: dt.date) -> list[str]:
    """Return the languages whose booklet is missing or no longer says what is public."""
    return [language for language in LANGUAGES if present_booklet(language, at) is None]


def _blocks(language: str, at: dt.date, cluster: Cluster) -> Blocks:
    year = FiscalYear.of(at, cluster.first_month).start_year
    return build("matching.seeds", BlockRequest.of(year, language, actor=STRANGER, at=at))


def _paper(blocks: Blocks, count: Localised, language: str, cluster: Cluster, at: dt.datetime) -> Paper:
    return Paper(
        title=TITLE.text(language),
        subtitle=count.text(language),
        author=cluster.name.text(language),
        language=language,
        contents=_CONTENTS.text(language),
        blocks=blocks,
        at=at,
        site=settings.SITE_URL,
        accent=cluster.accent or Paper.accent,
    )
