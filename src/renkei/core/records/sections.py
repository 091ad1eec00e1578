"""The sections of the public site that a cluster's menu may name: the portal registers them at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_sections: dict[str, Any] = {}


def register_sections(found: Iterable[tuple[str, Any]]) -> None:
    """Register sections: their names, as a menu is written, and what they are called."""
    _sections.update(found)


def sections() -> Mapping[str, Any]:
    """Return what each section is called, by its name."""
    return _sections


def menu_flaws(menu: str) -> Iterator[RuleBroken]:
    """Yield what is wrong with a menu: names of no section, and sections that stand in it twice."""
    known = ", ".join(_sections)
    unknown = Localised.both(
        f"頁のまとまりの名前（次のどれか：{known}）", f"names of sections, each one of: {known}"
    )
    once = Localised.both("どのまとまりも一度だけ", "each section once")
    names = menu.split()
    yield from (RuleBroken("cluster.menu", unknown, found=name) for name in names if name not in _sections)
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    yield from (RuleBroken("cluster.menu_twice", once, found=name) for name in twice)
