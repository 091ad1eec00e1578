"""What looking through a file found, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from renkei.core.readability.rules import RULES, Rule
from renkei.kernel.localised import Localised

MOST_SHOWN = 20


@dataclass(frozen=True)
class Place:
    """Where it is: a sheet, a row as the spreadsheet shows it, a heading or column letter."""

    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Finding:
    """One breach of a rule, or (`look`) something that only a person can decide. `found` is what stands there."""

    rule: str
    place: Place
    found: str = ""
    look: bool = False
    said: Localised = field(default_factory=Localised)


@dataclass
class Report:
    """All findings of a file; of each rule at most twenty are kept and all are counted."""

    name: str
    findings: list[Finding] = field(default_factory=list)
    counts: dict[tuple[str, bool], int] = field(default_factory=dict)
    not_asked: set[str] = field(default_factory=set)

    def add(self, finding: Finding) -> None:
        key = finding.rule, finding.look
        self.counts[key] = self.counts.get(key, 0) + 1
        if self.counts[key] <= MOST_SHOWN:
            self.findings.append(finding)

    @property
    def broken(self) -> list[Rule]:
        return [rule for rule in RULES if (rule.code, False) in self.counts]

    def state(self, rule: Rule) -> str:
        """Return broken, look, kept, or not_asked for a rule that such a file cannot break."""
        if (rule.code, False) in self.counts:
            return "broken"
        if (rule.code, True) in self.counts:
            return "look"
        return "not_asked" if rule.code in self.not_asked else "kept"
