"""What `renkei check` looks at: each check answers with findings, for people in both languages and for machines."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renkei.config import environment
from renkei.config.operation.backup import files_folder, versions
from renkei.config.operation.database import applied_migrations, known_migrations, server_version
from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

OLDEST_SERVER = 16
LEAST_SPACE = 500 * 1024**2
LITTLE_SPACE = 5 * 1024**3
SAMPLE = 100
MAIL_SECONDS = 5
SENDS_NOTHING = ("console", "dummy", "locmem", "filebased")


class State(StrEnum):
    FINE = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One answer: a stable dotted code, how it stands, and the sentence."""

    code: str
    state: State
    message: Localised

    @property
    def sign(self) -> str:
        return {State.FINE: "✓", State.WARNING: "△", State.WRONG: "✗"}[self.state]

    def as_json(self) -> dict[str, Any]:
        both = {"ja": self.message.text("ja"), "en": self.message.text("en")}
        return {"code": self.code, "state": str(self.state), "message": both}


def fine(code: str, japanese: str, english: str) -> Finding:
    return Finding(code, State.FINE, Localised.both(japanese, english))


def warning(code: str, japanese: str, english: str) -> Finding:
    return Finding(code, State.WARNING, Localised.both(japanese, english))


def wrong(code: str, japanese: str, english: str) -> Finding:
    return Finding(code, State.WRONG, Localised.both(japanese, english))


def run_checks(*, every_file: bool = False) -> Iterator[Finding]:
    """Yield the findings of every check; where one cannot even be made, that is a finding too."""
    try:
        import django  # noqa: PLC0415

        django.setup()
    except Exception as error:  # noqa: BLE001 - whatever keeps the programme from starting is the finding
        yield _failed("settings", error)
        return
    yield from findings_of(
        {
            "settings": check_settings,
            "database": check_database,
            "versions": check_versions,
            "disk": check_disk,
            "files": partial(check_files, every=every_file),
            "mail": check_mail,
            "jobs": check_jobs,
            "privacy": check_privacy,
        }
    )


def findings_of(checks: Mapping[str, Callable[[], Iterator[Finding]]]) -> Iterator[Finding]:
    """Yield what the checks find; a check that fails becomes a finding under its name."""
    for name, check in checks.items():
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 - the other checks are still worth their answers
            yield _failed(name, error)


def _failed(name: str, error: Exception) -> Finding:
    if isinstance(error, RuleBroken):
        return Finding(f"{name}.failed", State.WRONG, error.message)
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return wrong(f"{name}.failed", f"調べられません（{name}）: {said}", f"Cannot be checked ({name}): {said}")


def check_settings() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415
    from django.core import checks  # noqa: PLC0415

    said = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    for each in said:
        state = State.WRONG if each.is_serious() else State.WARNING
        yield Finding(f"settings.{each.id}", state, Localised.both(each.msg, each.msg))
    if settings.PRODUCTION and not os.path.isabs(environment.text("RENKEI_HOME")):  # noqa: PTH117 - a text
        yield wrong(
            "settings.home",
            "本番では RENKEI_HOME に、/ で始まる場所を指定します（プログラムと別にするため）",
            "In production RENKEI_HOME must be a path from the root, apart from the programme",
        )
    elif not said:
        kind = ("本番", "production") if settings.PRODUCTION else ("試用", "trial")
        yield fine("settings", f"設定に問題はありません（{kind[0]}）", f"Settings are fine ({kind[1]})")


def check_database() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415

    found = server_version()
    if int(found.partition(".")[0]) < OLDEST_SERVER:
        yield wrong(
            "database.version",
            f"PostgreSQL {found} は古すぎます（{OLDEST_SERVER} 以上）",
            f"PostgreSQL {found} is too old ({OLDEST_SERVER} or later)",
        )
    where = ("組み込み", "embedded") if "HOME" in settings.DATABASES["default"] else ("DATABASE_URL",) * 2
    yield fine("database", f"データベースにつながります（{where[0]}）", f"The database answers ({where[1]})")
    yield check_migrations()


def check_migrations() -> Finding:
    applied = {(app, name) for app, names in applied_migrations().items() for name in names}
    known = known_migrations()
    waiting = sorted(known - applied)
    apps = {app for app, _ in known}
    unknown = sorted((app, name) for app, name in applied - known if app in apps)
    if unknown:
        names = ", ".join(".".join(each) for each in unknown)
        return wrong(
            "database.newer",
            f"データベースはこのプログラムより新しい版のものです: {names}",
            f"The database belongs to a newer version of the programme: {names}",
        )
    if waiting:
        return wrong(
            "database.migrations",
            f"データベースの構造が最新ではありません（残り {len(waiting)}）。renkei manage migrate で進みます",
            f"The database is not up to date ({len(waiting)} to go); renkei manage migrate brings it there",
        )
    return fine("database.migrations", "データベースの構造は最新です", "The database is up to date")


def check_versions() -> Iterator[Finding]:
    said = ", ".join(f"{name} {number}" for name, number in versions().items())
    yield fine("versions", f"版: {said}", f"Versions: {said}")


