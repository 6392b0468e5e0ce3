"""Attacks by many at once (docs/reference/attacks.md, rows 7, 13, 16, 19): two workers, real threads, either database."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from forger import rs256
from key_server import KeyServer, answer
from platform_client import ITEM, KEYS, SCORE, Platform
from world import PACKAGE

REGISTER = """
from world import PACKAGE, World
from mobility_record.lti import clients
world = World()
client = clients.register("LMS", {jwks_url!r})
clients.allow(client, PACKAGE)
kid = "" if client.jwks_url else clients.add_key(client, {key!r}).kid
print(json.dumps([str(client.public_id), kid, clients.pseudonym_of(client, world.stay)]))
"""
COUNT = """
from mobility_record.results.models import Message, Result
from mobility_record.stays.models import Source
mine = dict(source__device={client_id!r})
print(json.dumps([Message.objects.filter(**mine).count(), Source.objects.filter(device={client_id!r}).count(),
                  list(Result.objects.filter(**mine).values_list("per_mille", flat=True))]))
"""


class Answer:
    def __init__(self, status, content):
        self.status_code, self.content = status, content

    def json(self):
        return json.loads(self.content)


class Web:
    """What `Platform` needs of Django's test client, over the network."""

    def __init__(self, url):
        self.url = url

    def post(self, path, body, content_type):
        return self.generic("POST", path, body.encode(), content_type, {})

    def generic(self, method, path, body, content_type, headers):
        path = path.removeprefix(self.url)
        request = Request(f"{self.url}{path}", body or None, {"Content-Type": content_type, **headers}, method=method)
        try:
            with urlopen(request, timeout=60) as response:
                return Answer(response.status, response.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read())


class LivePlatform(Platform):
    """A platform that is registered with the running record; it knows one learner."""

    def __init__(self, live, jwks_url=""):
        self.live, self.web = live, Web(live.url)
        self.algorithm, self.key = "RS256", KEYS["RS256"]
        pem = self.key.as_pem(private=False)
        self.client_id, self.kid, self.learner = live.python(REGISTER.format(jwks_url=jwks_url, key=pem))

    def claims(self, **change):
        return super().claims(**{"aud": f"{self.live.url}/lti/token", **change})

    def counts(self):
        """Messages, sources, and the results per mille."""
        return self.live.python(COUNT.format(client_id=self.client_id))


@pytest.fixture(scope="module")
def live(own_live):
    return own_live


@pytest.fixture
def lms(live):
    return LivePlatform(live)


def at_once(work, items):
    items = list(items)
    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(work, items))


def at(second):
    return f"2026-02-11T18:00:{second:02}Z"


def test_one_assertion_by_twenty_at_once_works_once(lms):
    assertion = lms.sign(lms.claims())
    answers = at_once(lambda _: lms.ask(assertion).status_code, range(20))
    assert sorted(answers) == [200] + [401] * 19


def test_twenty_scores_of_different_times_at_once_are_all_kept_and_the_latest_counts(lms):
    token, grade = lms.token(), lms.item("grade")
    answers = at_once(lambda n: lms.score(grade, lms.learner, 10 * n, at(n), token=token).status_code, range(20))
    assert set(answers) <= {200, 409}
    assert answers[19] == 200
    assert lms.counts() == [20, 1, [190]]


def test_of_twenty_scores_of_one_time_exactly_one_wins_and_none_is_lost(lms):
    token, grade = lms.token(), lms.item("grade")
    answers = at_once(lambda n: lms.score(grade, lms.learner, n + 1, at(1), token=token).status_code, range(20))
    assert sorted(answers) == [200] + [409] * 19
    assert lms.counts() == [20, 1, [answers.index(200) + 1]]


def test_the_same_score_by_twenty_at_once_is_kept_once(lms):
    token, grade = lms.token(), lms.item("grade")
    answers = at_once(lambda _: lms.score(grade, lms.learner, 500, at(1), token=token).status_code, range(20))
    assert answers == [200] * 20
    assert lms.counts() == [1, 1, [500]]


def test_a_result_that_is_read_meanwhile_only_goes_forward(lms):
    token, grade = lms.token(), lms.item("grade")

    def act(number):
        if number % 2:
            shown = lms.call("GET", f"{grade}/results", token=token).json()
            return [result["resultScore"] for result in shown]
        lms.score(grade, lms.learner, number, at(number), token=token)
        return []

    with ThreadPoolExecutor(4) as pool:
        seen = [score for scores in pool.map(act, range(60)) for score in scores]
    assert lms.results(grade)[0]["resultScore"] == 58
    assert seen


def test_one_line_item_by_twenty_at_once_is_made_once(lms):
    token = lms.token()
    wanted = {"label": "Homework", "scoreMaximum": 1, "tag": "homework", "resourceId": PACKAGE}
    answers = at_once(lambda _: lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM, token=token), range(20))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_first_line_item_of_its_own_package_by_twenty_at_once(lms):
    token = lms.token()
    wanted = [{"label": "Homework", "scoreMaximum": 1, "tag": f"t{number}"} for number in range(20)]
    answers = at_once(lambda each: lms.call("POST", "/lti/lineitems", each, media_type=ITEM, token=token), wanted)
    assert {answer.status_code for answer in answers} == {201}


