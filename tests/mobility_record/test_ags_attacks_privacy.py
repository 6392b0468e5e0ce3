"""Attacks on people (docs/reference/attacks.md, rows 16, 18, 20): scores of the erased, scripts on pages, names left."""

import json
import logging

import pytest
from django.db import connection
from platform_client import ITEM, Platform
from world import PACKAGE

from mobility_record.lti import clients
from mobility_record.people.erasure import erase
from mobility_record.people.models import Pseudonym
from mobility_record.results.models import Message
from mobility_record.stays.models import Package, Source

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


def test_an_erased_person_is_nobody(lms, grade, lena, world):
    lms.score(grade, lena, 5, at(1))
    erase(world.lena)
    assert lms.score(grade, lena, 6, at(2)).json()["error"] == "unknown_user"
    assert lms.results(grade) == lms.results(grade, user_id=lena) == []
    assert Message.objects.count() == 1
    with pytest.raises(clients.ClientError, match="erased"):
        clients.pseudonym_of(lms.client, world.stay)
    assert not Pseudonym.objects.filter(client=lms.client_id).exists()


def everything():
    """All that stands in any table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a name of our own table
            found += [
                bytes(value) if isinstance(value, memoryview) else value for row in cursor.fetchall() for value in row
            ]
    return "\n".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in found)


def test_erasing_leaves_no_name_of_hers_in_any_table_or_log(lms, grade, world, caplog):
    caplog.set_level(logging.DEBUG)
    person = world.person("Zwetelina", email="zwetelina@example.org")
    name = clients.pseudonym_of(lms.client, world.mobility(person))
    told = {"comment": "Zwetelina was ill", "submission": {"startedAt": at(0)}, "https://lms.example/name": "Zwetelina"}
    assert lms.score(grade, name, 5, at(1), **told).status_code == 200
    assert lms.results(grade, user_id=name)
    own(lms, **{"https://lms.example/owner": "Zwetelina"})
    assert name in everything()
    erase(person)
    assert lms.score(grade, name, 6, at(2), **told).status_code == 404
    left = everything() + caplog.text
    assert [word for word in ("Zwetelina", "zwetelina@", name) if word in left] == []


# 18


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_scripts_in_names_and_labels_are_text_on_the_pages(client, world):
    lms = Platform(client, PACKAGE, name=f"LMS {SCRIPT}")
    name = clients.pseudonym_of(lms.client, world.stay)
    item = own(lms, label=f"Label {SCRIPT}", tag=SCRIPT).json()["id"]
    assert lms.score(item, name, 5, at(1), comment=f"Comment {SCRIPT}").status_code == 200
    account = world.account(world.member("coordinator", world.school), "c@school.example", "a long password")
    client.force_login(account, backend="mobility_record.people.signin.EmailBackend")
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert "LMS &lt;script&gt;" in page
    assert "Label &lt;script&gt;" in page
    assert "Comment" not in page
    assert not [tag for tag in ("<script>alert", "<img src=x") if tag in page]


def test_a_label_can_not_turn_the_line_around_or_break_it(lms):
    shown = own(lms, label="Home\u202ekrow\r\n\u2066 and\x1b[2J\x9b more\t").json()["label"]
    assert shown == "Home krow and [2J more"
    assert own(lms, tag="x", label="\u202e\n").status_code == 400
    assert own(lms, tag="y", label="واجب\u200f 👩\u200d🔧").json()["label"] == "واجب\u200f 👩\u200d🔧"


@pytest.mark.parametrize("name", ["a\nb", "\u202eb", "", " ", "x" * 201, "a\x00b"])
def test_a_client_s_name_is_one_line_of_text(db, name):
    if name == "a\nb":
        assert clients.register(name).name == "a b"
    else:
        with pytest.raises(clients.ClientError):
            clients.register(name)


def test_the_platform_that_reported_is_shown_and_can_not_be_anothers(lms, grade, lena):
    lms.score(grade, lena, 5, at(1))
    assert Source.objects.get(kind="lms").origin == "LMS of the school"
    assert Package.objects.count() == 1


def test_no_answer_sets_a_cookie_or_is_kept(lms, grade):
    for answer in (
        lms.ask("x"),
        lms.call("GET", grade),
        lms.call("PATCH", grade),
        lms.call("GET", "/lti/lineitems?limit=0"),
    ):
        assert answer["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer and not answer.cookies
        assert "Access-Control-Allow-Origin" not in answer
        assert json.loads(answer.content)
