"""The ledger: what it answers for each message, the same on both databases; and twenty senders at once."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import PACKAGE, VERSION

from mobility_bridge.messages import ActivityProgress, Evidence, GradingProgress, Score
from mobility_record import clock
from mobility_record.people.erasure import erase
from mobility_record.results.ledger import Appended, Incoming, Origin, append
from mobility_record.results.models import Assurance, Message, Result
from mobility_record.results.models import Evidence as StoredEvidence
from mobility_record.stays import refusals, sources
from mobility_record.stays.models import Source

NOW = 1_800_000_000_000_000


@pytest.fixture
def source(world):
    return begin(world)


def begin(world):
    return sources.claim(sources.Claim(world.code, uuid4(), PACKAGE, VERSION, ""), clock.now_us())[0]


def told(line_item, seq, given=500, event_id=None, evidence=(), **more):
    score = Score(NOW, ActivityProgress.IN_PROGRESS, GradingProgress.FULLY_GRADED, given, 1000, evidence=evidence)
    return Incoming(event_id or uuid4(), seq, line_item.pk, line_item.maximum, score, **more)


@pytest.fixture
def add(world, source):
    origin = Origin(source.pk, world.lena.pk, Assurance.LMS_REPORTED)
    return lambda *messages: append(origin, messages, NOW)


@pytest.fixture
def progress(world):
    return world.package.line_items.get(tag="progress")


@pytest.fixture
def grade(world):
    return world.package.line_items.get(tag="grade")


def test_a_new_message_is_the_result(add, progress, world, source):
    one = told(progress, 7, 640)
    assert add(one) == [Appended(new=True, moved=True, last_seq=7)]
    result = Result.objects.get()
    assert (result.message.event_id, result.seq, result.per_mille) == (one.event_id, 7, 640)
    assert (result.at_us, result.assurance, result.person, result.source) == (NOW, "lms-reported", world.lena, source)


def test_a_repeated_message_is_neither_new_nor_moved(add, progress):
    one = told(progress, 7)
    add(one)
    assert add(one) == [Appended(new=False, moved=False, last_seq=7)]
    assert add(told(progress, 9), one) == [Appended(True, True, 9), Appended(False, False, 9)]


def test_a_late_message_is_appended_and_told_what_stands(add, progress):
    add(told(progress, 7, 700))
    assert add(told(progress, 5, 900)) == [Appended(new=True, moved=False, last_seq=7)]
    assert (Message.objects.count(), Result.objects.get().per_mille) == (2, 700)


def test_an_equal_number_does_not_move(add, progress):
    assert add(told(progress, 7, 1), told(progress, 7, 2)) == [Appended(True, True, 7), Appended(True, False, 7)]
    assert add(told(progress, 7, 3)) == [Appended(True, False, 7)]
    assert Result.objects.get().per_mille == 1


def test_of_a_batch_the_newest_per_line_item_moves(add, progress, grade):
    batch = [told(progress, 3), told(grade, 2), told(progress, 5), told(progress, 4), told(grade, 1)]
    assert [(each.new, each.moved, each.last_seq) for each in add(*batch)] == [
        (True, False, 5),
        (True, True, 2),
        (True, True, 5),
        (True, False, 5),
        (True, False, 2),
    ]


def test_the_same_message_twice_in_a_batch_is_one(add, progress):
    one = told(progress, 3)
    assert add(one, told(progress, 2), one) == [
        Appended(True, True, 3),
        Appended(True, False, 3),
        Appended(False, False, 3),
    ]
    assert Message.objects.count() == 2


def test_an_id_that_was_used_for_another_line_item_is_known(add, progress, grade):
    one = told(progress, 3)
    add(one)
    assert add(told(grade, 4, event_id=one.event_id)) == [Appended(new=False, moved=False, last_seq=0)]
    assert not Result.objects.filter(line_item=grade).exists()


def test_sources_do_not_touch_each_others_results(add, progress, world):
    add(told(progress, 9, 900))
    other = Origin(begin(world).pk, world.lena.pk, Assurance.SELF_REPORTED)
    assert append(other, [told(progress, 1, 100)], NOW) == [Appended(True, True, 1)]
    assert sorted(Result.objects.values_list("per_mille", "assurance")) == [
        (100, "self-reported"),
        (900, "lms-reported"),
    ]


def test_evidence_comes_with_new_messages_only(add, progress):
    item = Evidence("check.passed", 1, "problem/é", NOW + 1, {"score": 1000, "attempts": 2})
    one = told(progress, 1, evidence=(item, item))
    add(one, one)
    add(one)
    stored = StoredEvidence.objects.order_by("position")
    assert [(each.position, each.block, each.kind, each.at_us, each.data) for each in stored] == [
        (0, "problem/é", "occurrence", NOW, {"score": 1000, "attempts": 2}),
        (1, "problem/é", "occurrence", NOW, {"score": 1000, "attempts": 2}),
    ]
    assert {each.message.event_id for each in stored} == {one.event_id}


def test_the_time_of_a_result_can_be_given(add, progress):
    add(told(progress, 1, reached_us=NOW - 5))
    assert Result.objects.get().at_us == NOW - 5
    assert Message.objects.get().received_us == NOW


def test_nothing_told_is_nothing(add):
    assert add() == []


def test_an_erased_person_is_gone(add, progress, world):
    erase(world.lena)
    with pytest.raises(refusals.Gone):
        add(told(progress, 1))
    assert not Message.objects.exists()


def test_a_source_that_ended_reports_no_more(add, progress, source):
    sources.end(source, Source.End.STOPPED)
    with pytest.raises(refusals.ReportingEnded):
        add(told(progress, 1))
    assert not Message.objects.exists()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 8), st.booleans(), st.integers(0, 1000)), max_size=12),
        max_size=5,
    )
)
def test_it_answers_as_one_that_takes_message_after_message(world, progress, grade, batches):
    """Ids, numbers, line items and values at random: the plain model below answers the same."""
    source = begin(world)
    origin, known, results = Origin(source.pk, world.lena.pk, Assurance.SELF_REPORTED), set(), {}
    for batch in batches:
        messages = [
            told(progress if first else grade, seq, value, UUID(int=number)) for number, seq, first, value in batch
        ]
        expected_new = []
        for each in messages:
            expected_new.append(each.event_id not in known)
            known.add(each.event_id)
            if expected_new[-1] and each.seq > results.get(each.line_item_id, (0,))[0]:
                results[each.line_item_id] = (each.seq, each.score.given, each.event_id)
        answers = append(origin, messages, NOW)
        assert [each.new for each in answers] == expected_new
        for each, answer in zip(messages, answers, strict=True):
            assert answer.last_seq == results.get(each.line_item_id, (0,))[0]
            if answer.moved:
                assert results[each.line_item_id] == (each.seq, each.score.given, each.event_id)
    stored = Result.objects.filter(source=source).select_related("message")
    assert {r.line_item_id: (r.seq, r.per_mille, r.message.event_id) for r in stored} == results


def test_twenty_senders_of_the_same_messages(live):
    assert live.python("import at_once\nprint(json.dumps(at_once.overlapping_batches()))") == {
        "errors": [],
        "answers": 20 * 240,
        "new": 240,
        "moved without being new": 0,
        "behind itself": 0,
        "messages": 240,
        "evidence": 240,
        "results right": 3,
    }


@pytest.mark.parametrize("interrupt", ["erase", "end"])
def test_what_was_accepted_before_an_erasure_or_an_end_is_all_there_is(live, interrupt):
    answer = live.python(f"import at_once\nprint(json.dumps(at_once.interrupted({interrupt!r})))")
    assert (answer["errors"], answer["after it"]) == ([], 0)
    assert 60 <= answer["messages"] == answer["new"]


@pytest.mark.parametrize("interrupt", ["erase", "end"])
def test_a_message_waits_for_an_erasure_or_an_end_that_is_under_way(live, interrupt):
    answer = live.python(f"import at_once\nprint(json.dumps(at_once.while_uncommitted({interrupt!r})))")
    assert answer == {"waited": True, "told": [[]], "messages": 0}


@pytest.mark.postgresql
def test_a_kept_connection_that_died_is_replaced(live, engine):
    if engine != "postgresql":
        pytest.skip("SQLite has no server that could die")
    code = "import at_once\nprint(json.dumps(at_once.after_the_database_came_back()))"
    assert live.python(code) == ["1", "OperationalError"]
