"""Python's and TypeScript's rules give the same answers to any learner, however strange the input."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.xblocks import strategies
from tests.xblocks.conftest import Play
from tests.xblocks.subjects import CHECKLIST, FACTS, Subject

TWINS = [(CHECKLIST, strategies.CHECKLIST), (FACTS, strategies.FACTS)]
EACH = pytest.mark.parametrize(("subject", "questions"), TWINS, ids=[str(subject) for subject, _ in TWINS])


@EACH
def test_any_sequence_of_actions(typescript: Play, subject: Subject, questions: Any) -> None:
    @settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(questions)
    def holds(question: dict[str, Any]) -> None:
        assert typescript(subject.name, question) == [outcome.to_json() for outcome in subject.play(question)]

    holds()


@EACH
def test_what_always_holds(subject: Subject, questions: Any) -> None:
    """Completion never falls, values stay in range, notes never travel as evidence, repeating changes nothing."""

    @settings(max_examples=200, deadline=None)
    @given(questions)
    def holds(question: dict[str, Any]) -> None:
        definition = subject.model.Definition.from_json(question["definition"])
        before, *outcomes = subject.play(question)
        for action, after in zip(question["actions"], outcomes, strict=True):
            again = subject.outcome(definition, after.state, action)
            assert after.completion >= before.completion
            assert 0 <= (after.score or 0) <= after.completion <= 1000
            assert again.state == after.state
            assert again.evidence == ()
            assert after.refused is None or after.state == before.state
            assert all(set(one.data) == {"counts", "readiness"} for one in after.evidence)
            assert subject is CHECKLIST or after.evidence == ()
            before = after

    holds()
