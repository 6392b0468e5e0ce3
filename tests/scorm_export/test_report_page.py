"""The report as a page for teachers: complete, in words, escaped, readable on every screen."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from scorm_export.errors import Place
from scorm_export.exporting import Options, convert_course
from scorm_export.report import BlockLine, Report
from scorm_export.report_page import report_page, room, verdict
from scorm_export.report_words import explanations
from tests.e2e.axe import violations
from tests.scorm_export.courses import write_course

HOSTILE = '<img src=x onerror="window.broken=1"></title></style><script>window.broken=1</script>'


def report(**more: Any) -> Report:
    """A course in which everything happens."""
    made = Report("A+B", "Sicher arbeiten", "de", "scorm12", "0123456789ab", worst_case=2196, limit=4096, **more)
    made.unit_titles = {"vertical/u1": "Erster Tag"}
    made.blocks = [
        BlockLine("html/intro", "html", "Einführung", "vertical/u1", "carried"),
        BlockLine(
            "html/film",
            "html",
            "Ein Film",
            "vertical/u1",
            "simplified",
            "left out: script, a page of another site (shown after a click), style",
        ),
        BlockLine("poll/p", "mystery", "Umfrage", "vertical/u2", "left_out", "A package can't show <mystery> blocks."),
        BlockLine("html/again", "html", "", "vertical/u1", "simplified", "something new"),
        BlockLine("html/staff", "html", "Für Lehrer", "vertical/u3", "hidden", "only for staff"),
    ]
    made.problem(
        "warning", "missing-file", "plan.png is missing. Add it or remove the reference.", Place("html/a.html", 12)
    )
    made.problem("error", "gate-without-score", "Gate “g” waits for nothing.")
    made.problem("info", "brand-new", "Only so you know.")
    return made


def words(markup: str) -> str:
    page = html.document_fromstring(markup)
    for node in page.xpath("//style"):
        node.getparent().remove(node)
    return re.sub(r"\s+", " ", page.text_content())


def test_every_block_problem_and_reason_is_on_the_page() -> None:
    made = report()
    text = words(report_page(made))
    for line in made.blocks:
        assert line.id in text
        assert line.title in text
    for said in (
        "2 simplified and 1 left out", "What was simplified (2)", "What was left out (1)", "What is only for staff (1)",
        "Erster Tag", "Programs in this place do not run", "A package asks no other site", "Something new.",
        "A package can't show <mystery> blocks.", "html/a.html:12", "Files that are missing", "Brand new",
        "Mend these first (1)", "Look at these (1)", "Good to know (1)", "All answers fit: 2,196 of 4,096 characters.",
        "SCORM 1.2", "version 0123456789ab", "What to do next",
    ):  # fmt: skip
        assert said in text, said


def test_parts_of_a_unit_stand_under_one_heading() -> None:
    text = words(report_page(report()))
    assert text.count("Erster Tag") == 1
    assert text.index("Ein Film") < text.index("html/again") < text.index("What was left out")


@pytest.mark.parametrize(
    ("blocks", "problem", "sentence"),
    [
        ({"carried": 2}, False, "Everything that learners see came along as it is."),
        ({"carried": 2, "hidden": 1}, False, "Everything that learners see came along as it is."),
        ({"carried": 2}, True, "Everything that learners see came along as it is; 1 thing to look at."),
        ({"carried": 1, "left_out": 2}, False, "1 of 3 parts came along as they are, 2 left out."),
        (
            {"carried": 1, "simplified": 1, "left_out": 1},
            True,
            "1 of 3 parts came along as they are, 1 simplified and 1 left out.",
        ),
    ],
)
def test_one_sentence_says_whether_everything_came_along(blocks: dict[str, Any], problem: bool, sentence: str) -> None:
    made = Report()
    for status, count in blocks.items():
        made.blocks += [BlockLine(f"html/{status}{n}", "html", "", "u", status) for n in range(count)]  # type: ignore[arg-type]  # a status
    if problem:
        made.problem("warning", "missing-file", "x")
    assert verdict(made) == sentence


@pytest.mark.parametrize(
    ("worst_case", "limit", "code", "said"),
    [
        (2196, 4096, None, "All answers fit: 2,196 of 4,096 characters."),
        (5000, 4096, "notes-may-not-fit", "All answers fit. With long private notes"),
        (5000, 4096, "state-too-large", "may not fit: up to 5,000 of 4,096"),
        (5000, None, None, "room for all of them"),
    ],
)
def test_the_room_for_answers_in_words(worst_case: int, limit: int | None, code: str | None, said: str) -> None:
    made = Report(worst_case=worst_case, limit=limit)
    if code:
        made.problem("warning", code, "x")
    assert said in room(made)


def test_each_explanation_stands_once() -> None:
    assert len(list(explanations("left out: iframe, frame, script, onload script"))) == len(
        set(explanations("left out: iframe, frame, script, onload script"))
    )
    assert list(explanations("never heard of")) == []


def test_hostile_texts_are_texts() -> None:
    made = Report(HOSTILE, HOSTILE, '"><script>', HOSTILE, HOSTILE)
    made.blocks = [BlockLine(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "left_out", HOSTILE)]
    made.unit_titles = {HOSTILE: HOSTILE}
    made.problem("error", HOSTILE, HOSTILE, Place(HOSTILE, 1))
    page = report_page(made)
    assert "<img" not in page
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert page.count("</title>") == 1
    assert 'lang="&quot;&gt;&lt;script&gt;"' in page


def test_the_page_needs_nothing_else() -> None:
    page = report_page(report())
    assert not re.search(r"url\(|@import|<link|<script|\bsrc=|href=", page)
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page
    assert '<bdi lang="de" dir="auto">Sicher arbeiten</bdi>' in page


def test_a_real_course_is_reported(tmp_path: Path) -> None:
    unit = '<vertical display_name="U"><poll_question url_name="p" display_name="Which way?"/></vertical>'
    _, made = convert_course(write_course(tmp_path, {"vertical/unit.xml": unit}), Options())
    text = words(report_page(made))
    assert all(line.id in text for line in made.blocks)
    assert all(problem.message in text for problem in made.problems)


@pytest.fixture(params=[(1200, "light"), (1200, "dark"), (360, "light"), (360, "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    opened = context.new_page()
    made = report()
    made.blocks.append(BlockLine("html/" + "x" * 120, "html", "A title " * 20, "vertical/u2", "left_out", HOSTILE))
    opened.set_content(report_page(made))
    yield opened
    context.close()


@pytest.mark.browser
def test_axe_finds_nothing_and_it_fits(page: Page) -> None:
    page.locator("summary").click()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    summary = page.locator("summary").bounding_box()
    assert summary is not None
    assert summary["height"] >= 44
    bars = page.locator(".bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert len(bars) == 4
    assert bars[1] == max(bars) == bars[2] > bars[0] > 0
    assert violations(page) == []
