"""Receipts on paper: who may type them, what becomes of them, and what is told (docs/reference/receipt.md)."""

import json
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from test_visibility import BLIND, EXPECTED, Cast
from world import PACKAGE, STATEMENT, VERSION, day, event

from mobility_bridge import claimcode, receipt
from mobility_bridge.receipt import EPOCH, Payload
from mobility_record import clock
from mobility_record.identifiers import peppered
from mobility_record.people.erasure import erase
from mobility_record.people.models import WrongAttempt
from mobility_record.results.corrections import decide
from mobility_record.results.models import Correction, Message, Result
from mobility_record.stays.codes import make_code, revoke_codes
from mobility_record.stays.models import ClaimCode, Enrolment, LineItem, PackageVersion, Source
from mobility_record.stays.package_zip import Statement
from mobility_record.stays.packages import enrol, register
from mobility_record.web.readiness import State, standing
from mobility_record.web.receipt_form import LONGEST, MOST_RECEIPTS
from mobility_record.web.seen import one_seen_by

TAGS = STATEMENT.line_items
TODAY = (clock.today() - EPOCH).days


def paper(code, per_mille, tag="progress", days_ago=0, package=PACKAGE, version=VERSION, index=None):
    payload = Payload(TAGS.index(tag) if index is None else index, per_mille, TODAY - days_ago)
    return receipt.show(receipt.make(receipt.derive_key(claimcode.read(code)), payload, package, version))


@pytest.fixture
def office(world, client):
    """A coordinator who types: `office("…")` → (status, the page's text)."""
    person = world.member("coordinator", world.school, "Nora")
    client.force_login(world.account(person))

    def types(*receipts, code=None, package=PACKAGE, **extra):
        body = {"code": world.code if code is None else code, "package": package, "receipts": "\n".join(receipts)}
        answer = client.post("/receipts", body, **extra)
        return answer.status_code, answer.content.decode()

    types.viewer = person
    return types


def results():
    return {each.line_item.tag: each.per_mille for each in Result.objects.select_related("line_item")}


def counts(office, world, tag="progress"):
    return one_seen_by(office.viewer, world.stay.public_id).packages[0].result(tag)


def test_receipts_are_stored_as_self_reported_with_the_day_on_the_paper(world, office):
    made = [
        paper(world.code, 640, days_ago=3),
        paper(world.code, 0, "grade"),
        paper(world.code, 1000, "gate:work-safety"),
    ]
    status, page = office(*made)
    assert status == 200
    assert "Lena Test" in page
    assert page.count(": stored.") == 3
    assert world.code not in page
    assert results() == {"progress": 640, "grade": 0, "gate:work-safety": 1000}
    seen = counts(office, world)
    assert (seen.assurance, seen.at.date()) == ("self-reported", day(-3))
    assert counts(office, world, "gate:work-safety").passed
    source = Source.objects.get()
    assert (source.kind, source.mobility, source.version, source.ended_us) == ("receipts", world.stay, VERSION, None)
    assert not source.tokens.exists()
    assert not Message.objects.filter(evidence__isnull=False).exists()


def test_typing_the_same_again_changes_nothing(world, office):
    made = paper(world.code, 640)
    office(made)
    before = list(Message.objects.values())
    status, page = office(made.lower().replace("-", " "), made)
    assert status == 200
    assert page.count("already known. Nothing has changed.") == 2
    assert list(Message.objects.values()) == before
    assert Source.objects.count() == 1


def test_twice_on_one_paper_is_appended_once(world, office):
    made = paper(world.code, 640)
    _, page = office(made, made)
    assert (page.count(": stored."), page.count("already known")) == (1, 1)
    assert Message.objects.count() == 1


ORDERS = [
    # (value, days ago) as typed, one after the other → what counts, what the last one is told
    ([(400, 2), (640, 1)], 640, "stored."),
    ([(640, 1), (400, 2)], 640, "a receipt of a later day, or a higher one of that day, goes on counting"),
    ([(640, 2), (400, 1)], 400, "It is less than the 64 % of before; the newer one counts."),
    ([(400, 1), (640, 1)], 640, "stored."),
    ([(640, 1), (400, 1)], 640, "or a higher one of that day, goes on counting"),
    ([(640, 1), (400, 1), (640, 1)], 640, "already known"),
    ([(640, 1), (900, -1)], 900, "stored."),
]


