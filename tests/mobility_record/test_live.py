"""Under real concurrency: two workers with threads, one database, many senders at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from world import PACKAGE, VERSION, event

NEW_STAY = """
from world import World
world = World()
print(json.dumps({"code": world.code, "stay": str(world.stay.public_id), "person": str(world.lena.public_id)}))
"""


def read(live, code):
    return live.python(f"from mobility_record.results.models import *\nprint(json.dumps({code}))")


@pytest.fixture
def claim(live):
    code = live.python(NEW_STAY)["code"]
    return {"code": code, "device": str(uuid4()), "package": PACKAGE, "package_version": VERSION}


def at_once(work, items):
    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(work, items))


def test_the_same_claim_ten_times_at_once_is_one_source(live, claim):
    answers = at_once(lambda _: live.ask("claim", claim), range(10))
    assert {status for status, _ in answers} == {200}
    assert len({answer["source"] for _, answer in answers}) == 1


def test_ten_devices_at_once_leave_five(live, claim):
    claims = [claim | {"device": str(uuid4())} for _ in range(10)]
    answers = at_once(lambda each: live.ask("claim", each), claims)
    assert {status for status, _ in answers} == {200}
    alive = [live.ask("events", {"token": a["token"], "events": []})[0] for _, a in answers]
    assert sorted(alive) == [200] * 5 + [403] * 5


def test_the_same_event_twenty_times_at_once_is_accepted_once(live, claim):
    token = live.ask("claim", claim)[1]["token"]
    told = event(1, 640)
    answers = at_once(lambda _: live.ask("events", {"token": token, "events": [told]}), range(20))
    assert [status for status, _ in answers] == [200] * 20
    assert sum(len(answer["accepted"]) for _, answer in answers) == 1
    assert sum(len(answer["duplicate"]) for _, answer in answers) == 19
    assert live.ask("mine", {"token": token})[1]["messages"] == 1


def test_a_hundred_events_in_any_order_at_once(live, claim):
    token = live.ask("claim", claim)[1]["token"]
    told = [event(seq, seq * 9) for seq in range(1, 101)]
    batches = [told[start : start + 5] for start in range(0, 100, 5)]
    random.Random(7).shuffle(batches)
    answers = at_once(lambda batch: live.ask("events", {"token": token, "events": batch}), batches)
    assert sum(len(answer["accepted"]) for _, answer in answers) == 100
    mine = live.ask("mine", {"token": token})[1]
    assert (mine["messages"], mine["results"][0]["per_mille"]) == (100, 900)


def test_stopping_while_events_arrive_appends_nothing_after_it(live, claim):
    answer = live.ask("claim", claim)[1]
    told = [[event(seq)] for seq in range(1, 21)]

    def act(batch):
        if batch == told[10]:
            return live.ask("stop", {"token": answer["token"]})
        return live.ask("events", {"token": answer["token"], "events": batch})

    answers = at_once(act, told)
    accepted = sum(len(a.get("accepted", [])) for _, a in answers)
    assert {status for status, _ in answers} <= {200, 403}
    assert read(live, f"Message.objects.filter(source__source_id='{answer['source']}').count()") == accepted
    assert live.ask("events", {"token": answer["token"], "events": told[0]})[0] == 403


def test_a_file_of_sqlite_is_in_wal_mode(live, engine):
    if engine != "sqlite":
        pytest.skip("PostgreSQL")
    ask = "from django.db import connection\ncursor = connection.cursor()\ncursor.execute('PRAGMA journal_mode')\n"
    assert live.python(ask + "print(json.dumps(cursor.fetchone()))") == ["wal"]


def test_nothing_went_wrong_in_the_server(live):
    assert "Traceback" not in live.log
    assert '"exception"' not in live.log
