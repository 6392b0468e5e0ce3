"""Attacks with a valid token (docs/reference/attacks.md, rows 6, 12–14, 16, 18, 20): what is another's, late, too much."""

from dataclasses import replace

import pytest
from platform_client import ITEM, Platform
from world import PACKAGE, STATEMENT

from mobility_record import clock
from mobility_record.lti import clients
from mobility_record.people.models import Pseudonym
from mobility_record.results.models import Message, Result
from mobility_record.stays.models import LineItem
from mobility_record.stays.packages import enrol, register

HOMEWORK = {"label": "Homework", "scoreMaximum": 10, "tag": "homework", "resourceId": PACKAGE}


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE)


@pytest.fixture
def other(client, world):
    """A second platform that may report for the same package."""
    return Platform(client, PACKAGE, name="Another")


@pytest.fixture
def lena(lms, world):
    return clients.pseudonym_of(lms.client, world.stay)


@pytest.fixture
def grade(lms):
    return lms.item("grade")


def at(second: float) -> str:
    return f"2026-02-11T18:00:{second:09.6f}Z"


def own(lms, **more):
    return lms.call("POST", "/lti/lineitems", {**HOMEWORK, **more}, media_type=ITEM)


def refused(answer, status, error):
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert not Message.objects.exists()


# 12


def test_what_another_client_made_is_not_there(lms, other, world):
    item = own(lms).json()["id"]
    theirs = clients.pseudonym_of(other.client, world.stay)
    refused(other.score(item, theirs, 1, at(1)), 404, "not_found")
    for method, path in (("GET", item), ("PUT", item), ("DELETE", item), ("GET", f"{item}/results")):
        assert other.call(method, path, HOMEWORK, media_type=ITEM).status_code == 404
    assert other.items(tag="homework") == []
    assert [one["tag"] for one in other.items()] == ["progress", "grade", "gate:work-safety"]
    assert lms.items(tag="homework")[0]["label"] == "Homework"


def test_a_package_that_was_not_granted_is_not_there(client, lms, grade, lena, world):
    stranger = Platform(client, None, name="Stranger")
    assert stranger.items() == []
    refused(stranger.score(grade, lena, 1, at(1)), 404, "not_found")
    for method, path in (("GET", grade), ("PUT", grade), ("DELETE", grade), ("GET", f"{grade}/results")):
        assert stranger.call(method, path, HOMEWORK, media_type=ITEM).status_code == 404


def test_naming_a_package_that_was_not_granted_opens_nothing(client, lms, lena, world):
    stranger = Platform(client, None, name="Stranger")
    item = own(stranger).json()["id"]
    assert LineItem.objects.get(own__client=stranger.client).package.package_id == f"lti:{stranger.client_id}"
    with pytest.raises(clients.ClientError):
        clients.pseudonym_of(stranger.client, world.stay)
    refused(stranger.score(item, lena, 1, at(1)), 404, "unknown_user")


def test_a_score_for_nobody_of_this_package_is_refused(lms, other, grade, world):
    elsewhere = world.person("Max")
    stay = world.mobility(elsewhere)
    stay.enrolments.all().delete()
    enrol(stay, register(replace(STATEMENT, package="Other+COURSE")).package)
    for user in (
        clients.pseudonym_of(other.client, world.stay),  # what another client calls her
        Pseudonym.objects.create(person=elsewhere, client=lms.client_id, value="p_" + "a" * 26).value,  # not enrolled
        *("p_" + "b" * 26, str(world.lena.public_id), str(world.lena.pk), "' OR 1=1 --", "%", "*"),
    ):
        refused(lms.score(grade, user.replace(" ", "_"), 1, at(1)), 404, "unknown_user")


def test_results_are_the_client_s_own(lms, other, grade, lena, world):
    lms.score(grade, lena, 640, at(1))
    assert other.results(grade) == []
    for user in (lena, clients.pseudonym_of(other.client, world.stay)):
        assert other.results(grade, user_id=user) == []
    assert lms.results(grade, user_id=clients.pseudonym_of(other.client, world.stay)) == []
    other.score(grade, clients.pseudonym_of(other.client, world.stay), 10, at(2))
    assert [result["resultScore"] for result in lms.results(grade)] == [640]


def test_results_of_learners_own_packages_are_not_shown(lms, grade, lena, world, ask):
    from world import event

    token = ask("claim", world.claim())[1]["token"]
    assert ask("events", {"token": token, "events": [event(1, 900, "grade")]})[1]["accepted"]
    assert lms.results(grade) == []


def test_a_resource_link_is_nobody_s(lms):
    assert own(lms, resourceLinkId="1").status_code == 404
    assert not LineItem.objects.filter(tag__startswith="own:").exists()
    item = own(lms).json()["id"]
    assert lms.call("PUT", item, {**HOMEWORK, "resourceLinkId": "1"}, media_type=ITEM).status_code == 404


