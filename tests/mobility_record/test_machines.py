"""Addresses for machines skip what only pages need, and keep every guard."""

from world import event

from mobility_record.web import bridge
from mobility_record.web.machines import Machines


def post(client, path="/bridge/v1/events", body=b"{}", **more):
    return client.post(path, body, content_type="text/plain", **more)


def test_every_answer_keeps_the_headers_that_guard(db, client):
    response = post(client)
    assert response.status_code == 400
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert int(response["Content-Length"]) == len(response.content)


def test_over_https_they_are_strict_and_plain_http_is_sent_there(db, client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 100
    assert post(client).status_code == 301
    assert "max-age=100" in post(client, secure=True)["Strict-Transport-Security"]


def test_no_session_is_opened_and_no_cookie_set(world, client):
    client.force_login(world.account(world.lena))
    response = post(client)
    assert not hasattr(response.wsgi_request, "session")
    assert not response.cookies


def test_events_need_few_statements(world, ask, engine, django_assert_max_num_queries):
    """On PostgreSQL two, which go past Django's own cursors; on SQLite the look-up and one short transaction."""
    token = ask("claim", world.claim())[1]["token"]
    with django_assert_max_num_queries(7 if engine == "sqlite" else 0) as seen:
        assert ask("events", {"token": token, "events": [event(1), event(2)]})[0] == 200
    assert engine == "postgresql" or len(seen.captured_queries) >= 4


def test_another_host_is_refused(db, client):
    assert post(client, HTTP_HOST="evil.example").status_code == 400


def test_an_address_that_does_not_exist_is_a_page(db, client):
    response = post(client, "/bridge/v1/nothing")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_what_breaks_inside_is_a_page_without_details(db, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(bridge.clock, "now_us", lambda: 1 / 0)
    response = post(client, body=b'{"token": "x", "events": []}')
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content


def test_pages_and_views_that_do_not_ask_for_it_go_the_long_way(rf):
    went = Machines(lambda _request: "the long way")
    assert went(rf.get("/sign-in")) == "the long way"
    assert went(rf.get("/bridge/v1/nothing")) == "the long way"
    assert went(rf.get("/bridge/v1/events")).status_code == 405