def check_disk() -> Iterator[Finding]:
    from django.conf import settings  # noqa: PLC0415

    home = Path(settings.HOME)
    while not home.exists():
        home = home.parent
    if not os.access(home, os.W_OK):
        yield wrong("disk.home", f"書き込めません: {home}", f"Cannot be written: {home}")
    free = shutil.disk_usage(home).free
    size = f"{free / 1024**3:,.1f} GB"
    if free < LEAST_SPACE:
        yield wrong(
            "disk.space", f"ディスクの空きがわずかです: {size}", f"The disk is nearly full: {size} left"
        )
    elif free < LITTLE_SPACE:
        yield warning("disk.space", f"ディスクの空きが少なめです: {size}", f"Little disk space: {size} left")
    else:
        yield fine("disk.space", f"ディスクの空き: {size}", f"Disk space left: {size}")


def check_files(*, every: bool = False) -> Iterator[Finding]:
    """Every file a document names must be there in its size; the content of a sample (or of all) is read."""
    from renkei.core.files.models import Document  # noqa: PLC0415

    named = list(
        Document._default_manager.exclude(sha256="").values_list("slug", "sha256", "size").order_by("slug")
    )
    held = [(slug, sha256, files_folder() / sha256[:2] / sha256[2:], size) for slug, sha256, size in named]
    gone = [slug for slug, _, path, _ in held if not path.is_file()]
    there = [each for each in held if each[2].is_file()]
    read = there if every or len(there) <= SAMPLE else random.sample(there, SAMPLE)
    changed = [slug for slug, _, path, size in there if path.stat().st_size != size]
    changed += [slug for slug, sha256, path, _ in read if slug not in changed and _hash(path) != sha256]
    for code, slugs, japanese, english in (
        ("files.missing", gone, "ファイルがない資料", "Documents whose file is missing"),
        ("files.changed", changed, "内容が変わっている資料", "Documents whose file has changed"),
    ):
        if slugs:
            names = ", ".join(slugs[:10]) + (" …" if len(slugs) > 10 else "")  # noqa: PLR2004 - a line of names
            yield wrong(code, f"{japanese}（{len(slugs)}）: {names}", f"{english} ({len(slugs)}): {names}")
    if not gone and not changed:
        yield fine(
            "files",
            f"資料のファイル {len(held):,} 個があります（{len(read):,} 個は内容も確かめました）",
            f"All {len(held):,} files of documents are there (the content of {len(read):,} was read)",
        )


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_jobs() -> Iterator[Finding]:
    """Whether a worker is alive, and how many jobs wait or have failed."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from renkei.core.jobs.queue import tidings  # noqa: PLC0415

    found = tidings(timezone.now())
    waiting = (f"待ち {found.waiting}、あとで {found.later}", f"{found.waiting} waiting, {found.later} later")
    if found.workers:
        yield fine(
            "jobs",
            f"自動処理の係 {found.workers}（{waiting[0]}）",
            f"Workers: {found.workers} ({waiting[1]})",
        )
    else:
        tell = warning if settings.PRODUCTION or found.waiting else fine
        yield tell(
            "jobs.worker",
            f"自動処理の係が動いていません（{waiting[0]}）。renkei worker で起動します",
            f"No worker is running ({waiting[1]}); renkei worker starts one",
        )
    if found.failed:
        yield warning(
            "jobs.failed",
            f"失敗した仕事 {found.failed}（管理者の「自動処理」で、やり直せます）",
            f"Failed jobs: {found.failed} (an administrator can try them again under “Background jobs”)",
        )


def check_mail() -> Iterator[Finding]:
    """Connect to the mail server as sending would, without sending anything."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.mail import get_connection  # noqa: PLC0415

    name = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if name in SENDS_NOTHING:
        tell = warning if settings.PRODUCTION else fine
        yield tell(
            "mail", f"メールは外に送られません（{name}）", f"Mails are kept here and not sent ({name})"
        )
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        connection = get_connection(timeout=MAIL_SECONDS)
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's errors are OSErrors
        yield warning(
            "mail",
            f"メールサーバー {server} が応答しません（{type(error).__name__}）",
            f"The mail server {server} does not answer ({type(error).__name__})",
        )
    else:
        yield fine("mail", f"メールサーバー {server} が応答します", f"The mail server {server} answers")


def check_privacy() -> Iterator[Finding]:
    """The log of readings must be unbroken, and every erasure of the list must be in the database."""
    from renkei.privacy.services.readings import broken_links  # noqa: PLC0415
    from renkei.privacy.services.replay import missing_erasures, unfinished_erasures  # noqa: PLC0415

    broken, missing, unfinished = broken_links(), missing_erasures(), unfinished_erasures()
    if broken:
        names = ", ".join(map(str, broken))
        yield wrong(
            "privacy.readings",
            f"閲覧の記録が書き換えられています（番号 {names}）",
            f"The log of readings was tampered with (numbers {names})",
        )
    if missing:
        yield wrong(
            "privacy.erasures",
            f"消去した {len(missing)} 人が戻っています。renkei privacy replay で消去をやり直せます",
            f"{len(missing)} erased people are back; renkei privacy replay erases them again",
        )
    if unfinished:
        yield warning(
            "privacy.unfinished",
            f"終わったと記されていない消去が {len(unfinished)} 件あります（erasures.jsonl）",
            f"{len(unfinished)} erasures were begun and not said to be done (erasures.jsonl)",
        )
    if not (broken or missing or unfinished):
        yield fine(
            "privacy",
            "閲覧の記録と消去の一覧に異常はありません",
            "The log of readings and the list of erasures hold",
        )
