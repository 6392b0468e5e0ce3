"""Attacks on how a request is written (docs/reference/attacks.md, row 6): bodies, numbers, headers, floods."""

import io

import pytest
from platform_client import ITEM, ORIGIN, SCORE, Platform
from test_bridge_hostile import BODIES
from world import PACKAGE

from mobility_record.lti import clients, paging
from mobility_record.results.models import Message

AT = "2026-02-11T18:04:31Z"
KEY = "https://w3id.org/blended-mobility/evidence"


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE)


@pytest.fixture
def lena(lms, world):
    return clients.pseudonym_of(lms.client, world.stay)


@pytest.fixture
def grade(lms):
    return lms.item("grade")


def places(grade):
    """Where a body is read: method, address and media type."""
    return [("POST", "/lti/lineitems", ITEM), ("PUT", grade, ITEM), ("POST", f"{grade}/scores", SCORE)]


MORE_BODIES = {
    "100 000 deep": b"[" * 32_000 + b"]" * 32_000,
    "UTF-16": '{"userId": "x"}'.encode("utf-16"),
    "UTF-32": '{"userId": "x"}'.encode("utf-32"),
    "cut off": b'{"userId": "x"',
    "two values": b"{} {}",
    "a comment": b"{} // x",
}


@pytest.mark.parametrize("name", [name for name in {**BODIES, **MORE_BODIES} if name != "empty"])
def test_a_malformed_body_is_400(lms, grade, name):
    token = lms.token()
    for method, path, media_type in places(grade):
        answer = lms.call(method, path, {**BODIES, **MORE_BODIES}[name], media_type=media_type, token=token)
        assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


def test_more_than_64_kib_is_413(lms, grade):
    for method, path, media_type in places(grade):
        assert lms.call(method, path, b" " * 65_537, media_type=media_type).status_code == 413
        assert lms.call(method, path, b" " * 65_536, media_type=media_type).status_code == 400


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/plain", "", "multipart/form-data", "application/x-www-form-urlencoded"]
)
def test_another_media_type_is_415(lms, grade, media_type):
    for method, path, _ in places(grade):
        assert lms.call(method, path, {}, media_type=media_type).status_code == 415


@pytest.mark.parametrize(
    "media_type", [SCORE.upper(), f"{SCORE}; charset=utf-8", f"{SCORE};charset=UTF-16", f"{SCORE} ; x=y"]
)
def test_a_parameter_of_the_media_type_changes_nothing(lms, grade, lena, media_type):
    told = {"userId": lena, "timestamp": AT, "activityProgress": "Started", "gradingProgress": "Pending"}
    assert lms.call("POST", f"{grade}/scores", told, media_type=media_type).status_code == 200


SCORES = [
    *(
        {"userId": user}
        for user in ("a\0b", "", "a b", "ü", "a\ud800", "x" * 256, 1, None, [], {}, True, "a\nb", "\u202ea")
    ),
    *({"scoreGiven": given} for given in (-1, -0.001, 1e7, 1e300, True, "5", [], {}, 10**15)),
    *({"scoreMaximum": maximum} for maximum in (0, -1, 1e-9, 1e7, True, "5", [], None)),
    *({"activityProgress": value} for value in ("Done", "inprogress", None, [], {}, 1)),
    *({"gradingProgress": value} for value in ("Done", None, [], {}, 1)),
    *({"comment": value} for value in (1, [], {}, "x" * 20_001, "a\0b")),
    *({"submission": value} for value in (1, [], "x", {"startedAt": 1}, {"submittedAt": "yesterday"})),
    *({"scoringUserId": value} for value in (1, "a b", "")),
    *({name: 1} for name in ("surprise", "userid", "http", "https://", "https://x y")),
    *({KEY: value} for value in ({}, 1, "x", [None], [{"type": {}}], [{}] * 1000)),
]


