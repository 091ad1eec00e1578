"""What is said to people when a rule is broken or a cell cannot be read."""

import re
from dataclasses import dataclass, field
from typing import ClassVar

from renkei.kernel.localised import Localised

LONGEST_FOUND = 80
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")


class RuleBroken(Exception):  # noqa: N818 - it names what happened to the person, not a fault of the program
    """A rule of the field refuses what was asked. `code` is dotted and never changes."""

    def __init__(self, code: str, message: Localised, **context: object) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return f"{self.code}: " + " / ".join(self.message.values())


class NotUnderstood(ValueError):  # noqa: N818 - as above
    """A text could not be read as what it should be. Carries what was found and what was expected."""

    code: ClassVar[str] = "text.not_understood"

    def __init__(self, found: str, expected: Localised) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected

    @property
    def message(self) -> Localised:
        flaw = Flaw(self.code, found=self.found, expected=self.expected)
        return Localised.both(flaw.message("ja"), flaw.message("en"))

    def __str__(self) -> str:
        return " / ".join(self.message.values())


@dataclass(frozen=True)
class Flaw:
    """One fault at one place of a table. `row` is the row number a person sees, the heading being row 1."""

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    expected: Localised = field(default_factory=Localised)

    def message(self, language: str) -> str:
        """Return one full sentence, Japanese or else English; empty parts are left out."""
        return self._japanese() if language.partition("-")[0] == "ja" else self._english()

    def _found(self) -> str:
        shown = _NOT_PRINTABLE.sub(" ", self.found).strip()
        return shown if len(shown) <= LONGEST_FOUND else shown[:LONGEST_FOUND] + "…"

    def _japanese(self) -> str:
        place = "、".join(
            part
            for part, present in (
                (f"ファイル「{self.file}」", self.file),
                (f"{self.row}行目", self.row is not None),
                (f"列「{self.column}」", self.column),
            )
            if present
        )
        found, expected = self._found(), self.expected.text("ja").strip().rstrip("。")
        said = [f"「{found}」とあります"] if found else []
        said += [f"必要なもの：{expected}"] if expected else []
        said = said or [f"誤りがあります（{self.code}）"]
        return (f"{place}：" if place else "") + "。".join(said) + "。"

    def _english(self) -> str:
        place = ", ".join(
            part
            for part, present in (
                (f"file “{self.file}”", self.file),
                (f"row {self.row}", self.row is not None),
                (f"column “{self.column}”", self.column),
            )
            if present
        )
        found, expected = self._found(), self.expected.text("en").strip().rstrip(".")
        said = [f"found “{found}”"] if found else []
        said += [f"expected {expected}"] if expected else []
        said = said or [f"there is a mistake ({self.code})"]
        sentence = (f"{place}: " if place else "") + "; ".join(said) + "."
        return sentence[0].upper() + sentence[1:]