@pytest.mark.parametrize("change", [{"tag": "gate:work-safety"}, {"resourceId": "Other+COURSE"}])
def test_tag_and_resource_never_change(lms, change):
    made = own(lms).json()
    assert lms.call("PUT", made["id"], {**HOMEWORK, **change}, media_type=ITEM).status_code == 409
    assert lms.call("GET", made["id"]).json() == made


def test_what_belongs_to_the_package_is_not_changed(lms, grade):
    before = lms.items()
    wanted = {"label": "Mine", "scoreMaximum": 1}
    assert lms.call("PUT", grade, wanted, media_type=ITEM).status_code == 403
    assert lms.call("DELETE", grade).status_code == 403
    assert lms.items() == before


def test_no_one_makes_a_gate_or_a_second_grade(lms, lena, world):
    assert own(lms, tag="gate:work-safety").status_code == 409
    item = own(lms, tag="gate:work-safety", resourceId="").json()["id"]
    assert lms.score(item, lena, 1000, at(1)).status_code == 404  # nobody takes the client's own package
    assert not LineItem.objects.filter(tag__startswith="gate:", own__client=lms.client).exists()


def test_an_id_in_the_body_is_not_obeyed(lms, grade):
    made = own(lms, id=grade).json()
    assert made["id"] != grade
    assert (
        lms.call("PUT", made["id"], {**HOMEWORK, "id": grade, "label": "X"}, media_type=ITEM).json()["id"] == made["id"]
    )
    assert lms.call("GET", grade).json()["label"] == "Grade"


def test_a_new_version_of_the_package_leaves_the_client_s_line_items(lms, lena):
    item = own(lms).json()["id"]
    register(replace(STATEMENT, version="ffffffffffff", line_items=("progress", "grade")))
    assert [one["tag"] for one in lms.items()] == ["progress", "grade", "homework"]
    assert lms.score(item, lena, 500, at(1)).status_code == 200


def test_packages_do_not_hear_of_the_client_s_line_items(lms, world, ask):
    own(lms)
    assert ask("claim", world.claim())[1]["line_items"] == ["progress", "grade", "gate:work-safety"]


def test_a_deleted_line_item_takes_nothing(lms, lena):
    item = own(lms).json()["id"]
    lms.call("DELETE", item)
    refused(lms.score(item, lena, 1, at(1)), 404, "not_found")
    assert lms.call("DELETE", item).status_code == 404


# 13


def test_only_the_later_time_moves_the_result(lms, grade, lena):
    told = [(500, 5, 200), (400, 4, 409), (600, 5, 409), (500, 5, 200), (700, 5.000001, 200), (1, 0, 409)]
    assert [lms.score(grade, lena, given, at(second)).status_code for given, second, _ in told] == [s for *_, s in told]
    assert Result.objects.get().per_mille == 700
    assert Message.objects.count() == 5


@pytest.mark.parametrize("ahead", [301, 3600, 10 * 365 * 86_400])
def test_the_far_future_locks_nothing(lms, grade, lena, ahead):
    from mobility_bridge import instants

    refused(lms.score(grade, lena, 1, instants.text(clock.now_us() + ahead * clock.SECOND)), 400, "future_timestamp")
    assert lms.score(grade, lena, 1, instants.text(clock.now_us())).status_code == 200


TIMES = {
    **dict.fromkeys(("0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"), 400),
    **dict.fromkeys(("1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.999999999Z"), 400),
    **dict.fromkeys(
        ("2026-06-30T23:59:60Z", "2026-02-30T00:00:00Z", "2026-02-11T24:00:00Z", "2026-02-11T18:00:00"), 400
    ),
    **dict.fromkeys(
        ("2026-02-11T18:00:00+24:00", "2026-02-11T18:00:00+99", "2026-W07-3T18:00:00Z", "now", "", "20260211T180000Z"),
        400,
    ),
    **dict.fromkeys(
        ("2026-02-11 18:00:00Z", "٢٠٢٦-02-11T18:00:00Z", "-2026-02-11T18:00:00Z", "12026-02-11T18:00:00Z"), 400
    ),
    "1970-01-01T00:00:00.000001Z": 200,
    "2026-02-11T18:00:00+23:59": 200,
}


@pytest.mark.parametrize("time", TIMES)
def test_times_at_the_edges(lms, grade, lena, time):
    assert lms.score(grade, lena, 1, time).status_code == TIMES[time]


@pytest.mark.parametrize("time", [None, 1, 1.5, [], {}, True])
def test_a_time_is_text(lms, grade, lena, time):
    refused(lms.score(grade, lena, 1, time), 400, "malformed")
