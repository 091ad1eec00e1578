"""What can go wrong with a backup, as sentences for a person."""

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised


def trouble(code: str, japanese: str, english: str) -> RuleBroken:
    return RuleBroken(f"backup.{code}", Localised.both(japanese, english))


def damaged(why: str) -> RuleBroken:
    return trouble(
        "damaged",
        f"控えのファイルが途中で切れているか、壊れています（{why}）。何も書き込んでいません。",
        f"The backup is cut short or damaged ({why}). Nothing was written.",
    )
