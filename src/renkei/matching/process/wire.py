"""Messages between the site and the matcher: JSON, four bytes of length (big endian) before it."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

LONGEST = 256 * 1024 * 1024
_LENGTH = struct.Struct(">I")


class BadMessage(ValueError):  # noqa: N818 - says what came
    """What came is not a message."""


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    body = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
    connection.sendall(_LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Return the next message, None where the other side has closed. Raises BadMessage."""
    head = _read(connection, _LENGTH.size)
    if not head:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST:
        raise BadMessage(f"{length} bytes")
    try:
        found = json.loads(_read(connection, length))
    except ValueError as error:
        raise BadMessage(str(error)) from error
    if not isinstance(found, dict):
        raise BadMessage("not an object")
    return found


def _read(connection: socket.socket, count: int) -> bytes:
    parts: list[bytes] = []
    missing = count
    while missing:
        part = connection.recv(min(missing, 1 << 20))
        if not part:
            if parts:
                raise BadMessage("cut off")
            return b""
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
