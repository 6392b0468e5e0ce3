"""The client and a platform that lies, in every way we could think of. It gets no secret, no patience and no memory."""

import gzip
import json
import logging
import ssl
import subprocess
import threading
import zlib
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from mobility_bridge import calls, wire
from mobility_bridge.client import (
    RECORD,
    Client,
    Dead,
    Delivered,
    Paused,
    Platform,
    Reason,
    Retry,
    Superseded,
    TryLater,
    Wanted,
)
from tests.mobility_bridge.lying_platform import ISSUER, PACKAGE, SCOPES, LyingPlatform, Reply, answer
from tests.mobility_bridge.test_client import GRADE, NOW, SCORE, USER, later

TOKEN = "tok-3nVery-Secret-7xQ"
HTML = b"\n <!DOCTYPE html><title>Sign in</title>"
BOMB = gzip.compress(b" " * 50_000_000)


def token(**change):
    body = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600, "scope": SCOPES} | change
    return answer({name: value for name, value in body.items() if value is not ...})


def trusting(platform: LyingPlatform, reply: Reply | None = None) -> None:
    """The platform gives this token, and takes it."""
    platform.lies["token"] = reply or token()
    platform.tokens.add(TOKEN)


def record_platform(origin):
    return Platform(RECORD, "c", f"{origin}/token", f"{origin}/lineitems", ISSUER)


# -- bodies -----------------------------------------------------------------------------------------------------------

GARBAGE = {
    "nothing": Reply(200),
    "not JSON": Reply(200, b"{"),
    "NaN": Reply(200, b'{"access_token": NaN}'),
    "a number beyond all": Reply(200, b'{"access_token": "a", "expires_in": 1e999}'),
    "thousands of digits": Reply(200, b'{"expires_in": ' + b"9" * 5000 + b"}"),
    "a list of a number": answer([17]),
    "text": answer("no"),
    "null": answer(None),
    "deep": Reply(200, b"[" * 100_000 + b"]" * 100_000),
    "UTF-16": Reply(200, '{"a": 1}'.encode("utf-16")),
    "the same key twice": Reply(200, b'{"access_token": "a", "access_token": "b"}'),
    "half a character": Reply(200, b'{"access_token": "\\ud800"}'),
    "a page": Reply(200, HTML, {"Content-Type": "text/html"}),
    "huge": Reply(200, b" " * (wire.MOST_BYTES + 1) + b"[]"),
    "packed": Reply(200, gzip.compress(b"[]"), {"Content-Encoding": "gzip"}),
    "packed without limit": Reply(200, BOMB, {"Content-Encoding": "gzip"}),
    "packed twice": Reply(200, zlib.compress(BOMB), {"Content-Encoding": "deflate, gzip"}),
    "an encoding nobody knows": Reply(200, b"[]", {"Content-Encoding": "x-" + "y" * 100}),
}


@pytest.mark.parametrize("kind", ["token", "lineitems"])
@pytest.mark.parametrize("lie", GARBAGE)
def test_garbage_is_asked_for_again_later(record, clients, kind, lie):
    record.lies[kind] = GARBAGE[lie]
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.NOT_UNDERSTOOD)
    assert record.asked("scores") == []


@pytest.mark.parametrize("lie", GARBAGE)
def test_garbage_as_results_loses_nothing(record, clients, lie):
    record.lies |= {"scores": Reply(409), "results": GARBAGE[lie]}
    assert isinstance(clients(record).send(SCORE, GRADE), Retry)


@pytest.mark.parametrize("lie", ["a page", "huge", "packed", "packed without limit"])
def test_a_yes_that_is_no_platforms_yes_is_no_delivery(record, clients, lie):
    """A portal or a login page answers 200 to everything."""
    record.lies["scores"] = GARBAGE[lie]
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.NOT_UNDERSTOOD)


@pytest.mark.parametrize("lie", ["nothing", "not JSON", "null", "text"])
def test_what_a_yes_says_beside_is_not_asked(record, clients, lie):
    record.lies["scores"] = GARBAGE[lie]
    assert isinstance(clients(record).send(SCORE, GRADE), Delivered)


