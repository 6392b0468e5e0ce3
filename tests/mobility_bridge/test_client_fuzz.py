"""Whatever a platform answers, `send` returns one of its outcomes before its deadline, and no secret comes out."""

import json
import logging
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobility_bridge.client import Attempt, Client, ClientError, Outcome, Retry
from tests.mobility_bridge.lying_platform import KINDS, PACKAGE, SCOPES, LyingPlatform, Reply
from tests.mobility_bridge.test_client import GRADE, SCORE, USER

TOKEN = "tok-9fUzz-Secret-2Wq"
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([TOKEN, USER, "grade", PACKAGE]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
MEMBERS = (
    "access_token",
    "token_type",
    "expires_in",
    "scope",
    "id",
    "tag",
    "resourceId",
    "userId",
    "resultScore",
    "resultMaximum",
)


def likely(origin: str) -> st.SearchStrategy[object]:
    """What nearly is an answer: right members, any values."""
    urls = st.sampled_from(
        [f"{origin}/lineitems/2/lineitem", "/x", f"{origin}:1/", "http://127.0.0.1:9/", "https://[", TOKEN]
    )
    right = {
        "access_token": TOKEN,
        "token_type": "Bearer",
        "scope": SCOPES,
        "tag": "grade",
        "resourceId": PACKAGE,
        "userId": USER,
    }
    members = {name: JSON | urls | st.just(right.get(name, 640)) for name in MEMBERS}
    one = st.fixed_dictionaries({}, optional=members) | st.fixed_dictionaries(
        {name: st.just(right.get(name)) for name in right}, optional={"id": urls}
    )
    return one | st.lists(one, max_size=3)


@st.composite
def replies(draw: st.DrawFn, origin: str) -> Reply:
    value = draw(JSON | likely(origin))
    body = draw(st.just(json.dumps(value).encode()) | st.binary(max_size=40))
    words = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30)
    link = st.sampled_from([f"<{origin}/p{n}>; rel=next" for n in range(3)] + [f"<//evil>; rel=next,<{TOKEN}>"]) | words
    headers = {
        "Link": link,
        "Retry-After": words | st.just("9" * 50),
        "Location": link,
        "Content-Type": words,
        "Content-Encoding": st.sampled_from(["gzip", "br", "identity", TOKEN]),
    }
    return Reply(
        status=draw(
            st.sampled_from([200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503])
            | st.integers(200, 999)
        ),
        body=body,
        headers=draw(st.fixed_dictionaries({}, optional=headers)),
        cut=draw(st.none() | st.none() | st.integers(0, 120)),
    )


@pytest.fixture(scope="module")
def platform(rsa_key):
    with LyingPlatform(rsa_key).running() as platform:
        yield platform


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), honest=st.sets(st.sampled_from(KINDS)))
def test_whatever_a_platform_answers_there_is_an_outcome(platform, signer, caplog, data, honest):
    caplog.clear()
    platform.seen.clear()
    platform.held.clear()
    told = {
        kind: data.draw(st.lists(replies(platform.origin), min_size=1, max_size=3), label=kind)
        for kind in KINDS
        if kind not in honest
    }
    asked = dict.fromkeys(told, 0)

    def lie(seen):
        asked[seen.kind] += 1
        return told[seen.kind][(asked[seen.kind] - 1) % len(told[seen.kind])]

    platform.lies = dict.fromkeys(told, lie)
    platform.tokens.add(TOKEN)
    with caplog.at_level(logging.DEBUG), Client(platform.registration(), signer, deadline=5) as client:
        outcome = client.send(SCORE, GRADE)
        assert isinstance(outcome, get_args(Outcome))
        if isinstance(outcome, Retry):
            assert 0 <= outcome.seconds <= 3602
            assert isinstance(client.send(SCORE, GRADE, outcome.attempt), get_args(Outcome))
        try:
            client.results(client.line_item(GRADE), USER)
        except ClientError as error:
            said = f"{error!r} {error} {error.__context__!r}"
        else:
            said = ""
    said += repr(outcome) + "".join(f"{each.getMessage()}{each.exc_info}" for each in caplog.records)
    assert TOKEN not in said
    for seen in platform.asked("token"):
        assert seen.body.decode().split("client_assertion=")[1].split("&")[0] not in said
    assert Attempt() == Attempt(0, None)
