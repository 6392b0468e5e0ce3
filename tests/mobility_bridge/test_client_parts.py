"""The parts of the client that need no network: addresses, Link headers, timestamps, waiting, assertions, the dialogue."""

import itertools
import json
import random
import subprocess
import sys
import warnings
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from mobility_bridge import addresses, backoff
from mobility_bridge.calls import Desk
from mobility_bridge.client import Attempt, ConfigurationError, Delivered, Reason, Signer, Wanted
from mobility_bridge.dialogue import send
from mobility_bridge.exchange import Answer
from mobility_bridge.stamps import Timestamps, following
from tests.mobility_bridge.lying_platform import SCOPES
from tests.mobility_bridge.test_client import NOW, SCORE
from tests.mobility_bridge.test_client_lies import record_platform

LINKS = [
    ("", None),
    ('<https://a/2>; rel="next"', "https://a/2"),
    ("<https://a/2>; rel=next", "https://a/2"),
    ("<https://a/2>;REL=NEXT", "https://a/2"),
    ('<https://a/1>; rel="prev", <https://a/2,3;4>; title="x"; rel="last next"', "https://a/2,3;4"),
    ('<https://a/2>; rel="nextish"', None),
    ('<https://a/2>; title="next"', None),
    ('<https://a/2; rel="next"', None),
    ('https://a/2; rel="next"', None),
    ("<https://a/2>; rel=“next”", "https://a/2"),
    ("<https://a/2>; rel=“next”".encode().decode("latin-1"), "https://a/2"),
    ("<>; rel=next", ""),
]


@pytest.mark.parametrize(("header", "target"), LINKS)
def test_the_next_page_in_a_link_header(header, target):
    assert addresses.next_page(header) == target


@given(st.text(max_size=60) | st.text('<>;,="relnxt \t', max_size=60))
def test_any_link_header_is_read(header):
    addresses.next_page(header)


@given(st.text() | st.text("htps:/\\@.#?%[]a1 "))
def test_no_address_leads_off_its_origin(url):
    """Whatever a platform names: the address that is called begins with the origin and a slash."""
    try:
        called = addresses.pinned(url, "https://lms.example:8443/lineitems?x=1")
    except ValueError:
        return
    assert called.startswith("https://lms.example:8443/")


BELOW = [
    ("https://a/i/1", "https://a/i/1/scores"),
    ("https://a/i/1/", "https://a/i/1/scores"),
    ("https://a/i/1?type_id=3", "https://a/i/1/scores?type_id=3"),
    ("https://a/i/1?b=/c?d", "https://a/i/1/scores?b=/c?d"),
]


@pytest.mark.parametrize(("url", "expected"), BELOW)
def test_scores_go_before_the_query(url, expected):
    assert addresses.below(url, "scores") == expected


def test_filters_are_added_to_a_query():
    assert (
        addresses.with_query("https://a/i", tag="gate:a b", resource_id="X+Y&Z")
        == "https://a/i?tag=gate%3Aa%20b&resource_id=X%2BY%26Z"
    )
    assert addresses.with_query("https://a/i?t=1", tag="x", resource_id=None) == "https://a/i?t=1&tag=x"


NOW_S = 1_803_000_000.0
AFTER = [
    ("0", 0),
    ("120", 120),
    (" 7 ", 7),
    ("3601", 3600),
    ("1" * 30, 3600),
    ("Fri, 19 Feb 2027 01:22:00 GMT", 120),
    ("Friday, 19-Feb-27 01:22:00 GMT", 120),
    ("Fri, 19 Feb 2027 01:22:00 -0000", 120),
    ("Fri, 19 Feb 2027 00:00:00 GMT", 0),
    ("Fri, 19 Feb 2099 00:00:00 GMT", 3600),
    ("-1", None),
    ("1.5", None),
    ("soon", None),
    ("²", None),
    ("", None),
]


@pytest.mark.parametrize(("value", "expected"), AFTER)
def test_retry_after_in_seconds_and_as_a_date(value, expected):
    assert backoff.retry_after(value, NOW_S) == expected


@given(st.text(), st.integers(-5, 10**6), st.none() | st.floats(0, 1e9))
def test_waiting_has_its_bounds(value, number, after):
    asked = backoff.retry_after(value, NOW_S)
    assert asked is None or 0 <= asked <= 3600
    wait = backoff.seconds(number, after, random.Random(1))
    assert (after is None and 0 <= wait <= 900) or (after is not None and min(after, 3600) <= wait <= 3602)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.booleans()), max_size=30),
    st.sampled_from([1, 10]),
)
def test_timestamps_rise_by_the_step_and_never_reorder(told, step):
    """Whatever comes in whatever order, repeated or not: what is sent anew rises in both times."""
    memory, sent = Timestamps(), []
    for happened, given_points, again in told:
        score = replace(SCORE, timestamp_us=happened, given=given_points)
        stamp = memory.stamp("i", score, step, None)
        if stamp is not None and (not sent or stamp != sent[-1][1]):
            sent.append((happened, stamp))
        if again and stamp is not None:
            assert memory.stamp("i", score, step, stamp) == stamp
    assert all(b[1] >= a[1] + step and b[0] >= a[0] for a, b in itertools.pairwise(sent))
    assert all(stamp >= happened for happened, stamp in sent)