@pytest.mark.parametrize("status", [400, 403, 409, 500])
@pytest.mark.parametrize("lie", ["huge", "packed without limit", "deep"])
def test_an_error_is_an_error_whatever_it_says(record, clients, status, lie):
    record.lies["scores"] = replace(GARBAGE[lie], status=status)
    assert type(clients(record).send(SCORE, GRADE)) is {400: Dead, 403: Paused, 409: Superseded, 500: Retry}[status]


# -- connections ------------------------------------------------------------------------------------------------------

CUTS = {
    "at once": Reply(200, cut=0),
    "in the status line": Reply(200, cut=10),
    "in the body": Reply(200, b"[]", length=3),
    "in the body, long before its end": Reply(200, b"[]", length=10**15),
}


@pytest.mark.parametrize("kind", ["token", "lineitems", "scores"])
@pytest.mark.parametrize("cut", CUTS)
def test_a_connection_cut_in_the_middle(record, clients, kind, cut):
    record.lies[kind] = CUTS[cut]
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.UNREACHABLE)


@pytest.mark.parametrize(("kind", "expected"), [("token", Retry), ("lineitems", Retry), ("scores", Delivered)])
def test_a_connection_cut_in_the_headers_has_said_its_status(record, clients, kind, expected):
    record.lies[kind] = Reply(200, cut=30)
    assert isinstance(clients(record).send(SCORE, GRADE), expected)


@pytest.mark.parametrize("kind", ["token", "lineitems", "scores"])
@pytest.mark.parametrize("head", [True, False])
def test_an_endless_drip_ends_at_the_deadline(record, clients, kind, head):
    """Each byte comes long before any time-out; without the alarm this test would never end."""
    record.lies[kind] = Reply(200, b"[", drip=0.02, drip_head=head)
    outcome = clients(record, deadline=0.5).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.TIMEOUT)


def test_an_endless_row_of_slow_pages_ends_at_the_deadline(record, clients):
    pages = iter(range(10**6))
    waiting = threading.Event()

    def page(seen):
        waiting.wait(0.1)
        return answer([], Link=f'</lineitems?page={next(pages)}>; rel="next"')

    record.lies["lineitems"] = page
    outcome = clients(record, deadline=0.5).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.TIMEOUT)


def test_nobody_there(signer):
    with Client(record_platform("http://127.0.0.1:9"), signer) as client:
        outcome = client.send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.UNREACHABLE)


@pytest.fixture
def certificate(tmp_path):
    """A certificate that nobody has signed but itself."""
    files = [tmp_path / "key.pem", tmp_path / "certificate.pem"]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, *names, "-keyout", files[0], "-out", files[1]], check=True, capture_output=True)
    return files


def test_a_certificate_that_nobody_knows_gets_no_assertion(certificate, signer):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[1], certificate[0])
    arrived = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            arrived.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(503)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    origin = f"https://localhost:{server.server_port}"
    platform = record_platform(origin)
    with Client(platform, signer) as stranger, Client(platform, signer, ca_file=certificate[1]) as friend:
        outcome = stranger.send(SCORE, GRADE)
        assert (type(outcome), outcome.reason, arrived) == (Retry, Reason.UNTRUSTED, [])
        assert friend.send(SCORE, GRADE).reason is Reason.BROKEN
    assert len(arrived) == 1
    server.shutdown()
    server.server_close()


# -- redirects and addresses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["token", "lineitems", "scores", "results"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_into_the_local_network_is_not_followed(record, platforms, clients, kind, status):
    inside = platforms("record")
    record.lies[kind] = Reply(status, BOMB, {"Location": f"{inside.origin}/{kind}", "Content-Encoding": "gzip"})
    if kind == "results":
        record.lies["scores"] = Reply(409)
    outcome = clients(record).send(SCORE, GRADE)
    assert isinstance(outcome, Superseded if kind == "results" else Paused)
    assert inside.seen == []


