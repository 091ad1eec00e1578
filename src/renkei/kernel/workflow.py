"""Tables of steps: which verb leads a record from which state to which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from renkei.kernel.errors import RuleBroken
from renkei.kernel.localised import Localised


@dataclass(frozen=True)
class Step:
    from_state: str
    verb: str
    to_state: str


Table = Sequence[Step]


def next_steps(table: Table, state: str) -> tuple[Step, ...]:
    return tuple(step for step in table if step.from_state == state)


def next_states(table: Table, state: str) -> tuple[str, ...]:
    """Return the states one step away, in the order of the table, each once."""
    return tuple(dict.fromkeys(step.to_state for step in next_steps(table, state)))


def verbs(table: Table, state: str) -> tuple[str, ...]:
    return tuple(step.verb for step in next_steps(table, state))


def state_after(table: Table, state: str, verb: str) -> str:
    """Return the state the verb leads to. Raises RuleBroken("workflow.no_such_step")."""
    for step in next_steps(table, state):
        if step.verb == verb:
            return step.to_state
    raise RuleBroken(
        "workflow.no_such_step",
        Localised.both(
            "状態「{state}」では操作「{verb}」はできません。できる操作：{possible}。",
            "In the state “{state}” the step “{verb}” is not possible. Possible: {possible}.",
        ).filled(
            state=state,
            verb=verb,
            possible=Localised.both(
                "、".join(verbs(table, state)) or "なし", ", ".join(verbs(table, state)) or "none"
            ),
        ),
        state=state,
        verb=verb,
    )


def moves(table: Table) -> tuple[tuple[str, str], ...]:
    """Return every (from, to) once, for the constraint in the database."""
    return tuple(dict.fromkeys((step.from_state, step.to_state) for step in table))


def reachable(table: Table, start: str) -> frozenset[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(next_states(table, state))
    return frozenset(seen)


def final_states(table: Table) -> frozenset[str]:
    """Return the states no step leaves."""
    return frozenset(step.to_state for step in table) - frozenset(step.from_state for step in table)


def check_table(table: Table, start: str, states: Iterable[str]) -> None:
    """Raise ValueError for an unknown state, a verb that leads two ways, or a state never reached."""
    known = frozenset(states)
    named = {state for step in table for state in (step.from_state, step.to_state)} | {start}
    if unknown := named - known:
        msg = f"unknown states: {sorted(unknown)}"
        raise ValueError(msg)
    pairs = [(step.from_state, step.verb) for step in table]
    if doubled := {pair for pair in pairs if pairs.count(pair) > 1}:
        msg = f"verbs that lead two ways: {sorted(doubled)}"
        raise ValueError(msg)
    if lost := known - reachable(table, start):
        msg = f"states never reached from {start}: {sorted(lost)}"
        raise ValueError(msg)
