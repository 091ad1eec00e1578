"""Errors of matching. Whoever calls shows them as they are; everything else in the house keeps working."""

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised


class MatchingUnavailable(RuleBroken):
    """Matching cannot be used now: not prepared, files altered, or no matcher running."""


def unavailable(code: str, japanese: str, english: str) -> MatchingUnavailable:
    """Return the error `matching.<code>` that says, first of all, that matching does not work now."""
    return MatchingUnavailable(
        f"matching.{code}",
        Localised.both(f"照合は今使えません。{japanese}", f"Matching cannot be used now. {english}"),
    )