@pytest.mark.parametrize(("typed", "value", "told"), ORDERS)
def test_the_later_day_counts_and_within_a_day_the_higher_value(world, office, typed, value, told):
    for per_mille, days_ago in typed:
        status, page = office(paper(world.code, per_mille, days_ago=days_ago))
        assert status == 200
    assert told in page
    assert results() == {"progress": value}
    assert Message.objects.count() == len(set(typed))


def test_a_day_that_is_still_to_come_is_refused(world, office):
    page = office(paper(world.code, 900, days_ago=-9))[1]
    assert "the clock of the computer it was made on is wrong" in page
    assert not Message.objects.exists()


def test_the_order_on_one_paper_does_not_matter_when_the_days_differ(world, office):
    made = [paper(world.code, per_mille, days_ago=ago) for per_mille, ago in ((640, 1), (400, 3), (500, 2))]
    office(*made)
    assert results() == {"progress": 640}


def test_tomorrow_somewhere_else_on_earth_does_not_outlast_today(world, office):
    office(paper(world.code, 900, days_ago=-1))
    assert Result.objects.get().at_us <= clock.now_us()
    message = Message.objects.get()
    assert message.claimed_us == clock.start_of(day(1))
    assert message.at_us <= message.received_us


def reported(world, ask, *told, device=None):
    token = ask("claim", world.claim(device=device))[1]["token"]
    assert len(ask("events", {"token": token, "events": list(told)})[1]["accepted"]) == len(told)
    return token


def test_an_old_receipt_beats_no_later_report_of_a_device(world, ask, office):
    reported(world, ask, event(1, 900, "grade"), event(2, 900))
    _, page = office(paper(world.code, 600, "grade", days_ago=5), paper(world.code, 600))
    assert page.count("but 90 % goes on counting") == 2
    assert counts(office, world, "grade").per_mille == 900
    assert counts(office, world).per_mille == 900
    assert Message.objects.count() == 4


def test_more_progress_on_paper_counts_beside_a_device(world, ask, office):
    reported(world, ask, event(1, 300))
    assert ": stored." in office(paper(world.code, 640))[1]
    assert counts(office, world).per_mille == 640


def test_a_persons_decision_beats_a_receipt(world, office):
    decide(world.stay, LineItem.objects.get(tag="progress"), Correction.Kind.CORRECT, 500, "seen", office.viewer)
    assert "but 50 % goes on counting" in office(paper(world.code, 900))[1]
    assert counts(office, world).per_mille == 500


REFUSALS = [
    ("", "Type the claim code"),
    ("7KQ4-M2XP-9DF", "This claim code has a typing mistake."),
    ("7KQ4-M2XP-9D", "This claim code has a typing mistake."),
    ("7KQ4-M2XP-9DE", "This claim code is not known here"),
]


@pytest.mark.parametrize(("code", "told"), REFUSALS)
def test_a_code_that_cannot_be_is_told(world, office, code, told):
    status, page = office(paper(world.code, 640), code=code)
    assert status == 400
    assert told in page
    assert not Message.objects.exists()
    assert not Source.objects.exists()


def test_a_revoked_a_replaced_and_an_expired_code_are_told_by_name(world, office):
    made = paper(world.code, 640)
    make_code(world.stay)
    status, page = office(made)
    assert (status, "of Lena Test was revoked or replaced" in page) == (400, True)
    back = world.mobility(world.person("Bo"), days_to_departure=-80, days=28)
    code = make_code(back)
    assert "This claim code of Bo Test has expired" in office(paper(code, 640), code=code)[1]
    revoke_codes(back)
    assert "of Bo Test was revoked or replaced" in office(paper(code, 640), code=code)[1]
    assert not Message.objects.exists()


def test_after_erasure_nothing_is_added(world, office):
    made = paper(world.code, 640)
    office(made)
    erase(world.lena)
    world.mobility(world.person("Marcos"))
    status, page = office(paper(world.code, 900))
    assert status == 410
    assert "was erased. Nothing can be added to it." in page
    assert "Lena" not in page
    assert Message.objects.count() == 1


