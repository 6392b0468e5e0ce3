"""CONTRACTS 9, cell by cell: what each role sees and may do, on the view object and on the pages."""

import ast
import re
from pathlib import Path
from uuid import uuid4

import pytest
from world import World, event

import mobility_record.web
from mobility_bridge.messages import EVIDENCE_KEY
from mobility_record import clock
from mobility_record.people.erasure import erase
from mobility_record.stays.models import Mobility
from mobility_record.visibility import Ability, Position, Role
from mobility_record.web.seen import NotSeen, one_seen_by, seen_by

PRIVATE = {
    "birth_date": "2010-01-17",
    "guardian": "Ute Private",
    "emergency_contact": "+49 555 0100",
    "insurance": "Policy 7",
}
A = Ability
EXPECTED = {
    # role: everything the contract grants, nothing else
    "participant": {
        A.SEE_NAME,
        A.SEE_PRIVATE,
        A.SEE_EMERGENCY,
        A.SEE_FEWER_OPPORTUNITIES,
        A.SEE_PROGRESS,
        A.SEE_GATES,
        A.SEE_GRADES,
        A.OWN_CODES,
    },
    "guardian": {A.SEE_NAME, A.SEE_PRIVATE, A.SEE_EMERGENCY, A.SEE_PROGRESS, A.SEE_GATES},
    "teacher": {A.SEE_NAME, A.SEE_PROGRESS, A.SEE_GATES, A.SEE_GRADES, A.PRINT_CODES},
    "own teacher": {A.SEE_NAME, A.SEE_PROGRESS, A.SEE_GATES, A.SEE_GRADES, A.PRINT_CODES, A.DECIDE},
    "coordinator": set(A) - {A.OWN_CODES},
    "host coordinator": set(A) - {A.OWN_CODES},
    "mentor": {A.SEE_NAME, A.SEE_GATES},
    "auditor": {A.SEE_NAME, A.SEE_FEWER_OPPORTUNITIES, A.SEE_PROGRESS, A.SEE_GATES},
}
BLIND = ["policymaker", "administrator", "stranger", "teacher of the host", "mentor of the sender", "former auditor"]


class Cast(World):
    """The world with one viewer per role, and something to see of every kind."""

    def __init__(self, ask) -> None:
        super().__init__()
        self.lena = self.person("Lena", **PRIVATE)
        Mobility.objects.filter(pk=self.stay.pk).update(participant=self.lena)
        self.stay.refresh_from_db()
        counts = {"not_yet": 1, "in_hand": 0, "done": 7, "not_needed": 0}
        snapshot = {"type": "checklist.state", "v": 1, "block": "c/d", "at": "2026-01-01T00:00:00Z"}
        snapshot["data"] = {"counts": counts, "readiness": 870}
        token = ask("claim", self.claim())[1]["token"]
        told = [
            event(1, 640, score={EVIDENCE_KEY: [snapshot]}),
            event(2, 730, "grade"),
            event(3, 1000, "gate:work-safety"),
        ]
        assert len(ask("events", {"token": token, "events": told})[1]["accepted"]) == 3
        other = self.organisation("Elsewhere")
        teacher = self.member("teacher", self.school)
        self.responsible(teacher)
        guardian = self.person("Ute")
        self.responsible(guardian, "guardian")
        self.viewers = {
            "participant": self.lena,
            "guardian": guardian,
            "teacher": self.member("teacher", self.school),
            "own teacher": teacher,
            "coordinator": self.member("coordinator", self.school),
            "host coordinator": self.member("coordinator", self.host),
            "mentor": self.member("mentor", self.host),
            "auditor": self.member("auditor", self.school, ends_us=clock.now_us() + clock.DAY),
            "policymaker": self.member("policymaker", self.school),
            "administrator": self.member("administrator", self.school),
            "stranger": self.member("coordinator", other),
            "teacher of the host": self.member("teacher", self.host),
            "mentor of the sender": self.member("mentor", self.school),
            "former auditor": self.member("auditor", self.school, ends_us=clock.now_us() - 1),
        }


@pytest.fixture
def cast(db, ask):
    return Cast(ask)


@pytest.mark.parametrize("role", EXPECTED)
@pytest.mark.parametrize("ability", list(Ability), ids=lambda ability: ability.name)
def test_each_cell(cast, role, ability):
    seen = one_seen_by(cast.viewers[role], cast.stay.public_id)
    assert seen.may(ability) == (ability in EXPECTED[role])


@pytest.mark.parametrize("role", EXPECTED)
def test_what_is_hidden_is_not_in_the_view_object(cast, role):
    seen, granted = one_seen_by(cast.viewers[role], cast.stay.public_id), EXPECTED[role]
    package = seen.packages[0]
    tags = {result.tag for result in package.results}
    assert seen.name == "Lena Test"
    assert (seen.private is not None) == (seen.born is not None) == (A.SEE_PRIVATE in granted)
    assert bool(seen.emergency_contact) == (A.SEE_EMERGENCY in granted)
    assert (seen.fewer_opportunities is not None) == (A.SEE_FEWER_OPPORTUNITIES in granted)
    assert ("progress" in tags) == (A.SEE_PROGRESS in granted)
    assert ("gate:work-safety" in tags) == (A.SEE_GATES in granted)
    assert ("grade" in tags) == bool(package.checklists) == (A.SEE_GRADES in granted)
    assert bool(seen.sources) == bool({A.MANAGE_CODES, A.OWN_CODES} & granted)


