"""Key sets that are down, rotated or rubbish (docs/reference/attacks.md, row 19): the keys last seen go on."""

import pytest
from forger import rs256
from joserfc import jwk
from key_server import OTHER, PUBLIC, RUBBISH, KeyServer, answer, keys
from platform_client import Platform
from world import PACKAGE

from mobility_record import clock
from mobility_record.lti import keysets
from mobility_record.lti.models import KeySet


@pytest.fixture
def server():
    server = KeyServer()
    yield server
    server.stop()


@pytest.fixture
def lms(client, world, server):
    server.behaviour = answer(keys(PUBLIC))
    lms = Platform(client, PACKAGE, algorithm="RS256")
    lms.client.jwks_url = server.url
    lms.client.save()
    lms.kid = "one"
    return lms


@pytest.fixture
def later(monkeypatch):
    """Moves the record's clock; assertions are made for the time it shows."""
    real, moved = clock.now_us, [0]
    monkeypatch.setattr(clock, "now_us", lambda: real() + moved[0])

    def move(us):
        moved[0] += us

    move.seconds = lambda: clock.now_us() // clock.SECOND
    return move


def status(lms, later=None, key=None, kid="one"):
    now = later.seconds() if later else None
    times = {"iat": now, "exp": now + 60} if now else {}
    return lms.ask(rs256(key or lms.key, {"alg": "RS256", "kid": kid}, lms.claims(**times))).status_code


def test_the_keys_last_seen_go_on_while_the_address_is_down_or_answers_rubbish(lms, server, later):
    assert status(lms) == 200
    for name in ("nothing", "an error", "a page", "no keys", "packed", "too much", "100 000 deep"):
        server.behaviour = RUBBISH[name]
        later(keysets.FRESH)
        asked = server.asked
        assert (name, status(lms, later)) == (name, 200)
        assert server.asked == asked + 1
    server.stop()
    later(30 * keysets.FRESH)
    assert status(lms, later) == 200


def test_before_the_first_answer_nobody_is_believed(lms, server):
    server.behaviour = RUBBISH["an error"]
    assert status(lms) == 401


def test_the_address_is_asked_at_most_once_a_minute_whoever_begs(lms, server, later):
    assert status(lms, later) == 200
    for number in range(20):
        assert status(lms, later, kid=f"unknown-{number}") == 401
    assert server.asked == 1
    later(keysets.BETWEEN_TRIES)
    for number in range(20):
        assert status(lms, later, kid=f"unknown-{number}") == 401
    assert server.asked == 2
    assert status(lms, later) == 200


def test_a_day_long_nobody_asks_again(lms, server, later):
    for _ in range(3):
        assert status(lms, later) == 200
        later(keysets.BETWEEN_TRIES)
    assert server.asked == 1


def test_a_new_key_is_found_and_the_old_one_ends_with_the_next_answer(lms, server, later):
    assert status(lms, later) == 200
    new = jwk.RSAKey.generate_key(2048)
    server.behaviour = answer(keys({**new.as_dict(private=False), "kid": "new"}))
    later(keysets.BETWEEN_TRIES)
    assert status(lms, later, new, "new") == 200
    assert status(lms, later) == 401


def test_a_key_set_that_was_emptied_ends_the_client_s_access(lms, server, later):
    assert status(lms, later) == 200
    server.behaviour = answer(keys())
    later(keysets.FRESH)
    assert status(lms, later) == 401


def test_of_two_keys_with_one_kid_only_the_first_is_tried(lms, server):
    server.behaviour = answer(keys({**OTHER, "kid": "one"}, PUBLIC))
    assert status(lms) == 401


def test_no_wrong_answer_of_theirs_is_an_error_of_ours(lms, server, later):
    for behaviour in RUBBISH.values():
        server.behaviour = behaviour
        assert status(lms, later, kid="unknown") == 401
        later(keysets.BETWEEN_TRIES)
    assert KeySet.objects.get().keys == []
