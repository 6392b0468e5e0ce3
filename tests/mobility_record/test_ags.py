"""The AGS platform, as an honest learning platform uses it (1EdTech LTI-AGS 2.0)."""

import re

import pytest
from platform_client import ITEM, ORIGIN, Platform
from world import PACKAGE, event

from mobility_record.lti import clients, scopes
from mobility_record.people.erasure import erase
from mobility_record.results.models import Evidence, Message, Result
from mobility_record.stays.models import LineItem, Source

EVIDENCE = {
    "type": "check.passed",
    "v": 1,
    "block": "sequential/work-safety-check",
    "at": "2026-02-11T18:04:31Z",
    "data": {"score": 1000, "attempts": 2},
}
KEY = "https://w3id.org/blended-mobility/evidence"


@pytest.fixture
def lms(client, world):
    return Platform(client, PACKAGE)


@pytest.fixture
def lena(lms, world):
    return clients.pseudonym_of(lms.client, world.stay)


def at(second: float) -> str:
    return f"2026-02-11T18:00:{second:09.6f}Z"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_client_gets_a_token_for_what_it_asks_and_may(client, world, algorithm):
    lms = Platform(client, PACKAGE, algorithm=algorithm)
    answer = lms.ask(lms.sign(lms.claims()), f"{scopes.SCORE} {scopes.RESULT_READONLY} https://else.example/scope")
    told = answer.json()
    assert answer.status_code == 200
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    assert set(told["scope"].split()) == {scopes.SCORE, scopes.RESULT_READONLY}
    assert answer["Cache-Control"] == "no-store"


def test_the_issuer_is_as_good_an_audience_as_the_token_url(lms):
    assert lms.ask(lms.sign(lms.claims(aud=ORIGIN))).status_code == 200


def test_keys_overlap_while_they_rotate(lms):
    from platform_client import KEYS

    old = lms.kid
    lms.key, lms.algorithm = KEYS["RS256"], "RS256"
    lms.kid = clients.add_key(lms.client, KEYS["RS256"].as_pem(private=False)).kid
    token = lms.token()
    clients.retire_key(lms.client, old)
    assert lms.call("GET", "/lti/lineitems", token=token).status_code == 401
    assert lms.call("GET", "/lti/lineitems").status_code == 200
    lms.key, lms.algorithm, lms.kid = KEYS["ES256"], "ES256", old
    assert lms.ask(lms.sign(lms.claims())).status_code == 401


def test_line_items_of_a_package_stand_there_with_their_filters(lms):
    everything = lms.items()
    assert [item["tag"] for item in everything] == ["progress", "grade", "gate:work-safety"]
    assert {item["resourceId"] for item in everything} == {PACKAGE}
    assert everything[0] == {
        "id": everything[0]["id"],
        "label": "Progress",
        "scoreMaximum": 1000,
        "resourceId": PACKAGE,
        "tag": "progress",
    }
    assert [item["tag"] for item in lms.items(tag="grade", resource_id=PACKAGE)] == ["grade"]
    assert lms.items(tag="grade", resource_id="Other+COURSE") == []
    assert lms.items(resource_link_id="some") == []
    assert lms.call("GET", everything[1]["id"]).json() == everything[1]


def test_pages_lead_to_the_next_one_with_a_link(lms):
    found, path = [], "/lti/lineitems?limit=2"
    for _ in range(5):
        answer = lms.call("GET", path)
        assert answer["Content-Type"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
        found += [item["tag"] for item in answer.json()]
        link = re.fullmatch('<([^>]+)>; rel="next"', answer.get("Link", ""))
        if link is None:
            break
        path = link[1]
    assert found == ["progress", "grade", "gate:work-safety"]


def test_a_client_makes_changes_and_deletes_a_line_item_of_its_own(lms, lena):
    wanted = {
        "label": "Homework",
        "scoreMaximum": 12.5,
        "tag": "homework",
        "resourceId": PACKAGE,
        "startDateTime": "2026-02-01T00:00:00+01:00",
        "https://lms.example/extra": {"any": "thing"},
    }
    made = lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM)
    assert made.status_code == 201
    item = made.json()["id"]
    assert made["Location"] == item
    shown = {**wanted, "id": item}
    del shown["https://lms.example/extra"]
    assert lms.items(tag="homework") == [shown]

    assert lms.score(item, lena, 500, at(1)).status_code == 200
    assert lms.results(item)[0] | {"id": ""} == {
        "id": "",
        "scoreOf": item,
        "userId": lena,
        "resultScore": 6.25,
        "resultMaximum": 12.5,
    }
    changed = lms.call("PUT", item, {"label": "Task", "scoreMaximum": 10}, media_type=ITEM)
    assert (changed.json()["label"], changed.json()["tag"], changed.json()["scoreMaximum"]) == ("Task", "homework", 10)
    assert lms.results(item)[0]["resultScore"] == 5
    assert lms.call("DELETE", item).status_code == 204
    assert lms.call("GET", item).status_code == 404
    assert lms.items(tag="homework") == []
    assert Message.objects.count() == 1


def test_a_second_line_item_of_the_same_tag_is_refused_with_the_first_one_s_id(lms):
    wanted = {"label": "Homework", "scoreMaximum": 1, "tag": "homework"}
    first = lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM).json()["id"]
    again = lms.call("POST", "/lti/lineitems", wanted, media_type=ITEM)
    assert (again.status_code, again.json()["id"]) == (409, first)


