"""The cluster's logo: made ready when it comes, kept as a document, named by the settings."""

from __future__ import annotations

import io
import warnings
from typing import IO, TYPE_CHECKING

from django.db.models import ProtectedError
from PIL import Image, ImageOps, UnidentifiedImageError

from renkei.core.accounts.permissions import Verb
from renkei.core.files.attaching import take_in
from renkei.core.files.models import Document
from renkei.core.files.pictures import PICTURES
from renkei.core.files.services import keep_content
from renkei.core.history.journal import journal
from renkei.core.history.languages import LANGUAGES
from renkei.core.records.cluster import Cluster
from renkei.core.records.kinds import kind_of
from renkei.core.records.rights import require_on
from renkei.core.records.services import add_record, change_record, withdraw_record
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from renkei.core.accounts.actors import Actor
    from renkei.core.records.kinds import SetFlaws

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5_000_000
MOST_PIXELS = 20_000_000
LEAST_HEIGHT = 40  # pixels: as high as it is shown
LARGEST = (1200, 240)  # pixels: sharp on every screen, and small to send
_OURS = "logo-"
_NO_PICTURE = Localised.both(
    "画像（PNGかJPEG）のファイルがある資料", "a document that holds a PNG or JPEG picture"
)
_NO_TEXT = Localised.both(
    "画像が見えない人のための文章（日本語と英語の両方）",
    "words for those who do not see the picture, in Japanese and English",
)


def logo_that_is_none(rows: QuerySet[Cluster]) -> SetFlaws:
    """Yield settings whose logo is no picture, or has no words in its place in one of the languages."""
    for row in rows.filter(logo__isnull=False).select_related("logo"):
        if row.logo is not None and (not row.logo.sha256 or row.logo.media_type not in PICTURES):
            yield row.pk, "logo", RuleBroken("cluster.logo", _NO_PICTURE, found=row.logo_id)
        if row.logo_text.missing(LANGUAGES):
            yield row.pk, "logo_text", RuleBroken("cluster.logo_text", _NO_TEXT)


def made_ready(stream: IO[bytes], name: str) -> io.BytesIO:
    """Return the picture as a PNG of at most 1200 by 240 pixels: read and written anew, with nothing else in it.

    Raises RuleBroken("logo.too_large"), ("logo.too_small") or ("logo.type_refused").
    """
    if stream.seek(0, io.SEEK_END) > MOST_BYTES:
        raise _too_large(name)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(stream, formats=FORMATS) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise _too_large(name)
                upright = ImageOps.exif_transpose(found)
                picture = upright.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise RuleBroken(
            "logo.type_refused",
            Localised.both(
                f"「{name}」は画像として読めません。PNG、JPEG、WebP のどれかにしてください。",
                f"“{name}” cannot be read as a picture. Please send a PNG, JPEG or WebP file.",
            ),
        ) from error
    if picture.height < LEAST_HEIGHT:
        raise RuleBroken(
            "logo.too_small",
            Localised.both(
                f"「{name}」は小さすぎます。高さ{LEAST_HEIGHT}画素以上の画像にしてください。",
                f"“{name}” is too small. Please send a picture at least {LEAST_HEIGHT} pixels high.",
            ),
        )
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    ready = io.BytesIO()
    picture.save(ready, "PNG", optimize=True)
    ready.seek(0)
    return ready


def set_logo(
    *, actor: Actor, revision: int, stream: IO[bytes], name: str, text: Localised, reason: str
) -> Cluster:
    """Give the cluster a logo. Effects: content kept, a document for it, the settings; the old one's document goes.

    Raises RuleBroken as `made_ready` and `change_record` do, RecordRefused where its words are missing.
    """
    kind = kind_of(Cluster)
    cluster = Cluster._default_manager.get()
    require_on(actor, Verb.CHANGE, kind, cluster.holding())
    ready = made_ready(stream, name)
    found = take_in(ready, "logo.png")
    slug = f"{_OURS}{found.sha256[:16]}"
    with journal(actor=actor, action="set logo", reason=reason):
        if not Document._default_manager.filter(pk=slug).exists():
            values = {
                "slug": slug,
                "title": Localised.both("ロゴ", "Logo"),
                "file": f"{slug}.png",
                "sha256": found.sha256,
                "media_type": found.media_type,
                "size": found.size,
            }
            add_record(actor=actor, kind=kind_of(Document), values=values, reason=reason)
        changed = _settled(actor, cluster, revision, {"logo_id": slug, "logo_text": text}, reason)
        keep_content(ready, found)
    return changed


def remove_logo(*, actor: Actor, revision: int, reason: str) -> Cluster:
    """Take the logo off. Effects: the settings; a document that was made for it goes. Raises as `change_record`."""
    cluster = Cluster._default_manager.get()
    with journal(actor=actor, action="remove logo", reason=reason):
        return _settled(actor, cluster, revision, {"logo_id": None, "logo_text": Localised()}, reason)


def _settled(
    actor: Actor, cluster: Cluster, revision: int, values: dict[str, object], reason: str
) -> Cluster:
    before = cluster.logo
    changed = change_record(
        actor=actor, kind=kind_of(Cluster), slug=cluster.pk, revision=revision, values=values, reason=reason
    )
    if before is not None and before.pk != values["logo_id"] and before.pk.startswith(_OURS):
        _let_go(actor, before, reason)
    return changed  # type: ignore[return-value]


def _let_go(actor: Actor, document: Document, reason: str) -> None:
    """Withdraw the document of a logo that is shown no more, unless something else has come to rest on it."""
    try:
        withdraw_record(
            actor=actor, kind=kind_of(Document), slug=document.pk, revision=document.revision, reason=reason
        )
    except RuleBroken as used:
        if not isinstance(used.__cause__, ProtectedError):
            raise


def _too_large(name: str) -> RuleBroken:
    return RuleBroken(
        "logo.too_large",
        Localised.both(
            f"「{name}」は大きすぎます。{MOST_BYTES // 1_000_000} MB、{MOST_PIXELS // 10_000}万画素までです。",
            f"“{name}” is too large. Please keep it within {MOST_BYTES // 1_000_000} MB and "
            f"{MOST_PIXELS // 1_000_000} megapixels.",
        ),
    )
