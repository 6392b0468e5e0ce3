"""Hostile requests: a clear 4xx with CORS, never a 500, and nothing is stored."""

import json

import pytest
from world import event

from mobility_record.results.models import Message

ENDPOINTS = ["claim", "refresh", "events", "mine", "stop"]

BODIES = {
    "empty": b"",
    "not json": b"hello",
    "not utf-8": b'{"token": "\xff"}',
    "a list": b"[]",
    "a number": b"17",
    "null": b"null",
    "deep": b"[" * 30_000 + b"]" * 30_000,
    "deep object": b'{"token":' * 20 + b"1" + b"}" * 20,
    "nan": b'{"token": NaN}',
    "infinity": b'{"token": -Infinity}',
    "1e400": b'{"token": 1e400}',
    "huge integer": b'{"token": ' + b"9" * 5000 + b"}",
    "large integer": b'{"token": 9007199254740993}',
    "duplicate key": b'{"token": "a", "token": "b"}',
    "NUL": b'{"token": "a\\u0000b"}',
    "NUL in key": b'{"a\\u0000b": 1}',
    "lone surrogate": b'{"token": "\\ud800"}',
    "surrogate key": b'{"\\udfff": 1}',
    "byte order mark": b'\xef\xbb\xbf{"token": "a"}',
    "wrong type": b'{"token": 1, "refresh": [], "code": {}, "events": 3}',
    "extra": b'{"token": "x", "refresh": "x", "code": "x", "events": [], "surprise": 1}',
}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("name", BODIES)
def test_a_malformed_body_is_400_and_says_where(db, ask, endpoint, name):
    status, answer = ask(endpoint, BODIES[name])
    assert (status, answer["error"]) == (400, "malformed")
    assert answer["message"].startswith("$")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_more_than_64_kib_is_413(db, ask, endpoint):
    assert ask(endpoint, b'{"token": "' + b"x" * 65_536 + b'"}')[0] == 413
    assert ask(endpoint, b" " * 65_536)[0] == 400


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "patch", "trace"])
def test_only_post(db, client, endpoint, method):
    response = getattr(client, method)(f"/bridge/v1/{endpoint}")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize(
    "change",
    [
        {"code": 7},
        {"code": "x" * 41},
        {"device": "1"},
        {"device": None},
        {"package": ""},
        {"package": "a b"},
        {"package": "x" * 256},
        {"package_version": "v1"},
        {"name": "Lena"},
    ],
)
def test_a_claim_of_another_shape_is_400(world, ask, change):
    assert ask("claim", world.claim() | change)[0] == 400


def test_more_than_50_events_are_refused_as_a_whole(world, ask):
    token = ask("claim", world.claim())[1]["token"]
    assert ask("events", {"token": token, "events": [event(seq) for seq in range(1, 52)]})[0] == 400
    assert not Message.objects.exists()
    assert len(ask("events", {"token": token, "events": [event(s) for s in range(1, 51)]})[1]["accepted"]) == 50


HOSTILE_SCORES = [
    {"scoreGiven": True, "scoreMaximum": 1000},
    {"scoreGiven": 1, "scoreMaximum": 0},
    {"scoreGiven": -1, "scoreMaximum": 1},
    {"scoreGiven": 0.5, "scoreMaximum": 1},
    {"scoreGiven": 1},
    {"scoreGiven": 10**9, "scoreMaximum": 1},
    {"timestamp": "2026-02-30T00:00:00Z"},
    {"timestamp": "0000-01-01T00:00:00Z"},
    {"timestamp": "2026-02-11T18:04:31+00:00"},
    {"timestamp": 1_700_000_000},
    {"activityProgress": "Done"},
    {"activityProgress": []},
    {"gradingProgress": None},
    {"comment": "<script>alert(1)</script>"},
    {"https://w3id.org/blended-mobility/evidence": {}},
    {"https://w3id.org/blended-mobility/evidence": [None]},
    {"https://w3id.org/blended-mobility/evidence": [{"type": {}, "v": 1, "block": "a/b", "at": "", "data": {}}]},
]


@pytest.mark.parametrize("change", HOSTILE_SCORES, ids=lambda change: json.dumps(change)[:60])
def test_a_hostile_score_is_rejected_alone(world, ask, change):
    token = ask("claim", world.claim())[1]["token"]
    good, bad = event(2), event(1)
    bad["score"] = {**bad["score"], **change} if set(change) != {"scoreGiven"} else {**_bare(bad), **change}
    status, answer = ask("events", {"token": token, "events": [bad, good]})
    assert (status, answer["accepted"]) == (200, [good["id"]])
    assert answer["rejected"][0]["id"] == bad["id"]


def _bare(told):
    return {name: value for name, value in told["score"].items() if not name.startswith("score")}