@pytest.mark.parametrize("change", SCORES, ids=lambda change: ascii(change)[:60])
def test_a_hostile_score_is_refused_and_nothing_is_kept(lms, grade, lena, change):
    token = lms.token()
    told = {"activityProgress": "Started", "gradingProgress": "Pending", "scoreGiven": 1, "scoreMaximum": 2}
    told = {"userId": lena, "timestamp": AT, **told}
    answer = lms.call("POST", f"{grade}/scores", told | change, token=token)
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")
    assert not Message.objects.exists()
    assert lms.call("POST", f"{grade}/scores", told, token=token).status_code == 200


ITEMS = [
    *({"label": value} for value in ("", " ", "x" * 201, 1, None, [], "a\0b", "\ud800")),
    *({"scoreMaximum": value} for value in (0, -1, 1e-9, 1e7, True, "5", None, [])),
    *({"tag": value} for value in ("x" * 101, 1, [], "a\0b")),
    *({"resourceId": value} for value in ("x" * 256, 1, {}, "a\0b")),
    *({"startDateTime": value} for value in ("soon", 1, [], "2026-02-11T18:00:00")),
    *({name: 1} for name in ("surprise", "Label", "https://", "a" * 5000)),
]


@pytest.mark.parametrize("change", ITEMS, ids=lambda change: ascii(change)[:60])
def test_a_hostile_line_item_is_refused(lms, change):
    token, before = lms.token(), lms.items()
    wanted = {"label": "Homework", "scoreMaximum": 1} | change
    assert lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM, token=token).status_code == 400
    assert lms.items() == before


NUMBERS = [
    "-1",
    "",
    " 1",
    "1 ",
    "+1",
    "1.0",
    "1e3",
    "0x1",
    "²",
    "١",
    "9" * 19,
    "9" * 1000,
    "NaN",
    "1;2",
    "%00",
    "%0a1",
    "null",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ["limit", "after"])
def test_what_is_no_number_is_400(lms, grade, name, number):
    for path in ("/lti/lineitems", f"{grade}/results"):
        assert lms.call("GET", f"{path}?{name}={number}").status_code == 400


def test_numbers_at_the_edges(lms, grade):
    for path, most in (("/lti/lineitems", 3), (f"{grade}/results", 0)):
        assert lms.call("GET", f"{path}?limit=0").status_code == 400
        assert len(lms.call("GET", f"{path}?limit={'9' * 18}").json()) == most
        assert lms.call("GET", f"{path}?after={'9' * 18}").json() == []
        assert len(lms.call("GET", f"{path}?after=0").json()) == most
        assert lms.call("GET", f"{path}?limit=1&limit=2").status_code == 400


def test_a_page_is_never_longer_than_the_most(lms, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    assert len(lms.items(limit=1000)) == len(lms.items()) == 2


@pytest.mark.parametrize(
    "query", ["tag=%00", "resource_id=%00", "user_id=a%00b", "tag=a&tag=b", "x=%00", "tag=" + "x" * 2000]
)
def test_a_hostile_query_is_400(lms, grade, query):
    assert lms.call("GET", f"/lti/lineitems?{query}").status_code == 400
    assert lms.call("GET", f"{grade}/results?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["tag=%ff%fe", "tag=%ed%a0%80", "tag='%20OR%201=1", "user_id=%25", "&&&==", "x" * 1900, "tag=%F0%9F%94%A7"]
)
def test_a_strange_query_finds_nothing(lms, grade, query):
    assert lms.call("GET", f"/lti/lineitems?{query}").status_code == 200
    assert lms.call("GET", f"{grade}/results?{query}").json() == []


@pytest.mark.parametrize(
    "path",
    ["/lti/lineitems/1", "/lti/lineitems/", "/lti/lineitems/../token", "/lti/token/", "/lti/lineitems/%00", "/lti/"],
)
def test_another_address_is_404(lms, path):
    assert lms.call("GET", path).status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "X"])
def test_another_method_is_405_and_says_which(lms, grade, method):
    allowed = {
        "/lti/token": "POST",
        "/lti/lineitems": "GET, POST",
        grade: "GET, PUT, DELETE",
        f"{grade}/scores": "POST",
        f"{grade}/results": "GET",
    }
    for path, methods in allowed.items():
        answer = lms.web.generic(method, path.removeprefix(ORIGIN))
        assert (answer.status_code, answer["Allow"]) == (405, methods)


