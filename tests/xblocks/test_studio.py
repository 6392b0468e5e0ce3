"""Editing a block in Studio, the server half: the form, saving, and what a mistake is answered with."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tests.xblocks.conftest import FACTS_OLX, OLX
from tests.xblocks.runtime import Course, Usage
from xblocks.core import markup


def form(course: Course, usage: Usage) -> dict[str, Any]:
    runtime = course.runtime(None)
    args: dict[str, Any] = runtime.render(runtime.block(usage), "studio_view").json_init_args
    return args


def save(course: Course, usage: Usage, value: Any) -> Any:
    return course.runtime(None).call(usage, "studio_save", json.dumps(value).encode())


FORMS = [(OLX, ["display_name", "weight", "definition"]), (FACTS_OLX, ["display_name", "definition"])]


@pytest.mark.parametrize(("olx", "fields"), FORMS, ids=["mobility_checklist", "mobility_facts"])
def test_the_form_comes_from_the_definitions_schema(course: Course, olx: str, fields: list[str]) -> None:
    given = form(course, course.add(olx))
    Draft202012Validator.check_schema(given["schema"])
    Draft202012Validator(given["schema"]).validate(given["value"])
    assert list(given["schema"]["properties"]) == fields


@pytest.mark.parametrize("olx", [OLX, FACTS_OLX], ids=["mobility_checklist", "mobility_facts"])
def test_saving_what_the_form_showed_changes_nothing(course: Course, olx: str) -> None:
    usage = course.add(olx)
    before = course.export(usage)
    assert save(course, usage, form(course, usage)["value"]).json_body == {"result": "success"}
    after = course.export(usage)
    assert [child.attrib for child in after.iter()] == [child.attrib for child in before.iter()]
    assert [child.text for child in after.iter()] == [child.text for child in before.iter()]


def test_a_weight_taken_away_is_not_exported(course: Course, usage: Usage) -> None:
    assert save(course, usage, {**form(course, usage)["value"], "weight": None}).status_code == 200
    node = course.export(usage)
    assert "weight" not in node.attrib
    node.set("url_name", "again")
    copy = course.add(etree.tostring(node, encoding="unicode"))
    assert not course.runtime(None).block(copy).has_score


def test_a_mistake_in_a_fact_is_answered_in_words(course: Course) -> None:
    usage = course.add(FACTS_OLX)
    value = form(course, usage)["value"]
    value["definition"]["packs"][0]["facts"][1]["review"] = "soon"
    answer = save(course, usage, value)
    assert answer.status_code == 400
    assert 'pack 1 "aa", fact 2 "break", review: review is a month or a day' in answer.json_body["error"]
    refused = save(course, usage, {**value, "weight": 1})
    assert "remove what does not belong there" in refused.json_body["error"]


def test_saving_keeps_ids_whatever_the_order(course: Course, usage: Usage) -> None:
    value = form(course, usage)["value"]
    value["definition"]["items"].reverse()
    value["definition"]["items"][0]["text"] = "New words"
    value |= {"display_name": "Before I go", "weight": None}
    assert save(course, usage, value).status_code == 200
    block = course.runtime(None).block(usage)
    assert [item.id for item in block.model().items] == ["photo", "insurance", "ticket", "mentor-name"]
    assert (block.display_name, block.weight, block.has_score) == ("Before I go", None, False)


def wrong(**changes: Any) -> Any:
    """A change to the first step or, with `form_…`, to the form itself."""

    def apply(value: dict[str, Any]) -> None:
        for name, new in changes.items():
            if name.startswith("form_"):
                value[name.removeprefix("form_")] = new
            else:
                value["definition"]["items"][0][name] = new

    return apply


MISTAKES = [
    (wrong(text=""), 'item 1 "mentor-name", text: is empty; write something.'),
    (wrong(text="x" * 161), 'item 1 "mentor-name", text: has 161 characters, at most 160 fit; shorten it.'),
    (wrong(id="ticket"), 'item 2: the id "ticket" is already that of item 1'),
    (wrong(id=""), "item 1"),
    (wrong(owner="boss"), 'item 1 "mentor-name", owner: "boss" is not known'),
    (wrong(due=9999), "due counts whole days relative to departure"),
    (wrong(colour="red"), "remove what does not belong there"),
    (wrong(form_display_name=" "), "display_name: is empty; write something."),
    (wrong(form_weight=-1), "weight: is -1, the least is 0."),
    (wrong(form_weight="1"), "weight: has the wrong kind of value; it must be a number or nothing."),
    (wrong(form_definition=None), "definition: has the wrong kind of value"),
    (wrong(form_learner_state={}), "remove what does not belong there"),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_mistakes_are_answered_in_words(course: Course, usage: Usage, change: Any, message: str) -> None:
    value = form(course, usage)["value"]
    change(value)
    answer = save(course, usage, value)
    assert answer.status_code == 400
    assert message in answer.json_body["error"]
    assert course.runtime(None).block(usage).display_name == "Before my first day"


WHOLE_PAGES = {
    "<html>": "",
    "<!doctype html><p>Read": "<p>Read</p>",
    "<html><head></head><body class='a'>One <b>two</body></html>": "One <b>two</b>",
    "<body><p>One": "<p>One</p>",
    "<html><frameset>": "",
    "a<html>b<body>c": "abc",
}


@pytest.mark.parametrize(("pasted", "kept"), WHOLE_PAGES.items())
def test_a_whole_page_pasted_as_introduction_is_cleaned(course: Course, usage: Usage, pasted: str, kept: str) -> None:
    value = form(course, usage)["value"]
    value["definition"]["introduction"] = pasted
    assert save(course, usage, value).status_code == 200
    read = markup.clean(course.runtime(None).block(usage).definition["introduction"])
    assert markup.tidy(read) == kept


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"[" * 100_000, b'{"display_name": "x"}'])
def test_wrong_shapes_are_answered_with_400(course: Course, usage: Usage, body: bytes) -> None:
    assert course.runtime(None).call(usage, "studio_save", body).status_code == 400


def test_reading_by_address_saves_nothing(course: Course, usage: Usage) -> None:
    assert course.runtime(None).call(usage, "studio_save", b"", "GET").status_code == 405
