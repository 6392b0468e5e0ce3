"""People: sealed details, erasure, pseudonyms, ways in, and the annotations of personal data."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from world import World

from mobility_record import clock
from mobility_record.identifiers import opaque
from mobility_record.people.erasure import erase
from mobility_record.people.models import Account, EntryLink, Person, PersonKey, WrongAttempt
from mobility_record.people.pseudonyms import pseudonym
from mobility_record.people.sealing import Details, SealBroken, enrol_person, open_details, open_text, seal_text
from mobility_record.people.signin import email_index, make_entry_link, use_entry_link

DETAILS = Details("Yara", "Claes", "yara@wilgendam.example", "2008-01-17", "Guardian", "+32 555", "Policy")


def test_details_are_sealed_and_open_again(db):
    person = enrol_person(DETAILS)
    stored = Person.objects.get(pk=person.pk)
    assert open_details(stored) == DETAILS
    raw = bytes(stored.sealed) + bytes(stored.key.wrapped)
    assert not any(word.encode() in raw for word in ("Yara", "Claes", "wilgendam"))


def test_two_people_with_the_same_details_look_different(db):
    one, two = enrol_person(DETAILS), enrol_person(DETAILS)
    assert bytes(one.sealed)[12:] != bytes(two.sealed)[12:]


def test_a_payload_in_another_persons_place_does_not_open(db):
    one, two = enrol_person(DETAILS), enrol_person(Details("Someone"))
    Person.objects.filter(pk=two.pk).update(sealed=one.sealed)
    PersonKey.objects.filter(person=two).update(wrapped=one.key.wrapped)
    with pytest.raises(SealBroken):
        open_details(Person.objects.get(pk=two.pk))


@pytest.mark.parametrize("broken", [b"", b"x" * 12, b"x" * 60])
def test_a_changed_payload_does_not_open(db, broken):
    person = enrol_person(DETAILS)
    Person.objects.filter(pk=person.pk).update(sealed=broken)
    with pytest.raises(SealBroken):
        open_details(Person.objects.get(pk=person.pk))


def test_another_master_key_opens_nothing(db, settings):
    person = enrol_person(DETAILS)
    settings.MOBILITY_MASTER_KEY = bytes(range(1, 33))
    with pytest.raises(SealBroken):
        open_details(Person.objects.get(pk=person.pk))


def test_erasure_leaves_an_empty_row_and_no_way_in(db, world):
    person = world.person("Gone", email="gone@school.example")
    world.account(person, "gone@school.example", "a long password")
    link, text = make_entry_link(person, whole_account=True), seal_text(person, "a note")
    pseudonym(person, "lms")
    erase(person)
    erase(person)
    left = Person.objects.get(pk=person.pk)
    assert open_details(left) is None
    assert open_text(left, text) is None
    assert bytes(left.sealed) == b""
    assert use_entry_link(link) is None
    assert not Account.objects.filter(email_index=email_index("gone@school.example")).exists()
    pointing = [
        relation.name
        for relation in Person._meta.related_objects
        if relation.related_model.objects.filter(**{relation.field.name: left}).exists()
    ]
    assert pointing == []


def test_no_table_holds_a_name_or_address_in_clear(db, world):
    world.account(world.person("Findme", email="findme@school.example"), "findme@school.example", "a long password")
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            assert "findme" not in str(cursor.fetchall()).lower()


def test_a_pseudonym_per_client(db, world):
    one, again, other = pseudonym(world.lena, "a"), pseudonym(world.lena, "a"), pseudonym(world.lena, "b")
    assert one == again != other
    assert re.fullmatch(r"p_[a-z2-7]{26}", one)
    assert re.fullmatch(r"s_[a-z2-7]{26}", opaque("s"))


def test_an_email_is_optional_and_unique_when_present(db, world):
    world.account(world.person("A"))
    world.account(world.person("B"))
    world.account(world.person("C"), "Same@School.example", "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        world.account(world.person("D"), " same@school.EXAMPLE ", "x")


def test_sign_in_with_email_and_password(db, world, client):
    world.account(world.member("coordinator", world.school), "nora@school.example", "correct horse battery")
    body = {"email": " Nora@school.example", "password": "correct horse battery"}
    assert client.post("/sign-in", body | {"password": "wrong"}).status_code == 400
    assert client.post("/sign-in", body | {"email": "other@school.example"}).status_code == 400
    assert client.post("/sign-in", body | {"next": "/codes"})["Location"] == "/codes"
    assert client.get("/work").status_code == 200
    client.post("/sign-out")
    assert client.get("/work")["Location"].startswith("/sign-in")


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_sign_in_never_leads_to_another_site(db, world, client, wanted):
    world.account(world.lena, "l@school.example", "correct horse battery")
    body = {"email": "l@school.example", "password": "correct horse battery", "next": wanted}
    assert client.post("/sign-in", body)["Location"] == "/"


def test_ten_wrong_passwords_for_one_address_are_enough(db, world, client):
    world.account(world.lena, "l@school.example", "correct horse battery")
    body = {"email": "l@school.example", "password": "wrong"}
    assert [client.post("/sign-in", body).status_code for _ in range(11)] == [400] * 10 + [429]
    assert client.post("/sign-in", body | {"password": "correct horse battery"}).status_code == 429
    WrongAttempt.objects.update(at_us=clock.now_us() - 16 * clock.MINUTE)
    assert client.post("/sign-in", body | {"password": "correct horse battery"}).status_code == 302


def test_guessing_many_addresses_from_one_place_is_slowed_down(db, world, client, monkeypatch):
    monkeypatch.setattr("mobility_record.web.entry.WRONG_PER_ADDRESS", 3)
    asked = [{"email": f"{name}@school.example", "password": "wrong"} for name in "abcd"]
    assert [client.post("/sign-in", body).status_code for body in asked] == [400, 400, 400, 429]


def test_a_one_time_link_works_once_and_only_by_its_button(db, world, client):
    link = "/enter/" + make_entry_link(world.lena)
    assert client.get(link).status_code == 200
    assert client.get("/mine").status_code == 302
    assert client.post(link).status_code == 302
    assert b"What is reported about me" in client.get("/mine").content
    client.post("/sign-out")
    assert client.post(link).status_code == 404
    assert client.get("/mine").status_code == 302


def test_a_newer_link_and_time_end_a_link(db, world):
    old = make_entry_link(world.lena)
    new = make_entry_link(world.lena)
    assert use_entry_link(old) is None
    EntryLink.objects.update(expires_us=clock.now_us())
    assert use_entry_link(new) is None
    assert use_entry_link("") is None


def test_a_link_is_stored_only_as_a_digest(db, world):
    link = make_entry_link(world.lena)
    assert link.encode() not in bytes(EntryLink.objects.get().digest)


def test_forms_need_their_token(db, world):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in", {"email": "a@b.example", "password": "x"}).status_code == 403


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.startswith("mobility_record")], ids=lambda m: m.__name__
)
def test_every_model_says_whether_it_holds_personal_data(model):
    assert re.search(r"\.\. (no_)?pii:", model.__doc__ or "")
    if ".. pii:" in model.__doc__:
        assert ".. pii_types:" in model.__doc__
        assert ".. pii_retirement:" in model.__doc__


__all__ = ["World"]