LINES = [
    ("short", "Line 2: A receipt has 24 signs, this one has 23."),
    ("swapped", "Line 2: This receipt has a typing mistake."),
    ("letter", "Line 2: This receipt has a sign that receipts don&#x27;t have."),
    ("kind", "Line 2: This receipt is of a newer kind"),
    ("other code", "Line 2: This receipt does not belong to this claim code and course"),
    ("other package", "Line 2: This receipt does not belong"),
    ("other version", "Line 2: This receipt does not belong"),
    ("no such line item", "Line 2: This receipt does not belong"),
]


def wrong(kind, world):
    good = paper(world.code, 640)
    if kind == "kind":
        symbols = "08" + good.replace("-", "")[2:23]
        return symbols + claimcode.check_symbol(symbols)
    swapped = good[:-1] + claimcode.ALPHABET[claimcode.ALPHABET.index(good[-1]) - 1]
    others = {
        "other package": {"package": "Other+COURSE"},
        "other version": {"version": "f" * 12},
        "no such line item": {"index": 3},
    }
    if kind in others:
        return paper(world.code, 640, **others[kind])
    made = {"short": good[:-1], "swapped": swapped, "letter": "U" + good[1:], "other code": paper("7KQ4-M2XP-9DE", 640)}
    return made[kind]


@pytest.mark.parametrize(("kind", "told"), LINES)
def test_each_line_is_judged_by_itself_and_stays_in_the_form(world, office, kind, told):
    good, bad = paper(world.code, 640), wrong(kind, world)
    status, page = office(good, bad, paper(world.code, 700, "grade"))
    assert status == 400
    assert told in page
    assert results() == {"progress": 640, "grade": 700}
    assert page.count(": stored.") == 2
    assert bad in page
    assert 'aria-invalid="true"' in page


def test_a_receipt_of_an_older_version_goes_to_the_line_item_it_was_made_for(world, office):
    newer = Statement(PACKAGE, "b" * 12, "Ready", ("progress", "gate:new", "gate:work-safety"), "http://x")
    register(newer)
    office(paper(world.code, 640, "grade"), paper(world.code, 1000, "gate:work-safety", version="b" * 12))
    office(paper(world.code, 300, index=1, version="b" * 12))
    assert results() == {"grade": 640, "gate:work-safety": 1000, "gate:new": 300}


def test_a_version_registered_before_receipts_is_mended_by_registering_it_again(world, office):
    PackageVersion.objects.update(line_items=None)
    made = paper(world.code, 640)
    assert "registered before the record knew receipts" in office(made)[1]
    assert not register(STATEMENT).new_version
    assert office(made)[0] == 200


def test_the_migration_gives_the_newest_version_its_line_items(world):
    PackageVersion.objects.create(package=world.package, version="c" * 12, registered_us=1)
    PackageVersion.objects.update(line_items=None)
    migration = import_module("mobility_record.stays.migrations.0003_receipts")
    migration.fill_newest(apps, None)
    found = dict(PackageVersion.objects.values_list("version", "line_items"))
    assert found == {VERSION: list(TAGS), "c" * 12: None}


def test_a_mobility_that_does_not_take_the_course_is_told(world, office):
    other = register(Statement("Other+COURSE", VERSION, "Other", ("progress",), "http://x")).package
    enrol(world.mobility(world.person("Marcos")), other)
    status, page = office(paper(world.code, 640, package="Other+COURSE"), package="Other+COURSE")
    assert status == 400
    assert "Lena Test does not take this course." in page
    assert "Choose a course from the list." in office(paper(world.code, 640), package="Nowhere+X")[1]
    assert not Message.objects.exists()


def test_wrong_codes_count_as_wrong_claims_do(world, ask, office):
    WrongAttempt.objects.bulk_create(
        WrongAttempt(door="claim", subject=peppered("claim", "127.0.0.1"), at_us=clock.now_us()) for _ in range(58)
    )
    assert office(paper(world.code, 640), code="7KQ4-M2XP-9DE")[0] == 400
    assert ask("claim", world.claim("7KQ4-M2XP-9DE"))[0] == 403
    status, page = office(paper(world.code, 640))
    assert status == 429
    assert "Too many wrong codes" in page
    assert ask("claim", world.claim())[0] == 429
    assert not Message.objects.exists()


