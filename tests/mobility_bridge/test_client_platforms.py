"""The client at Moodle, Canvas and Open edX, as facts/lti-and-record.md and their sources describe them."""

from dataclasses import replace

import pytest

from mobility_bridge.client import (
    CANVAS,
    MOODLE,
    OPEN_EDX,
    PROFILES,
    RECORD,
    Attempt,
    Dead,
    Delivered,
    DeliveredAlready,
    Paused,
    Reason,
    Retry,
    Superseded,
)
from mobility_bridge.evidence import Evidence
from mobility_bridge.messages import EVIDENCE_KEY, ActivityProgress, GradingProgress
from tests.mobility_bridge.lying_platform import Reply, answer
from tests.mobility_bridge.test_client import GRADE, NOW, PASSED, SCORE, SECOND, USER, later

PENDING = {"grading": GradingProgress.PENDING, "given": 300}
THIRD_PARTIES = ["moodle", "canvas", "open_edx"]
STYLES = ["record", *THIRD_PARTIES]


@pytest.mark.parametrize("style", STYLES)
def test_a_score_arrives_and_its_retry_is_known(platforms, clients, style):
    platform = platforms(style)
    assert isinstance(clients(platform).send(SCORE, GRADE), Delivered)
    again = clients(platform).send(SCORE, GRADE)  # another process, which remembers nothing
    # Canvas takes the same timestamp twice, the record knows an identical message.
    assert type(again) is {"record": Delivered, "canvas": Delivered}.get(style, DeliveredAlready)


@pytest.mark.parametrize("style", STYLES)
def test_an_older_score_is_superseded(platforms, clients, style):
    platform = platforms(style)
    clients(platform).send(later(SECOND, given=900), GRADE)
    assert clients(platform).send(SCORE, GRADE) == Superseded(SCORE, Reason.NEWER_RESULT)


@pytest.mark.parametrize("style", THIRD_PARTIES)
def test_no_evidence_goes_to_third_parties(platforms, clients, style):
    platform = platforms(style)
    clients(platform).send(replace(SCORE, evidence=(PASSED,)), GRADE)
    assert EVIDENCE_KEY not in platform.asked("scores")[0].json


@pytest.mark.parametrize("style", THIRD_PARTIES)
def test_a_score_older_than_one_sent_stays_here(platforms, clients, style):
    platform = platforms(style)
    client = clients(platform)
    client.send(later(SECOND), GRADE)
    assert client.send(SCORE, GRADE) == Superseded(SCORE, Reason.SENT_NEWER)
    assert len(platform.asked("scores")) == 1


# -- Moodle -----------------------------------------------------------------------------------------------------------


def test_moodle_gets_one_score_a_second_and_loses_none(platforms, clients):
    """Moodle compares whole seconds: the second of two scores in one second would be refused with 409."""
    moodle = platforms("moodle")
    client = clients(moodle)
    outcomes = [client.send(later(step, given=step), GRADE) for step in range(5)]
    assert [outcome.sent_us for outcome in outcomes] == [NOW + step * SECOND for step in range(5)]
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert [held["points"] for held in moodle.held.values()] == [4]


def test_a_retry_keeps_its_second(platforms, clients):
    moodle = platforms("moodle")
    client = clients(moodle)
    client.send(SCORE, GRADE)
    moodle.lies["scores"] = [Reply(503)]
    waiting = client.send(later(1, given=700), GRADE)
    assert waiting.attempt == Attempt(1, NOW + SECOND)
    assert client.send(later(1, given=700), GRADE, waiting.attempt).sent_us == NOW + SECOND
    # Also in a process that remembers nothing but the attempt:
    assert isinstance(clients(moodle).send(later(1, given=700), GRADE, waiting.attempt), DeliveredAlready)


