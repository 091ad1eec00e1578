"""Memory that is free goes back to the machine: reading thousands of texts leaves much behind."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Return freed memory to the system, where the C library knows how (glibc); elsewhere nothing happens."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