def test_a_right_code_and_a_typing_mistake_are_no_guess(world, office):
    office(paper(world.code, 640), code="7KQ4-M2XP-9DF")
    office("nothing")
    assert not WrongAttempt.objects.exists()


HOSTILE = [
    ("x" * (LONGEST + 1), "at most 2000 characters"),
    ("0\n" * (MOST_RECEIPTS + 1), "Type at most 20 receipts at a time."),
    ("\x00", "Null characters are not allowed"),
    ("<script>alert(1)</script>", "Line 1: This receipt has a sign"),
    ("\u202e\u0661" * 24, "Line 1: This receipt has a sign"),
    (" \n\t\n", "Type at least one receipt."),
    ("\u200b" * 24, "Line 1: A receipt has 24 signs, this one has 0."),
]


@pytest.mark.parametrize(("text", "told"), HOSTILE)
def test_hostile_text_is_refused_in_words(world, office, text, told):
    status, page = office(text)
    assert status == 400
    assert told in page
    assert "<script" not in page
    assert not Message.objects.exists()


def test_a_huge_body_and_broken_fields_are_refused(world, office, client):
    assert client.post("/receipts", {"code": world.code, "receipts": "0" * 3_000_000}).status_code == 400
    assert client.post("/receipts", {}).status_code == 400
    assert client.post("/receipts", b"\xff\xfe", content_type="application/x-www-form-urlencoded").status_code == 400
    assert (
        client.post("/receipts", {"code": "\ud800".encode("utf-8", "surrogatepass"), "receipts": "0"}).status_code
        == 400
    )
    assert office(paper(world.code, 640), code="0" * 10_000)[0] == 400
    assert client.put("/receipts").status_code == 405


def test_the_form_is_protected_against_other_sites(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.account(world.member("coordinator", world.school)))
    body = {"code": world.code, "package": PACKAGE, "receipts": paper(world.code, 640)}
    answer = strict.post("/receipts", body)
    assert answer.status_code == 403
    assert not Message.objects.exists()
    page = strict.get("/receipts")
    assert page["Cache-Control"] == "no-store"
    token = page.content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post("/receipts", body | {"csrfmiddlewaretoken": token}).status_code == 200


def test_nobody_who_is_not_signed_in_types(world, client):
    body = {"code": world.code, "package": PACKAGE, "receipts": paper(world.code, 640)}
    assert client.get("/receipts")["Location"].startswith("/sign-in?next=")
    assert client.post("/receipts", body)["Location"].startswith("/sign-in?next=")
    assert not Message.objects.exists()


TYPISTS = {"teacher", "own teacher", "coordinator", "host coordinator"}


@pytest.mark.parametrize("role", [*EXPECTED, *BLIND])
def test_who_may_type(db, ask, client, role):
    cast = Cast(ask)
    viewer = cast.viewers[role]
    if role not in TYPISTS:  # so that the course is in their list, if they have one
        other = cast.mobility(cast.person("Marcos"))
        other.responsibilities.create(person=viewer, role="guardian")
    client.force_login(cast.account(viewer))
    before = Message.objects.count()
    body = {"code": cast.code, "package": PACKAGE, "receipts": paper(cast.code, 900)}
    answer = client.post("/receipts", body)
    page = answer.content.decode()
    assert (answer.status_code == 200) == (Message.objects.count() == before + 1) == (role in TYPISTS)
    assert ("Lena Test" in page) == (role in TYPISTS or role == "participant")
    assert ("Nobody to type receipts for" in page) == (role not in TYPISTS)


def test_someone_elses_code_and_an_unknown_code_get_the_same_answer(world, client):
    elsewhere = world.organisation("Elsewhere")
    viewer = world.member("coordinator", elsewhere)
    own = world.mobility(world.person("Ada"))
    own.parts.filter(kind="sending").update(organisation=elsewhere)
    client.force_login(world.account(viewer))
    pages = []
    for code in (world.code, "7KQ4-M2XP-9DE"):
        world.stay.parts.filter(organisation=elsewhere).delete()
        answer = client.post("/receipts", {"code": code, "package": PACKAGE, "receipts": paper(code, 640)})
        assert answer.status_code == 400
        pages.append(answer.content.decode().split('role="alert"')[1].split("</div>")[0])
    assert pages[0] == pages[1]
    assert "not known here" in pages[0]
    assert WrongAttempt.objects.count() == 2


