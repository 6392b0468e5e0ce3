"""The checklist in an XBlock runtime: views, the `act` handler, what is published, OLX in and out."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from xblock.completable import XBlockCompletionMode

from tests.xblocks.conftest import FACTS_OLX, OLX
from tests.xblocks.runtime import Course, LearnerRuntime, Usage, receiving
from tests.xblocks.subjects import SUBJECTS, Subject
from xblocks.checklist.block import ChecklistBlock
from xblocks.core.definition import DefinitionError
from xblocks.core.request import MAX_ACTIONS, MAX_BYTES
from xblocks.core.signals import evidence_reported
from xblocks.facts.block import FactsBlock


def status(item: str, value: str) -> dict[str, str]:
    return {"type": "status", "item": item, "value": value}


def note(item: str, value: str) -> dict[str, str]:
    return {"type": "note", "item": item, "value": value}


def act(runtime: LearnerRuntime, usage: Usage, *actions: Any) -> list[dict[str, Any]]:
    answer = runtime.call(usage, "act", json.dumps({"actions": actions}).encode())
    assert answer.status_code == 200
    outcomes: list[dict[str, Any]] = answer.json_body["outcomes"]
    return outcomes


def published(runtime: LearnerRuntime, event_type: str) -> list[dict[str, Any]]:
    return [data for _, kind, data in runtime.events if kind == event_type]


# Views


def test_student_view_gives_the_element_what_it_needs(course: Course, usage: Usage) -> None:
    runtime = course.runtime(language="de")
    fragment = runtime.render(runtime.block(usage), "student_view")
    args = fragment.json_init_args
    assert fragment.js_init_fn == "MobilityBlock"
    assert args["element"] == "mobility-checklist"
    assert args["context"] == {"language": "de", "direction": "ltr", "departure": None, "readonly": False}
    assert args["messages"]["Done"] == "Erledigt"
    assert [item["id"] for item in args["definition"]["items"]] == ["mentor-name", "ticket", "insurance", "photo"]
    assert args["state"]["items"] == {}
    assert [one.data for one in fragment.resources if one.kind == "url"] == ["/resource/xblocks.core/public/blocks.js"]


def test_without_scripts_the_words_are_there(course: Course, usage: Usage) -> None:
    runtime = course.runtime()
    content = runtime.render(runtime.block(usage), "student_view").content
    assert '<div slot="introduction" dir="auto"><p>Tick what is in place.' in content
    assert "<li>My ticket is bought.</li>" in content


def test_a_language_without_translation_is_english(course: Course, usage: Usage) -> None:
    runtime = course.runtime(language="ar")
    args = runtime.render(runtime.block(usage), "student_view").json_init_args
    assert (args["context"]["language"], args["context"]["direction"]) == ("en", "ltr")


def test_author_html_is_cleaned_and_files_are_found(course: Course) -> None:
    usage = course.add(
        '<mobility_checklist url_name="x"><introduction><p onclick="a()">Hi <script>alert(1)</script>'
        '<img src="/static/map.png" alt=""/><a href="javascript:a()">b</a></p></introduction></mobility_checklist>'
    )
    runtime = course.runtime()
    content = runtime.render(runtime.block(usage), "student_view").content
    assert "<script" not in content
    assert "onclick" not in content
    assert "javascript:" not in content
    assert "/assets/map.png" in content


def test_titles_and_steps_are_text(course: Course) -> None:
    usage = course.add(
        '<mobility_checklist url_name="x" display_name="&lt;script&gt;1&lt;/script&gt;">'
        '<item id="a"><text>&lt;img src=x onerror=1&gt;</text></item></mobility_checklist>'
    )
    runtime = course.runtime()
    content = runtime.render(runtime.block(usage), "student_view").content
    assert "<script>" not in content
    assert "<img" not in content


def test_student_view_works_on_phones_and_has_data_for_apps(course: Course, usage: Usage) -> None:
    block = course.runtime().block(usage)
    assert block.has_support(block.student_view, "multi_device")
    data = block.student_view_data()
    assert data["display_name"] == "Before my first day"
    assert json.loads(json.dumps(data)) == data
    assert data["definition"] == block.public_definition()


def test_search_finds_the_words(course: Course, usage: Usage) -> None:
    found = course.runtime().block(usage).index_dictionary()
    assert found["content_type"] == "Checklist"
    assert found["content"]["display_name"] == "Before my first day"
    assert "My ticket is bought." in found["content"]["text"]
    assert "<p>" not in found["content"]["text"]


def test_a_new_block_in_studio_is_empty_and_shows(course: Course) -> None:
    runtime = course.runtime()
    block = runtime.block(Usage("mobility_checklist", "new"))
    assert runtime.render(block, "student_view").json_init_args["definition"]["items"] == []


@pytest.mark.parametrize("block", [ChecklistBlock, FactsBlock])
def test_scenarios_for_workbenches_can_be_read(course: Course, block: Any) -> None:
    for title, olx in block.workbench_scenarios():
        usage = course.add(olx.replace(" display_name", f' url_name="{title}" display_name', 1))
        assert course.runtime().block(usage).model() != block.definition_class()


def test_a_block_of_facts_is_never_graded_and_says_nothing_of_the_choice(course: Course) -> None:
    usage, runtime = course.add(FACTS_OLX), course.runtime()
    (outcome,) = act(runtime, usage, {"type": "choose", "value": "bb"})
    assert (outcome["score"], outcome["completion"]) == (None, 1000)
    assert runtime.events == [(str(usage), "completion", {"completion": 1.0})]
    block = course.runtime().block(usage)
    block.weight = 1.0
    assert (block.has_score, block.max_score()) == (False, None)


def test_facts_are_readable_without_scripts_and_their_html_is_cleaned(course: Course) -> None:
    usage = course.add(FACTS_OLX.replace("<b>coordinator</b>", '<b onclick="a()">coordinator</b><script>a()</script>'))
    runtime = course.runtime()
    fragment = runtime.render(runtime.block(usage), "student_view")
    assert '<div slot="otherwise" dir="auto"><p>Ask your <b>coordinator</b>' in fragment.content
    assert "<li>In an emergency: Call the other number. – Emergency, 2026-11</li>" in fragment.content
    assert "onclick" not in fragment.content + json.dumps(fragment.json_init_args)
    assert "<script" not in fragment.content + json.dumps(fragment.json_init_args)


def test_a_block_of_facts_that_nobody_has_edited_shows(course: Course) -> None:
    runtime = course.runtime()
    block = runtime.block(Usage("mobility_facts", "new"))
    assert runtime.render(block, "student_view").json_init_args["definition"]["packs"] == []
    assert runtime.render(block, "studio_view").json_init_args["value"]["definition"]["question"] == ""


# Acting


@pytest.mark.parametrize(
    ("subject", "case"),
    [
        pytest.param(subject, case, id=f"{subject}: {case['name']}")
        for subject in SUBJECTS
        for case in subject.shared["cases"]
        if case["action"]
    ],
)
def test_the_handler_answers_as_the_shared_cases_say(course: Course, subject: Subject, case: dict[str, Any]) -> None:
    usage, runtime = Usage(str(subject), "x"), course.runtime()
    block = runtime.block(usage)
    block.definition, block.learner_state = subject.shared["definitions"][case["definition"]], case["stored"]
    block.save()
    (outcome,) = act(runtime, usage, case["action"])
    assert {name: outcome.get(name) for name in case["expect"]} == case["expect"]


def test_state_stays_with_the_learner(course: Course, usage: Usage) -> None:
    act(course.runtime("ana"), usage, status("ticket", "done"), note("ticket", "seat 4"))
    block = course.runtime("ana").block(usage)
    assert block.state().to_json()["items"] == {"ticket": {"status": "done", "note": "seat 4"}}
    assert course.runtime("bo").block(usage).state().to_json()["items"] == {}


def test_a_batch_publishes_one_grade_and_one_completion(course: Course, usage: Usage) -> None:
    runtime = course.runtime()
    outcomes = act(runtime, usage, status("ticket", "done"), status("insurance", "not_needed"), note("ticket", "x"))
    assert [outcome["score"] for outcome in outcomes] == [333, 500, 500]
    assert published(runtime, "grade") == [{"value": 0.5, "max_value": 1}]
    assert published(runtime, "completion") == [{"completion": 0.5}]
    assert len(published(runtime, "mobility.evidence")) == 2


def test_completion_never_goes_down_but_the_score_does(course: Course, usage: Usage) -> None:
    done = [status(item, "done") for item in ("mentor-name", "ticket", "insurance")]
    act(course.runtime(), usage, *done)
    runtime = course.runtime()
    (outcome,) = act(runtime, usage, status("ticket", "not_yet"))
    assert (outcome["score"], outcome["completion"], outcome["complete"]) == (667, 1000, True)
    assert published(runtime, "completion") == [{"completion": 1.0}]
    assert published(runtime, "grade") == [{"value": 0.667, "max_value": 1}]


def test_completion_stays_even_when_the_learners_state_is_lost(course: Course, usage: Usage) -> None:
    act(course.runtime(), usage, status("ticket", "done"))
    block = course.runtime().block(usage)
    block.learner_state = {"damaged": True}
    block.save()
    runtime = course.runtime()
    act(runtime, usage, note("ticket", "x"))
    assert published(runtime, "completion") == [{"completion": 0.333}]


def test_without_a_weight_there_is_no_grade(course: Course) -> None:
    usage, runtime = course.add(OLX.replace(' weight="2.0"', "")), course.runtime()
    act(runtime, usage, status("ticket", "done"))
    assert published(runtime, "grade") == []
    assert published(runtime, "completion") == [{"completion": 0.333}]
    assert not runtime.block(usage).has_score
    assert runtime.block(usage).max_score() is None


def test_with_a_weight_it_is_graded(course: Course, usage: Usage) -> None:
    block = course.runtime().block(usage)
    assert (block.has_score, block.weight, block.max_score()) == (True, 2.0, 1)
    assert XBlockCompletionMode.get_mode(ChecklistBlock) == XBlockCompletionMode.COMPLETABLE
    assert block.has_custom_completion


def test_a_refused_action_changes_and_publishes_nothing(course: Course, usage: Usage) -> None:
    runtime = course.runtime()
    (outcome,) = act(runtime, usage, status("visa", "done"))
    assert outcome["refused"] == "unknown-item"
    assert runtime.events == []
    assert runtime.block(usage).learner_state is None


def test_one_refused_action_does_not_hold_back_the_others(course: Course, usage: Usage) -> None:
    outcomes = act(course.runtime(), usage, status("ticket", "done"), status("visa", "done"), status("photo", "done"))
    assert [outcome.get("refused") for outcome in outcomes] == [None, "unknown-item", None]
    assert outcomes[1]["state"] == outcomes[0]["state"]
    assert set(outcomes[2]["state"]["items"]) == {"ticket", "photo"}


def test_no_actions_no_answer_no_grade(course: Course, usage: Usage) -> None:
    runtime = course.runtime()
    assert act(runtime, usage) == []
    assert runtime.events == []


WRONG = [
    (b"", "not JSON"),
    (b"{", "not JSON"),
    (b"\xff\xfe", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b'{"actions":[{"item":' + b"[" * 50 + b"]" * 50 + b"}]}", "nested deeper"),
    (b"[]", "must be"),
    (b'[{"type":"status"}]', "must be"),
    (b"null", "must be"),
    (b'"actions"', "must be"),
    (b"{}", "must be"),
    (b'{"actions":{}}', "must be"),
    (b'{"actions":[[]]}', "must be"),
    (b'{"actions":["status"]}', "must be"),
    (json.dumps({"actions": [{}] * (MAX_ACTIONS + 1)}).encode(), "more than"),
    (json.dumps({"actions": [note("ticket", "x" * MAX_BYTES)]}).encode(), "larger than"),
]


@pytest.mark.parametrize(("body", "message"), WRONG, ids=[str(body[:30]) for body, _ in WRONG])
def test_wrong_shapes_are_answered_with_400(course: Course, usage: Usage, body: bytes, message: str) -> None:
    runtime = course.runtime()
    answer = runtime.call(usage, "act", body)
    assert answer.status_code == 400
    assert message in answer.json_body["error"]
    assert runtime.events == []


def test_reading_by_address_is_not_acting(course: Course, usage: Usage) -> None:
    assert course.runtime().call(usage, "act", b"", "GET").status_code == 405


def test_hostile_text_is_kept_as_text(course: Course, usage: Usage) -> None:
    text = "</script><img src=x onerror=alert(1)>\x00\u2028"
    (outcome,) = act(course.runtime(), usage, note("ticket", text))
    assert outcome["state"]["items"]["ticket"]["note"] == text


# Evidence


def test_evidence_goes_out_as_a_signal_without_notes(course: Course, usage: Usage) -> None:
    heard: list[dict[str, Any]] = []

    def receiver(sender: Any, **kwargs: Any) -> None:
        heard.append({"sender": sender, **kwargs})

    with receiving(evidence_reported, receiver):
        act(course.runtime(), usage, status("ticket", "done"), note("ticket", "private"), status("photo", "in_hand"))
    (one,) = heard
    assert issubclass(ChecklistBlock, one["sender"])
    assert (one["usage_key"], one["user_id"]) == (usage, 7)
    assert [fact["data"]["readiness"] for fact in one["evidence"]] == [333, 333]
    first = one["evidence"][0]
    assert (first["type"], first["v"], first["block"]) == (
        "checklist.state",
        1,
        "mobility_checklist/before-my-first-day",
    )
    assert first["at"].endswith("Z")
    assert first["data"]["counts"] == {"not_yet": 3, "in_hand": 0, "done": 1, "not_needed": 0}
    assert "private" not in json.dumps(one["evidence"])


def test_a_receivers_error_never_reaches_the_learner(
    course: Course, usage: Usage, caplog: pytest.LogCaptureFixture
) -> None:
    def receiver(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("the bridge is broken")

    runtime = course.runtime()
    with receiving(evidence_reported, receiver), caplog.at_level(logging.ERROR):
        (outcome,) = act(runtime, usage, status("ticket", "done"))
    assert outcome["score"] == 333
    assert published(runtime, "grade") == [{"value": 0.333, "max_value": 1}]
    assert "the bridge is broken" in caplog.text


@pytest.mark.parametrize("event", ["grade", "completion"])
def test_the_learners_work_is_kept_when_the_platform_fails(course: Course, usage: Usage, event: str) -> None:
    runtime = course.runtime()
    runtime.failing = frozenset({event})
    with pytest.raises(RuntimeError):
        act(runtime, usage, status("ticket", "done"))
    assert course.runtime().block(usage).learner_state["items"] == {"ticket": {"status": "done"}}
    again = course.runtime()
    act(again, usage, status("ticket", "done"))
    assert published(again, "grade") == [{"value": 0.333, "max_value": 1}]


def test_the_base_needs_neither_django_nor_xblock_utils(root: Path) -> None:
    """Django is hidden: the block is read, shown and answers an action."""
    program = """
