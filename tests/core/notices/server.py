"""A mail server for tests on 127.0.0.1: it takes mails, or answers as it is told."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import EmailMessage


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.say("220 mihon")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            self.hesitate(verb)
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "DATA":
                self.take()
            else:
                self.say(self.server.answers.get(verb, "250 ok"))

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not line:
            return  # whoever spoke is gone
        answer = self.server.answers.get("DATA", "250 taken")
        if answer.startswith("2"):
            self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.hesitate("TAKEN")
        self.say(answer)

    def hesitate(self, verb: str) -> None:
        if verb in self.server.hesitates:
            self.server.hesitating.set()
            self.server.go_on.wait()

    def say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # whoever spoke may be gone
            self.wfile.write(f"{text}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """`answers` are what it says to a verb instead of 250; `taken` the mails it took.

    It waits at the verbs it `hesitates` at (TAKEN: when it has taken a mail and not said so) until `go_on`.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.answers: dict[str, str] = {}
        self.taken: list[EmailMessage] = []
        self.hesitates: set[str] = set()
        self.hesitating, self.go_on = threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
