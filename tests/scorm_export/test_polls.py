"""Polls, surveys and word clouds from OLX: today's form and the old one, broken ones, hostile ones."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest

from scorm_export.convertors.activity import PLAYER
from scorm_export.exporting import Options, convert_course
from scorm_export.package import Package
from scorm_export.report import Report
from tests.scorm_export.courses import write_course
from tests.scorm_export.test_state_size import worst

DETAIL = "the learner's answer is kept; what the class answered is not shown"
Convert = Callable[..., tuple[dict[str, Any], Report]]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """Convert one block, written as OLX, and return its content and the report."""

    def run(markup: str, **files: bytes) -> tuple[dict[str, Any], Report]:
        package, report = convert_with(tmp_path, markup, files)
        return dict(package.units[0].contents[0]), report

    return run


def convert_with(folder: Path, markup: str, files: dict[str, bytes] | None = None) -> tuple[Package, Report]:
    named = {f"static/{name.replace('_', '.')}": data for name, data in (files or {}).items()}
    unit = {"vertical/unit.xml": f'<vertical display_name="Unit">{markup}</vertical>'}
    return convert_course(write_course(folder / "course", {**unit, **named}), Options())


def olx(tag: str, content: str = "", **attributes: Any) -> str:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    written = "".join(f' {name}="{escape(text)}"' for name, text in texts.items()).replace("\n", "&#10;")
    return f'<{tag} url_name="it"{written}>{content}</{tag}>'


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def poll(**changes: Any) -> str:
    attributes = {"display_name": "Way", "question": "How do you get there?", "answers": [["T", "Train"], ["B", "Bus"]]}
    return olx("poll", **{**attributes, **changes})


# What is carried


def test_a_poll_keeps_question_answers_feedback_and_how_often(convert: Convert) -> None:
    content, report = convert(poll(feedback="Thank *you*.", max_submissions=3, private_results="true"))
    assert content == {
        "id": "poll/it",
        "type": "poll",
        "title": "Way",
        "definition": {
            "questions": [{"id": "question", "html": "<p>How do you get there?</p>", "picture": None}],
            "answers": [
                {"id": "T", "html": "Train", "picture": None},
                {"id": "B", "html": "Bus", "picture": None},
            ],
            "feedback": "<p>Thank <em>you</em>.</p>",
            "most": 3,
        },
    }
    (line,) = report.blocks
    assert (line.status, line.detail) == ("simplified", DETAIL)
    assert report.problems == []


def test_answers_may_have_pictures_of_the_course(convert: Convert) -> None:
    answers = [["T", {"label": "Train", "img": "/static/train.png", "img_alt": "A train"}], [7, {"label": "Bus"}]]
    content, report = convert(poll(answers=answers), train_png=b"png")
    first, second = content["definition"]["answers"]
    assert first == {"id": "T", "html": "Train", "picture": {"src": "static/train.png", "alt": "A train"}}
    assert second == {"id": "7", "html": "Bus", "picture": None}
    assert report.problems == []


def test_markdown_and_html_of_authors_become_clean_html(convert: Convert) -> None:
    question = "## Your way\n\n- by **train**\n- by [bus](https://bus.example)\n\nor <u>both</u>"
    content, _ = convert(poll(question=question, answers=[["T", "**Train**"], ["B", "one\n\ntwo"]]))
    asked = content["definition"]["questions"][0]["html"]
    assert asked.startswith("<h2>Your way</h2>\n<ul>\n<li>by <strong>train</strong></li>")
    assert '<a href="https://bus.example" target="_blank" rel="noopener noreferrer">bus</a>' in asked
    assert "<u>both</u>" in asked
    assert [a["html"] for a in content["definition"]["answers"]] == ["<strong>Train</strong>", "<p>one</p>\n<p>two</p>"]


def test_a_survey_has_questions_with_markdown_and_answers_in_plain_text(convert: Convert) -> None:
    questions = [["q1", {"label": "**Ready**?", "img": None}], ["q2", {"label": "Sure?"}]]
    content, report = convert(
        olx("survey", block_name="Ready", questions=questions, answers=[["Y", "<b>Yes</b>"], ["N", "No"]])
    )
    assert content["title"] == "Ready"
    assert content["definition"] == {
        "questions": [
            {"id": "q1", "html": "<strong>Ready</strong>?", "picture": None},
            {"id": "q2", "html": "Sure?", "picture": None},
        ],
        "answers": [{"id": "Y", "text": "<b>Yes</b>"}, {"id": "N", "text": "No"}],
        "feedback": "",
        "most": 1,
    }
    assert report.blocks[0].status == "simplified"


def test_the_old_poll_question_has_its_answers_as_elements(convert: Convert) -> None:
    markup = (
        "<p>Shoes?</p> before <answer id='yes'>Yes &amp; <b>safe</b></answer> between <answer id='no'>No</answer> after"
    )
    content, report = convert(olx("poll_question", markup, display_name="Shoes"))
    definition = content["definition"]
    (question,) = definition["questions"]
    assert re.sub(r"\s+", " ", question["html"]) == "<p>Shoes?</p> before between after"
    assert definition["answers"] == [
        {"id": "yes", "html": "Yes &amp; <b>safe</b>", "picture": None},
        {"id": "no", "html": "No", "picture": None},
    ]
    assert definition["most"] == 0
    assert (report.blocks[0].status, report.blocks[0].detail) == ("simplified", DETAIL)


def test_a_poll_question_without_reset_is_answered_once(convert: Convert) -> None:
    content, _ = convert(olx("poll_question", "Shoes?<answer id='yes'>Yes</answer>", reset="False"))
    assert content["definition"]["most"] == 1


def test_a_word_cloud_asks_for_words_that_are_private_texts(tmp_path: Path) -> None:
    package, report = convert_with(tmp_path, olx("word_cloud", instructions="Think <b>of</b> Lisbon", num_inputs=2))
    assert package.units[0].contents[0]["definition"] == {"instructions": "Think <b>of</b> Lisbon", "inputs": 2}
    assert (report.blocks[0].status, report.blocks[0].detail) == ("simplified", DETAIL)
    assert 0 < package.state_private < 80 * 6
    assert report.problems == []


@pytest.mark.parametrize(
    ("asked", "inputs", "said"),
    [
        (None, 5, False),
        ("1", 1, False),
        ("10", 10, False),
        ("25", 10, True),
        ("0", 5, True),
        ("-1", 5, True),
        ("many", 5, True),
        ("9" * 5000, 5, True),
        ('"3"', 3, False),
    ],
)
def test_a_word_cloud_asks_for_at_most_ten_words(convert: Convert, asked: str | None, inputs: int, said: bool) -> None:
    content, report = convert(olx("word_cloud", **({} if asked is None else {"num_inputs": asked})))
    assert content["definition"]["inputs"] == inputs
    assert codes(report) == ["word-cloud-inputs"] * said


def test_none_of_them_has_a_score_and_all_wait_for_an_answer(tmp_path: Path) -> None:
    cloud = '<word_cloud url_name="w"/>'
    package, _ = convert_with(tmp_path, poll() + olx("poll_question", "Q<answer id='a'>A</answer>") + cloud)
    assert [(leaf.type, leaf.complete, leaf.points) for leaf in package.units[0].leaves] == [
        ("poll", "block", None),
        ("poll_question", "block", None),
        ("word_cloud", "block", None),
    ]
    assert {"choice", "submissions", "T", "B", "a", "submitted"} <= set(package.words)


def test_one_script_plays_all_polls_and_none_comes_without_need(tmp_path: Path) -> None:
    package, _ = convert_with(tmp_path, poll() + olx("poll_question", "Q<answer id='a'>A</answer>"))
    assert package.scripts == ((PLAYER / "dist" / "blocks" / "poll.js").read_bytes(),)


# What is broken


@pytest.mark.parametrize(
    "answers",
    [
        "",
        "[",
        "null",
        "7",
        '"R"',
        '{"R": "Red"}',
        "[]",
        "[[]]",
        '[["R"]]',
        '["R", "Red"]',
        "[[null, null]]",
        "[[true, 1]]",
        '[["R", ["Red"]]]',
        '[["", "Red"]]',
        '[["R", ""]]',
        '[["R", {"label": 7}]]',
        "[" * 100_000,
        "[[" + "9" * 5000 + ', "x"]]',
        json.dumps([["k" * 256, "Red"]]),
        '[["\\ud800", "Red"]]',
    ],
)
def test_a_poll_without_readable_answers_is_said_openly(convert: Convert, answers: str) -> None:
    content, report = convert(poll(answers=answers))
    assert content["type"] == "placeholder"
    assert report.blocks[0].status == "left_out"
    assert "not filled in" in report.blocks[0].detail
    assert set(codes(report)) == ({"poll-empty"} if answers == "[]" else {"poll-broken", "poll-empty"})


@pytest.mark.parametrize("tag", ["poll", "survey", "poll_question"])
def test_an_empty_block_is_said_openly(convert: Convert, tag: str) -> None:
    content, report = convert(olx(tag))
    assert content["type"] == "placeholder"
    assert (report.blocks[0].status, codes(report)) == ("left_out", ["poll-empty"])
    assert str(report.problems[0].place) == "vertical/unit.xml:1"


def test_readable_answers_stay_when_others_are_broken(convert: Convert) -> None:
    content, report = convert(poll(answers=[["R", "Red"], "Blue", ["G", None], ["O", "Other \ud800\x00one"]]))
    assert [(a["id"], a["html"]) for a in content["definition"]["answers"]] == [("R", "Red"), ("O", "Other one")]
    assert codes(report) == ["poll-broken"]


def test_the_same_id_twice_becomes_two_answers(convert: Convert) -> None:
    content, report = convert(poll(answers=[["R", "Red"], ["R", "Rose"], ["R~2", "Ruby"], ["B", "Blue"]]))
    assert [a["id"] for a in content["definition"]["answers"]] == ["R", "R~2", "R~2~2", "B"]
    assert codes(report) == ["poll-duplicate", "poll-duplicate"]


def test_old_poll_answers_without_id_are_left_out_and_said(convert: Convert) -> None:
    content, report = convert(
        olx("poll_question", "Q<answer>Lost</answer><answer id='a'>A</answer><answer id='a'/><answer id='b'/>")
    )
    assert [(a["id"], a["html"]) for a in content["definition"]["answers"]] == [("a", "A"), ("a~2", "a~2"), ("b", "b")]
    assert codes(report) == ["poll-broken", "poll-duplicate"]


def test_huge_polls_are_cut_and_said(convert: Convert) -> None:
    answers = [[f"a{n}", "x" * 11_000 if n == 0 else f"Answer {n}"] for n in range(101)]
    content, report = convert(poll(answers=answers))
    kept = content["definition"]["answers"]
    assert (len(kept), len(kept[0]["html"])) == (100, 10_000)
    assert sorted(codes(report)) == ["poll-too-long", "poll-too-many"]


@pytest.mark.parametrize(("written", "most"), [("0", 0), ("2", 2), ("5000", 1023), ('"4"', 4), ("often", 1), ("-1", 1)])
def test_how_often_one_may_answer(convert: Convert, written: str, most: int) -> None:
    content, report = convert(poll(max_submissions=written))
    assert content["definition"]["most"] == most
    assert codes(report) == (["poll-broken"] if written in ("often", "-1") else [])


# What is hostile


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>Red",
        '<img src="x" onerror="alert(1)">Red',
        "[Red](javascript:alert(1))",
        '<a href="javascript:alert(1)">Red</a>',
        '<iframe src="https://evil.example"></iframe>Red',
        '<form action="https://evil.example"><button>Red</button></form>',
        "</span></label><style>*{display:none}</style>Red",
    ],
)
@pytest.mark.parametrize("where", ["question", "feedback", "answers", "old"])
def test_no_program_gets_through_any_text(convert: Convert, evil: str, where: str) -> None:
    if where == "old":
        content, _ = convert(olx("poll_question", f"Q<answer id='a'>{escape(evil)}</answer>"))
    else:
        content, _ = convert(poll(**{where: [["R", evil], ["B", "Blue"]] if where == "answers" else evil}))
    written = json.dumps(content["definition"])
    assert "Red" in written
    assert not re.search(r"<(script|iframe|form|style|button)|<[^>]*\son\w+=|<[^>]*href=\\?\"javascript", written)


def test_pictures_of_other_sites_are_left_out_and_said(convert: Convert) -> None:
    addresses = [
        "https://evil.example/p.png",
        "//evil.example/p.png",
        "data:image/png;base64,AA",
        "javascript:alert(1)",
    ]
    answers = [[str(n), {"label": "", "img": url, "img_alt": f"Picture {n}"}] for n, url in enumerate(addresses)]
    content, report = convert(poll(answers=answers))
    assert [(a["html"], a["picture"]) for a in content["definition"]["answers"]] == [
        (f"Picture {n}", None) for n in range(4)
    ]
    assert codes(report) == ["poll-picture"] * 4
    assert "evil.example" not in json.dumps(content)


def test_a_picture_outside_the_folder_static_is_reported_with_its_place(convert: Convert) -> None:
    _, report = convert(poll(answers=[["R", {"label": "Red", "img": "/static/../../etc/passwd"}]]))
    (problem,) = [problem for problem in report.problems if problem.code == "outside"]
    assert str(problem).startswith("vertical/unit.xml:1: ")


def test_what_a_picture_shows_is_told_or_asked_for(convert: Convert) -> None:
    answers = [["R", {"label": "Red", "img": "/static/a.png"}], ["B", {"img": "/static/a.png"}]]
    content, report = convert(poll(answers=answers), a_png=b"png")
    assert [a["picture"]["alt"] for a in content["definition"]["answers"]] == ["", "B"]
    assert codes(report) == ["poll-picture"]


def test_ids_that_mean_something_in_javascript_are_ids_like_any_other(convert: Convert) -> None:
    content, _ = convert(poll(answers=[["__proto__", "A"], ["constructor", "B"]]))
    assert [a["id"] for a in content["definition"]["answers"]] == ["__proto__", "constructor"]


# What is kept


def test_the_promised_room_for_answers_and_words_is_enough(tmp_path: Path, root: Path) -> None:
    ids = ["__proto__", "constructor", "Antwort „Ja“ 😀" * 10, "choice_9999", *(f"q{n}" for n in range(60))]
    listed = [[name, "Text"] for name in ids]
    survey = olx("survey", questions=listed, answers=listed)
    package, _ = convert_with(
        tmp_path, poll(answers=listed, max_submissions=0) + survey + '<word_cloud url_name="it"/>'
    )
    learner = worst(package)
    longest = {"choice": ids[3], "submissions": 1023}
    notes = {str(number): "".join(chr(0x1F300 + 40 * number + sign) for sign in range(40)) for number in range(1, 6)}
    block = {"kind": "block", "notes": {}, "score": None, "complete": True}
    learner["leaves"] = {
        "poll/it": {**block, "state": longest},
        "survey/it": {**block, "state": {"choice": dict.fromkeys(ids, ids[3]), "submissions": 1}},
        "word_cloud/it": {**block, "state": {"submitted": True}, "notes": notes},
    }
    answer = packed(root, package, learner)
    assert answer["learner"]["leaves"] == learner["leaves"]
    assert len(answer["text"]) <= package.state_answers + package.state_private
    for number in notes:
        learner["leaves"]["word_cloud/it"]["notes"][number] = None
    needed = len(packed(root, package, learner)["text"])
    assert 0.8 * package.state_answers < needed <= package.state_answers


def packed(root: Path, package: Package, learner: dict[str, Any]) -> dict[str, Any]:
    """Return the learner's state as the player writes it and reads it again."""
    command = [sys.executable, str(root / "tools" / "node.py"), str(Path(__file__).with_name("state_twin.mjs"))]
    question = json.dumps({"words": dict(package.words), "learner": learner})
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True, cwd=root)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_each_script_is_small() -> None:
    for family in ("poll", "word-cloud", "annotatable"):
        script = (PLAYER / "dist" / "blocks" / f"{family}.js").read_bytes()
        assert len(gzip.compress(script, 9)) <= 4000, family