def test_twenty_with_an_unknown_key_make_the_workers_ask_once(live):
    server = KeyServer()
    try:
        server.behaviour = answer(
            json.dumps({"keys": [{**KEYS["RS256"].as_dict(private=False), "kid": "one"}]}).encode()
        )
        lms = LivePlatform(live, server.url)
        told = [rs256(lms.key, {"alg": "RS256", "kid": "unknown"}, lms.claims()) for _ in range(20)]
        assert at_once(lambda each: lms.ask(each).status_code, told) == [401] * 20
        assert server.asked == 1
        assert lms.ask(rs256(lms.key, {"alg": "RS256", "kid": "one"}, lms.claims())).status_code == 200
        assert server.asked == 1
    finally:
        server.stop()


BETWEEN = """
import threading
from django.db import connections
from django.test import Client as Web
from world import PACKAGE, World
from platform_client import ORIGIN, Platform
from mobility_record.lti import clients, reports, tokens
from mobility_record.people.erasure import erase
from mobility_record.results.models import Message, Result
from mobility_record.stays.models import Source
from django.conf import settings
settings.MOBILITY_ORIGIN = ORIGIN
settings.ALLOWED_HOSTS.append("testserver")
world = World()
lms = Platform(Web(), PACKAGE)
lena = clients.pseudonym_of(lms.client, world.stay)
grade = lms.item("grade")
reached, go_on, answers = threading.Event(), threading.Event(), []

def waiting(module, name):
    real = getattr(module, name)
    def wait(*args):
        found = real(*args)
        reached.set()
        go_on.wait(60)
        return found
    setattr(module, name, wait)

def meanwhile(work, act):
    def run():
        answers.append(work().status_code)
        connections.close_all()
    thread = threading.Thread(target=run)
    thread.start()
    reached.wait(60)
    act()
    go_on.set()
    thread.join(60)
"""


@pytest.mark.parametrize(
    "before", ["lms.score(grade, lena, 1, '2026-02-11T17:00:00Z')", "None"], ids=["known", "first"]
)
def test_whoever_is_erased_between_the_question_and_the_write_gets_no_score(live, before):
    said = live.python(
        BETWEEN
        + f"{before}\nkept = Message.objects.filter(person=world.lena).count()\n"
        + "waiting(reports, '_addressed')\ntoken = lms.token()\n"
        + "meanwhile(lambda: lms.score(grade, lena, 2, '2026-02-11T18:00:00Z', token=token), lambda: erase(world.lena))\n"
        + "sources = Source.objects.filter(device=lms.client_id).count()\n"
        + "print(json.dumps([answers, Message.objects.filter(person=world.lena).count() - kept, sources - kept]))"
    )
    assert said == [[404], 0, 0]


@pytest.mark.parametrize("ends", ["clients.retire_key(lms.client, lms.kid)", "clients.revoke(lms.client)"])
def test_a_key_that_ends_while_a_token_is_asked_for_brings_none(live, ends):
    said = live.python(
        BETWEEN
        + "waiting(tokens, '_granted')\nassertion = lms.sign(lms.claims())\n"
        + f"meanwhile(lambda: lms.ask(assertion), lambda: {ends})\n"
        + "print(json.dumps([answers, lms.client.tokens.count()]))"
    )
    assert said == [[401], 0]


def test_whoever_is_erased_while_their_name_is_asked_for_gets_none(live):
    said = live.python(
        BETWEEN
        + "other = clients.register('Other')\nclients.allow(other, PACKAGE)\nstay = type(world.stay).objects.get(pk=world.stay.pk)\n"
        + "stay.participant\nerase(world.lena)\n"
        + "try:\n    clients.pseudonym_of(other, stay)\nexcept clients.ClientError:\n    print(world.lena.pseudonyms.count())"
    )
    assert said == 0


# What only a real server meets


def sent(live, *lines, body=b""):
    """The status line of the answer to bytes as they are; the line is closed after them."""
    place = urlsplit(live.url)
    with socket.create_connection((place.hostname, place.port), 30) as line:
        line.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return line.makefile("rb").readline().decode().strip()


def post(lms, *headers, body=b""):
    path = urlsplit(lms.item("grade")).path + "/scores"
    known = [f"Host: 127.0.0.1:{lms.live.port}", f"Content-Type: {SCORE}", f"Authorization: Bearer {lms.token()}"]
    return sent(lms.live, f"POST {path} HTTP/1.1", *known, *headers, body=body)[9:12]


def test_lengths_that_lie(lms):
    assert post(lms, "Content-Length: 400", body=b"{}") == "400"
    assert post(lms, "Content-Length: 1", body=b"{}") == "400"
    assert post(lms, "Content-Length: 0", body=b"{}") == "400"
    assert post(lms, "Content-Length: -1", body=b"{}") == "400"
    assert post(lms, "Content-Length: 2", "Content-Length: 3", body=b"{} ") == "400"
    assert post(lms, body=b"{}") == "400"


def test_chunks(lms):
    assert post(lms, "Transfer-Encoding: chunked", body=b"2\r\n{}\r\n0\r\n\r\n") == "411"
    assert post(lms, "Transfer-Encoding: chunked", "Content-Length: 2", body=b"2\r\n{}\r\n0\r\n\r\n") in ("400", "411")


@pytest.mark.parametrize("charset", ["rot13", "idna", "punycode", "base64"])
def test_charsets_that_are_none(live, charset):
    host = f"Host: 127.0.0.1:{live.port}"
    for path in ("/sign-in?next=%41", "/lti/lineitems?tag=%41"):
        assert sent(live, f"GET {path} HTTP/1.1", host, f"Content-Type: a/b; charset={charset}")[9:12] in ("200", "401")


def test_nothing_went_wrong_in_the_server(live):
    assert "Traceback" not in (live.folder / "server.log").read_text("utf-8")