ELSEWHERE = [
    "http://127.0.0.1:{other}/lineitems/2/lineitem",
    "http://localhost:{port}/lineitems/2/lineitem",
    "https://127.0.0.1:{port}/lineitems/2/lineitem",
    "http://169.254.169.254/latest/meta-data",
    "//127.0.0.1:{other}/lineitems",
    "http://127.0.0.1:{port}@127.0.0.1:{other}/",
    "http://127.0.0.1:{port}\\@127.0.0.1:{other}/",
    "http://x:y@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}.evil.example/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://2130706433:{port}/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://127.0.0.1:{port}/a b",
    "http://127.0.0.1:99999/",
    "http://[/",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_line_item_elsewhere_gets_no_token(record, platforms, clients, url):
    other = platforms("record")
    url = url.format(port=record.server.server_port, other=other.server.server_port)
    record.lies["lineitems"] = answer([{"id": url, "tag": "grade", "resourceId": PACKAGE}])
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Paused, Reason.FOREIGN_ADDRESS)
    assert other.seen == []
    assert record.asked("scores") == []


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_next_page_elsewhere_gets_no_token(record, platforms, clients, url):
    other = platforms("record")
    url = url.format(port=record.server.server_port, other=other.server.server_port)
    record.lies["lineitems"] = answer([], Link=f'<{url}>; rel="next"')
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Paused, Reason.FOREIGN_ADDRESS)
    assert other.seen == []


@pytest.mark.parametrize("value", [None, 17, ["x"], {}])
def test_a_line_item_without_an_address(record, clients, value):
    record.lies["lineitems"] = answer([{"id": value, "tag": "grade", "resourceId": PACKAGE}])
    assert clients(record).send(SCORE, GRADE).reason is Reason.NOT_UNDERSTOOD


def test_pages_in_a_circle(record, clients):
    record.lies["lineitems"] = answer([], Link=f'<{record.line_items_url}?a>; rel="next"')
    assert clients(record).send(SCORE, GRADE).reason is Reason.NOT_UNDERSTOOD
    assert len(record.asked("lineitems")) == 2


def test_pages_without_end(record, clients):
    pages = iter(range(10**6))
    record.lies["lineitems"] = lambda _: answer([], Link=f'</lineitems?page={next(pages)}>; rel="next"')
    assert clients(record).send(SCORE, GRADE).reason is Reason.NOT_UNDERSTOOD
    assert len(record.asked("lineitems")) == calls.MOST_PAGES


def test_one_line_item_on_two_pages_is_one(record, clients):
    item = {"id": record.item_url(2), "tag": "grade", "resourceId": PACKAGE}
    record.lies["lineitems"] = answer([item, item, item | {"tag": "progress"}])
    assert isinstance(clients(record).send(SCORE, GRADE), Delivered)


def test_duplicate_tags_are_not_guessed_between(record, clients):
    items = [{"id": record.item_url(number), "tag": "grade", "resourceId": PACKAGE} for number in (1, 2)]
    record.lies["lineitems"] = answer(items)
    assert clients(record).send(SCORE, GRADE) == Dead(SCORE, Reason.AMBIGUOUS_LINE_ITEM)


# -- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("life", [0, -1, 1 - 2**53, 0.5, True, [], "soon", "-5", {}])
def test_a_token_that_lives_no_time_is_used_once(record, clients, life):
    trusting(record, token(expires_in=life))
    client = clients(record)
    for step in range(2):
        assert isinstance(client.send(later(step), GRADE), Delivered)
    # Half a second may be enough for a whole dialogue, or not.
    assert len(record.asked("token")) >= (1 if life == 0.5 else 2)


class Hours:
    """A clock that a test moves."""

    def __init__(self, start):
        self.now = start

    def time(self):
        return self.now

    monotonic = time


@pytest.mark.parametrize(
    ("life", "kept", "gone"),
    [
        (3600, 3539, 3541),
        (600, 539, 541),
        (30, 26, 28),
        ("600", 539, 541),
        (..., 299, 301),
        (2**53 - 1, 3539, 3541),
        (None, 299, 301),
    ],
)
def test_a_token_is_renewed_before_it_expires_and_never_older_than_an_hour(record, clients, life, kept, gone):
    trusting(record, token(expires_in=life))
    clock = Hours(1_800_000_000.0)
    client = clients(record, clock=clock)
    for moved, asked in ((0, 1), (kept, 1), (gone, 2)):
        clock.now = 1_800_000_000.0 + moved
        assert isinstance(client.send(later(moved), GRADE), Delivered)
        assert len(record.asked("token")) == asked


