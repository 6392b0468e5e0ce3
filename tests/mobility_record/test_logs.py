"""Logs: JSON lines an operator can use, and nothing in them that a person typed or a machine sent."""

import http.cookiejar
import json
import logging
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

import pytest
from breaking import quote_a_row
from django.db import IntegrityError, transaction
from django.urls import get_resolver
from live import ROOT, LiveRecord
from world import PACKAGE, VERSION, event

from mobility_bridge import claimcode
from mobility_record import logs

FIELDS = {"time", "level", "logger", "event", "request_id", "method", "route", "status", "duration_ms", "worker"}


def written(name, message, *args, level=logging.INFO, error=None, **extra):
    """The line that a logger's message becomes, as fields."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, level, "/home/lena/site-packages/some/place.py", 7, message, args, exc_info)
    vars(record).update(extra)
    return json.loads(logs.JsonLines().format(record))


def test_a_line_of_our_own():
    line = written("mobility_record.access", "request", method="GET", route="work", status=200, duration_ms=1.5)
    assert list(line) == ["time", "level", "logger", "event", "method", "route", "status", "duration_ms", "worker"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert line["worker"] == os.getpid()


@pytest.mark.parametrize(
    ("name", "message", "args", "event"),
    [
        ("django.request", "Internal Server Error: %s", ("/enter/secret",), "Internal Server Error: …"),
        ("django.security.csrf", "Forbidden (%s): %s", ("why", "/mobility/x"), "Forbidden (…): …"),
        ("gunicorn.error", "Booting worker with pid: %s", (17,), "Booting worker with pid: 17"),
        ("gunicorn.error", "Listening at: http://127.0.0.1:8400 (17)", (), "Listening at: http://127.0.0.1:8400 (17)"),
        ("_granian", "Started worker-1", (), "Started worker-1"),
        ("gunicorn.error", "Invalid request from ip=203.0.113.7: Lena", (), "withheld"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'lena.example'", (), "withheld"),
        ("django.security.DisallowedHost", "Started lena", (), "withheld"),
        ("py.warnings", "%s", ("Lena is a warning",), "…"),
        (
            "some_package",
            "%(who)s did it at %(when)s, 100%%",
            ({"who": "Lena", "when": "noon"},),
            "… did it at …, 100%",
        ),
        ("some_package", ValueError("Lena"), (), "withheld"),
    ],
)
def test_of_other_peoples_lines_only_the_template_is_shown(name, message, args, event):
    line = written(name, message, *args)
    assert line["event"] == event
    assert line["where"] == "site-packages/some/place.py:7"


@pytest.mark.parametrize(
    "planted",
    [
        "/enter/P3sYXD_-9",
        "lena.test@school.example",
        "203.0.113.77",
        "2001:db8::7",
        "fe80:0:0:0:1:2:3:4",
        claimcode.show(claimcode.make()),
        claimcode.make(),
        "p_abcdefghijklmnopqrstuvwxyz",
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlc2lnbmF0dXJl",
    ],
)
def test_our_own_lines_are_scrubbed_all_the_same(planted):
    event = written("mobility_record.security", "claim by %s refused: %d times", planted, 3)["event"]
    assert event.startswith("claim by …")
    assert event.endswith("refused: 3 times")


def test_what_a_line_of_our_own_keeps():
    told = "claim: 60 wrong attempts in 15 minutes from one subject; it is refused for now"
    assert written("mobility_record.security", told)["event"] == told
    assert written("mobility_record.ready", "at 12:30:00, version 0.1.0 of 2026-11-25")["event"][:11] == "at 12:30:00"


def test_an_exception_is_shown_by_type_and_trace_only(db):
    """A real error of the database, whose message quotes the row that it refuses."""
    with pytest.raises(IntegrityError, match="Lena Planted") as caught, transaction.atomic():
        quote_a_row("Lena Planted")
    line = written("django.request", "Internal Server Error: %s", "/x", level=logging.ERROR, error=caught.value)
    shown = line["exception"]
    assert shown["type"] == "django.db.utils.IntegrityError"
    assert any(frame.startswith("tests/mobility_record/breaking.py:") for frame in shown["trace"])
    assert shown["cause"]["code"] in {"23514", "SQLITE_CONSTRAINT_CHECK"}
    text = json.dumps(line) + logs.ReadableLines().format(_failed(caught.value))
    assert "Lena" not in text
    assert "Planted" not in text
    assert "quote_a_row" in text


def _failed(error):
    return logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (type(error), error, error.__traceback__))


def test_readable_lines_say_the_same():
    record = logging.LogRecord("mobility_record.access", logging.INFO, "", 0, "request", (), None)
    vars(record).update(method="GET", route="work", status=200, duration_ms=1.5)
    line = logs.ReadableLines().format(record)
    assert line.endswith(
        f"Z INFO mobility_record.access request method=GET route=work status=200 duration_ms=1.5 worker={os.getpid()}"
    )


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [
        (1, "0123456789abcdef0123456789abcdef", True),
        (1, "7D9F3C1E-6A51-4A7E-8F0E-2C1B5A9D0E11", True),
        (0, "0123456789abcdef0123456789abcdef", False),
        (1, "lena-test-0123456789", False),
        (1, "abc", False),
        (1, "a" * 65, False),
        (1, "0123456789abcdef\n0123456789abcdef", False),
    ],
)
def test_a_request_id_is_our_proxys_or_a_new_one(client, settings, proxies, sent, kept):
    settings.MOBILITY_PROXIES = proxies
    given = client.get("/health", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert (given == sent.lower()) is kept
    assert re.fullmatch("[0-9a-f-]{32,36}", given)


def test_the_access_log_names_the_route(client, world, caplog):
    caplog.set_level(logging.DEBUG, "mobility_record.access")
    for path in (
        "/work",
        f"/mobility/{world.stay.public_id}",
        "/enter/secret",
        "/nothing/lena",
        "/static/x",
        "/health",
    ):
        client.get(path)
    client.generic("LENA", "/bridge/v1/claim")
    said = [(r.levelname, r.method, r.route, r.status) for r in caplog.records if r.name == "mobility_record.access"]
    assert said == [
        ("INFO", "GET", "work", 302),
        ("INFO", "GET", "mobility", 302),
        ("INFO", "GET", "enter", 200),
        ("INFO", "GET", None, 404),
        ("INFO", "GET", "static", 404),
        ("DEBUG", "GET", "health", 200),
        ("INFO", "other", "bridge/v1/claim", 405),
    ]


@pytest.mark.parametrize(("value", "first"), [("json", "{"), ("lines", "2"), ("auto", "{"), ("", "{")])
def test_the_form_is_chosen_by_a_variable(value, first):
    code = "import django, logging; django.setup(); logging.getLogger('mobility_record').warning('x')"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"MOBILITY_RECORD_LOG": value} if value else {})
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stderr[0] == first


def test_on_a_terminal_lines_are_readable(monkeypatch):
    monkeypatch.setattr(sys, "stderr", type("Terminal", (), {"isatty": staticmethod(lambda: True)}))
    assert (logs.form_for("auto"), logs.form_for("json")) == ("lines", "json")


def test_what_nobody_caught_is_a_line_too():
    code = (
        "import threading, warnings; from mobility_record import logs; import logging.config\n"
        "logging.config.dictConfig(logs.configuration('json', 'INFO')); logs.catch_everything()\n"
        "def fail(): raise ValueError('Lena Planted')\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()\n"
        "warnings.warn('Lena Planted')\n"
        "class Gone:\n    def __del__(self): fail()\n"
        "Gone(); fail()"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines].count("mobility_record.uncaught") == 3
    assert "py.warnings" in {line["logger"] for line in lines}
    assert "Lena" not in done.stderr


PLANTED = {
    "name": "Xanthippe",
    "family": "Quilligan",
    "email": "xq.planted@school.example",
    "password": "planted words 4711",
    "address": "203.0.113.77",
    "agent": "PlantedAgent",
    "token": "PlantedTokenPlantedTokenPlantedToken",
    "query": "plantedquery",
    "host": "planted.example",
    "method": "PLANT",
}
FILL = """
from world import World
from mobility_record.people.signin import make_entry_link
world = World()
world.stay.place = %(family)r
world.stay.save()
person = world.member("coordinator", world.school, %(name)r)
world.account(person, %(email)r, %(password)r)
print(json.dumps({"code": world.code, "stay": str(world.stay.public_id), "link": make_entry_link(world.lena)}))
"""
HEADERS = {
    "User-Agent": PLANTED["agent"],
    "X-Forwarded-For": f"{PLANTED['address']}, {PLANTED['address']}",
    "Forwarded": f"for={PLANTED['address']}",
    "Referer": f"https://{PLANTED['host']}/{PLANTED['token']}",
    "Origin": f"https://{PLANTED['host']}",
    "Authorization": f"Bearer {PLANTED['token']}",
    "Accept-Language": PLANTED["name"],
    "X-Request-ID": PLANTED["token"],
    "From": PLANTED["email"],
}


class Walker:
    """Walks every address of a live record with secrets and names in every place that there is."""

    def __init__(self, record):
        self.record = record
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def send(self, path, body=None, method=None, **headers):
        request = urllib.request.Request(self.record.url + path, body, {**HEADERS, **headers}, method=method)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def form(self, path, **fields):
        page = self.send("/sign-in")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        more = {"csrfmiddlewaretoken": token[1]} if token else {}
        return self.send(path, urllib.parse.urlencode({**fields, **more}).encode(), Origin=self.record.url)

    def bridge(self, endpoint, body):
        return self.send(f"/bridge/v1/{endpoint}", json.dumps(body).encode(), **{"Content-Type": "text/plain"})

    def walk(self, given):
        plants = dict(PLANTED)
        for path in addresses(given["stay"], PLANTED["token"]):
            for method in ("GET", "POST", "HEAD", "PUT", PLANTED["method"]):
                body = None if method in {"GET", "HEAD"} else urllib.parse.urlencode(plants).encode()
                self.send(f"{path}?q={PLANTED['query']}&email={PLANTED['email']}", body, method)
            self.send(
                path, json.dumps({"token": PLANTED["token"], **plants}).encode(), **{"Content-Type": "text/plain"}
            )
            self.form(path, **plants)
        self.send(f"/{PLANTED['family']}/{PLANTED['token']}")
        self.send("/", Host=PLANTED["host"])
        self.send("/break", b"name=" + PLANTED["name"].encode())


def addresses(stay, secret):
    """Every address in `urls.py`, with values where it takes some."""
    found = []
    for pattern in get_resolver().url_patterns:
        route = str(pattern.pattern)
        filled = re.sub(r"<uuid:\w+>", stay, route)
        found.append("/" + re.sub(r"<[^>]+>", secret, filled))
    assert len(found) > 15
    return found


@pytest.mark.parametrize("command", [("run",), ("serve", "--server", "granian")])
def test_the_log_of_a_live_record_holds_nothing_planted(new_database, tmp_path, command):
    more = {
        "DJANGO_SETTINGS_MODULE": "breaking_settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests" / "mobility_record")]),
        "MOBILITY_RECORD_LOG_LEVEL": "DEBUG",
        "MOBILITY_RECORD_PROXIES": "1",
    }
    record = LiveRecord(new_database(), tmp_path, command_line=command, settings=more).start()
    try:
        given = record.python(FILL % PLANTED)
        tokens = _use_it(record, given)
    finally:
        record.stop()
    lines = [json.loads(line) for line in record.log.splitlines()]
    _look_for(record.log, [*PLANTED.values(), *tokens, *given.values(), claimcode.show(given["code"]), "Mozilla"])
    answered = [line for line in lines if line["logger"] == "mobility_record.access"]
    assert len(answered) > 150
    assert all(line.keys() <= FIELDS for line in answered)
    assert all("127.0.0.1" not in json.dumps(line) for line in answered)
    broken = [line for line in lines if line.get("exception", {}).get("type") == "django.db.utils.IntegrityError"]
    assert broken
    same = [line for line in answered if line["request_id"] == broken[0]["request_id"]]
    assert [(line["route"], line["status"]) for line in same] == [("break", 500)]


def _use_it(record, given):
    """Walk as a stranger, a package, a coordinator and a participant; return the secrets they were given."""
    stranger, staff, learner = Walker(record), Walker(record), Walker(record)
    claim = {"code": given["code"], "device": str(uuid4()), "package": PACKAGE, "package_version": VERSION}
    status, text = stranger.bridge("claim", claim)
    assert status == 200
    told = json.loads(text)
    stranger.bridge("claim", {**claim, "code": claimcode.make(), "name": PLANTED["name"]})
    for endpoint, body in (
        ("refresh", {"refresh": told["refresh"]}),
        ("events", {"token": told["token"], "events": [event(1), {"id": PLANTED["name"]}]}),
        ("mine", {"token": told["token"]}),
    ):
        assert stranger.bridge(endpoint, body)[0] == 200
    stranger.walk(given)
    entered = {"email": PLANTED["email"], "password": PLANTED["password"]}
    assert PLANTED["name"] in staff.form("/sign-in", **entered)[1]
    assert learner.form(f"/enter/{given['link']}")[0] == 200
    learner.walk(given)
    staff.walk(given)
    cookies = [cookie.value for walker in (staff, learner) for cookie in walker.jar]
    assert cookies
    return [told["token"], told["refresh"], told["source"], *cookies]


def _look_for(log, secrets):
    found = {secret[:6] + "…" for secret in secrets if secret and secret.casefold() in log.casefold()}
    assert found == set()
