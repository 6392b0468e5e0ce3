"""Nobody becomes someone else by a card, reads what is not theirs, or decides for themselves."""

import re

import pytest
from test_pages import NOW, decide, report
from world import PACKAGE, event

from mobility_record.people.models import EntryLink, Membership
from mobility_record.people.signin import NoLink, email_index, make_entry_link
from mobility_record.results.models import Correction
from mobility_record.stays.models import Source
from mobility_record.visibility import Ability
from mobility_record.web.readiness import State, standing
from mobility_record.web.seen import one_seen_by

PRIVATE_WORDS = "Panic attack at work"


def signed_in(world, client, role, organisation=None, name="Nora"):
    person = world.member(role, organisation or world.school, name)
    client.force_login(world.account(person))
    return person


def cards(client, stay):
    return client.post("/codes", {"mobility": [str(stay.public_id)]}).content.decode()


def new_link(client, stay):
    return client.post(f"/mobility/{stay.public_id}/new-link")


def link_in(page):
    return re.search(r"http://127.0.0.1:8400(/enter/[\w-]+)", page)[1]


def test_a_teachers_card_has_no_way_in(world, ask, client):
    signed_in(world, client, "teacher")
    page = cards(client, world.stay)
    assert "/enter/" not in page
    assert "Your coordinator can give you a link to it." in page
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}<", page)
    assert not EntryLink.objects.exists()


@pytest.mark.parametrize("tie", ["membership", "responsibility", "password"])
def test_nobody_gets_a_link_to_an_account_that_does_more(world, client, tie):
    signed_in(world, client, "coordinator")
    tied_to_more(world, tie)
    page = cards(client, world.stay)
    assert "/enter/" not in page
    assert "with your own e-mail and password" in page
    answer = new_link(client, world.stay)
    assert answer.status_code == 400
    assert "/enter/" not in answer.content.decode()
    assert "signs in with an e-mail and password" in answer.content.decode()
    with pytest.raises(NoLink):
        make_entry_link(world.lena)
    assert not EntryLink.objects.exists()


def tied_to_more(world, tie):
    if tie == "membership":
        Membership.objects.create(person=world.lena, organisation=world.school, role="coordinator")
    elif tie == "responsibility":
        world.responsible(world.lena, "guardian")
    else:
        world.account(world.lena, "l@school.example", "correct horse battery")


@pytest.mark.parametrize("tie", ["membership", "responsibility", "password"])
def test_a_link_made_before_someone_does_more_opens_nothing(world, client, tie):
    link = "/enter/" + make_entry_link(world.lena)
    tied_to_more(world, tie)
    assert client.post(link).status_code == 404


def test_a_session_opened_by_a_link_has_the_rights_of_a_participant_only(world, client):
    client.post("/enter/" + make_entry_link(world.lena))
    other = world.mobility(world.person("Marcos"))
    Membership.objects.create(person=world.lena, organisation=world.school, role="coordinator")
    world.responsible(world.lena, "guardian")
    assert client.get("/")["Location"] == "/mine"
    assert client.get("/mine").status_code == 200
    assert "Marcos" not in client.get("/work").content.decode()
    assert client.get(f"/mobility/{other.public_id}").status_code == 404
    assert "Marcos" not in client.get("/codes").content.decode()
    own = f"/mobility/{world.stay.public_id}"
    assert "Record my decision" not in client.get(own).content.decode()
    assert client.post(f"{own}/revoke-codes").status_code == 404
    assert client.post(f"{own}/new-link").status_code == 404


def test_a_password_gives_the_whole_account_also_after_a_link(world, client):
    client.post("/enter/" + make_entry_link(world.lena))
    Membership.objects.create(person=world.lena, organisation=world.school, role="coordinator")
    account = world.lena.account
    account.email_index, password = email_index("l@school.example"), "correct horse battery"
    account.set_password(password)
    account.save()
    client.post("/sign-in", {"email": "l@school.example", "password": password})
    assert client.get("/")["Location"] == "/work"


def test_a_link_of_the_operator_opens_the_whole_account(world, client):
    person = world.member("coordinator", world.school)
    client.post("/enter/" + make_entry_link(person, whole_account=True))
    assert client.get("/")["Location"] == "/work"


def test_who_has_claimed_gets_a_new_link_to_their_own_page(world, ask, client):
    signed_in(world, client, "coordinator")
    token = report(world, ask, event(1, 300))
    old = "/enter/" + make_entry_link(world.lena)
    answer = new_link(client, world.stay)
    assert answer["Cache-Control"] == "no-store"
    link = link_in(answer.content.decode())
    assert "/enter/" not in client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert ask("claim", world.claim())[0] == 200
    assert ask("events", {"token": token, "events": []})[0] == 200
    client.logout()
    assert "Ask your coordinator for a new link" in client.post(old).content.decode()
    client.post(link)
    assert "What is reported about me" in client.get("/mine").content.decode()


