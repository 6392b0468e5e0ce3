"""Events: appended once, on their own merits; the result moves forward by number (CONTRACTS 5, 6, 8)."""

import random
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import event

from mobility_bridge.messages import EVIDENCE_KEY
from mobility_record import clock
from mobility_record.people.erasure import erase
from mobility_record.results.models import Evidence, Message, Result

CHECK = {
    "type": "check.passed",
    "v": 1,
    "block": "sequential/work-safety-check",
    "at": "2026-02-11T18:04:31Z",
    "data": {"score": 1000, "attempts": 2},
}


def checklist(readiness, done=1):
    counts = {"not_yet": 1, "in_hand": 0, "done": done, "not_needed": 0}
    data = {"counts": counts, "readiness": readiness}
    return {"type": "checklist.state", "v": 1, "block": "mobility_checklist/first-day", "at": CHECK["at"], "data": data}


@pytest.fixture
def token(world, ask):
    return ask("claim", world.claim())[1]["token"]


@pytest.fixture
def send(ask, token):
    return lambda *events: ask("events", {"token": token, "events": list(events)})


def current(tag="progress"):
    return Result.objects.get(line_item__tag=tag)


def test_an_event_is_appended_and_becomes_the_result(world, send):
    told = event(1, 640)
    status, answer = send(told)
    assert (status, answer["accepted"], answer["duplicate"], answer["rejected"]) == (200, [told["id"]], [], [])
    assert answer["stay"]["return"] == world.stay.return_date.isoformat()
    message = Message.objects.get()
    assert (message.seq, message.given, message.maximum, message.person) == (1, 640, 1000, world.lena)
    assert (current().per_mille, current().assurance) == (640, "self-reported")


def test_the_same_event_again_is_a_duplicate(send):
    told = event(1)
    send(told)
    assert send(told)[1]["duplicate"] == [told["id"]]
    assert send(told, told)[1]["duplicate"] == [told["id"], told["id"]]
    assert Message.objects.count() == 1


def test_an_id_of_another_source_is_not_a_duplicate(world, ask, send):
    told = event(1)
    send(told)
    _, other = ask("claim", world.claim())
    assert ask("events", {"token": other["token"], "events": [told]})[1]["accepted"] == [told["id"]]


def test_a_late_event_is_appended_and_does_not_move_the_result(send):
    send(event(5, 800))
    assert send(event(3, 300))[1]["accepted"]
    assert Message.objects.count() == 2
    assert (current().seq, current().per_mille) == (5, 800)


def test_the_higher_number_wins_whatever_the_clocks_say(send):
    send(event(1, 900, score={"timestamp": "2026-06-01T00:00:00Z"}))
    send(event(2, 100, score={"timestamp": "2020-01-01T00:00:00Z"}))
    assert current().per_mille == 100


def test_an_equal_number_does_not_move_the_result(send):
    send(event(1, 100))
    send(event(1, 900))
    assert (Message.objects.count(), current().per_mille) == (2, 100)


def test_a_time_in_the_future_is_cut_to_the_receipt(send):
    send(event(1, score={"timestamp": "2999-01-01T00:00:00Z", EVIDENCE_KEY: [CHECK | {"at": "2999-01-01T00:00:00Z"}]}))
    message = Message.objects.get()
    assert message.at_us == message.received_us <= clock.now_us() < message.claimed_us
    assert Evidence.objects.get().at_us == message.received_us
    assert current().at_us == message.received_us


def test_no_score_clears_the_result_and_keeps_the_message(send):
    send(event(1, 500))
    send(event(2, None))
    assert (current().per_mille, Message.objects.count()) == (None, 2)


def test_another_maximum_is_scaled_half_up(send):
    send(event(1, None, score={"scoreGiven": 2, "scoreMaximum": 3}))
    assert current().per_mille == 667


def test_evidence_stands_beside_its_message(send):
    send(event(1, 1000, "gate:work-safety", score={EVIDENCE_KEY: [CHECK, checklist(600)]}))
    kinds = list(Evidence.objects.order_by("position").values_list("type", "kind"))
    assert kinds == [("check.passed", "occurrence"), ("checklist.state", "snapshot")]
    assert Evidence.objects.get(type="check.passed").data == {"score": 1000, "attempts": 2}