def test_a_retry_never_overtakes_what_came_after_it_in_the_same_microsecond(platforms, clients):
    moodle = platforms("moodle")
    client = clients(moodle)
    moodle.lies["scores"] = [Reply(503)]
    waiting = client.send(SCORE, GRADE)
    assert isinstance(client.send(replace(SCORE, given=800), GRADE), Delivered)
    assert client.send(SCORE, GRADE, waiting.attempt).reason is Reason.SENT_NEWER
    assert [held["points"] for held in moodle.held.values()] == [800]


def test_a_retry_never_overtakes_what_came_after_it(platforms, clients):
    moodle = platforms("moodle")
    client = clients(moodle)
    client.send(SCORE, GRADE)
    moodle.lies["scores"] = [Reply(503)]
    waiting = client.send(later(1, given=700), GRADE)
    assert isinstance(client.send(later(2, given=800), GRADE), Delivered)
    assert client.send(later(1, given=700), GRADE, waiting.attempt).reason is Reason.SENT_NEWER
    assert [held["points"] for held in moodle.held.values()] == [800]


@pytest.mark.parametrize("points", [640, 0])
def test_moodle_keeps_a_grade_that_pending_would_clear(platforms, clients, points):
    moodle = platforms("moodle")
    clients(moodle).send(replace(SCORE, given=points), GRADE)
    pending = later(SECOND, **PENDING)
    assert clients(moodle).send(pending, GRADE) == Superseded(pending, Reason.GRADE_STANDS)
    assert [held["points"] for held in moodle.held.values()] == [points]


def test_moodle_hears_of_pending_while_there_is_no_grade(platforms, clients):
    moodle = platforms("moodle")
    clients(moodle).send(replace(SCORE, user="99"), GRADE)  # Moodle's results would show this one for any pseudonym
    assert isinstance(clients(moodle).send(replace(SCORE, **PENDING), GRADE), Delivered)


def test_a_grade_that_can_not_be_looked_for_is_not_put_at_risk(platforms, clients):
    moodle = platforms("moodle")

    def narrow(seen):
        reply = moodle.truth(seen)
        return replace(
            reply, body=reply.body.replace(b"https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly", b"")
        )

    moodle.lies["token"] = narrow
    score = replace(SCORE, **PENDING)
    assert clients(moodle).send(score, GRADE) == Superseded(score, Reason.RESULT_UNREADABLE)
    assert isinstance(clients(moodle).send(SCORE, GRADE), Delivered)


def test_moodle_may_be_told_to_clear(platforms, clients):
    moodle = platforms("moodle")
    client = clients(moodle)
    client.send(SCORE, GRADE)
    cleared = later(SECOND, given=None, maximum=None, grading=GradingProgress.NOT_READY)
    assert isinstance(client.send(cleared, GRADE), Delivered)
    assert [held["points"] for held in moodle.held.values()] == [None]


def test_moodle_names_no_points_for_a_zero(platforms, clients):
    moodle = platforms("moodle")
    zero = replace(SCORE, given=0)
    clients(moodle).send(zero, GRADE)
    assert isinstance(clients(moodle).send(zero, GRADE), DeliveredAlready)


def test_a_teacher_is_not_gradable_in_moodle(platforms, clients):
    """Staff mobility: Moodle answers 400 for a user it does not grade."""
    moodle = platforms("moodle")
    moodle.lies["scores"] = Reply(400)
    assert clients(moodle).send(SCORE, GRADE) == Dead(SCORE, Reason.REFUSED, 400)


def test_moodle_keeps_the_query_of_a_line_item(platforms, clients):
    moodle = platforms("moodle")
    clients(moodle).send(SCORE, GRADE)
    [listed], [sent] = moodle.asked("lineitems"), moodle.asked("scores")
    assert listed.query == {"type_id": ["3"], "tag": ["grade"], "resource_id": ["BlendedMobility+APP"]}
    assert (sent.path, sent.query) == ("/lineitems/2/lineitem/scores", {"type_id": ["3"]})