@pytest.mark.parametrize(("role", "where"), [("teacher", "school"), ("mentor", "host"), ("auditor", "school")])
def test_only_coordinators_make_links(world, client, role, where):
    signed_in(world, client, role, getattr(world, where))
    assert new_link(client, world.stay).status_code == 404
    assert "Make a new link" not in client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert not EntryLink.objects.exists()


def test_whoever_has_no_live_device_can_get_a_card(world, ask, client):
    signed_in(world, client, "coordinator")
    report(world, ask, event(1, 300))
    assert "Lena Test" not in client.get("/codes").content.decode()
    Source.objects.update(ended_us=1, end="stopped")
    page = client.get("/codes").content.decode()
    assert "Lena Test" in page
    assert "reported before" in page
    assert " checked" not in page


def test_a_mentor_is_told_of_gates_and_never_of_completeness(world, ask, client):
    mentor = signed_in(world, client, "mentor", world.host)
    token = report(world, ask, event(1, 10))
    now = standing(one_seen_by(mentor, world.stay.public_id), NOW)
    assert (now.state, now.reasons) == (State.ON_THE_WAY, ("The gate “Work safety” is not passed.",))
    ask("events", {"token": token, "events": [event(2, 1000, "gate:work-safety")]})
    now = standing(one_seen_by(mentor, world.stay.public_id), NOW)
    assert (now.state, now.reasons) == (State.GATES_PASSED, ("Every gate is passed.",))
    for path in ("/work", f"/mobility/{world.stay.public_id}"):
        page = client.get(path).content.decode()
        assert "Gates passed" in page
        assert "complete" not in page


def corrected(world, ask, client):
    report(world, ask, event(1, 300), event(2, 0, "gate:work-safety"))
    signed_in(world, client, "coordinator")
    for tag, shown in (("progress", 300), ("gate:work-safety", 0)):
        result = f"{PACKAGE}|{tag}|{shown}"
        assert decide(client, world, result=result, kind="correct", value="80", reason=PRIVATE_WORDS).status_code == 302


READERS = [("participant", True), ("teacher", True), ("coordinator", True)]
OTHERS = [("mentor", False), ("auditor", False), ("guardian", False)]


@pytest.mark.parametrize(("role", "reads"), READERS + OTHERS)
def test_who_reads_why_something_was_corrected(world, ask, client, role, reads):
    corrected(world, ask, client)
    if role == "participant":
        client.force_login(world.account(world.lena))
    elif role == "guardian":
        guardian = world.person("Ute")
        world.responsible(guardian, "guardian")
        client.force_login(world.account(guardian))
    else:
        signed_in(world, client, role, world.host if role == "mentor" else world.school, "Other")
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert (PRIVATE_WORDS in page) == ("Nora Test" in page) == reads
    assert "Work safety: corrected" in page


def test_the_form_says_who_reads_the_reason(world, ask, client):
    corrected(world, ask, client)
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert "Guardians, mentors and auditors see only that you decided." in page


@pytest.mark.parametrize("own", ["participant", "guardian"])
def test_nobody_decides_on_their_own_results(world, ask, client, own):
    report(world, ask, event(1, 300))
    person = world.lena if own == "participant" else world.person("Ute")
    Membership.objects.create(person=person, organisation=world.school, role="coordinator")
    world.responsible(person, "teacher")
    if own == "guardian":
        world.responsible(person, "guardian")
    client.force_login(world.account(person))
    seen = one_seen_by(person, world.stay.public_id)
    assert seen.may(Ability.MANAGE_CODES)
    assert not seen.may(Ability.DECIDE)
    answer = decide(client, world, result=f"{PACKAGE}|progress|300", kind="confirm", reason="I am good")
    assert answer.status_code == 404
    assert not Correction.objects.exists()


@pytest.mark.parametrize("reason", ["\u200b", "\u2060\u200b", "...", "\u3164\u200b-"])
def test_a_reason_has_a_letter_or_a_digit(world, ask, client, reason):
    signed_in(world, client, "coordinator")
    report(world, ask, event(1, 300))
    answer = decide(client, world, result=f"{PACKAGE}|progress|300", kind="confirm", reason=reason)
    assert answer.status_code == 400
    assert "Say why, in your own words." in answer.content.decode()
    assert not Correction.objects.exists()


def test_a_device_that_was_ended_does_not_come_back_as_another(world, ask, client):
    signed_in(world, client, "coordinator")
    report(world, ask, event(1, 300))
    page = f"/mobility/{world.stay.public_id}"
    assert "The claim code it used stops working too." in client.get(page).content.decode()
    client.post(f"{page}/end-source", {"source": Source.objects.get().source_id})
    assert ask("claim", world.claim())[1]["error"] == "code_refused"
