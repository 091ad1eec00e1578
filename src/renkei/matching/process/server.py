"""The matcher: one process that holds model, dictionary and index, and answers over a Unix socket."""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import stat
import threading
import traceback
from typing import TYPE_CHECKING, Any

from renkei.matching.engine.trouble import unavailable
from renkei.matching.process.wire import BadMessage, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from renkei.matching.process.answers import Matcher

WATCH_SECONDS = 1.0


class _Connection(socketserver.BaseRequestHandler):
    server: MatcherServer

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                try:
                    request = receive(self.request)
                except BadMessage as error:
                    send(self.request, {"error": "request", "reason": str(error)})
                    return
                if request is None:
                    return
                send(self.request, self.server.answer(request))


class MatcherServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Connections have threads of their own; the engine answers one at a time."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: Path, matcher: Matcher) -> None:
        self._matcher = matcher
        self._one_at_a_time = threading.Lock()
        _make_room(path)
        super().__init__(str(path), _Connection)
        path.chmod(0o600)
        self._path = path

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            try:
                return {"ok": self._matcher.answer(request)}
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                return {"error": "request", "reason": f"{type(error).__name__}: {error}"}
            except Exception as error:  # noqa: BLE001 - one bad request must not end the matcher for everybody
                traceback.print_exception(error)
                return {"error": "matcher", "reason": type(error).__name__}

    def server_close(self) -> None:
        super().server_close()
        self._path.unlink(missing_ok=True)


def _make_room(path: Path) -> None:
    """Make the socket's folder, private, and take away a socket that nobody answers at.

    Raises MatchingUnavailable `matching.running` where another matcher answers there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_uid != os.getuid():
        raise unavailable(
            "place", f"{path.parent} は別の利用者のものです。", f"{path.parent} belongs to another user."
        )
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise unavailable("place", f"{path} はソケットではありません。", f"{path} is not a socket.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
    raise unavailable(
        "running", f"照合プロセスはすでに動いています（{path}）。", f"A matcher is running already ({path})."
    )


def serve(path: Path, matcher: Matcher, *, ready: Callable[[], None]) -> None:
    """Answer until the process is asked to end; the socket goes with it."""
    server = MatcherServer(path, matcher)
    try:
        ready()
        server.serve_forever(poll_interval=0.2)
    finally:
        server.server_close()
