"""How a checklist answers a learner's action (contract 12). Twin of rules.ts; both run on cases.json.

Readiness is the share of required steps done among the required steps not marked "not needed", per mille. It
is the score; completion is the highest readiness so far.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from xblocks.checklist.model import NOTE_LIMIT, STATUSES, Answer, Definition, State, is_note
from xblocks.core.outcome import Action, Evidence, Outcome, Refused, per_mille


def apply(definition: Definition, state: State, action: Action, now: datetime) -> Outcome[State]:  # noqa: ARG001 - see below
    """Raises Refused: unknown-action, unknown-item, unknown-status, note-not-text, note-too-long.

    Every block's rules take `now`; a checklist has no use for it, since dates never decide.
    """
    kind, value = action.get("type"), action.get("value")
    if kind not in ("status", "note"):
        raise Refused("unknown-action")
    item = _known(definition, action.get("item"))
    before = state.items.get(item, Answer())
    after = _with_status(before, value) if kind == "status" else _with_note(before, value)
    items = {key: answer for key, answer in {**state.items, item: after}.items() if answer != Answer()}
    changed = replace(state, items=items)
    changed = replace(changed, best=max(state.best, readiness(definition, changed)))
    report = (_report(definition, changed),) if after.status != before.status else ()
    return replace(standing(definition, changed), evidence=report)


def standing(definition: Definition, state: State) -> Outcome[State]:
    """What a state means as it stands, without an action."""
    ready = readiness(definition, state)
    return Outcome(state, score=ready, completion=max(state.best, ready))


def readiness(definition: Definition, state: State) -> int:
    """Per mille; 1000 when no required step is left to do."""
    statuses = [state.items.get(item.id, Answer()).status for item in definition.items if item.required]
    needed = [status for status in statuses if status != "not_needed"]
    return per_mille(needed.count("done"), len(needed)) if needed else 1000


def _known(definition: Definition, item: Any) -> str:
    if not any(item == one.id for one in definition.items):
        raise Refused("unknown-item")
    return str(item)


def _with_status(answer: Answer, value: Any) -> Answer:
    if value not in STATUSES:
        raise Refused("unknown-status")
    return replace(answer, status=value)


def _with_note(answer: Answer, value: Any) -> Answer:
    if not is_note(value):
        raise Refused("note-not-text")
    if len(value) > NOTE_LIMIT:
        raise Refused("note-too-long")
    return replace(answer, note=value)


def _report(definition: Definition, state: State) -> Evidence:
    """A snapshot with counts only: no step's words, no note."""
    statuses = [state.items.get(item.id, Answer()).status for item in definition.items]
    counts = {status: statuses.count(status) for status in STATUSES}
    return Evidence("checklist.state", 1, {"counts": counts, "readiness": readiness(definition, state)})
