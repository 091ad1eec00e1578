"""Which PostgreSQL is used: the one named by DATABASE_URL, or the embedded one in the data folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from renkei.config.postgres.server import NAME, PORT, Server
from renkei.config.postgres.trouble import trouble

if TYPE_CHECKING:
    from pathlib import Path

EMBEDDED_ENGINE = "renkei.config.postgres"
ENGINE = "django.db.backends.postgresql"


def database_settings(home: Path, url: str | None) -> dict[str, Any]:
    """Return Django's settings of the database; nothing is started, the first connection does that.

    Raises RuleBroken `postgres.address` where the URL is not one of PostgreSQL.
    """
    if url:
        return {"ENGINE": ENGINE, **_parts(url)}
    return {
        "ENGINE": EMBEDDED_ENGINE,
        "NAME": NAME,
        "USER": NAME,
        "PASSWORD": "",
        "HOST": str(Server(home).sockets),
        "PORT": str(PORT),
        "HOME": str(home),
        "OPTIONS": {},
    }


def _parts(url: str) -> dict[str, Any]:
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        raise _wrong(url) from None
    name = unquote(address.path.lstrip("/"))
    if address.scheme not in {"postgres", "postgresql"} or not name:
        raise _wrong(url)
    options = dict(parse_qsl(address.query))
    return {
        "NAME": name,
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": options.pop("host", unquote(address.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


def _wrong(url: str) -> Exception:
    scheme = url.split(":", 1)[0]  # never the rest: it may carry a password
    return trouble(
        "address",
        f"DATABASE_URL は postgresql://利用者:パスワード@ホスト:ポート/名前 の形で指定します（{scheme}: …）",
        f"DATABASE_URL must read postgresql://user:password@host:port/database (found {scheme}: …)",
    )
