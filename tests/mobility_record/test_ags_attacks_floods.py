"""Attacks by number: guesses, floods and programs that ran wild, and honest neighbours who must not suffer."""

import json

import pytest
from platform_client import ITEM, Platform
from world import PACKAGE, event

from mobility_record.lti import line_items, tokens, views
from mobility_record.people.models import WrongAttempt


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE)


def wrong(lms, **headers):
    return lms.web.post(
        "/lti/token", _form(lms), content_type="application/x-www-form-urlencoded", **headers
    ).status_code


def _form(lms):
    from urllib.parse import urlencode

    from platform_client import BEARER

    assertion = lms.sign(lms.claims(aud="https://other.example"))
    return urlencode(
        {"grant_type": "client_credentials", "client_assertion_type": BEARER, "client_assertion": assertion}
    )


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(views, "WRONG_ASSERTIONS", 5)


def test_a_client_that_is_always_wrong_is_slowed_down_and_its_neighbours_are_not(lms, client, few):
    neighbour = Platform(client, PACKAGE, name="Neighbour")
    assert [wrong(lms) for _ in range(7)] == [401] * 5 + [429] * 2
    assert lms.ask(lms.sign(lms.claims()))["Retry-After"]
    assert neighbour.token()
    assert WrongAttempt.objects.count() == 5


def test_whoever_guesses_clients_is_slowed_down_and_the_others_are_not(lms, few):
    from uuid import uuid4

    known, answers = lms.client_id, []
    for _ in range(7):
        lms.client_id = str(uuid4())
        answers.append(wrong(lms))
    assert answers == [401] * 5 + [429] * 2
    assert lms.ask("rubbish").status_code == 429
    lms.client_id = known
    assert lms.token()


def test_a_forged_forwarded_address_does_not_escape_the_limit(lms, few):
    assert [wrong(lms, HTTP_X_FORWARDED_FOR=f"1.1.1.{n}") for n in range(7)] == [401] * 5 + [429] * 2


def test_nobody_escapes_the_limit_within_their_own_ipv6_network(lms, few):
    assert [wrong(lms, REMOTE_ADDR=f"2001:db8:1:2::{n:x}") for n in range(7)] == [401] * 5 + [429] * 2
    assert wrong(lms, REMOTE_ADDR="2001:db8:1:3::1") == 401


def test_claim_codes_are_not_guessed_from_one_ipv6_network_either(world, client, monkeypatch):
    monkeypatch.setattr("mobility_record.web.bridge.WRONG_CODES", 5)
    body = json.dumps(world.claim("7KQ4M2XP9DC"))
    told = [
        client.post("/bridge/v1/claim", body, content_type="text/plain", REMOTE_ADDR=f"2001:db8:1:2::{n:x}").status_code
        for n in range(7)
    ]
    assert told[-2:] == [429, 429]
    assert 429 not in told[:5]


def test_a_program_that_ran_wild_is_stopped(lms, monkeypatch):
    monkeypatch.setattr(line_items, "_MOST_OWN", 2)
    token = lms.token()
    wanted = {"label": "Homework", "scoreMaximum": 1}
    made = [lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM, token=token).status_code for _ in range(3)]
    assert made == [201, 201, 403]


def test_tokens_that_expired_do_not_pile_up(lms, monkeypatch):
    from mobility_record import clock
    from mobility_record.lti.models import AccessToken, SpentAssertion

    lms.token()
    now = clock.now_us() + 3 * tokens.LIFE
    monkeypatch.setattr(clock, "now_us", lambda: now)
    seconds = now // clock.SECOND
    assert lms.ask(lms.sign(lms.claims(iat=seconds, exp=seconds + 60))).status_code == 200
    assert (AccessToken.objects.count(), SpentAssertion.objects.count()) == (1, 1)


def test_an_event_of_a_package_is_no_score_of_a_client(lms):
    assert lms.call("POST", f"{lms.item('grade')}/scores", event(1)).status_code == 400