def test_moodle_writes_typographic_quotation_marks_into_its_links(platforms, clients):
    moodle = platforms("moodle")
    pages = {"1": [], "2": moodle.items()}

    def page(seen):
        number = seen.query.get("from", ["1"])[0]
        link = {"Link": f"<{moodle.line_items_url}&from=1>; rel=“first”, <{moodle.line_items_url}&from=2>; rel=“next”"}
        return answer(pages[number], **(link if number == "1" else {}))

    moodle.lies["lineitems"] = page
    assert isinstance(clients(moodle).send(SCORE, GRADE), Delivered)


# -- Canvas -----------------------------------------------------------------------------------------------------------


def test_canvas_says_too_old_with_400(platforms, clients):
    canvas = platforms("canvas")
    clients(canvas).send(later(SECOND), GRADE)
    assert isinstance(clients(canvas).send(SCORE, GRADE), DeliveredAlready)  # the same points stand there
    canvas.lies["scores"] = answer({"errors": "Provided timestamp of x not a valid timestamp"}, 400)
    assert isinstance(clients(canvas).send(later(2 * SECOND), GRADE), Dead)


def test_canvas_asks_to_wait_with_403(platforms, clients):
    canvas = platforms("canvas")
    canvas.lies["scores"] = [Reply(403, b"403 Forbidden (Rate Limit Exceeded)\n"), Reply(403, b"no")]
    outcome = clients(canvas).send(SCORE, GRADE)
    assert (type(outcome), outcome.reason) == (Retry, Reason.BUSY)
    assert isinstance(clients(canvas).send(SCORE, GRADE), Paused)


@pytest.mark.parametrize(
    ("grading", "sent"), [(GradingProgress.PENDING_MANUAL, True), (GradingProgress.PENDING, False)]
)
def test_canvas_clears_a_grade_unless_it_is_graded_or_waits_for_a_person(platforms, clients, grading, sent):
    canvas = platforms("canvas")
    clients(canvas).send(SCORE, GRADE)
    outcome = clients(canvas).send(later(SECOND, grading=grading), GRADE)
    assert isinstance(outcome, Delivered) is sent
    assert [held["points"] for held in canvas.held.values()] == [640]


# -- Open edX ---------------------------------------------------------------------------------------------------------


def test_open_edx_says_too_old_with_400_and_two_sentences(platforms, clients):
    open_edx = platforms("open_edx")
    clients(open_edx).send(SCORE, GRADE)
    assert isinstance(clients(open_edx).send(SCORE, GRADE), DeliveredAlready)
    assert isinstance(clients(open_edx).send(later(-1, given=1), GRADE), Superseded)
    open_edx.lies["scores"] = answer({"timestamp": ["Datetime has wrong format."]}, 400)
    assert isinstance(clients(open_edx).send(later(SECOND), GRADE), Dead)


def test_open_edx_answers_201(platforms, clients):
    assert clients(platforms("open_edx")).send(SCORE, GRADE) == Delivered(SCORE, NOW, 201)


# -- profiles ---------------------------------------------------------------------------------------------------------


def test_profiles_are_data():
    assert {each.name: each for each in (RECORD, MOODLE, CANVAS, OPEN_EDX)} == PROFILES
    assert {type(each) for each in PROFILES.values()} == {type(RECORD)}
    assert [each.name for each in PROFILES.values() if each.sends_evidence or each.keeps_late] == ["record"]


def test_evidence_reaches_the_record_in_every_grading(platforms, clients):
    record = platforms("record")
    client = clients(record)
    for step, grading in enumerate(GradingProgress):
        passed = Evidence("check.passed", 1, f"problem/{step}", NOW, {"score": 1000, "attempts": 1})
        score = later(step, grading=grading, activity=ActivityProgress.STARTED, evidence=(passed,))
        assert isinstance(client.send(score, GRADE), Delivered)
    assert [each.json[EVIDENCE_KEY][0]["block"] for each in record.asked("scores")] == [
        f"problem/{n}" for n in range(5)
    ]
    assert {each.json["userId"] for each in record.asked("scores")} == {USER}
