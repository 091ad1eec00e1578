"""What can go wrong with the embedded PostgreSQL, as sentences for a person."""

import errno
from pathlib import Path

import psycopg

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST})
PASSING = (
    "starting up",
    "in recovery mode",
    "not yet accepting",
    "not accepting connections",
    "shutting down",
    "closed the connection unexpectedly",
    "Connection refused",
    "No such file or directory",
)


def trouble(code: str, japanese: str, english: str) -> RuleBroken:
    return RuleBroken(f"postgres.{code}", Localised.both(japanese, english))


def explained(error: OSError | str, folder: Path) -> RuleBroken | None:
    """Turn what the operating system or PostgreSQL said into a sentence; None where it is nothing known."""
    said = str(error).casefold()
    number = error.errno if isinstance(error, OSError) else None
    if number in FULL or "no space left" in said or "quota exceeded" in said:
        return trouble("disk_full", f"ディスクに空きがありません: {folder}", f"The disk is full: {folder}")
    if number in REFUSED or "permission denied" in said or "read-only file system" in said:
        return trouble(
            "not_writable",
            f"データフォルダに書き込めません: {folder}（環境変数 RENKEI_HOME で別の場所を指定できます）",
            f"The data folder cannot be written: {folder} (RENKEI_HOME names another place)",
        )
    if number in NO_FOLDER:
        return trouble(
            "not_a_folder",
            f"データフォルダの場所に、フォルダでないものがあります: {folder}",
            f"Something that is not a folder stands where the data folder should be: {folder}",
        )
    return None


def no_answer(error: psycopg.OperationalError) -> RuleBroken:
    return trouble(
        "no_answer", f"データベースが応答しません: {error}", f"The database does not answer: {error}"
    )


def is_passing(error: psycopg.OperationalError) -> bool:
    """Tell whether the server was only killed, starts, recovers or stops: asking again helps."""
    return any(words in str(error) for words in PASSING)