def test_a_score_becomes_the_result_and_evidence_stands_beside_it(lms, lena, world):
    grade = lms.item("grade")
    answer = lms.score(grade, lena, 640, at(1), **{KEY: [EVIDENCE]})
    assert answer.status_code == 200
    result = Result.objects.get()
    assert (result.per_mille, result.assurance, result.person) == (640, "lms-reported", world.lena)
    assert Evidence.objects.get().type == "check.passed"
    source = Source.objects.get(kind="lms")
    assert (source.mobility, source.origin) == (world.stay, "LMS of the school")
    assert lms.results(grade, user_id=lena)[0]["resultScore"] == 640


def test_later_wins_late_is_kept_and_told_409_and_again_is_once(lms, lena):
    grade = lms.item("grade")
    answers = [
        lms.score(grade, lena, given, at(second)).status_code
        for given, second in ((500, 5), (700, 9.000001), (600, 7), (700, 9.000001), (800, 9.000001), (650, 9.5))
    ]
    assert answers == [200, 200, 409, 200, 409, 200]
    assert Message.objects.count() == 5
    assert lms.results(grade)[0]["resultScore"] == 650
    late = lms.score(grade, lena, 100, at(1)).json()
    assert (late["error"], late["last"]) == ("stale_timestamp", at(9.5))


def test_the_same_score_in_other_words_is_the_same(lms, lena):
    grade = lms.item("grade")
    assert lms.score(grade, lena, 500, "2026-02-11T18:00:01.500Z").status_code == 200
    assert lms.score(grade, lena, 500.0, "2026-02-11T19:00:01.5+01:00", comment="Well done").status_code == 200
    assert Message.objects.count() == 1


def test_no_score_clears_and_more_than_the_maximum_is_kept_but_counts_as_the_maximum(lms, lena):
    grade = lms.item("grade")
    assert lms.score(grade, lena, 1500, at(1)).status_code == 200
    assert lms.results(grade)[0]["resultScore"] == 1000
    assert Message.objects.get().given == 1500
    assert lms.score(grade, lena, None, at(2)).status_code == 200
    assert "resultScore" not in lms.results(grade)[0]


@pytest.mark.parametrize(("given", "maximum", "per_mille"), [(0.83, 1, 830), (1, 3, 333), (2.5, 4, 625), (0, 7, 0)])
def test_points_of_any_scale_become_per_mille(lms, lena, given, maximum, per_mille):
    lms.score(lms.item("grade"), lena, given, at(1), scoreMaximum=maximum)
    assert Result.objects.get().per_mille == per_mille


def test_words_about_a_learner_are_taken_and_not_kept(lms, lena):
    lms.score(lms.item("grade"), lena, 5, at(1), comment="Lena was ill", submission={"startedAt": at(0)})
    assert "ill" not in str(Message.objects.values().get())


def test_results_come_in_pages_and_by_user(lms, world):
    grade = lms.item("grade")
    names = []
    for number in range(3):
        names.append(clients.pseudonym_of(lms.client, world.mobility(world.person(f"P{number}"))))
        lms.score(grade, names[-1], number, at(number))
    answer = lms.call("GET", f"{grade}/results?limit=2")
    assert [result["userId"] for result in answer.json()] == names[:2]
    following = lms.call("GET", re.fullmatch('<([^>]+)>; rel="next"', answer["Link"])[1])
    assert [result["userId"] for result in following.json()] == names[2:]
    assert "Link" not in following
    assert [result["resultScore"] for result in lms.results(grade, user_id=names[1])] == [1]


def test_the_newest_stay_of_a_person_is_the_one_reported_about(lms, world, lena):
    newer = world.mobility(world.lena)
    lms.score(lms.item("grade"), lena, 5, at(1))
    assert Source.objects.get(kind="lms").mobility == newer


def test_an_erased_person_gets_no_score_any_more(lms, lena, world):
    grade = lms.item("grade")
    lms.score(grade, lena, 5, at(1))
    erase(world.lena)
    assert lms.score(grade, lena, 6, at(2)).status_code == 404
    assert (Message.objects.count(), lms.results(grade)) == (1, [])


def test_the_coordinator_s_page_says_which_platform_reported(client, lms, lena, world):
    lms.score(lms.item("grade"), lena, 640, at(1))
    account = world.account(world.member("coordinator", world.school), "c@school.example", "a long password")
    client.force_login(account, backend="mobility_record.people.signin.EmailBackend")
    page = client.get(f"/mobility/{world.stay.public_id}").content.decode()
    assert "Learning platform LMS of the school" in page
    assert "LMS of the school began to report" in page
    assert "A device began" not in page
    assert "reported by the learning platform" in page


def test_a_package_reports_for_no_line_item_that_a_platform_made(lms, world, ask):
    lms.call("POST", "/lti/lineitems", {"label": "Homework", "scoreMaximum": 1, "resourceId": PACKAGE}, media_type=ITEM)
    tag = LineItem.objects.get(own__isnull=False).tag
    _status, claimed = ask("claim", world.claim())
    assert tag not in claimed["line_items"]
    _status, told = ask("events", {"token": claimed["token"], "events": [event(1, tag=tag)]})
    assert (told["accepted"], told["rejected"][0]["error"]) == (
        [],
        "$.events[0].lineitem: is not a line item of this package",
    )
