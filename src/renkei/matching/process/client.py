"""How the rest of the house asks the matcher. Where it is down, every call raises MatchingUnavailable at once."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised
from renkei.matching.engine.trouble import unavailable
from renkei.matching.process.address import socket_path
from renkei.matching.process.wire import BadMessage, receive, send

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SECONDS = 10.0


class MatcherClient:
    """One connection per call; nothing is kept, so that a matcher may be restarted at any time."""

    def __init__(self, home: Path, seconds: float = SECONDS) -> None:
        self._path = socket_path(home)
        self._seconds = seconds

    def ask(self, do: str, **values: Any) -> dict[str, Any]:
        """Return the matcher's answer.

        Raises MatchingUnavailable `matching.down` where nobody answers in time, RuleBroken `matching.request` where the
        matcher could not make sense of the request.
        """
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._seconds)
                connection.connect(str(self._path))
                send(connection, {"do": do, **values})
                found = receive(connection)
        except (OSError, BadMessage) as error:
            raise _down(str(error)) from error
        if found is None:
            raise _down("closed")
        if found.get("error") == "matcher":
            raise _down(str(found.get("reason", "")))
        if "error" in found:
            reason = found.get("reason", "")
            raise RuleBroken(
                "matching.request",
                Localised.both(
                    f"照合プロセスが依頼を理解できません（{reason}）",
                    f"The matcher does not understand the request ({reason})",
                ),
            )
        answer: dict[str, Any] = found["ok"]
        return answer

    def status(self) -> dict[str, Any]:
        return self.ask("status")

    def prepare(self, kind: str, texts: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        """Return `records` and `notices` of texts (title, body, language); `kind` is "need" or "seed"."""
        return self.ask("prepare", kind=kind, texts=list(texts))

    def glossary(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.ask("glossary", pairs=list(pairs))

    def feed(
        self, seeds: Mapping[str, Mapping[str, Any]], *, drop: Sequence[str] = (), replace: bool = False
    ) -> int:
        """Hand seeds over and return how many the matcher now holds."""
        return int(self.ask("feed", seeds=dict(seeds), drop=list(drop), replace=replace)["seeds"])

    def match(
        self,
        needs: Sequence[Any],
        *,
        count: int = 20,
        only: Sequence[str] | None = None,
        mark: str | None = None,
    ) -> dict[str, Any]:
        """Return the best seeds of every need: a record, or a list of records where it has several languages."""
        chosen = None if only is None else list(only)
        return self.ask("match", needs=list(needs), count=count, only=chosen, mark=mark)

    def match_needs(
        self,
        seed: Sequence[Mapping[str, Any]],
        *,
        count: int = 20,
        only: Sequence[str] | None = None,
        mark: str | None = None,
    ) -> dict[str, Any]:
        """Return the needs that a seed, or another text made ready as one, fits best."""
        chosen = None if only is None else list(only)
        return self.ask("match_needs", seed=list(seed), count=count, only=chosen, mark=mark)

    def explain(self, need: Mapping[str, str], seed: Mapping[str, str]) -> dict[str, Any]:
        """Return what speaks for a pair of texts, with the seed's nearest sentence."""
        return self.ask("explain", need=dict(need), seed=dict(seed))

    def reasons(self, pairs: Sequence[tuple[Mapping[str, str], Mapping[str, str]]]) -> list[dict[str, Any]]:
        """Return the words that speak for each pair of a need's and a seed's text."""
        given = [{"need": dict(need), "seed": dict(seed)} for need, seed in pairs]
        found: list[dict[str, Any]] = self.ask("reasons", pairs=given)["pairs"]
        return found


def _down(reason: str) -> RuleBroken:
    return unavailable(
        "down",
        f"照合プロセスが応えません（{reason}）。renkei matcher で始められます。ほかの機能は使えます。",
        f"The matcher does not answer ({reason}). renkei matcher starts it. Everything else works.",
    )
