"""What changed between an edition and the one that corrects it: values and sentences, as objects of JSON."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from renkei.reports.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from renkei.reports.service import Report

_COMPARED = ("value", "state", "unit", "basis", "publisher", "definition_version")


def changes(
    before: Mapping[str, Report],
    after: Mapping[str, Report],
    figures_before: Iterable[Mapping[str, Any]],
    figures_after: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the list of changes: `figures` (before and after as printed) and `texts` by language, in their order."""
    return {
        "figures": list(_figures(figures_before, figures_after)),
        "texts": {
            language: list(text_changes(before[language], after[language]))
            for language in sorted(after)
            if language in before
        },
    }


def _figures(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    old = {(each["code"], each["fiscal_year"]): each for each in before}
    new = {(each["code"], each["fiscal_year"]): each for each in after}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was and now and all(was[name] == now[name] for name in _COMPARED):
            continue
        some: Any = now or was
        yield {
            "code": key[0],
            "fiscal_year": key[1],
            "label": some["label"],
            "before": was["printed"] if was else {},
            "after": now["printed"] if now else {},
            "changed": [name for name in _COMPARED if was and now and was[name] != now[name]],
        }


def text_changes(before: Report, after: Report) -> Iterator[dict[str, str]]:
    """Yield the sentences that differ, in their order: section, its title, the words before and after."""
    titles = {each.id: each.title.text(after.language) for each in (*before.sections, *after.sections)}
    old, new = ([(each.section, each.text) for each in sentences(found)] for found in (before, after))
    for word, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if word == "equal":
            continue
        gone, come = old[start:end], new[first:last]
        for index in range(max(len(gone), len(come))):
            was = gone[index] if index < len(gone) else ("", "")
            now = come[index] if index < len(come) else ("", "")
            section = now[0] or was[0]
            yield {
                "section": section,
                "title": titles.get(section, ""),
                "before": was[1],
                "after": now[1],
            }
