"""Attacks on what a token allows (docs/reference/attacks.md, row 14): more scopes, ended tokens, tokens elsewhere."""

import logging
from uuid import uuid4

import pytest
from platform_client import ITEM, ORIGIN, Platform
from world import PACKAGE

from mobility_record import clock
from mobility_record.lti import clients, scopes, tokens
from mobility_record.results.models import Message

HOMEWORK = {"label": "Homework", "scoreMaximum": 10, "tag": "homework", "resourceId": PACKAGE}


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE)


@pytest.fixture
def other(client, world):
    """A second platform that may report for the same package."""
    return Platform(client, PACKAGE, name="Another")


@pytest.fixture
def lena(lms, world):
    return clients.pseudonym_of(lms.client, world.stay)


@pytest.fixture
def grade(lms):
    return lms.item("grade")


def at(second: float) -> str:
    return f"2026-02-11T18:00:{second:09.6f}Z"


def own(lms, **more):
    return lms.call("POST", "/lti/lineitems", {**HOMEWORK, **more}, media_type=ITEM)


def refused(answer, status, error):
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not Message.objects.exists()


CALLS = {
    "list": ("GET", "/lti/lineitems", ITEM, {scopes.LINE_ITEM, scopes.LINE_ITEM_READONLY}),
    "make": ("POST", "/lti/lineitems", ITEM, {scopes.LINE_ITEM}),
    "show": ("GET", "{own}", ITEM, {scopes.LINE_ITEM, scopes.LINE_ITEM_READONLY}),
    "change": ("PUT", "{own}", ITEM, {scopes.LINE_ITEM}),
    "delete": ("DELETE", "{own}", ITEM, {scopes.LINE_ITEM}),
    "score": ("POST", "{own}/scores", "application/vnd.ims.lis.v1.score+json", {scopes.SCORE}),
    "results": ("GET", "{own}/results", ITEM, {scopes.RESULT_READONLY}),
}


def call(lms, name, token, **more):
    method, path, media_type, _ = CALLS[name]
    item = own(lms, tag=str(uuid4())).json()["id"] if "{own}" in path else ""
    body = {**HOMEWORK, "tag": ""} if media_type == ITEM else {"userId": "x"}
    return lms.call(method, path.format(own=item) + more.get("query", ""), body, media_type=media_type, token=token)


@pytest.mark.parametrize("scope", scopes.ALL)
@pytest.mark.parametrize("name", CALLS)
def test_a_scope_allows_what_it_says_and_nothing_more(lms, name, scope):
    answer = call(lms, name, lms.token(scope))
    if scope in CALLS[name][3]:
        assert answer.status_code in (200, 201, 204, 400)
    else:
        assert (answer.status_code, answer.json()["error"]) == (403, "insufficient_scope")
        assert "insufficient_scope" in answer["WWW-Authenticate"]


def test_a_client_gets_no_scope_it_was_not_registered_with(client, world):
    reader = Platform(client, PACKAGE)
    reader.client.scopes = [scopes.RESULT_READONLY]
    reader.client.save()
    assert reader.ask(reader.sign(reader.claims())).json()["scope"] == scopes.RESULT_READONLY
    for asked in (
        scopes.SCORE,
        "",
        "score",
        scopes.RESULT_READONLY + "x",
        scopes.RESULT_READONLY.upper(),
        "x" * 10_000,
    ):
        assert reader.ask(reader.sign(reader.claims()), asked).json()["error"] == "invalid_scope"


def ended(lms, how, monkeypatch):
    token = lms.token()
    if how == "revoked":
        clients.revoke(lms.client)
    elif how == "expired":
        now = clock.now_us()
        monkeypatch.setattr(clock, "now_us", lambda: now + tokens.LIFE)
    elif how == "its key retired":
        clients.retire_key(lms.client, lms.kid)
    elif how == "changed":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    return token


@pytest.mark.parametrize("how", ["revoked", "expired", "its key retired", "changed"])
@pytest.mark.parametrize("name", ["list", "score"])
def test_a_token_that_ended_opens_nothing(lms, grade, monkeypatch, name, how):
    token = ended(lms, how, monkeypatch)
    method, path, media_type, _ = CALLS[name]
    answer = lms.call(method, path.format(own=grade), {}, media_type=media_type, token=token)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert "invalid_token" in answer["WWW-Authenticate"]


def test_a_revoked_client_is_refused_even_if_a_token_was_left(lms):
    token = lms.token()
    type(lms.client).objects.filter(pk=lms.client.pk).update(revoked_us=1)
    assert lms.call("GET", "/lti/lineitems", token=token).status_code == 401


@pytest.mark.parametrize("name", ["list", "score"])
def test_a_token_in_the_address_is_refused_and_not_logged(lms, grade, name, caplog):
    caplog.set_level(logging.DEBUG)
    token = lms.token()
    method, path, media_type, _ = CALLS[name]
    path = path.format(own=grade) + f"?access_token={token}"
    bare = lms.web.generic(method, path.removeprefix(ORIGIN), b"{}", content_type=media_type)
    assert bare.status_code == 401
    assert lms.call(method, path, {}, media_type=media_type, token=token).status_code == 401
    assert token not in caplog.text


HEADERS = [
    *("", "Basic {}", "Bearer", "Bearer ", "{}", "Bearer {} {}", "Bearer {},Bearer {}", "Token {}", "Bearer x{}"),
    *(
        "Bearer \t{}",
        "Bearer é{}",
        "Bearer " + "x" * 5000,
        "Bearer null",
        "Bearer undefined",
        "Bearer ' OR 1=1 -- aaaaaaaaaaa",
    ),
]


@pytest.mark.parametrize("header", HEADERS)
def test_only_a_bearer_token_is_a_token(lms, header):
    given = {"Authorization": header.replace("{}", lms.token())} if header else {}
    assert lms.web.get("/lti/lineitems", headers=given).status_code == 401


def test_tokens_of_packages_and_sessions_of_people_open_nothing(lms, world, ask, client):
    said = ask("claim", world.claim())[1]
    for secret in (said["token"], said["refresh"]):
        assert lms.call("GET", "/lti/lineitems", token=secret).status_code == 401
        assert ask("events", {"token": lms.token(), "events": []})[0] == 401
    account = world.account(world.member("administrator", world.school), "a@school.example", "a long password")
    client.force_login(account, backend="mobility_record.people.signin.EmailBackend")
    assert client.get("/lti/lineitems").status_code == 401