import sys, warnings
warnings.filterwarnings("ignore", "'cgi' is deprecated", DeprecationWarning)
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "django" or name.startswith("xblock.utils"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "django" else real(name, package)
from tests.xblocks.runtime import Course
course = Course()
usage = course.add('<mobility_checklist url_name="x"><item id="a"><text>b</text></item></mobility_checklist>')
runtime = course.runtime()
runtime.render(runtime.block(usage), "student_view")
runtime.render(runtime.block(usage), "studio_view")
answer = runtime.call(usage, "act", b'{"actions":[{"type":"status","item":"a","value":"done"}]}')
assert answer.json_body["outcomes"][0]["complete"], answer.body
assert not [name for name in sys.modules if name.startswith(("django", "xblock.utils"))]
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# OLX


@pytest.mark.parametrize("olx", [OLX, FACTS_OLX], ids=["mobility_checklist", "mobility_facts"])
def test_a_definition_survives_export_and_import(course: Course, olx: str) -> None:
    usage = course.add(olx)
    node = course.export(usage)
    assert (node.tag, node.get("xblock-family")) == (usage.block_type, "xblock.v1")
    node.set("url_name", usage.block_id)
    again = Course()
    copy = again.add(etree.tostring(node, encoding="unicode"))
    assert again.runtime().block(copy).model() == course.runtime().block(usage).model()


def test_olx_comes_back_as_it_was(course: Course, usage: Usage) -> None:
    node = course.export(usage)
    assert node.tag == "mobility_checklist"
    assert node.get("xblock-family") == "xblock.v1"
    assert (node.get("display_name"), node.get("weight")) == ("Before my first day", "2.0")
    assert [child.get("id") for child in node.findall("item")] == ["mentor-name", "ticket", "insurance", "photo"]


def test_a_learners_work_is_never_exported(course: Course, usage: Usage) -> None:
    act(course.runtime(), usage, note("ticket", "private"))
    node = course.export(usage, "ana")
    assert not {"learner_state", "highest_completion", "definition"} & set(node.attrib)


MISTAKES = [
    ('weight="heavy"', 'weight="heavy"'),
    ('weight="-1"', "write a number from 0 to 1000"),
    ('weight="nan"', "write a number from 0 to 1000"),
    ('presentation="calendar"', "use one of list, timeline"),
]


@pytest.mark.parametrize(("attribute", "message"), MISTAKES, ids=[one for one, _ in MISTAKES])
def test_wrong_attributes_are_said_with_their_line(course: Course, attribute: str, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        course.add(f'\n<mobility_checklist url_name="x" {attribute}/>')
    assert message in caught.value.message
    assert caught.value.line == 2


def test_unknown_attributes_are_passed_over_and_logged(course: Course, caplog: pytest.LogCaptureFixture) -> None:
    usage = course.add('<mobility_checklist url_name="x" colour="red" learner_state="{}"/>')
    assert "colour" in caplog.text
    assert "learner_state" in caplog.text
    assert course.runtime(None).block(usage).learner_state is None


@pytest.mark.parametrize("value", [None, "text", 7, [], "{"])
def test_a_field_never_raises_on_what_it_is_given(value: Any) -> None:
    assert ChecklistBlock.fields["definition"].from_json(value) is None
