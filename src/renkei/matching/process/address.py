"""Where the prepared engine lies, and where the matcher listens: a socket in the data folder, or in a short place."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST = 106  # bytes of a Unix socket's path


def prepared_folder(home: Path) -> Path:
    return home / "matching" / "engine"


def socket_path(home: Path) -> Path:
    """Return the path of the matcher's socket for a data folder, at most LONGEST bytes long."""
    plain = home.resolve() / "matching" / "matcher.sock"
    if len(os.fsencode(plain)) <= LONGEST:
        return plain
    digest = hashlib.sha256(os.fsencode(plain)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"renkei-{os.getuid()}-{digest}" / "matcher.sock"
