"""Annotated texts from OLX: passages are marked, comments are clean, nothing of the author's can pose as a mark."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scorm_export.exporting import Options, convert_course
from scorm_export.report import Report
from tests.scorm_export.courses import write_course

TEXT = """<annotatable display_name="Rules"><instructions><p>Read <b>all</b>.</p></instructions>
<p>Wear <annotation title="Goggles" body="For your eyes &amp; face." highlight="blue" problem="0">eye
protection</annotation>, and <annotation body="&lt;i&gt;Ask&lt;/i&gt; first." highlight="pink">stop <em>at
once</em></annotation>.</p></annotatable>"""


def convert(folder: Path, markup: str, pointer: str = '<annotatable url_name="it"/>') -> tuple[dict[str, Any], Report]:
    files: dict[str, str | bytes] = {
        "vertical/unit.xml": f"<vertical>{pointer}</vertical>",
        "annotatable/it.xml": markup,
        "static/map.png": b"png",
    }
    package, report = convert_course(write_course(folder / "course", files), Options())
    return dict(package.units[0].contents[0]), report


def test_passages_are_marked_and_comments_stand_beside_the_text(tmp_path: Path) -> None:
    content, report = convert(tmp_path, TEXT)
    assert (content["id"], content["type"], content["title"]) == ("annotatable/it", "annotatable", "Rules")
    definition = content["definition"]
    assert definition["instructions"] == "<p>Read <b>all</b>.</p>"
    assert definition["text"] == (
        '<p>Wear <span data-annotation="0">eye\nprotection</span>, and <span data-annotation="1">stop <em>at\n'
        "once</em></span>.</p>"
    )
    assert definition["comments"] == [
        {"title": "Goggles", "html": "For your eyes &amp; face.", "colour": "blue"},
        {"title": "", "html": "<i>Ask</i> first.", "colour": "yellow"},
    ]
    assert [(line.status, line.detail) for line in report.blocks] == [("carried", "")]
    assert [(problem.severity, problem.code) for problem in report.problems] == [("info", "annotation-problem")]


def test_it_has_no_score_and_keeps_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"vertical/unit.xml": f"<vertical>{TEXT}</vertical>"}
    package, _ = convert_course(write_course(tmp_path / "course", files), Options())
    (leaf,) = package.units[0].leaves
    assert (leaf.complete, leaf.points) == ("block", None)
    assert package.state_private == 0


@pytest.mark.parametrize("markup", ["<annotatable/>", "<annotatable> </annotatable>"])
def test_an_empty_text_is_said_openly(tmp_path: Path, markup: str) -> None:
    content, report = convert(tmp_path, markup)
    assert content["type"] == "placeholder"
    assert report.blocks[0].status == "left_out"
    assert [problem.code for problem in report.problems] == ["annotatable-empty"]


def test_a_text_without_comments_or_instructions_is_just_a_text(tmp_path: Path) -> None:
    content, report = convert(tmp_path, '<annotatable>Plain <img src="/static/map.png" alt="Map"/></annotatable>')
    assert content["definition"] == {
        "instructions": "",
        "text": 'Plain <img src="static/map.png" alt="Map">',
        "comments": [],
    }
    assert report.blocks[0].status == "carried"


def test_a_passage_may_hold_another(tmp_path: Path) -> None:
    inner = '<annotation body="in">b</annotation>'
    content, _ = convert(tmp_path, f'<annotatable><p><annotation body="out">a {inner} c</annotation></p></annotatable>')
    text = '<p><span data-annotation="0">a <span data-annotation="1">b</span> c</span></p>'
    assert content["definition"]["text"] == text
    assert [comment["html"] for comment in content["definition"]["comments"]] == ["out", "in"]


def test_marks_of_the_author_s_own_are_taken_away(tmp_path: Path) -> None:
    markup = '<annotatable><b data-annotation="0">x</b> <annotation body="c" data-annotation="9">y</annotation></annotatable>'
    content, _ = convert(tmp_path, markup)
    assert content["definition"]["text"] == '<b>x</b> <span data-annotation="0">y</span>'


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>safe",
        "<img src='x' onerror='alert(1)'/>safe",
        "<a href='javascript:alert(1)'>safe</a>",
    ],
)
def test_no_program_gets_through(tmp_path: Path, evil: str) -> None:
    hidden = evil.replace("<", "&lt;").replace(">", "&gt;")
    markup = (
        f"<annotatable><instructions>{evil}</instructions>{evil}"
        f'<annotation title="{hidden}" body="{hidden}" onclick="alert(1)">{evil}</annotation></annotatable>'
    )
    content, report = convert(tmp_path, markup)
    definition = content["definition"]
    (comment,) = definition["comments"]
    written = json.dumps([definition["instructions"], definition["text"], comment["html"]])
    assert written.count("safe") == 4
    assert not re.search(r"<script|\son\w+=|javascript:", written)
    assert comment["title"].startswith("<")  # a title is shown as text
    assert report.blocks[0].status == "simplified"
    assert report.blocks[0].detail.startswith("left out: ")


def test_a_thousand_comments_are_carried(tmp_path: Path) -> None:
    many = "".join(f'<p><annotation title="{n}" body="b">t{n}</annotation></p>' for n in range(1000))
    content, _ = convert(tmp_path, f"<annotatable>{many}</annotatable>")
    assert len(content["definition"]["comments"]) == content["definition"]["text"].count("data-annotation") == 1000
