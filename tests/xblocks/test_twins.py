"""Python's and TypeScript's rules give the same answers to any learner, however strange the input."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.xblocks.conftest import Play
from tests.xblocks.strategies import ACTIONS, STORED, definitions
from tests.xblocks.test_checklist_rules import outcome
from xblocks.checklist import model


def python(question: dict[str, Any]) -> list[dict[str, Any]]:
    definition = model.Definition.from_json(question["definition"])
    state = model.State.restore(definition, question["stored"])
    answers = [outcome(definition, state, None)]
    for action in question["actions"]:
        answers.append(outcome(definition, answers[-1].state, action))
    return [answer.to_json() for answer in answers]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(definition=definitions(), stored=STORED, actions=ACTIONS)
def test_any_sequence_of_actions(typescript: Play, definition: Any, stored: Any, actions: list[Any]) -> None:
    question = {"definition": definition, "stored": stored, "actions": actions}
    assert typescript(question) == python(question)


@settings(max_examples=200, deadline=None)
@given(definition=definitions(), stored=STORED, actions=ACTIONS)
def test_what_always_holds(definition: Any, stored: Any, actions: list[Any]) -> None:
    """Completion never falls, values stay in range, notes never travel as evidence, repeating changes nothing."""
    parsed = model.Definition.from_json(definition)
    before = outcome(parsed, model.State.restore(parsed, stored), None)
    for action in actions:
        after = outcome(parsed, before.state, action)
        again = outcome(parsed, after.state, action)
        assert after.completion >= before.completion
        assert 0 <= (after.score or 0) <= after.completion <= 1000
        assert again.state == after.state
        assert again.evidence == ()
        assert after.refused is None or after.state == before.state
        assert all(set(one.data) == {"counts", "readiness"} for one in after.evidence)
        before = after