def test_receipts_are_no_device(world, ask, office, client):
    office(paper(world.code, 640))
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert "Receipts on paper" in page
    assert "End this device" not in page
    source = Source.objects.get()
    assert client.post(f"/mobility/{world.stay.public_id}/end-source", {"source": source.source_id}).status_code == 404
    seen = one_seen_by(office.viewer, world.stay.public_id)
    assert (seen.claimed, seen.reporting) == (True, False)
    assert standing(seen, clock_now()).state is State.ON_THE_WAY
    assert "Lena Test" in client.get("/codes").content.decode()
    devices = [str(uuid4()) for _ in range(5)] + [str(source.device)]
    answers = [ask("claim", world.claim(device=device))[1] for device in devices]
    assert {answer["source"] for answer in answers}.isdisjoint({source.source_id})
    assert Source.objects.get(pk=source.pk).ended_us is None
    mine = ask("mine", {"token": answers[-1]["token"]})[1]
    assert [(each["lineitem"], each["per_mille"]) for each in mine["results"]] == [("progress", 640)]
    client.force_login(world.account(world.lena))
    page = client.get("/mine").content.decode()
    assert "Receipts on paper that you handed in" in page
    assert (
        client.post("/mine/stop", {"mobility": str(world.stay.public_id), "source": source.source_id}).status_code
        == 404
    )


def clock_now():
    from datetime import UTC, datetime

    return datetime.now(UTC) + timedelta(seconds=1)


def test_a_code_used_for_receipts_is_not_retired_by_a_new_card(world, ask, office):
    office(paper(world.code, 300))
    assert ClaimCode.objects.get().claimed_us is not None
    code = make_code(world.stay)
    assert office(paper(world.code, 400))[0] == 200
    assert office(paper(code, 500), code=code)[0] == 200
    assert (Source.objects.count(), Message.objects.count()) == (1, 3)


def test_the_code_is_stored_nowhere(world, office):
    office(paper(world.code, 300))
    symbols = claimcode.read(world.code)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  # names from the database itself
            assert symbols not in json.dumps(cursor.fetchall(), default=str)


def test_the_page_is_reached_from_the_coordinators_pages(world, office, client):
    for path in ("/work", "/codes", f"/mobility/{world.stay.public_id}"):
        assert 'href="/receipts"' in client.get(path).content.decode()
    Enrolment.objects.all().delete()
    assert "Nobody to type receipts for" in client.get("/receipts").content.decode()


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from mobility_bridge import claimcode, receipt
from mobility_record.results.models import Message, Result
from mobility_record.web.receiving import receive
from world import PACKAGE, VERSION, World
world = World()
viewer = world.member("coordinator", world.school)
key = receipt.derive_key(claimcode.read(world.code))
made = [receipt.make(key, receipt.Payload(0, value, 10), PACKAGE, VERSION) for value in range(5)]
def types(symbols):
    try:
        return [outcome.news for outcome in receive(viewer, world.code, PACKAGE, [symbols]).outcomes][0]
    finally:
        connection.close()
with ThreadPoolExecutor(8) as pool:
    news = list(pool.map(types, made * 4))
messages = list(Message.objects.filter(source__mobility=world.stay).order_by("seq"))
result = Result.objects.get(source__mobility=world.stay)
print(json.dumps({
    "news": sum(news), "sources": world.stay.sources.count(), "seqs": [each.seq - 10 * 2**20 for each in messages],
    "newest": [messages[-1].given, result.per_mille],
}))
"""


def test_typed_at_the_same_time_by_many_each_is_kept_once(live):
    told = live.python(AT_ONCE)
    assert (told["news"], told["sources"], told["seqs"]) == (5, 1, [0, 1, 2, 3, 4])
    assert told["newest"][0] == told["newest"][1]
