"""What a course has beside its units, and what it says about dates: read, shown for reading, counted nowhere."""

import json
import zipfile
from pathlib import Path

import pytest

from scorm_export.exporting import Options, convert_course, export_course
from tests.scorm_export.courses import write_course

TABS = [
    {"type": "course_info", "name": "Home"},
    {"type": "static_tab", "name": "House rules", "url_slug": "rules"},
    {"type": "static_tab", "name": "Staff only", "url_slug": "staff", "course_staff_only": True},
    {"type": "static_tab", "name": "Gone", "url_slug": "gone"},
]
FILES: dict[str, str | bytes] = {
    "about/overview.html": "<h2>What you learn</h2><p>To work safely.</p>",
    "about/short_description.html": "Safety <b>first</b> &amp; last",
    "info/updates.items.json": json.dumps(
        [
            {"id": 1, "date": "1 May 2026", "content": "<p>Old</p>", "status": "visible"},
            {"id": 2, "date": "2 May 2026", "content": "<p>New</p>", "status": "visible"},
            {"id": 3, "date": "3 May 2026", "content": "<p>Deleted</p>", "status": "deleted"},
        ]
    ),
    "info/handouts.html": '<ul><li><a href="/static/Plan.pdf">Plan</a></li></ul>',
    "static/Plan.pdf": b"%PDF-1.4",
    "tabs/rules.html": "<p>No phones.</p>",
    "tabs/staff.html": "<p>Secret</p>",
}
BOOKS = [{"tab_title": "Handbook", "chapters": [{"title": "One", "url": "/static/Plan.pdf"}]}]


def test_pages_come_at_the_end_and_count_nowhere(tmp_path: Path) -> None:
    package, report = convert_course(write_course(tmp_path, FILES, tabs=TABS, pdf_textbooks=BOOKS), Options())
    section = package.sections[-1]
    (subsection,) = section.subsections
    assert section.title == "More about this course"
    assert [unit.title for unit in subsection.units] == [
        "About this course",
        "Updates",
        "Handouts",
        "Textbooks",
        "House rules",
    ]
    assert {leaf.complete for unit in subsection.units for leaf in unit.leaves} == {"never"}
    updates = subsection.units[1].contents[0]["html"]
    assert updates.index("New") < updates.index("Old")
    assert "Deleted" not in updates
    assert 'href="static/plan-' in subsection.units[2].contents[0]["html"]
    assert 'href="static/plan-' in subsection.units[3].contents[0]["html"]
    assert [line.id for line in report.blocks] == ["html/intro", "problem/q1"]
    assert [problem.code for problem in report.problems] == ["hidden-page"]
    assert package.description == "Safety first & last"


def test_titles_of_pages_are_in_the_language_of_the_course(tmp_path: Path) -> None:
    package, _ = convert_course(write_course(tmp_path, FILES, language="de"), Options())
    assert package.sections[-1].title == "Mehr über diesen Kurs"
    assert package.units[-2].title == "Neuigkeiten"


@pytest.mark.parametrize(
    "overview",
    ["", "<!-- x -->", "<section><p>Include your long course description here. The long …</p></section>", "<p> </p>"],
)
def test_a_page_that_nobody_wrote_stays_away(tmp_path: Path, overview: str) -> None:
    package, _ = convert_course(write_course(tmp_path, {"about/overview.html": overview}), Options())
    assert len(package.sections) == 1


def test_the_manifest_of_1_2_tells_what_the_course_is(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", FILES, language="de")
    export_course(course, tmp_path / "p.zip", Options())
    manifest = zipfile.ZipFile(tmp_path / "p.zip").read("imsmanifest.xml").decode()
    assert '<imsmd:langstring xml:lang="de">Safety first &amp; last</imsmd:langstring>' in manifest
    assert "<imsmd:language>de</imsmd:language>" in manifest


def test_dates_are_said_and_not_kept(tmp_path: Path) -> None:
    lesson = '<sequential display_name="Lesson" start="2027-03-01T00:00:00Z" due="2027-04-01T00:00:00Z" is_time_limited="true"><vertical url_name="unit"/></sequential>'
    package, report = convert_course(write_course(tmp_path, {"sequential/seq.xml": lesson}), Options())
    assert len(package.units) == 1
    assert [(problem.severity, problem.code) for problem in report.problems] == [("info", "date"), ("warning", "timed")]
    assert "opens on 2027-03-01 and is due on 2027-04-01" in report.problems[0].message


def test_drafts_stay_out_and_are_counted(tmp_path: Path) -> None:
    drafts = {f"drafts/vertical/{n}.xml": "<vertical/>" for n in "ab"}
    package, report = convert_course(write_course(tmp_path, {**drafts}), Options())
    assert len(package.units) == 1
    assert [problem.message for problem in report.problems] == [
        "2 blocks are drafts and stay out: learners do not see them before they are published."
    ]


def test_without_a_grading_policy_open_edx_own_is_taken(tmp_path: Path) -> None:
    lesson = '<sequential graded="true" format="Homework"><vertical url_name="unit"/></sequential>'
    files: dict[str, str | bytes] = {"sequential/seq.xml": lesson}
    course = write_course(tmp_path, files)
    (course / "policies" / "run" / "grading_policy.json").unlink()
    package, report = convert_course(course, Options())
    assert next((each.type, each.weight, each.min_count, each.drop_count) for each in package.assignments) == (
        "Homework",
        150,
        12,
        2,
    )
    assert package.passing == 500
    assert [(problem.severity, problem.code) for problem in report.problems] == [("info", "no-grading-policy")]
