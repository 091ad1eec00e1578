"""Which matcher this site asks."""

from __future__ import annotations

from django.conf import settings

from renkei.matching.process.client import MatcherClient


def present_client() -> MatcherClient:
    """Return a client of the matcher that listens in this site's data folder."""
    return MatcherClient(settings.HOME)
