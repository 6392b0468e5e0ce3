"""The pages: what a coordinator and a participant find, do and are told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from world import event

from mobility_bridge.messages import EVIDENCE_KEY
from mobility_record.people.sealing import open_text
from mobility_record.results.models import Correction
from mobility_record.stays.models import ClaimCode, Enrolment, Source
from mobility_record.web.readiness import State, standing
from mobility_record.web.seen import one_seen_by, seen_by

NOW = datetime.now(UTC)


@pytest.fixture
def coordinator(world, client):
    person = world.member("coordinator", world.school, "Nora")
    client.force_login(world.account(person))
    return person


def report(world, ask, *told):
    token = ask("claim", world.claim())[1]["token"]
    assert len(ask("events", {"token": token, "events": list(told)})[1]["accepted"]) == len(told)
    return token


def where(viewer, world, now=NOW):
    return standing(one_seen_by(viewer, world.stay.public_id), now)


def move(world, departs_in, days=28):
    world.stay.departure = (NOW + timedelta(days=departs_in)).date()
    world.stay.return_date = world.stay.departure + timedelta(days=days)
    world.stay.save()


def test_not_claimed_says_whether_there_is_a_code(world, coordinator):
    assert where(coordinator, world).reasons == ("Has a claim code and has not used it.",)
    ClaimCode.objects.all().update(ended_us=1)
    assert where(coordinator, world).reasons == ("Has no claim code yet.",)
    Enrolment.objects.all().delete()
    standing_now = where(coordinator, world)
    assert standing_now.state is State.NOT_CLAIMED
    assert standing_now.reasons == ("Not enrolled in a package.",)


def test_on_the_way_then_stuck_at_the_gate_then_ready(world, ask, coordinator):
    token = report(world, ask, event(1, 400))
    assert where(coordinator, world).state is State.ON_THE_WAY
    ask("events", {"token": token, "events": [event(2, 1000)]})
    assert where(coordinator, world).state is State.STUCK
    assert where(coordinator, world).reasons == ("The gate “Work safety” is not passed.",)
    ask("events", {"token": token, "events": [event(3, 999, "gate:work-safety")]})
    assert where(coordinator, world).state is State.STUCK
    ask("events", {"token": token, "events": [event(4, 1000, "gate:work-safety")]})
    assert where(coordinator, world).state is State.READY


@pytest.mark.parametrize(("days", "state"), [(6, State.ON_THE_WAY), (7, State.STUCK)])
def test_a_week_of_silence_is_stuck(world, ask, coordinator, days, state):
    report(world, ask, event(1, 400))
    assert where(coordinator, world, datetime.now(UTC) + timedelta(days=days)).state is state


@pytest.mark.parametrize(("days", "state"), [(15, State.ON_THE_WAY), (14, State.STUCK), (0, State.ABROAD)])
def test_a_near_departure_is_stuck(world, ask, coordinator, days, state):
    report(world, ask, event(1, 400))
    move(world, days)
    assert where(coordinator, world).state is state


@pytest.mark.parametrize(("days_ago", "state"), [(0, State.ABROAD), (1, State.RETURNED)])
def test_after_the_return_someone_is_back(world, coordinator, days_ago, state):
    move(world, -28 - days_ago)
    assert where(coordinator, world).state is state


def test_a_cleared_gate_is_not_passed(world, ask, coordinator):
    report(world, ask, event(1, 1000), event(2, 1000, "gate:work-safety"), event(3, None, "gate:work-safety"))
    assert where(coordinator, world).state is State.STUCK


def test_the_list_groups_people(world, ask, client, coordinator):
    report(world, ask, event(1, 640))
    world.mobility(world.person("Marcos"))
    page = client.get("/work").content.decode()
    assert page.index("Marcos Test") < page.index("Lena Test")
    assert "64 %" in page


def test_an_empty_list_says_what_will_be_here(world, client):
    client.force_login(world.account(world.member("coordinator", world.organisation("New"))))
    assert "No mobilities yet" in client.get("/work").content.decode()
    assert "Here you will print cards" in client.get("/codes").content.decode()


def test_a_participant_without_a_stay_is_told_what_will_be_here(world, client):
    client.force_login(world.account(world.person("New")))
    assert client.get("/")["Location"] == "/mine"
    assert "Nothing here yet" in client.get("/mine").content.decode()


def test_codes_to_print_says_first_what_it_retires(world, client, coordinator):
    old = ClaimCode.objects.get()
    page = client.get("/codes").content.decode()
    assert page.index("New codes replace old ones.") < page.index('type="submit">Make new codes')
    assert ClaimCode.objects.get() == old


def test_cards_show_a_code_and_a_link_that_work(world, ask, client, coordinator):
    response = client.post("/codes", {"mobility": [str(world.stay.public_id)]})
    page = response.content.decode()
    assert response["Cache-Control"] == "no-store"
    code = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3})<", page)[1]
    link = re.search(r"http://127.0.0.1:8400(/enter/[\w-]+)", page)[1]
    assert ask("claim", world.claim())[0] == 403  # the code of the old card
    assert ask("claim", world.claim(code))[0] == 200
    client.logout()
    client.post(link)
    assert "What is reported about me" in client.get("/mine").content.decode()


def test_whoever_has_claimed_is_not_touched(world, ask, client, coordinator):
    token = report(world, ask, event(1))
    assert "Lena" not in client.get("/codes").content.decode()
    assert client.post("/codes", {"mobility": [str(world.stay.public_id)]}).status_code == 400
    assert ask("events", {"token": token, "events": [event(2)]})[0] == 200
    assert ask("claim", world.claim())[0] == 200


def test_choosing_nobody_is_told(world, client, coordinator):
    assert "Choose at least one person." in client.post("/codes").content.decode()


def decide(client, world, **body):
    return client.post(f"/mobility/{world.stay.public_id}/decide", body)


def test_a_correction_beats_every_later_report(world, ask, client, coordinator):
    token = report(world, ask, event(1, 300))
    result = "BlendedMobility+APP|progress|300"
    assert decide(client, world, result=result, kind="correct", value="80", reason="Saw it myself").status_code == 302
    ask("events", {"token": token, "events": [event(2, 400)]})
    progress = one_seen_by(coordinator, world.stay.public_id).packages[0].progress
    assert (progress.per_mille, progress.assurance, progress.reported) == (800, "mentor-confirmed", 400)
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert "80 %" in page
    assert "reported: 40 %" in page
    assert "corrected by a person" in page
    assert "Saw it myself (Nora Test)" in page


def test_going_back_to_what_is_reported(world, ask, client, coordinator):
    report(world, ask, event(1, 300))
    decide(client, world, result="BlendedMobility+APP|progress|300", kind="confirm", reason="ok")
    assert where_progress(coordinator, world).assurance == "mentor-confirmed"
    decide(client, world, result="BlendedMobility+APP|progress|300", kind="withdraw", reason="mistake")
    assert (where_progress(coordinator, world).per_mille, where_progress(coordinator, world).assurance) == (
        300,
        "self-reported",
    )
    assert Correction.objects.count() == 2


def where_progress(viewer, world):
    return one_seen_by(viewer, world.stay.public_id).packages[0].progress


def test_nobody_confirms_what_changed_under_their_eyes(world, ask, client, coordinator):
    report(world, ask, event(1, 300), event(2, 310))
    answer = decide(client, world, result="BlendedMobility+APP|progress|300", kind="confirm", reason="ok")
    assert answer.status_code == 400
    assert not Correction.objects.exists()


BAD_DECISIONS = [
    ({"kind": "confirm", "reason": " "}, "Say why, in your own words."),
    ({"kind": "correct", "reason": "x"}, "Give the correct value"),
    ({"kind": "correct", "reason": "x", "value": "101"}, "less than or equal to 100"),
    ({"kind": "correct", "reason": "x", "value": "-1"}, "greater than or equal to 0"),
    ({"reason": "x"}, "Choose one."),
    ({"kind": "delete", "reason": "x"}, "not one of the available choices"),
    ({"kind": "confirm", "reason": "x" * 501}, "at most 500 characters"),
    ({"kind": "confirm", "reason": "x", "result": "BlendedMobility+APP|grade|"}, "Nothing is reported"),
    ({"kind": "confirm", "reason": "x", "result": "Other|progress|300"}, "not one of the available choices"),
]


@pytest.mark.parametrize(("change", "told"), BAD_DECISIONS)
def test_a_decision_with_something_missing_is_told_in_words(world, ask, client, coordinator, change, told):
    report(world, ask, event(1, 300))
    answer = decide(client, world, **({"result": "BlendedMobility+APP|progress|300"} | change))
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert not Correction.objects.exists()


def test_the_reason_is_sealed_with_the_participants_key(world, ask, client, coordinator):
    report(world, ask, event(1, 300))
    decide(client, world, result="BlendedMobility+APP|progress|300", kind="confirm", reason="Sensitive words")
    stored = Correction.objects.get()
    assert b"Sensitive" not in bytes(stored.reason)
    assert open_text(world.lena, bytes(stored.reason)) == "Sensitive words"


def test_revoking_codes_and_ending_a_device(world, ask, client, coordinator):
    token = report(world, ask, event(1))
    page = f"/mobility/{world.stay.public_id}"
    client.post(f"{page}/revoke-codes")
    assert ask("claim", world.claim())[1]["error"] == "code_refused"
    assert ask("events", {"token": token, "events": []})[0] == 200
    client.post(f"{page}/end-source", {"source": Source.objects.get().source_id})
    assert ask("events", {"token": token, "events": []})[1]["error"] == "reporting_ended"
    assert client.post(f"{page}/end-source", {"source": "s_" + "a" * 26}).status_code == 404


def test_a_device_of_another_stay_cannot_be_ended_from_here(world, ask, client, coordinator):
    report(world, ask, event(1))
    other = world.mobility(world.person("Marcos"))
    body = {"source": Source.objects.get().source_id}
    assert client.post(f"/mobility/{other.public_id}/end-source", body).status_code == 404
    assert Source.objects.get().ended_us is None


def test_a_participant_sees_and_stops_their_device(world, ask, client):
    token = report(world, ask, event(1, 640))
    client.force_login(world.account(world.lena))
    page = client.get("/mine").content.decode()
    assert "https://lms.example" in page
    assert "64 %" in page
    body = {"mobility": str(world.stay.public_id), "source": Source.objects.get().source_id}
    assert client.post("/mine/stop", body).status_code == 302
    assert ask("events", {"token": token, "events": []})[1]["error"] == "reporting_ended"
    assert "Reports no more since" in client.get("/mine").content.decode()


@pytest.mark.parametrize("path", ["/mine/stop", "/mine"])
def test_a_participant_cannot_act_on_another_stay(world, ask, client, path):
    report(world, ask, event(1))
    client.force_login(world.account(world.person("Marcos")))
    body = {"mobility": str(world.stay.public_id), "source": Source.objects.get().source_id}
    assert client.post(path, body).status_code == 404
    assert client.post(path, {"mobility": "x"}).status_code == 404
    assert Source.objects.get().ended_us is None
    assert ClaimCode.objects.count() == 1


def test_a_participant_makes_a_new_code_of_their_own(world, ask, client):
    client.force_login(world.account(world.lena))
    page = client.post("/mine", {"mobility": str(world.stay.public_id)}).content.decode()
    code = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3})<", page)[1]
    assert ask("claim", world.claim())[0] == 403
    assert ask("claim", world.claim(code))[0] == 200


def test_names_cannot_bring_markup_in(world, client, coordinator):
    world.mobility(world.person("<script>alert(1)</script>"))
    assert "<script" not in client.get("/work").content.decode()


def test_headers_of_a_page(world, client, coordinator):
    response = client.get("/work")
    assert response["Content-Security-Policy"].startswith("default-src 'self';")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"
    assert "style=" not in response.content.decode()
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize("path", ["/work", "/codes", "/mine", "/", "/mobility/7d9f3c1e-6a51-4a7e-8f0e-2c1b5a9d0e11"])
def test_pages_need_someone_signed_in(db, client, path):
    assert client.get(path)["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", ["/mine/stop", "/sign-out"])
def test_doing_something_needs_a_post(db, client, path):
    assert client.get(path).status_code == 405


def test_right_to_left_pages_say_so(world, client, coordinator):
    client.post("/language", {"language": "ar", "next": "/work"})
    assert '<html lang="ar" dir="rtl">' in client.get("/work").content.decode()


def test_the_newest_checklist_is_shown(world, ask, client, coordinator):
    counts = {"not_yet": 2, "in_hand": 1, "done": 7, "not_needed": 0}
    state = {"type": "checklist.state", "v": 1, "block": "c/d", "at": "2026-01-01T00:00:00Z"}
    state["data"] = {"counts": counts, "readiness": 700}
    report(world, ask, event(1, 500, score={EVIDENCE_KEY: [state]}))
    assert "3 steps of the checklist are open." in where(coordinator, world).reasons
    assert "7 done, 1 in hand, 2 not yet" in client.get(f"/mobility/{world.stay.public_id}").content.decode()


def test_someone_sees_only_what_is_theirs(world, coordinator):
    assert [seen.public_id for seen in seen_by(coordinator)] == [world.stay.public_id]
