"""The sending side of AGS: what becomes of a score at a platform that keeps to the specification, status by status."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace

import pytest

from mobility_bridge.client import (
    RECORD,
    Attempt,
    ConfigurationError,
    Dead,
    Delivered,
    DeliveredAlready,
    GiveUp,
    LineItem,
    Paused,
    Platform,
    Reason,
    Retry,
    StopSending,
    Superseded,
    TokenCache,
    Wanted,
)
from mobility_bridge.evidence import Evidence
from mobility_bridge.messages import EVIDENCE_KEY, ActivityProgress, GradingProgress, Score
from tests.mobility_bridge.lying_platform import PACKAGE, Reply, answer

NOW = 1_803_000_000_123_456
USER = "p_" + "a" * 26
GRADE = Wanted("grade", PACKAGE)
SCORE = Score(NOW, ActivityProgress.IN_PROGRESS, GradingProgress.FULLY_GRADED, 640, 1000, USER)
PASSED = Evidence("check.passed", 1, "sequential/work-safety-check", NOW, {"score": 1000, "attempts": 2})
SECOND = 1_000_000


def later(by_us, **change):
    return replace(SCORE, timestamp_us=NOW + by_us, **change)


def test_a_score_arrives_as_the_contract_shows_it(record, clients):
    outcome = clients(record).send(replace(SCORE, evidence=(PASSED,)), GRADE)
    assert outcome == Delivered(replace(SCORE, evidence=(PASSED,)), NOW, 200)
    [sent] = record.asked("scores")
    assert sent.path == "/lineitems/2/lineitem/scores"
    assert sent.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
    assert sent.json["timestamp"] == "2027-02-19T01:20:00.123456Z"
    assert (sent.json["scoreGiven"], sent.json["scoreMaximum"], sent.json["userId"]) == (640, 1000, USER)
    assert [each["type"] for each in sent.json[EVIDENCE_KEY]] == ["check.passed"]


def test_tokens_and_line_items_are_asked_for_once(record, clients):
    client = clients(record)
    for step in range(3):
        assert isinstance(client.send(later(step), GRADE), Delivered)
    assert [len(record.asked(kind)) for kind in ("token", "lineitems", "scores")] == [1, 1, 3]


def test_many_threads_ask_for_one_token(record, clients):
    client = clients(record)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda step: client.send(replace(SCORE, user=f"p_{step:026}"), GRADE), range(16)))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert len(record.asked("token")) == 1


def test_clients_may_share_tokens(record, clients):
    shared = TokenCache()
    for _ in range(2):
        assert clients(record, tokens=shared).line_item(GRADE) == LineItem(record.item_url(2))
    assert len(record.asked("token")) == 1


def test_a_line_item_is_found_behind_any_page_though_filters_are_ignored(platforms, clients):
    open_edx = platforms("open_edx")
    assert clients(open_edx).line_item(Wanted("gate:work-safety", PACKAGE)) == LineItem(open_edx.item_url(3))
    assert len(open_edx.asked("lineitems")) == 5


def test_a_line_item_known_from_a_launch_needs_no_list(record, clients):
    assert isinstance(clients(record).send(SCORE, LineItem(record.item_url(1))), Delivered)
    assert record.asked("lineitems") == []


def test_a_line_item_that_moved_is_looked_up_once_more(record, clients):
    client = clients(record)
    client.send(SCORE, GRADE)
    record.tags = [("", ""), *record.tags]
    record.lies["scores"] = [Reply(404)]
    assert isinstance(client.send(later(1), GRADE), Delivered)
    assert record.asked("scores")[-1].path == "/lineitems/3/lineitem/scores"


def test_a_line_item_that_is_not_there_or_twice_is_a_dead_letter(record, clients):
    client = clients(record)
    nobody = Wanted("exam", PACKAGE)
    assert client.send(SCORE, nobody) == Dead(SCORE, Reason.NO_LINE_ITEM)
    assert client.send(SCORE, Wanted("grade")) == Dead(SCORE, Reason.AMBIGUOUS_LINE_ITEM)
    with pytest.raises(GiveUp, match="no line item"):
        client.line_item(nobody)
    assert record.asked("scores") == []


STATUSES = [
    (400, Dead, Reason.REFUSED),
    (404, Dead, Reason.REFUSED),
    (410, Dead, Reason.REFUSED),
    (413, Dead, Reason.REFUSED),
    (415, Dead, Reason.REFUSED),
    (422, Dead, Reason.REFUSED),
    (401, Paused, Reason.UNAUTHORISED),
    (403, Paused, Reason.FORBIDDEN),
    (301, Paused, Reason.REDIRECTED),
    (303, Paused, Reason.REDIRECTED),
    (307, Paused, Reason.REDIRECTED),
    (408, Retry, Reason.BUSY),
    (425, Retry, Reason.BUSY),
    (429, Retry, Reason.BUSY),
    (500, Retry, Reason.BROKEN),
    (502, Retry, Reason.BROKEN),
    (503, Retry, Reason.BROKEN),
    (504, Retry, Reason.BROKEN),
    (999, Retry, Reason.NOT_UNDERSTOOD),
]


@pytest.mark.parametrize(("status", "kind", "reason"), STATUSES)
def test_what_each_status_of_a_score_means(record, clients, status, kind, reason):
    record.lies["scores"] = Reply(status)
    outcome = clients(record).send(SCORE, GRADE)
    assert isinstance(outcome, kind)
    assert (outcome.reason, outcome.status, outcome.score) == (reason, status, SCORE)


TOKEN_STATUSES = [
    (400, Paused, Reason.TOKEN_REFUSED),
    (401, Paused, Reason.TOKEN_REFUSED),
    (403, Paused, Reason.TOKEN_REFUSED),
    (404, Paused, Reason.TOKEN_REFUSED),
    (302, Paused, Reason.REDIRECTED),
    (429, Retry, Reason.BUSY),
    (500, Retry, Reason.BROKEN),
]


@pytest.mark.parametrize(("status", "kind", "reason"), TOKEN_STATUSES)
def test_what_each_status_of_a_token_means(record, clients, status, kind, reason):
    record.lies["token"] = Reply(status)
    outcome = clients(record).send(SCORE, GRADE)
    assert isinstance(outcome, kind)
    assert (outcome.reason, outcome.status) == (reason, status)
    assert len(record.asked("token")) == 1


@pytest.mark.parametrize(("status", "kind"), [(400, Paused), (404, Paused), (403, Paused), (503, Retry)])
def test_a_list_of_line_items_that_is_refused_kills_no_message(record, clients, status, kind):
    record.lies["lineitems"] = Reply(status)
    assert isinstance(clients(record).send(SCORE, GRADE), kind)


def test_an_expired_token_is_renewed_once(record, clients):
    client = clients(record)
    client.send(SCORE, GRADE)
    record.tokens.clear()
    assert isinstance(client.send(later(1), GRADE), Delivered)
    assert [len(record.asked(kind)) for kind in ("token", "scores")] == [2, 3]


def test_401_for_ever_asks_twice_and_no_more(record, clients):
    record.lies["scores"] = Reply(401)
    assert isinstance(clients(record).send(SCORE, GRADE), Paused)
    assert [len(record.asked(kind)) for kind in ("token", "scores")] == [2, 2]


def test_a_retry_carries_the_same_timestamp_and_waits_longer(record, clients):
    client = clients(record)
    record.lies["scores"] = Reply(503)
    attempt = Attempt()
    for number in range(1, 13):
        outcome = client.send(SCORE, GRADE, attempt)
        assert (outcome.attempt.number, outcome.attempt.sent_us) == (number, NOW)
        assert 0 <= outcome.seconds <= min(900, 2 * 2 ** (number - 1))
        attempt = outcome.attempt
    assert len({seen.body for seen in record.asked("scores")}) == 1


def test_a_platform_that_asks_to_wait_is_obeyed_up_to_an_hour(record, clients):
    record.lies["scores"] = [
        Reply(429, headers={"Retry-After": "120"}),
        Reply(503, headers={"Retry-After": "99999999999999"}),
    ]
    client = clients(record)
    assert 120 <= client.send(SCORE, GRADE).seconds <= 122
    assert 3600 <= client.send(SCORE, GRADE).seconds <= 3602


def test_an_answer_that_was_lost_is_no_second_message(record, clients):
    client = clients(record)
    client.line_item(GRADE)

    def take_and_cut(seen):
        record.truth(seen)
        return Reply(200, b"{}", length=500, cut=60)

    record.lies["scores"] = take_and_cut
    lost = client.send(SCORE, GRADE)
    assert (type(lost), lost.reason) == (Retry, Reason.UNREACHABLE)
    del record.lies["scores"]
    assert isinstance(client.send(SCORE, GRADE, lost.attempt), Delivered)
    first, second = record.asked("scores")
    assert first.body == second.body


def test_a_clear_is_sent_and_recognised(record, clients):
    client = clients(record)
    client.send(SCORE, GRADE)
    cleared = later(1, given=None, maximum=None, grading=GradingProgress.NOT_READY)
    assert isinstance(client.send(cleared, GRADE), Delivered)
    assert "scoreGiven" not in record.asked("scores")[-1].json
    record.lies["scores"] = Reply(409)
    assert isinstance(client.send(later(2, given=None, maximum=None), GRADE), DeliveredAlready)


# -- a score that is too old ------------------------------------------------------------------------------------------


def test_409_with_our_result_is_delivered_already(record, clients):
    clients(record).send(SCORE, GRADE)
    record.lies["scores"] = Reply(409)
    assert clients(record).send(SCORE, GRADE) == DeliveredAlready(SCORE, NOW)
    [asked] = record.asked("results")
    assert (asked.path, asked.query) == ("/lineitems/2/lineitem/results", {"user_id": [USER]})


def test_409_with_another_result_is_superseded(record, clients):
    clients(record).send(later(SECOND, given=900), GRADE)
    assert clients(record).send(SCORE, GRADE) == Superseded(SCORE, Reason.NEWER_RESULT)


@pytest.mark.parametrize(
    "results", [[], [{"userId": "p_" + "b" * 26, "resultScore": 640, "resultMaximum": 1000}], [{"userId": USER}]]
)
def test_409_without_a_result_of_this_person_is_superseded(record, clients, results):
    record.lies |= {"scores": Reply(409), "results": answer(results)}
    assert clients(record).send(SCORE, GRADE) == Superseded(SCORE, Reason.NEWER_RESULT)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_409_with_results_that_may_not_be_read_ends_well(record, clients, status):
    record.lies |= {"scores": Reply(409), "results": Reply(status)}
    assert clients(record).send(SCORE, GRADE) == Superseded(SCORE, Reason.RESULT_UNREADABLE)


def test_409_with_results_that_fail_is_asked_again(record, clients):
    record.lies |= {"scores": Reply(409), "results": [Reply(500), answer([{"userId": USER, "resultScore": 0.64}])]}
    client = clients(record)
    outcome = client.send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.BROKEN)
    assert client.send(SCORE, GRADE, outcome.attempt) == DeliveredAlready(SCORE, NOW)


# -- order ------------------------------------------------------------------------------------------------------------


def test_two_scores_in_one_microsecond_get_two_timestamps(record, clients):
    client = clients(record)
    client.send(SCORE, GRADE)
    assert client.send(replace(SCORE, given=700), GRADE).sent_us == NOW + 1
    assert client.send(replace(SCORE, user="p_" + "b" * 26), GRADE).sent_us == NOW
    assert client.send(SCORE, Wanted("progress", PACKAGE)).sent_us == NOW


def test_the_record_gets_late_messages_all_the_same(record, clients):
    """The record appends every message and its evidence; only the result is guarded by time (CONTRACTS 5)."""
    client = clients(record)
    client.send(later(SECOND), GRADE)
    late = replace(SCORE, given=100, evidence=(PASSED,))
    assert client.send(late, GRADE) == Superseded(late, Reason.NEWER_RESULT)
    assert record.asked("scores")[-1].json["timestamp"] == "2027-02-19T01:20:00.123456Z"


def test_a_score_that_the_platform_refused_holds_up_no_other(platforms, clients):
    moodle = platforms("moodle")
    client = clients(moodle)
    moodle.lies["scores"] = [Reply(503), Reply(422)]
    waiting = client.send(SCORE, GRADE)
    assert isinstance(client.send(later(5 * SECOND), GRADE), Dead)
    assert client.send(SCORE, GRADE, waiting.attempt) == Delivered(SCORE, NOW, 200)


def test_many_threads_get_rising_timestamps(record, clients):
    client = clients(record)
    client.line_item(GRADE)
    start = threading.Barrier(8)

    def send(number):
        start.wait()
        return client.send(replace(SCORE, given=number), GRADE)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))
    assert len({seen.json["timestamp"] for seen in record.asked("scores")}) == 8


# -- what can't be sent, what can't be set ----------------------------------------------------------------------------

UNSENDABLE = [
    {"user": None},
    {"user": ""},
    {"user": "é"},
    {"user": "a\n"},
    {"user": "a" * 256},
    {"given": None},
    {"maximum": None},
    {"maximum": 0},
    {"given": -1},
    {"timestamp_us": -1},
    {"timestamp_us": 10**18},
]


@pytest.mark.parametrize("change", UNSENDABLE)
def test_a_score_that_can_not_be_is_a_dead_letter(record, clients, change):
    score = replace(SCORE, **change)
    assert clients(record).send(score, GRADE) == Dead(score, Reason.UNSENDABLE)
    assert record.seen == []


URLS = [
    "http://lms.example/lineitems",
    "ftp://lms.example/",
    "https://",
    "https://user:word@lms.example/",
    "https://lms.example\\@evil.example/",
    "https://lms.example/#top",
    "https://lms.exämple/",
    "https://lms.example/ x",
    "https://lms.example:99999/",
    "https://lms.example/" + "x" * 5000,
    "javascript:alert(1)",
    "//lms.example/",
    "",
]


@pytest.mark.parametrize("url", URLS)
def test_an_address_that_no_one_may_call_is_refused(url):
    for name in ("token_url", "line_items_url"):
        urls = {"token_url": "https://lms.example/t", "line_items_url": "https://lms.example/l"} | {name: url}
        with pytest.raises(ConfigurationError, match=name):
            Platform(RECORD, "c", **urls, issuer="https://lms.example")


def test_settings_that_are_missing_are_named(record, signer, clients, tmp_path):
    with pytest.raises(ConfigurationError, match="needs its issuer"):
        record.registration(issuer="")
    with pytest.raises(ConfigurationError, match="deadline"):
        clients(record, deadline=0)
    with pytest.raises(ConfigurationError, match="no file"):
        clients(record, ca_file=tmp_path / "none.pem")


def test_outcomes_do_not_change():
    with pytest.raises(FrozenInstanceError):
        Delivered(SCORE, NOW, 200).status = 500


def test_errors_are_one_family(record, clients):
    record.lies["lineitems"] = Reply(403)
    with pytest.raises(StopSending, match=r"forbids this client what it asks \(HTTP 403\)") as caught:
        clients(record).line_item(GRADE)
    assert (caught.value.reason, caught.value.status) == (Reason.FORBIDDEN, 403)
