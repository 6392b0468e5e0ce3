"""The JSON Schemas, their examples, and the Python that says the same."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

import mobility_bridge.schemas
from mobility_bridge import evidence as ev
from mobility_bridge import schemas
from mobility_bridge.messages import MessageError, parse_score, serialise_score

EXAMPLES = Path(mobility_bridge.schemas.__file__).parent / "examples"
VALID = sorted(path for path in EXAMPLES.glob("*--*.json"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.json"))


def schema_of(example):
    return f"{example.name.split('--')[0]}.schema.json"


@pytest.mark.parametrize("name", schemas.names())
def test_each_schema_is_one_and_says_what_it_is(name):
    schema = schemas.load(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == schemas.BASE + name
    assert schema["description"]


@pytest.mark.parametrize("name", schemas.names())
def test_each_schema_has_an_example_and_a_counterexample(name):
    assert any(schema_of(example) == name for example in VALID)
    assert any(schema_of(example) == name for example in INVALID)


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_examples_are_valid(example):
    schemas.validator(schema_of(example)).validate(json.loads(example.read_text("utf-8")))


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_counterexamples_are_not(example):
    with pytest.raises(ValidationError):
        schemas.validator(schema_of(example)).validate(json.loads(example.read_text("utf-8")))


SCORES = [path for path in (*VALID, *INVALID) if path.name.startswith("score--")]


@pytest.mark.parametrize("example", SCORES, ids=lambda path: path.stem)
def test_python_agrees_on_scores(example):
    score = json.loads(example.read_text("utf-8"))
    assert parses(score) == schemas.validator("score.schema.json").is_valid(score)


@pytest.mark.parametrize(
    "example", [p for p in (*VALID, *INVALID) if p.name.startswith("evidence-")], ids=lambda p: p.stem
)
def test_python_agrees_on_evidence(example):
    value = json.loads(example.read_text("utf-8"))
    assert parses_evidence(value) == schemas.validator(schema_of(example)).is_valid(value)


def test_every_evidence_type_has_its_schema():
    described = {(s["properties"]["type"]["const"], s["properties"]["v"]["const"]) for s in map(schemas.load, EVIDENCE)}
    assert described == set(ev.TYPES)


EVIDENCE = [name for name in schemas.names() if name.startswith("evidence-")]


def parses(score):
    try:
        parsed = parse_score(score, with_user="userId" in score)
    except MessageError:
        return False
    assert parse_score(serialise_score(parsed), with_user=parsed.user is not None) == parsed
    return True


def parses_evidence(value):
    try:
        assert ev.parse(ev.serialise(ev.parse(value, "$")), "$") == ev.parse(value, "$")
    except MessageError:
        return False
    return True


number = st.one_of(st.integers(-5, 1005), st.floats(0, 3), st.sampled_from([True, None, "1", 1000.0, 10**7]))
moments = st.sampled_from(
    ["2027-02-11T18:04:31Z", "2027-02-11T18:04:31.123456Z", "2027-02-11T18:04:31.1234567Z", "2027-02-11", "", None, 5]
)
kinds = st.sampled_from(["check.passed", "checklist.state", "journal.entry", None, 3])
blocks = st.sampled_from(["problem/a-1", "problem/a~2", "problem", "/a", "a/b/c", "", None])
counts = st.fixed_dictionaries({}, optional=dict.fromkeys(("not_yet", "in_hand", "done", "not_needed", "note"), number))
data = st.fixed_dictionaries({}, optional={"score": number, "attempts": number, "counts": counts, "readiness": number})
pieces = st.fixed_dictionaries(
    {"type": kinds, "v": st.sampled_from([1, 2, True, "1"]), "block": blocks, "at": moments, "data": data},
    optional={"owner": st.just("Lena")},
)


@given(
    st.fixed_dictionaries(
        {
            "timestamp": moments,
            "activityProgress": st.sampled_from(["InProgress", "Done", None]),
            "gradingProgress": st.sampled_from(["FullyGraded", "Pending", 1]),
        },
        optional={
            "userId": st.sampled_from(["p_" + "a" * 26, "p_" + "a" * 25, "lena@example.org"]),
            "scoreGiven": number,
            "scoreMaximum": number,
            "comment": st.just("well done"),
            "https://w3id.org/blended-mobility/evidence": st.lists(pieces, max_size=2),
        },
    )
)
def test_python_and_the_schema_accept_the_same_scores(score):
    assert parses(score) == schemas.validator("score.schema.json").is_valid(score)


@given(pieces)
def test_python_and_the_schema_accept_the_same_evidence(piece):
    valid = any(schemas.validator(name).is_valid(piece) for name in EVIDENCE)
    assert parses_evidence(piece) == valid