@pytest.mark.parametrize(
    "scope", ["https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly", "openid profile", SCOPES.upper()]
)
def test_a_token_for_other_scopes_is_not_used(record, clients, scope):
    trusting(record, token(scope=scope))
    outcome = clients(record).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Paused, Reason.SCOPE)
    assert record.asked("lineitems") == []


@pytest.mark.parametrize("scope", ["", ..., SCOPES + " more", SCOPES.replace("lineitem.readonly", "lineitem")])
def test_a_token_that_says_no_scopes_or_wider_ones_is_used(record, clients, scope):
    trusting(record, token(scope=scope))
    assert isinstance(clients(record).send(SCORE, GRADE), Delivered)


NO_TOKENS = [
    {"access_token": ...},
    {"access_token": ""},
    {"access_token": 17},
    {"access_token": "a\r\nX-Evil: 1"},
    {"access_token": "a b"},
    {"access_token": "ä"},
    {"access_token": "a" * 9000},
    {"token_type": "mac"},
    {"token_type": 1},
    {"scope": ["a"]},
]


@pytest.mark.parametrize("change", NO_TOKENS)
def test_what_is_no_bearer_token_is_not_sent_anywhere(record, clients, change):
    trusting(record, token(**change))
    assert clients(record).send(SCORE, GRADE).reason is Reason.NOT_UNDERSTOOD
    assert [seen.kind for seen in record.seen] == ["token"]


# -- results ----------------------------------------------------------------------------------------------------------

MINE = {"userId": USER, "resultScore": 640, "resultMaximum": 1000}
RESULTS = [
    ([MINE], "DeliveredAlready"),
    ([MINE | {"resultScore": 64.0004, "resultMaximum": 100}], "DeliveredAlready"),
    ([MINE | {"resultScore": 641}], "Superseded"),
    ([MINE | {"userId": "p_" + "b" * 26}], "Superseded"),
    ([MINE | {"userId": [USER]}], "Superseded"),
    ([MINE | {"userId": None}], "Superseded"),
    ([MINE | {"userId": "p_" + "b" * 26}] * 2000 + [MINE], "DeliveredAlready"),
    ([MINE | {"resultMaximum": 0}], "Retry"),
    ([MINE | {"resultMaximum": -1}], "Retry"),
    ([MINE | {"resultScore": -1}], "Retry"),
    ([MINE | {"resultScore": "640"}], "Retry"),
    ([MINE | {"resultScore": True}], "Retry"),
    ([MINE | {"resultScore": 1e-320}], "Superseded"),
    (["p"], "Retry"),
]


@pytest.mark.parametrize(("results", "expected"), RESULTS)
def test_results_are_believed_only_about_the_person_asked_for(record, clients, results, expected):
    record.lies |= {"scores": Reply(409), "results": answer(results)}
    assert type(clients(record).send(SCORE, GRADE)).__name__ == expected


def test_a_score_above_the_maximum_may_be_cut_by_the_platform(record, clients):
    record.lies |= {"scores": Reply(409), "results": answer([MINE | {"resultScore": 1000}])}
    assert type(clients(record).send(replace(SCORE, given=1200), GRADE)).__name__ == "DeliveredAlready"


# -- Retry-After ------------------------------------------------------------------------------------------------------

