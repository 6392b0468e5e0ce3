"""Attacks by what an assertion claims (docs/reference/attacks.md, row 7): replayed, borrowed, without end."""

import json
import time

import pytest
from forger import rs256
from joserfc import jwk
from platform_client import ORIGIN, TOKEN_URL, Platform
from world import PACKAGE

from mobility_record.lti import clients, keysets
from mobility_record.lti.models import AccessToken, SpentAssertion

TEN_YEARS = 10 * 365 * 86_400


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE, algorithm="RS256")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def fetch(url):
        raise AssertionError(f"asked {url}")

    monkeypatch.setattr(keysets, "fetch", fetch)


def header(lms, **more):
    return {"alg": "RS256", "kid": lms.kid, **more}


def signed(lms, claims=None, **more):
    """Truly signed by the client's key: all that is wrong stands in the header or the claims."""
    return rs256(lms.key, header(lms, **more), lms.claims() if claims is None else claims)


def refused(lms, assertion, status=401, error="invalid_client"):
    answer = lms.ask(assertion)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not AccessToken.objects.exists()


def test_an_assertion_works_once(lms):
    assertion = signed(lms)
    assert lms.ask(assertion).status_code == 200
    AccessToken.objects.all().delete()
    refused(lms, assertion)
    refused(lms, signed(lms, lms.claims(jti=json.loads(_claims(assertion))["jti"])))


def _claims(assertion):
    from joserfc.util import urlsafe_b64decode

    return urlsafe_b64decode(assertion.split(".")[1].encode())


def test_two_clients_may_choose_the_same_jti(lms, client):
    other = Platform(client, PACKAGE, name="Another")
    assert lms.ask(signed(lms, lms.claims(jti="1"))).status_code == 200
    assert other.ask(other.sign(other.claims(jti="1"))).status_code == 200


def test_a_used_assertion_is_remembered_longer_than_it_is_accepted(lms, monkeypatch):
    assertion = signed(lms)
    assert lms.ask(assertion).status_code == 200
    monkeypatch.setattr("mobility_record.clock.now_us", lambda: (int(time.time()) + 300) * 10**6)
    assert lms.ask(signed(lms, lms.claims(iat=int(time.time()) + 300, exp=int(time.time()) + 330))).status_code == 200
    assert SpentAssertion.objects.count() == 2
    monkeypatch.setattr("mobility_record.clock.now_us", lambda: int(time.time()) * 10**6)  # a worker that is behind
    AccessToken.objects.all().delete()
    refused(lms, assertion)


AUDIENCES = {
    "another server": "https://other.example/lti/token",
    "this one and another": [TOKEN_URL, "https://other.example/token"],
    "a list of this one": [TOKEN_URL],
    "an empty list": [],
    "longer": TOKEN_URL + "/x",
    "shorter": TOKEN_URL[:-1],
    "another case": TOKEN_URL.upper(),
    "another scheme": TOKEN_URL.replace("http:", "https:"),
    "begins like it": ORIGIN + ".attacker.example",
    "a number": 1,
    "an object": {TOKEN_URL: True},
    "empty": "",
    "absent": None,
}


@pytest.mark.parametrize("name", AUDIENCES)
def test_an_assertion_for_another_server_or_for_several_is_refused(lms, name):
    refused(lms, signed(lms, lms.claims(aud=AUDIENCES[name])))


def test_a_host_header_makes_no_audience(lms, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.defaults["HTTP_HOST"] = "other.example"
    refused(lms, signed(lms, lms.claims(aud="http://other.example/lti/token")))


@pytest.mark.parametrize("change", [{"iss": "x"}, {"sub": "x"}, {"iss": None}, {"sub": None}, {"sub": 1, "iss": 1}])
def test_issuer_and_subject_are_the_client(lms, change):
    refused(lms, signed(lms, lms.claims(**change)))


def test_a_client_id_is_written_one_way(lms):
    for written in (
        lms.client_id.upper(),
        f"{{{lms.client_id}}}",
        lms.client_id.replace("-", ""),
        f"urn:uuid:{lms.client_id}",
    ):
        refused(lms, signed(lms, lms.claims(iss=written, sub=written)))


@pytest.mark.parametrize("name", ["exp", "iat", "jti"])
def test_a_claim_that_is_missing_is_refused(lms, name):
    refused(lms, signed(lms, lms.claims(**{name: None})))


TIMES = {
    "for ten years": lambda now: {"exp": now + TEN_YEARS},
    "for ten years from then": lambda now: {"iat": now + TEN_YEARS - 60, "exp": now + TEN_YEARS},
    "for a second too long": lambda now: {"iat": now, "exp": now + 301},
    "issued in the future": lambda now: {"iat": now + 90, "exp": now + 120},
    "expired": lambda now: {"iat": now - 200, "exp": now - 61},
    "expired before it was issued": lambda now: {"iat": now, "exp": now - 1},
    "expired as it was issued": lambda now: {"iat": now, "exp": now},
    "not valid yet": lambda now: {"nbf": now + 90},
}


@pytest.mark.parametrize("name", TIMES)
def test_the_times_of_an_assertion_are_close_around_now(lms, name):
    refused(lms, signed(lms, lms.claims(**TIMES[name](int(time.time())))))


@pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
@pytest.mark.parametrize("value", ["1", "soon", True, False, [], {}, -1, -1.5, 9e15, "2026-02-11T18:00:00Z"])
def test_a_time_that_is_no_number_of_seconds_is_refused(lms, name, value):
    refused(lms, signed(lms, lms.claims(**{name: value})))


def test_a_clock_may_be_a_minute_off(lms):
    now = int(time.time())
    assert lms.ask(signed(lms, lms.claims(iat=now + 50, exp=now + 110))).status_code == 200
    assert lms.ask(signed(lms, lms.claims(iat=now - 110, exp=now - 50))).status_code == 200
    assert lms.ask(signed(lms, lms.claims(iat=now + 0.5, exp=now + 60.5))).status_code == 200


@pytest.mark.parametrize("jti", ["", "x" * 256, 1, [], {}, True])
def test_a_jti_is_text_of_a_bearable_length(lms, jti):
    refused(lms, signed(lms, lms.claims(jti=jti)))


def test_a_revoked_client_and_a_retired_key_get_nothing(lms):
    stranger = jwk.RSAKey.generate_key(2048)
    clients.add_key(lms.client, stranger.as_pem(private=False))
    clients.retire_key(lms.client, lms.kid)
    refused(lms, signed(lms))
    lms.key, lms.kid = stranger, lms.client.keys.get(retired_us=None).kid
    assert lms.ask(signed(lms)).status_code == 200
    clients.revoke(lms.client)
    refused(lms, signed(lms))