BROKEN = [
    ({"seq": 0}, "seq"),
    ({"seq": "1"}, "seq"),
    ({"id": "no"}, "id"),
    ({"lineitem": "gate:other"}, "lineitem"),
    ({"lineitem": ["progress"]}, "lineitem"),
    ({"extra": 1}, "extra"),
    ({"score": None}, "score"),
    ({"score": {}}, "activityProgress"),
]


@pytest.mark.parametrize(("change", "where"), BROKEN)
def test_a_broken_event_is_rejected_and_the_others_accepted(send, change, where):
    good, bad = event(1), event(2) | change
    status, answer = send(bad, good)
    assert (status, answer["accepted"]) == (200, [good["id"]])
    assert where in answer["rejected"][0]["error"]
    assert answer["rejected"][0]["id"] == (None if "id" in change else bad["id"])
    assert Message.objects.count() == 1


def test_a_score_with_a_user_is_rejected(send):
    answer = send(event(1, score={"userId": "p_" + "a" * 26}))[1]
    assert "userId" in answer["rejected"][0]["error"]


def test_free_text_never_gets_in(send):
    answer = send(event(1, score={EVIDENCE_KEY: [CHECK | {"data": CHECK["data"] | {"note": "my passport"}}]}))[1]
    assert answer["rejected"]
    assert not Message.objects.exists()


def test_mine_says_what_was_reported(send, ask, token):
    send(event(1, 500), event(2, 1000, "gate:work-safety", score={EVIDENCE_KEY: [CHECK]}))
    send(event(3, 600, score={EVIDENCE_KEY: [checklist(300)]}), event(4, 600, score={EVIDENCE_KEY: [checklist(700)]}))
    mine = ask("mine", {"token": token})[1]
    assert mine["messages"] == 4
    assert {r["lineitem"]: r["per_mille"] for r in mine["results"]} == {"progress": 600, "gate:work-safety": 1000}
    assert [(e["type"], e["data"].get("readiness")) for e in mine["evidence"]] == [
        ("check.passed", None),
        ("checklist.state", 700),
    ]


def test_a_late_snapshot_does_not_replace_a_newer_one(send, ask, token):
    send(event(9, score={EVIDENCE_KEY: [checklist(900)]}))
    send(event(2, score={EVIDENCE_KEY: [checklist(100)]}))
    assert ask("mine", {"token": token})[1]["evidence"][0]["data"]["readiness"] == 900


def test_next_seq_follows_the_highest_number(world, ask):
    claim = world.claim()
    token = ask("claim", claim)[1]["token"]
    ask("events", {"token": token, "events": [event(41), event(7)]})
    assert ask("claim", claim)[1]["next_seq"] == 42


def test_nothing_is_appended_after_erasure(world, send):
    send(event(1))
    erase(world.lena)
    assert send(event(2))[0] == 410
    assert Message.objects.count() == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_any_order_with_any_repeats_gives_the_same(world, ask, data):
    """However events are cut, repeated and shuffled, each counts once and the highest number is the result."""
    token = ask("claim", world.claim(device=str(uuid4())))[1]
    told = [event(seq, data.draw(st.integers(0, 1000))) for seq in range(1, data.draw(st.integers(2, 12)))]
    sent = told + data.draw(st.lists(st.sampled_from(told), max_size=8))
    random.Random(data.draw(st.integers())).shuffle(sent)
    accepted = []
    while sent:
        size = data.draw(st.integers(1, 5))
        accepted += ask("events", {"token": token["token"], "events": sent[:size]})[1]["accepted"]
        sent = sent[size:]
    assert sorted(accepted) == sorted(each["id"] for each in told)
    result = Result.objects.get(source__source_id=token["source"])
    assert result.per_mille == told[-1]["score"]["scoreGiven"]


def test_a_score_above_the_maximum_is_kept_as_said_and_counts_as_the_maximum(send):
    assert send(event(1, score={"scoreGiven": 1000000, "scoreMaximum": 1}))[1]["rejected"] == []
    assert (Message.objects.get().given, current().per_mille) == (1000000, 1000)


def test_the_senders_clock_does_not_decide_between_devices(world, ask, send):
    future = {"timestamp": "2099-01-01T00:00:00.000Z"}
    past = {"timestamp": "2020-01-01T00:00:00.000Z"}
    send(event(1, 200, "grade", score=future))
    other = ask("claim", world.claim())[1]["token"]
    ask("events", {"token": other, "events": [event(1, 900, "grade", score=past)]})
    times = dict(Result.objects.filter(line_item__tag="grade").values_list("per_mille", "at_us"))
    assert times[900] >= times[200]
