"""How a block of facts answers a learner's choice (contract 12). Twin of rules.ts; both run on cases.json.

It is done once something was chosen, whatever the author takes away later. No score, and no evidence: where somebody
goes is nobody else's business.
"""

from dataclasses import replace
from datetime import datetime

from xblocks.core.outcome import Action, Outcome, Refused
from xblocks.facts.model import OTHER, Definition, State


def apply(definition: Definition, state: State, action: Action, now: datetime) -> Outcome[State]:  # noqa: ARG001 - see below
    """Raises Refused: unknown-action, unknown-pack.

    Every block's rules take `now`; here only the view asks whether a fact is past its review.
    """
    if action.get("type") != "choose":
        raise Refused("unknown-action")
    value = action.get("value")
    if value not in choices(definition):
        raise Refused("unknown-pack")
    return standing(definition, replace(state, chosen=value))


def standing(definition: Definition, state: State) -> Outcome[State]:  # noqa: ARG001 - every block's rules take it
    """What a state means as it stands, without an action."""
    return Outcome(state, score=None, completion=0 if state.chosen is None else 1000)


def choices(definition: Definition) -> list[str]:
    """What can be chosen: every pack, and "other" where the author wrote what to do then."""
    return [*(pack.id for pack in definition.packs), *([OTHER] if definition.otherwise.title else [])]