def test_a_body_in_chunks_is_told_so_and_not_taken_for_an_empty_one(lms, grade):
    lms.web.defaults["HTTP_TRANSFER_ENCODING"] = "chunked"
    for path, media_type in (
        ("/lti/lineitems", ITEM),
        (f"{grade}/scores", SCORE),
        ("/lti/token", "application/x-www-form-urlencoded"),
    ):
        answer = lms.web.generic(
            "POST", path.removeprefix(ORIGIN), b"{}", content_type=media_type, headers=_bearer(lms)
        )
        assert (answer.status_code, answer.json()["error"]) == (411, "length_required")


def _bearer(lms):
    kept = lms.web.defaults.pop("HTTP_TRANSFER_ENCODING", None)
    headers = {"Authorization": f"Bearer {lms.token()}"}
    if kept:
        lms.web.defaults["HTTP_TRANSFER_ENCODING"] = kept
    return headers


FORMS = {
    "a field twice": b"grant_type=client_credentials&grant_type=client_credentials",
    "a scope twice": b"scope=a&scope=b",
    "NUL": b"grant_type=%00",
    "nothing": b"",
    "not UTF-8": b"\xff\xfe=%ff",
    "JSON": b'{"grant_type": "client_credentials"}',
    "1500 fields": b"&".join(b"a%d=" % number for number in range(1500)),
    "the password of a person": b"grant_type=password&username=a&password=b",
    "no assertion": b"grant_type=client_credentials",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_token_request_of_another_shape_is_400(db, client, name):
    assert client.post("/lti/token", FORMS[name], content_type="application/x-www-form-urlencoded").status_code == 400


def test_a_token_request_is_a_form_in_the_body(lms):
    assert lms.web.get("/lti/token?grant_type=client_credentials").status_code == 405
    assert lms.web.post("/lti/token?grant_type=client_credentials", b"", content_type="text/plain").status_code == 400
    assert lms.web.post("/lti/token", {"grant_type": "client_credentials"}).status_code == 400


CHARSETS = ["rot13", "base64", "idna", "punycode", "utf-16", "zlib", "undefined", "x" * 5000]


@pytest.mark.parametrize(
    "parameter", [*(f"charset={name}" for name in CHARSETS), "a*=rot13''%41", "charset*=nope'en'%41"]
)
@pytest.mark.parametrize("path", ["/lti/lineitems", "/sign-in", "/bridge/v1/events"])
def test_the_charset_of_a_media_type_decodes_no_address(db, rf, path, parameter):
    from mobility_record.wsgi import application

    environ = rf.generic("GET", f"{path}?next=%41%ff").environ
    environ |= {"CONTENT_TYPE": f"text/plain; {parameter}", "HTTP_HOST": "127.0.0.1", "wsgi.errors": io.StringIO()}
    said = []
    application(environ, lambda status, _headers: said.append(status)).close()
    assert said[0][:3] in ("200", "401", "405")


def test_the_address_in_answers_is_the_configured_one(lms, settings):
    settings.ALLOWED_HOSTS = ["*"]
    lms.web.defaults |= {"HTTP_HOST": "attacker.example", "HTTP_X_FORWARDED_HOST": "attacker.example"}
    answer = lms.call("GET", "/lti/lineitems?limit=1")
    assert "attacker" not in answer.content.decode() + answer["Link"]
    assert answer.json()[0]["id"].startswith(f"{ORIGIN}/lti/lineitems/")


@pytest.mark.parametrize(
    "host", ["attacker.example", "127.0.0.1.attacker.example", "127.0.0.1@attacker.example", "a b", ""]
)
def test_another_host_is_refused(lms, host):
    token = lms.token()
    lms.web.defaults["HTTP_HOST"] = host
    assert lms.call("GET", "/lti/lineitems", token=token).status_code == 400