@pytest.mark.parametrize("role", EXPECTED)
def test_the_page_shows_no_more_than_that(cast, client, role):
    viewer, granted = cast.viewers[role], EXPECTED[role]
    client.force_login(cast.account(viewer))
    page = client.get(f"/mobility/{cast.stay.public_id}").content.decode()
    assert "Lena Test" in page
    assert ("17 January 2010" in page) == ("Policy 7" in page) == (A.SEE_PRIVATE in granted)
    assert ("+49 555 0100" in page) == (A.SEE_EMERGENCY in granted)
    assert ("64 %" in page) == (A.SEE_PROGRESS in granted)
    assert ("73 %" in page) == ("87 %" in page) == (A.SEE_GRADES in granted)
    assert ("https://lms.example" in page) == bool({A.MANAGE_CODES, A.OWN_CODES} & granted)
    assert ("Record my decision" in page) == (A.DECIDE in granted)
    assert ("End this device" in page) == (A.MANAGE_CODES in granted)
    assert ("messages received" in page) == (A.SEE_PROGRESS in granted)


@pytest.mark.parametrize("role", BLIND)
def test_absent_and_forbidden_are_the_same(cast, client, role):
    viewer = cast.viewers[role]
    assert seen_by(viewer) == []
    with pytest.raises(NotSeen):
        one_seen_by(viewer, cast.stay.public_id)
    client.force_login(cast.account(viewer))
    forbidden = client.get(f"/mobility/{cast.stay.public_id}")
    absent = client.get(f"/mobility/{uuid4()}")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert _without_token(forbidden.content) == _without_token(absent.content)
    assert "Lena" not in client.get("/work").content.decode()
    assert "Lena" not in client.get("/codes").content.decode()


def _without_token(page: bytes) -> bytes:
    """The page without what differs in every answer: the form token and the page's own address."""
    return re.sub(rb'value="(?:[A-Za-z0-9]{64}|/mobility/[0-9a-f-]{36})"', b"", page)


DOINGS = {
    "decide": ({"result": "BlendedMobility+APP|progress|640", "kind": "confirm", "reason": "seen"}, A.DECIDE),
    "revoke-codes": ({}, A.MANAGE_CODES),
    "end-source": ({}, A.MANAGE_CODES),
}


@pytest.mark.parametrize("role", [*EXPECTED, *BLIND])
@pytest.mark.parametrize("doing", DOINGS)
def test_doing_needs_the_ability(cast, client, role, doing):
    body, ability = DOINGS[doing]
    if doing == "end-source":
        body = {"source": cast.stay.sources.get().source_id}
    client.force_login(cast.account(cast.viewers[role]))
    response = client.post(f"/mobility/{cast.stay.public_id}/{doing}", body)
    assert response.status_code == (302 if ability in EXPECTED.get(role, set()) else 404)


@pytest.mark.parametrize("role", [*EXPECTED, *BLIND])
def test_printing_codes_needs_the_ability(cast, client, role):
    marcos = cast.mobility(cast.person("Marcos"))
    client.force_login(cast.account(cast.viewers[role]))
    response = client.post("/codes", {"mobility": [str(marcos.public_id)]})
    allowed = A.PRINT_CODES in EXPECTED.get(role, set())
    assert (response.status_code == 200 and "Marcos" in response.content.decode()) == allowed
    assert marcos.claim_codes.exists() == allowed


@pytest.mark.parametrize(("departs_in", "seen"), [(1, False), (0, True), (-28, True), (-29, False)])
def test_the_mentor_sees_the_emergency_contact_only_during_the_stay(cast, departs_in, seen):
    stay = cast.mobility(cast.lena, days_to_departure=departs_in, days=28)
    assert bool(one_seen_by(cast.viewers["mentor"], stay.public_id).emergency_contact) == seen


def test_two_roles_add_up():
    position = Position(frozenset({Role.MENTOR, Role.TEACHER}), own_pupil=False, during_stay=False)
    assert position.abilities() == EXPECTED["teacher"] | EXPECTED["mentor"]


def test_a_policymaker_and_an_administrator_can_do_nothing_to_one_mobility():
    for role in (Role.POLICYMAKER, Role.ADMINISTRATOR):
        assert not Position(frozenset({role}), own_pupil=True, during_stay=True).abilities()


def test_an_erased_person_is_seen_by_nobody(cast):
    erase(cast.lena)
    assert all(seen_by(viewer) == [] for viewer in cast.viewers.values())


GATEWAYS = {"gather.py", "seen.py", "acting.py", "timeline.py", "bridge.py", "receiving.py"}


def test_pages_cannot_reach_past_the_view_objects():
    """Only the gateways import models of stays and results; every other module of the pages gets view objects."""
    folder = Path(mobility_record.web.__file__).parent
    offenders = [
        (file.name, node.module)
        for file in folder.rglob("*.py")
        if file.name not in GATEWAYS
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in node.module
        if not node.module.startswith("mobility_record.people")
    ]
    assert offenders == []


def test_the_queries_of_the_list_do_not_grow_with_it(cast, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.account(cast.viewers["coordinator"]))
    with CaptureQueriesContext(connection) as few:
        client.get("/work")
    for name in "ABCDEFGHIJ":
        cast.mobility(cast.person(name))
    with django_assert_num_queries(len(few)):
        client.get("/work")
