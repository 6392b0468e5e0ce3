"""Messages, strict JSON, instants and claim codes."""

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mobility_bridge.schemas
from mobility_bridge import claimcode, instants, strictjson
from mobility_bridge.evidence import Evidence, Kind
from mobility_bridge.messages import (
    EVIDENCE_KEY,
    ActivityProgress,
    GradingProgress,
    Score,
    parse_score,
    serialise_score,
)
from mobility_bridge.strictjson import MessageError

NOW = 1_803_000_000_123_456
SCORE = Score(NOW, ActivityProgress.IN_PROGRESS, GradingProgress.FULLY_GRADED, 640, 1000)


def test_a_score_is_what_the_contract_shows():
    passed = Evidence("check.passed", 1, "sequential/work-safety-check", NOW, {"score": 1000, "attempts": 2})
    body = serialise_score(Score(**{**SCORE.__dict__, "user": "p_" + "a" * 26, "evidence": (passed,)}))
    assert list(body) == [
        "timestamp",
        "activityProgress",
        "gradingProgress",
        "userId",
        "scoreGiven",
        "scoreMaximum",
        EVIDENCE_KEY,
    ]
    assert body[EVIDENCE_KEY][0]["data"] == {"score": 1000, "attempts": 2}
    assert passed.kind is Kind.OCCURRENCE


def test_messages_do_not_change():
    with pytest.raises(FrozenInstanceError):
        SCORE.given = 1


@pytest.mark.parametrize(
    ("given", "maximum", "of", "expected"),
    [
        (640, 1000, 1000, 640),
        (1, 3, 1000, 333),
        (2, 3, 1000, 667),
        (1, 2000, 1000, 1),
        (3, 2, 1000, 1500),
        (0, 7, 1000, 0),
    ],
)
def test_points_are_scaled_half_up_in_integers(given, maximum, of, expected):
    assert Score(NOW, SCORE.activity, SCORE.grading, given, maximum).per_mille(of) == expected


def test_no_score_has_no_per_mille():
    assert Score(NOW, SCORE.activity, SCORE.grading).per_mille() is None


@given(st.integers(0, 4_000_000_000_000_000))
def test_a_moment_survives_the_wire(us):
    assert instants.parse(instants.text(us), "$") == us


WRONG = [
    ("$", [], "must be an object"),
    ("$", {}, "lacks activityProgress"),
    ("$.timestamp", {"timestamp": "2027-02-30T00:00:00Z"}, "not a time that exists"),
    ("$.activityProgress", {"activityProgress": "Done"}, "must be one of Initialized"),
    ("$.scoreGiven", {"scoreGiven": 0.5, "scoreMaximum": 1}, "whole number"),
    ("$", {"scoreGiven": 1}, "lacks scoreMaximum"),
    (f'$["{EVIDENCE_KEY}"][0]', {EVIDENCE_KEY: [{}]}, "lacks at"),
]


@pytest.mark.parametrize(("where", "change", "what"), WRONG)
def test_an_error_says_what_and_where(where, change, what):
    body = serialise_score(Score(NOW, SCORE.activity, SCORE.grading)) | change if change else change
    with pytest.raises(MessageError) as caught:
        parse_score(body, with_user=False)
    assert caught.value.where == where
    assert what in caught.value.what


@given(
    st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), st.lists, max_leaves=8)
)
def test_ordinary_json_is_read_as_it_is(value):
    text = json.dumps(value)
    if "\\u0000" in text or _depth(value) > strictjson.MAX_DEPTH:
        return
    try:
        assert strictjson.loads(text.encode()) == value
    except MessageError as error:
        assert "surrogate" in error.what


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_message_error(body):
    try:
        strictjson.loads(body)
    except MessageError as error:
        assert error.where.startswith("$")


def _depth(value):
    return 1 + max(map(_depth, value), default=0) if isinstance(value, list) else 0


@given(st.text(claimcode.ALPHABET, min_size=10, max_size=10), st.integers(0, 10), st.sampled_from(claimcode.ALPHABET))
def test_every_single_wrong_symbol_in_a_code_is_seen(body, place, symbol):
    code = body + claimcode.check_symbol(body)
    wrong = code[:place] + symbol + code[place + 1 :]
    assert claimcode.read(claimcode.show(code)) == code
    assert claimcode.read(wrong) == (code if wrong == code else None)


def test_codes_are_made_at_random_and_can_be_read():
    codes = {claimcode.make() for _ in range(200)}
    assert len(codes) == 200
    assert all(claimcode.read(claimcode.show(code)) == code for code in codes)


def test_the_examples_of_codes_for_other_languages():
    file = Path(mobility_bridge.schemas.__file__).parent / "examples" / "claim-codes.json"
    for example in json.loads(file.read_text("utf-8")):
        assert claimcode.read(example["written"]) == example["symbols"]


def test_the_messages_need_no_django():
    code = "import sys, mobility_bridge.messages, mobility_bridge.schemas; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
