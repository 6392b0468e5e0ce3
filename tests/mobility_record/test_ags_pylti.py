"""PyLTI1p3, an AGS client of other people's, holds the whole dialogue with the running record (facts 1.4).

It asks for a token, lists line items over pages, finds or makes one by tag, sends grades and reads results. What it
sends is its own: RS256, `aud` = the token URL, times of its caller, no evidence.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import RSAKey
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.lineitem import LineItem
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector
from world import PACKAGE

SCOPES = [
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem", "lineitem.readonly", "score", "result.readonly")
]
NEW_CLIENT = """
from world import PACKAGE, World
from mobility_record.lti import clients
world = World()
client = clients.register("School LMS", granted={scopes!r})
clients.add_key(client, {key!r})
clients.allow(client, PACKAGE)
user = clients.pseudonym_of(client, world.stay)
print(json.dumps({{"client": str(client.public_id), "user": user, "stay": world.stay.pk}}))
"""
MESSAGES = """
from mobility_record.results.models import Message
print(json.dumps(Message.objects.filter(source__mobility={stay}, source__kind="lms").count()))
"""


class Tool:
    """One tool registered at the record, as PyLTI1p3 sees it."""

    def __init__(self, live, scopes=SCOPES, limit=2):
        key = RSAKey.generate_key(2048)
        public = key.as_pem(private=False)
        self.live = live
        self.told = live.python(NEW_CLIENT.format(scopes=list(scopes), key=public))
        self.user = self.told["user"]
        self.registration = Registration()
        self.registration.set_issuer(live.url).set_client_id(self.told["client"])
        self.registration.set_auth_token_url(f"{live.url}/lti/token")
        self.registration.set_tool_private_key(key.as_pem(private=True).decode())
        self.registration.set_tool_public_key(public.decode())
        self.connector = ServiceConnector(self.registration)
        self.service = AssignmentsGradesService(
            self.connector, {"scope": list(scopes), "lineitems": f"{live.url}/lti/lineitems?limit={limit}"}
        )

    def grade(self, given, at, user=None):
        grade = Grade().set_score_given(given).set_score_maximum(100).set_user_id(user or self.user)
        grade.set_activity_progress("InProgress").set_grading_progress("FullyGraded")
        return grade.set_timestamp(at.isoformat())

    def messages(self):
        return self.live.python(MESSAGES.format(stay=self.told["stay"]))


@pytest.fixture(scope="module")
def live(own_live):
    return own_live


@pytest.fixture
def tool(live):
    return Tool(live)


@pytest.fixture
def now():
    return datetime.now(UTC) - timedelta(minutes=5)


def refused(call):
    with pytest.raises(LtiServiceException) as caught:
        call()
    return caught.value.response


def test_it_gets_a_token_by_its_own_assertion(tool):
    token = tool.connector.get_access_token(SCOPES)
    assert tool.connector.get_access_token(SCOPES) == token
    assert len(token) >= 43  # 256 bits


def test_it_lists_line_items_over_three_pages(tool):
    for tag in ("quiz-1", "quiz-2"):
        tool.service.find_or_create_lineitem(LineItem().set_label(tag).set_tag(tag).set_score_maximum(10))
    pages, url = [], tool.service._service_data["lineitems"]
    while url:
        page, url = tool.service.get_lineitems_page(url)
        pages.append([item["tag"] for item in page])
    assert pages == [["progress", "grade"], ["gate:work-safety", "quiz-1"], ["quiz-2"]]
    assert [item["tag"] for item in tool.service.get_lineitems()] == [tag for page in pages for tag in page]


def test_a_line_item_of_the_package_is_found_by_tag_and_id(tool):
    found = tool.service.find_lineitem_by_tag("grade")
    assert (found.get_score_maximum(), found.get_resource_id()) == (1000, PACKAGE)
    assert found.get_id().startswith(f"{tool.live.url}/lti/lineitems/")
    assert tool.service.find_lineitem_by_id(found.get_id()).get_tag() == "grade"
    assert tool.service.get_lineitem(found.get_id()).get_label() == found.get_label()


def test_a_line_item_is_made_once_by_tag(tool):
    wanted = LineItem().set_label("Quiz").set_tag("quiz").set_score_maximum(50).set_resource_id("quiz-7")
    made = tool.service.find_or_create_lineitem(wanted)
    assert (made.get_label(), made.get_score_maximum(), made.get_resource_id()) == ("Quiz", 50, "quiz-7")
    assert tool.service.find_or_create_lineitem(wanted).get_id() == made.get_id()


def test_a_grade_arrives_and_can_be_read(tool, now):
    item = tool.service.find_lineitem_by_tag("grade")
    tool.service.put_grade(tool.grade(64, now), item)
    [result] = tool.service.get_grades(item)
    assert (result["userId"], result["scoreOf"]) == (tool.user, item.get_id())
    assert result["resultScore"] / result["resultMaximum"] == 0.64


def test_decimals_and_other_time_zones_are_understood(tool, now):
    item = tool.service.find_lineitem_by_tag("grade")
    at = now.astimezone(datetime.fromisoformat("2027-01-01T00:00:00+01:00").tzinfo)
    tool.service.put_grade(tool.grade(33.3, at).set_comment("Well done"), item)
    [result] = tool.service.get_grades(item)
    assert result["resultScore"] / result["resultMaximum"] == 0.333
    assert "Well done" not in json.dumps(result)  # no free text crosses the bridge


def test_the_same_grade_again_is_one_message(tool, now):
    item = tool.service.find_lineitem_by_tag("progress")
    for _ in range(3):
        tool.service.put_grade(tool.grade(64, now), item)
    assert tool.messages() == 1


def test_a_stale_grade_is_409_and_kept_all_the_same(tool, now):
    item = tool.service.find_lineitem_by_tag("grade")
    tool.service.put_grade(tool.grade(64, now), item)
    older = refused(lambda: tool.service.put_grade(tool.grade(10, now - timedelta(microseconds=1)), item))
    equal = refused(lambda: tool.service.put_grade(tool.grade(11, now), item))
    for response in (older, equal):
        assert (response.status_code, response.json()["error"]) == (409, "stale_timestamp")
        assert datetime.fromisoformat(response.json()["last"]) == now
    [result] = tool.service.get_grades(item)
    assert result["resultScore"] / result["resultMaximum"] == 0.64
    assert tool.messages() == 3  # CONTRACTS 5: "stale" is said of the result, the message is appended


def test_a_line_item_url_with_a_query_string(tool, now):
    item = tool.service.find_lineitem_by_tag("grade")
    item.set_id(f"{item.get_id()}?type_id=3")
    tool.service.put_grade(tool.grade(64, now), item)
    [result] = tool.service.get_grades(item)
    assert result["userId"] == tool.user


def test_a_grade_for_a_stranger_or_from_the_future_is_refused(tool, now):
    item = tool.service.find_lineitem_by_tag("grade")
    stranger = refused(lambda: tool.service.put_grade(tool.grade(64, now, "p_" + "a" * 26), item))
    future = refused(lambda: tool.service.put_grade(tool.grade(64, now + timedelta(hours=1)), item))
    assert (stranger.status_code, future.status_code) == (404, 400)
    assert tool.service.get_grades(item) == []


def test_another_clients_line_item_is_not_there(live, tool, now):
    other = Tool(live)
    item = other.service.find_or_create_lineitem(LineItem().set_label("Mine").set_tag("mine").set_score_maximum(1))
    for call in (
        lambda: tool.service.put_grade(tool.grade(64, now), item),
        lambda: tool.service.get_grades(item),
        lambda: tool.service.get_lineitem(item.get_id()),
    ):
        assert refused(call).status_code == 404
    assert tool.service.find_lineitem_by_tag("mine") is None


def test_scopes_that_were_not_registered_are_not_granted(live, now):
    reader = Tool(live, scopes=[SCOPES[1], SCOPES[3]])
    item = reader.service.find_lineitem_by_tag("grade")
    reader.service._service_data["scope"] = SCOPES  # it asks for more than it was registered for
    response = refused(lambda: reader.service.put_grade(reader.grade(64, now), item))
    assert response.status_code == 403
    assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


def test_a_token_that_is_none_is_401(tool):
    tool.connector.get_access_token(SCOPES)
    tool.connector._access_tokens = dict.fromkeys(tool.connector._access_tokens, "x" * 43)
    response = refused(tool.service.get_lineitems)
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_an_assertion_for_another_server_gets_no_token(tool):
    tool.registration.set_auth_audience("https://other.example/token")
    response = refused(lambda: tool.connector.get_access_token(SCOPES))
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