ASKED = ["-5", "NaN", "1e9", "soon", "", "９", "Fri, 99 Foo 2027 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"]
ASKED += ["9" * 4000, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -9959", "\x00", "," * 9000]


@pytest.mark.parametrize("value", ASKED)
def test_an_absurd_retry_after(record, clients, value):
    record.lies["scores"] = Reply(429, headers={"Retry-After": value})
    outcome = clients(record).send(SCORE, GRADE)
    assert isinstance(outcome, Retry)
    assert 0 <= outcome.seconds <= 3602


# -- secrets ----------------------------------------------------------------------------------------------------------

ECHOES = {
    "in an error": lambda text: Reply(400, text.encode()),
    "as an OAuth error": lambda text: answer({"error": text, "error_description": text}, 401),
    "in a broken header": lambda text: Reply(200, b"[]", {"X": f"1\r\n{text}\r\n {text}"}),
    "in a header's name": lambda text: Reply(200, b"[]", {text: "1"}),
    "in the status line": lambda text: Reply(f"200 {text}\r\nX: y", b"[]"),
    "in no status line": lambda text: Reply(f"{text}", b"[]"),
    "in a next page": lambda text: answer([], Link=f'</lineitems?token={text}>; rel="next"'),
    "in a next page elsewhere": lambda text: answer([], Link=f'<http://127.0.0.1:9/{text}>; rel="next"'),
    "in a redirect": lambda text: Reply(302, headers={"Location": f"/{text}"}),
    "in a line item": lambda text: answer(
        [{"id": f"http://evil.example/{text}", "tag": "grade", "resourceId": PACKAGE}]
    ),
    "in broken JSON": lambda text: Reply(200, b'{"' + text.encode()),
    "in Retry-After": lambda text: Reply(429, headers={"Retry-After": text}),
    "in an encoding": lambda text: Reply(200, b"[]", {"Content-Encoding": text}),
}


@pytest.mark.parametrize("kind", ["token", "lineitems", "scores", "results"])
@pytest.mark.parametrize("echo", ECHOES)
def test_no_secret_comes_back_out(record, clients, caplog, signer, kind, echo):
    """Whatever the platform repeats, no log, outcome, error or representation holds token, assertion or key."""
    trusting(record)
    secret = [TOKEN]

    def lie(seen):
        if kind == "token":
            secret.append(seen.body.decode().split("client_assertion=")[1].split("&")[0])
        return ECHOES[echo](secret[-1])

    record.lies[kind] = lie
    if kind == "results":
        record.lies["scores"] = Reply(409)
    client = clients(record, deadline=5)
    shown = []
    with caplog.at_level(logging.DEBUG):
        shown.append(repr(client.send(SCORE, GRADE)))
        for ask in (
            lambda: client.line_item(Wanted("progress")),
            lambda: client.results(client.line_item(GRADE), USER),
        ):
            try:
                shown.append(repr(ask()))
            except Exception as error:
                shown += [
                    str(error),
                    repr(error),
                    repr(error.__context__),
                    repr(error.__cause__),
                    type(error).__module__,
                ]
                assert type(error).__module__ == "mobility_bridge.errors"
    shown += [record_.getMessage() for record_ in caplog.records]
    shown += [str(record_.exc_info) for record_ in caplog.records]
    shown += [repr(signer), repr(client), repr(vars(client)), repr(client._desk.tokens.__dict__)]
    text = "\n".join(shown)
    for each in secret:
        assert each not in text
    assert signer.key.as_dict(private=True)["d"] not in text


def test_no_learner_is_named_in_a_log(record, clients, caplog):
    with caplog.at_level(logging.DEBUG):
        clients(record).send(SCORE, GRADE)
        record.lies["scores"] = Reply(409)
        clients(record).send(later(-1), GRADE)
    text = "\n".join(each.getMessage() for each in caplog.records)
    assert USER not in text
    assert text.splitlines() == [f"{record.origin}: Delivered", f"{record.origin}: DeliveredAlready"]


def test_nothing_is_taken_from_the_environment(record, clients, monkeypatch, tmp_path):
    """Neither a proxy nor a password that `requests` would send in place of our token."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login evil password evil\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert isinstance(clients(record).send(SCORE, GRADE), Delivered)


def test_no_cookie_comes_back(record, clients):
    record.lies["scores"] = Reply(200, headers={"Set-Cookie": "a=b; Path=/"})
    client = clients(record)
    for step in range(2):
        client.send(later(step), GRADE)
    assert not any("Cookie" in seen.headers for seen in record.seen)


def test_a_connection_outlives_the_alarm_of_its_request(record, clients):
    """An alarm that rings late must not cut the next request on the same connection."""
    client = clients(record, deadline=20)
    for step in range(50):
        assert isinstance(client.send(later(step), GRADE), Delivered)
    assert json.loads(record.asked("scores")[-1].body)["timestamp"].endswith("Z")
    assert NOW


def test_results_can_be_read(record, clients):
    client = clients(record)
    client.send(SCORE, GRADE)
    item = client.line_item(GRADE)
    [result] = client.results(item, USER)
    assert result.share * 1000 == 640
    record.lies["results"] = Reply(200, b"no")
    with pytest.raises(TryLater):
        client.results(item, USER)
