"""Free ports for servers that tests start."""

from __future__ import annotations

import random
import socket

# Below those that the system gives to whoever connects: a test that asks again and again where nothing listens yet
# would be given the very port it asks at, meet itself there, and keep the server out.
LOWEST, HIGHEST = 20_000, 32_000


def free_port(count: int = 1) -> int:
    """Return the first of `count` ports in a row that nobody listens at."""
    while True:
        first = random.SystemRandom().randrange(LOWEST, HIGHEST)
        if all(_is_free(port) for port in range(first, first + count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