def test_a_void_score_leaves_the_timestamps_above_it():
    memory = Timestamps()
    assert memory.stamp("i", SCORE, 10, None) == NOW
    memory.void("i", SCORE.user, NOW)
    assert memory.stamp("i", replace(SCORE, timestamp_us=NOW - 100), 10, None) == NOW + 10
    memory.void("i", SCORE.user, 5)  # not the last one: nothing happens
    memory.void("j", SCORE.user, NOW)
    assert memory.stamp("i", replace(SCORE, timestamp_us=NOW - 200), 10, None) is None


def test_the_first_score_is_sent_as_it_is():
    assert following(None, SCORE, 10, None).sent_us == NOW
    assert following(None, SCORE, 10, NOW + 30).sent_us == NOW + 30


# -- assertions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "algorithm"), [(RSAKey.generate_key(2048), "RS256"), (ECKey.generate_key("P-256"), "ES256")]
)
def test_an_assertion_says_what_it_must_and_nothing_else(key, algorithm):
    signer = Signer.from_pem(key.as_pem(private=True), "2027-a")
    assert repr(signer) == f"Signer(kid='2027-a', algorithm='{algorithm}')"
    tokens = [
        jwt.decode(signer.sign("c", "https://r/token", NOW_S + 0.9), key, algorithms=[algorithm]) for _ in range(50)
    ]
    assert tokens[0].header == {"alg": algorithm, "kid": "2027-a", "typ": "JWT"}
    said = dict(tokens[0].claims)
    assert len({token.claims["jti"] for token in tokens}) == 50
    assert len(said.pop("jti")) == 32
    assert said == {"iss": "c", "sub": "c", "aud": "https://r/token", "iat": NOW_S - 5, "exp": NOW_S + 60}


_SHORT = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
NO_KEYS = {
    "public": RSAKey.generate_key(2048).as_pem(private=False),
    "short": _SHORT.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    "another curve": ECKey.generate_key("P-384").as_pem(private=True),
    "another kind": OKPKey.generate_key("Ed25519").as_pem(private=True),
    "a secret": b"secret",
    "nothing": b"",
}


@pytest.mark.parametrize("name", NO_KEYS)
def test_a_key_that_can_not_sign_is_refused_without_being_shown(name):
    with warnings.catch_warnings(), pytest.raises(ConfigurationError) as caught:
        warnings.simplefilter("ignore")  # joserfc warns of short keys, too
        Signer.from_pem(NO_KEYS[name], "k")
    assert str(caught.value).startswith("the key is no private RSA key")
    assert caught.value.__cause__ is None


# -- the dialogue -----------------------------------------------------------------------------------------------------


def test_the_whole_dialogue_without_a_socket(signer):
    """The handshake is a generator: requests come out, answers go in."""
    desk = Desk(record_platform("https://record.example"), signer, 5)
    flow = send(desk, SCORE, Wanted("grade"), Attempt())

    def said(value, **headers):
        return Answer(200, headers, json.dumps(value).encode())

    assert next(flow).url == "https://record.example/token"
    listed = flow.send(said({"access_token": "abc", "token_type": "bearer", "expires_in": 60, "scope": SCOPES}))
    assert (listed.url, listed.headers["Authorization"]) == ("https://record.example/lineitems?tag=grade", "Bearer abc")
    posted = flow.send(said([{"id": "https://record.example/lineitems/7", "tag": "grade"}]))
    assert (posted.method, posted.url) == ("POST", "https://record.example/lineitems/7/scores")
    assert "abc" not in repr(posted)
    with pytest.raises(StopIteration) as done:
        flow.send(Answer(200, {}, b""))
    assert done.value.value == Delivered(SCORE, NOW, 200)


def test_every_reason_has_a_sentence():
    assert len({reason.value for reason in Reason}) == len(Reason)


def test_without_the_extra_the_messages_work_and_the_client_says_what_to_install():
    code = (
        "import sys; sys.modules['requests'] = sys.modules['joserfc'] = None\n"
        "import mobility_bridge.messages, mobility_bridge.receipt\n"
        "try:\n    import mobility_bridge.client\n"
        "except ImportError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "blended-mobility[bridge]" in done.stdout


def test_the_client_needs_no_django():
    code = "import sys, mobility_bridge.client; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
