"""The blocks' rules in Python, on the cases they share with TypeScript (xblocks/<block>/cases.json)."""

import json
from typing import Any

import pytest

from tests.xblocks.subjects import CHECKLIST, FACTS, SUBJECTS, Subject
from xblocks.core.outcome import Outcome

CASES = [
    pytest.param(subject, case, id=f"{subject}: {case['name']}")
    for subject in SUBJECTS
    for case in subject.shared["cases"]
]


def play(subject: Subject, case: dict[str, Any]) -> Outcome[Any]:
    definition = subject.model.Definition.from_json(subject.shared["definitions"][case["definition"]])
    return subject.outcome(definition, subject.model.State.restore(definition, case["stored"]), case["action"])


@pytest.mark.parametrize(("subject", "case"), CASES)
def test_shared_case(subject: Subject, case: dict[str, Any]) -> None:
    answer = play(subject, case).to_json()
    assert {name: answer.get(name) for name in case["expect"]} == case["expect"]
    assert ("refused" in answer) == ("refused" in case["expect"])
    assert answer["complete"] == (answer["completion"] == 1000)


@pytest.mark.parametrize(("subject", "case"), CASES)
def test_state_survives_storing(subject: Subject, case: dict[str, Any]) -> None:
    definition = subject.model.Definition.from_json(subject.shared["definitions"][case["definition"]])
    state = play(subject, case).state
    stored = json.loads(json.dumps(state.to_json()))
    assert subject.model.State.restore(definition, stored) == state


def test_the_largest_state_is_the_worst_case_without_notes() -> None:
    definition = CHECKLIST.model.Definition.from_json(CHECKLIST.shared["definitions"]["six required"])
    state = CHECKLIST.model.State.restore(definition, None)
    for item in definition.items:
        state = CHECKLIST.outcome(definition, state, {"type": "status", "item": item.id, "value": "not_needed"}).state
    assert state.to_json() == definition.largest_state()
    words = definition.state_words()
    assert {"items", "status", "gone", *CHECKLIST.model.STATUSES, *state.to_json()} <= set(words)
    assert {item.id for item in definition.items} == set(definition.notes()) <= set(words)


def test_the_largest_state_of_facts_is_the_longest_choice() -> None:
    definition = FACTS.model.Definition.from_json(FACTS.shared["definitions"]["names every object has"])
    assert definition.largest_state() == {"version": 1, "chosen": "constructor"}
    assert {"version", "chosen", "other", "constructor", "valueof"} == set(definition.state_words())
    assert definition.notes() == {}
