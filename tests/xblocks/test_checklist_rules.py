"""The checklist's rules in Python, on the cases they share with TypeScript (xblocks/checklist/cases.json)."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from xblocks.checklist import model, rules
from xblocks.core.outcome import Outcome, Refused

SHARED = json.loads((Path(model.__file__).parent / "cases.json").read_text("utf-8"))
NOW = datetime(2027, 3, 14, tzinfo=UTC)


def outcome(definition: model.Definition, state: model.State, action: Any) -> Outcome[model.State]:
    if action is None:
        return rules.standing(definition, state)
    try:
        return rules.apply(definition, state, action, NOW)
    except Refused as refused:
        return rules.standing(definition, state).refuse(refused.code)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_shared_case(case: dict[str, Any]) -> None:
    definition = model.Definition.from_json(SHARED["definitions"][case["definition"]])
    answer = outcome(definition, model.State.restore(definition, case["stored"]), case["action"]).to_json()
    assert {name: answer.get(name) for name in case["expect"]} == case["expect"]
    assert ("refused" in answer) == ("refused" in case["expect"])
    assert answer["complete"] == (answer["completion"] == 1000)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_state_survives_storing(case: dict[str, Any]) -> None:
    definition = model.Definition.from_json(SHARED["definitions"][case["definition"]])
    state = outcome(definition, model.State.restore(definition, case["stored"]), case["action"]).state
    stored = json.loads(json.dumps(state.to_json()))
    assert model.State.restore(definition, stored) == state


def test_the_largest_state_is_the_worst_case_without_notes() -> None:
    definition = model.Definition.from_json(SHARED["definitions"]["six required"])
    state = model.State.restore(definition, None)
    for item in definition.items:
        state = rules.apply(definition, state, {"type": "status", "item": item.id, "value": "not_needed"}, NOW).state
    assert state.to_json() == definition.largest_state()
    words = definition.state_words()
    assert {"items", "status", "gone", *model.STATUSES, *state.to_json()} <= set(words)
    assert {item.id for item in definition.items} == set(definition.notes()) <= set(words)
