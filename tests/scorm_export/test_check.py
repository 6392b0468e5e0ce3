"""`mobility check`: what Studio's import would reject, lose or misread is found, with its place, and nothing else is."""

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scorm_export.check import check_files
from scorm_export.check.fields import loaded
from scorm_export.check.studio import MOST_PER_CODE, check_olx
from scorm_export.errors import Place
from scorm_export.files import open_files
from scorm_export.report import Problem, Report
from tests.scorm_export.courses import write_course
from tests.scorm_export.test_check_hostile import Memory
from tests.scorm_export.test_cli import mobility

Change = Mapping[str, str | None]

UNIT = "vertical/unit.xml"
COURSE = "course/run.xml"
GROUPS = [{"id": 7, "name": "Halves", "scheme": "random", "groups": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]}]
GRADING = "policies/run/grading_policy.json"


def unit(inside: str, more: str = "") -> dict[str, str]:
    """Return the unit with ``inside`` behind what it has anyway."""
    return {
        UNIT: f'<vertical display_name="Unit"{more}><html url_name="intro"/><problem url_name="q1"/>{inside}</vertical>'
    }


def policy(entries: object) -> dict[str, str]:
    return {"policies/run/policy.json": json.dumps(entries)}


def of_course(**values: object) -> dict[str, str]:
    return policy({"course/run": {"display_name": "A course", **values}})


def grading(*entries: tuple[str, float]) -> dict[str, str]:
    grader = [{"type": name, "weight": weight, "min_count": 1, "drop_count": 0} for name, weight in entries]
    return {GRADING: json.dumps({"GRADER": grader, "GRADE_CUTOFFS": {"Pass": 0.5}})}


def split(attributes: str, children: str = '<vertical url_name="va"/>') -> dict[str, str]:
    """Return the unit with a content experiment over the groups 1 and 2 of configuration 7."""
    block = f'<split_test url_name="s" display_name="S" {attributes}>{children}</split_test>'
    return {
        **unit(block),
        **of_course(user_partitions=GROUPS, advanced_modules=["split_test"]),
        "vertical/va.xml": '<vertical display_name="A"><html url_name="ha" display_name="H">x</html></vertical>',
    }


CHAPTERS = '<course display_name="A course" language="en"><chapter url_name="ch"/>{}</course>'
CH2 = '<chapter display_name="Two"><sequential url_name="seq"/></chapter>'
TARGETS = 'group_id_to_child=\'{{"1": "{}", "2": "{}"}}\''
A = "i4x://Org/C1/vertical/va"

# number: files to change, severity, code, file (with line), words of the message.
CASES: list[tuple[Change, str, str, str, str]] = [
    # Pointers
    ({"html/intro.xml": None, "html/intro.html": None}, "error", "dangling-pointer", f"{UNIT}:1", "html/intro.xml, which is missing"),
    ({"html/intro.xml": None}, "error", "dangling-pointer", f"{UNIT}:1", 'holds <html filename="intro"'),
    ({"html/intro.html": None}, "error", "missing-file", "html/intro.xml:1", "html/intro.html is missing"),
    ({"html/intro.xml": None, "html/Intro.xml": '<html filename="intro" display_name="I"/>'}, "error", "file-name-case", f"{UNIT}:1", "called html/Intro.xml"),
    ({"problem/q1.xml": "<html>x</html>"}, "error", "wrong-root", "problem/q1.xml:1", "found <html>"),
    ({"problem/q1.xml": "<problem>"}, "error", "broken-xml", "problem/q1.xml:1", "XML is broken"),
    ({"sequential/seq.xml": '<sequential display_name="L"><vertical url_name="unit"/><vertical url_name="unit2"/></sequential>', "vertical/unit2.xml": '<vertical display_name="2"><vertical url_name="unit2"/></vertical>'}, "error", "circle", "vertical/unit2.xml:1", "contains itself"),
    ({**unit('<mobility_checklist url_name="c"/>'), "mobility_checklist/c.xml": "<mobility_checklist/>"}, "error", "pointer-not-followed", f"{UNIT}:1", "stands in its unit"),
    ({**unit('<drag-and-drop-v2 url_name="d"/>'), "drag-and-drop-v2/d.xml": "<drag-and-drop-v2/>"}, "error", "pointer-not-followed", f"{UNIT}:1", "drag-and-drop-v2/d.xml"),
    (unit('<drag-and-drop-v2 url_name="d"/>'), "info", "empty-block", f"{UNIT}:1", "new, empty block"),
    ({"chapter/ch.xml": '<chapter display_name="C"><sequential url_name="seq" graded="true"/></chapter>'}, "error", "pointer-with-attributes", "chapter/ch.xml:1", "(graded)"),
    ({"course.xml": '<course url_name="run" org="Org"/>'}, "error", "course-identity", "course.xml:1", "does not name its course"),
    ({"course.xml": '<course url_name="run" course="C1"/>'}, "error", "course-identity", "course.xml:1", "does not name its org"),
    ({"course.xml": '<course org="Org" course="C1"/>'}, "error", "course-identity", "course.xml:1", "does not name its url_name"),
    ({"course.xml": '<course url_name="run" org="O rg" course="C1"/>'}, "error", "course-identity", "course.xml:1", "signs that Open edX refuses"),
    # Names
    (unit('<problem display_name="Q">x</problem>'), "warning", "missing-url-name", f"{UNIT}:1", "<problem> has no url_name"),
    (unit('<html display_name="H">x</html>'), "info", "missing-url-name", f"{UNIT}:1", "<html> has no url_name"),
    (unit('<html url_name="a b" display_name="H">x</html>'), "error", "url-name-signs", f"{UNIT}:1", "“a b”"),
    (unit('<html url_name="x">x</html>'), "info", "missing-display-name", f"{UNIT}:1", "One <html> block has no display_name: x"),
    # Twins
    (unit('<problem url_name="q1"/>'), "error", "same-child-twice", f"{UNIT}:1", "again under the same parent"),
    (unit('<html url_name="intro"/>'), "warning", "same-child-twice", f"{UNIT}:1", "Both are one block"),
    ({COURSE: CHAPTERS.format('<chapter url_name="c2"/>'), "chapter/c2.xml": CH2}, "error", "two-parents", "chapter/c2.xml:1", "already in chapter/ch"),
    (unit('<html url_name="x" display_name="X">a</html><html url_name="x" display_name="Y">b</html>'), "error", "duplicate-url-name", f"{UNIT}:1", "keeps only one"),
    # Places
    ({"chapter/ch.xml": '<chapter display_name="C"><sequential url_name="seq"/><chapter url_name="c2" display_name="2"><sequential display_name="x"/></chapter></chapter>'}, "warning", "misplaced", "chapter/ch.xml:1", "<chapter> stands in <chapter>"),
    ({COURSE: CHAPTERS.format('<vertical url_name="v" display_name="V"><html url_name="h" display_name="H">x</html></vertical>')}, "warning", "misplaced", f"{COURSE}:1", "<vertical> stands in <course>"),
    ({COURSE: CHAPTERS.format('<html url_name="h" display_name="H">x</html>')}, "warning", "misplaced", f"{COURSE}:1", "<html> stands in <course>"),
    ({"sequential/seq.xml": '<sequential display_name="L"><vertical url_name="unit"/><html url_name="h" display_name="H">x</html></sequential>'}, "info", "misplaced", "sequential/seq.xml:1", "right in <sequential>"),
    (unit("Read this first"), "warning", "stray-text", f"{UNIT}:1", "“Read this first”"),
    # Tags
    (unit('<quiz url_name="x" a="1"/>'), "warning", "foreign-block", f"{UNIT}:1", "no <quiz>: the LMS needs an XBlock of that name and advanced_modules"),
    ({**unit('<quiz url_name="x" a="1"/>'), **of_course(advanced_modules=["quiz"])}, "warning", "foreign-block", f"{UNIT}:1", "of that name. If"),
    (unit('<combinedopenended url_name="x" a="1"/>'), "warning", "removed-block", f"{UNIT}:1", "any more"),
    (unit('<word_cloud url_name="x" num_inputs="3" display_name="W"/>'), "info", "advanced-module", f"{UNIT}:1", "<word_cloud> only when"),
    # Attributes and policy keys
    ({"problem/q1.xml": '<problem display_name="Q" max_attemps="3">x</problem>'}, "warning", "unknown-attribute", "problem/q1.xml:1", "did you mean “max_attempts”"),
    ({"problem/q1.xml": '<problem display_name="Q" colour="red">x</problem>'}, "info", "unknown-attribute", "problem/q1.xml:1", "no “colour”"),
    ({"problem/q1.xml": '<problem display_name="Q" max_attempts="three">x</problem>'}, "error", "wrong-type", "problem/q1.xml:1", "“three” of <problem> is not a whole number"),
    ({"problem/q1.xml": '<problem display_name="Q" weight="much">x</problem>'}, "error", "wrong-type", "problem/q1.xml:1", "not a number"),
    (unit("", ' visible_to_staff_only="yes"'), "warning", "wrong-type", f"{UNIT}:1", "not true or false"),
    (unit("", " group_access='[1]'"), "error", "wrong-type", f"{UNIT}:1", "not a JSON object"),
    (unit("", " group_access='{1: 2}'"), "error", "wrong-type", f"{UNIT}:1", "not a JSON object"),
    (unit("<video url_name='v' display_name='V' youtube_id_1_0='x' html5_sources='film.mp4'/>"), "error", "wrong-type", f"{UNIT}:1", "not a JSON list"),
    (unit("<video url_name='v' display_name='V' youtube_id_1_0='x' start_time='90'/>"), "error", "wrong-type", f"{UNIT}:1", "00:01:30"),
    (of_course(graceperiod="two days"), "warning", "wrong-type", "policies/run/policy.json:1", "2 days 3 hours"),
    (of_course(display_coursenumber=101), "error", "wrong-type", "policies/run/policy.json:1", "not text"),
    (of_course(advanced_modules="poll"), "error", "wrong-type", "policies/run/policy.json:1", "not a JSON list"),
    ({"sequential/seq.xml": '<sequential display_name="L" due="14 March 2027"><vertical url_name="unit"/></sequential>'}, "warning", "bad-date", "sequential/seq.xml:1", "2027-03-14T09:00:00Z"),
    ({"problem/q1.xml": '<problem display_name="Q" showanswer="sometimes">x</problem>'}, "warning", "unknown-value", "problem/q1.xml:1", "one of always"),
    ({"problem/q1.xml": '<problem display_name="Q" rerandomize="daily">x</problem>'}, "warning", "unknown-value", "problem/q1.xml:1", "per_student"),
    (policy({"course/run": {}, "html/gone": {}}), "warning", "unknown-policy-block", "policies/run/policy.json:1", "no “html/gone”"),
    (policy({"course/run": []}), "error", "wrong-type", "policies/run/policy.json:1", "“course/run” must be a JSON object"),
    ({"policies/run/policy.json": "{"}, "error", "broken-json", "policies/run/policy.json:1", "JSON is broken"),
    ({"policies/run/policy.json": "[]"}, "error", "broken-json", "policies/run/policy.json:1", "Expected a JSON object"),
    ({"policies/run/policy.json": None, "policies/2026/policy.json": "{}"}, "warning", "no-policy", "policies/", "holds 2026, run, but nothing"),
    ({"policies/run/policy.json": None, GRADING: None}, "info", "no-policy", f"{COURSE}:1", "no policies/run/policy.json"),
    # Tabs
    (of_course(tabs=[{"type": "static_tab", "name": "Map", "url_slug": "map"}]), "warning", "missing-tab-file", "policies/run/policy.json:1", "tabs/map.html is missing"),
    (of_course(tabs=[{"type": "static_tab", "url_slug": "map"}]), "error", "bad-tab", "policies/run/policy.json:1", "needs a name"),
    ({"tabs/map.html": "<p>x</p>"}, "info", "tab-not-listed", "tabs/map.html", "No tab"),
    # Grading
    (grading(("Check", 0.5)), "warning", "grading-weights", f"{GRADING}:1", "make 50 %"),
    (grading(("Check", 0.5), ("Check", 0.5)), "warning", "assignment-type-twice", f"{GRADING}:1", "“Check”"),
    (grading(("Check", 0.5), ("Exam", 0.5)), "warning", "assignment-unused", f"{GRADING}:1", "“Exam”, so nobody can reach its 50 %"),
    ({"sequential/seq.xml": '<sequential display_name="L" graded="true"><vertical url_name="unit"/></sequential>'}, "warning", "graded-without-type", "sequential/seq.xml:1", "counts for nothing"),
    ({"sequential/seq.xml": '<sequential display_name="L" graded="true" format="Quiz"><vertical url_name="unit"/></sequential>'}, "warning", "unknown-assignment", "sequential/seq.xml:1", "“Quiz”"),
    # Groups
    (unit("", " group_access='{\"9\": [1]}'"), "warning", "unknown-group", f"{UNIT}:1", "configuration 9"),
    ({**unit("", " group_access='{\"7\": [3]}'"), **of_course(user_partitions=GROUPS)}, "warning", "unknown-group", f"{UNIT}:1", "group 3, which “Halves” does not have"),
    (split('user_partition_id="7"'), "error", "split-test", f"{UNIT}:1", "needs group_id_to_child"),
    (split('user_partition_id="8" ' + TARGETS.format(A, A)), "error", "split-test", f"{UNIT}:1", "user_partitions lack"),
    (split('user_partition_id="7" ' + TARGETS.format(A, "x/vertical/none")), "warning", "split-test", f"{UNIT}:1", "nothing to group 2"),
    (split('user_partition_id="7" ' + TARGETS.format(A, A), '<vertical url_name="va"/><vertical url_name="vb" display_name="B"><html url_name="z" display_name="z">z</html></vertical>'), "warning", "split-test", f"{UNIT}:1", "“vb” to nobody"),
    # References
    ({**unit('<conditional url_name="c" display_name="C" sources="i4x://Org/C1/problem/none" correct="True"><html url_name="z" display_name="z">z</html></conditional>'), **of_course(advanced_modules=["conditional"])}, "warning", "unknown-source", f"{UNIT}:1", "problem/none"),
    ({**unit('<lti url_name="l" display_name="L" lti_id="tool"/>'), **of_course(advanced_modules=["lti"], lti_passports=["other:k:s"])}, "warning", "lti-passport", f"{UNIT}:1", "“tool”"),
    (unit('<discussion url_name="a" discussion_id="d"/><discussion url_name="b" discussion_id="d"/>'), "warning", "discussion-id", f"{UNIT}:1", "discussion/a"),
    (of_course(course_image="none.png"), "warning", "missing-file", "policies/run/policy.json:1", "static/none.png"),
    # Dates
    ({"sequential/seq.xml": '<sequential display_name="L" start="2027-03-02" due="2027-03-01T10:00:00Z"><vertical url_name="unit"/></sequential>'}, "warning", "date-order", "sequential/seq.xml:1", "due (2027-03-01 10:00) is before start"),
    ({**of_course(start="2027-03-02T00:00:00Z"), "sequential/seq.xml": '<sequential display_name="L" due="2027-03-01"><vertical url_name="unit"/></sequential>'}, "warning", "date-order", "sequential/seq.xml:1", "is before start (2027-03-02"),
    (of_course(start="2027-03-02", end="2026-01-01"), "warning", "date-order", f"{COURSE}:1", "end (2026-01-01"),
    # Leftovers
    ({"problem/old.xml": "<problem/>"}, "info", "orphan-file", "problem/old.xml", "nothing points to it"),
    ({"html/old.html": "<p/>", "html/old2.html": "<p/>"}, "info", "orphan-file", "html/", "old.html, old2.html"),
    ({"problem/old.xml": "<problem>"}, "warning", "broken-xml", "problem/old.xml:1", "a file that nothing points to"),
    ({"drafts/vertical/d.xml": "<vertical>"}, "warning", "broken-xml", "drafts/vertical/d.xml:1", "a draft"),
    ({"static/A.png": "x", "static/a.png": "x", "html/intro.html": "A.png a.png"}, "warning", "file-name-case", "static/a.png", "differ in capitals"),
    ({"static/a.png": "x"}, "info", "unused-static", "static/", "1 of 1 files in static/ are mentioned nowhere: static/a.png"),
]  # fmt: skip


def findings(folder: Path) -> list[Problem]:
    report = Report()
    check_olx(open_files(folder), report)
    return report.problems


def course(folder: Path, change: Change) -> Path:
    """Write the course of `write_course` with files changed; None takes one away."""
    write_course(folder)
    for name, text in change.items():
        path = folder / name
        path.unlink(missing_ok=True)
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("change", "severity", "code", "place", "words"), CASES, ids=[f"{i}-{c[2]}" for i, c in enumerate(CASES, 1)])  # fmt: skip
def test_each_fault_is_found_where_it_is(
    tmp_path: Path, change: Change, severity: str, code: str, place: str, words: str
) -> None:
    found = findings(course(tmp_path, change))
    assert [p for p in found if (p.severity, p.code, str(p.place)) == (severity, code, place) and words in p.message], [
        (p.severity, p.code, str(p)) for p in found
    ]


def test_a_clean_course_has_no_finding(tmp_path: Path) -> None:
    assert findings(write_course(tmp_path)) == []


@pytest.mark.parametrize(
    "change",
    [
        unit('<done url_name="d"/>') | of_course(advanced_modules=["done"]),
        unit('<poll url_name="p" xblock-family="xblock.v1" answers="[]" private_results="yes"/>')
        | of_course(advanced_modules=["poll"]),
        unit('<html url_name="x" display_name="X" filename="intro"/>'),
        {"problem/q1.xml": '<problem display_name="Q" rerandomize="false" max_attempts="" weight="1.5">x</problem>'},
        {
            "sequential/seq.xml": '<sequential slug="x" display_name="L" start="2027-03-01T10:00Z"><vertical url_name="unit"/></sequential>'
        },
        unit("", " group_access='{\"50\": [2]}'"),
        of_course(course_image="images_course_image.jpg"),
        of_course(graceperiod="", start=None, end="2030-01-01T00:00:00+02:00", minimum_grade_credit=0.8),
        {"html/intro.html": '<img src="/static/My plan.png"/>', "static/My_plan.png": "x"},
        {"drafts/vertical/d.xml": '<vertical parent_url="x" index_in_children_list="0"/>', "README.md": "x"},
        {
            COURSE: CHAPTERS.format('<wiki slug="w"/><textbook title="t" book_url="u"/>'),
            "tabs/map.html": "<p>x</p>",
            **of_course(tabs=[{"type": "static_tab", "name": "Map", "url_slug": "map"}]),
        },
        split('user_partition_id="7" ' + TARGETS.format(A, A)),
        {  # a course of 2013: everything in one file, names by slug
            "course.xml": '<course org="Org" course="C1" url_name="run" display_name="Old"><chapter slug="one" '
            'display_name="1"><sequential slug="s" display_name="S"><vertical slug="v" display_name="V">'
            '<html slug="h" filename="intro" display_name="H"/></vertical></sequential></chapter></course>',
            **dict.fromkeys((COURSE, "chapter/ch.xml", "sequential/seq.xml", UNIT, "problem/q1.xml", "html/intro.xml")),
        },
        unit('<html url_name="deep:page"/>')
        | {"html/deep/page.xml": '<html filename="page" display_name="P"/>', "html/deep/page.html": "<p>x</p>"},
    ],
)
def test_what_open_edx_takes_is_no_finding(tmp_path: Path, change: Change) -> None:
    assert [(p.code, str(p)) for p in findings(course(tmp_path, change))] == []


def test_the_example_course_is_clean(root: Path) -> None:
    assert findings(root / "courses" / "ready-there-back") == []


def test_what_the_conversion_said_already_is_not_said_again(tmp_path: Path) -> None:
    seq = '<sequential display_name="L" graded="true" format="Quiz"><vertical url_name="unit"/></sequential>'
    done = mobility(
        "check", course(tmp_path, {"sequential/seq.xml": seq, **unit('<html url_name="intro"/>')}), "--json"
    )
    problems = json.loads(done.stdout)["problems"]
    assert sorted(problem["code"] for problem in problems if problem["code"] != "assignment-unused") == [
        "same-child-twice",
        "unknown-assignment",
    ]
    assert all(problem["file"] for problem in problems)


def test_a_course_that_cannot_be_exported_is_checked_all_the_same(tmp_path: Path) -> None:
    change = {GRADING: '{"GRADER": 3}', "problem/q1.xml": '<problem display_name="Q" max_attemps="3">x</problem>'}
    done = mobility("check", course(tmp_path, change), "--json")
    assert done.returncode == 1
    assert {"not-exportable", "unknown-attribute"} <= {
        problem["code"] for problem in json.loads(done.stdout)["problems"]
    }


def test_the_listing_is_grouped_by_file_worst_first_and_narrow(tmp_path: Path) -> None:
    change = {
        **unit('<html url_name="x">x</html><html url_name="a b" display_name="H">x</html>', ' graded="yes"'),
        "problem/q1.xml": '<problem display_name="Q" max_attemps="3">x</problem>',
    }
    done = mobility("check", course(tmp_path, change))
    assert done.returncode == 1
    assert max(map(len, done.stdout.splitlines())) <= 80
    order = [done.stdout.index(text) for text in (UNIT, "error", "warning", "info", "problem/q1.xml")]
    assert order == sorted(order)
    assert "A course: 1 error, 2 warnings, 1 hint." in done.stdout


def test_the_check_says_it_better_than_the_conversion() -> None:
    """What it names exactly takes the place of a general line about the same spot; all else stays."""
    place = Place("problem/q1.xml", 1)
    report = Report()
    check_files(Memory({"course.xml": b"<course>"}), report)  # type: ignore[arg-type]  # the check needs no more of files
    exact = report.problems[0]
    report = Report()
    report.problem("error", "broken-block", f"{exact.message} The block is left out.", exact.place)
    report.problem("error", "broken-block", "Something else.", place)
    check_files(Memory({"course.xml": b"<course>"}), report)  # type: ignore[arg-type]  # the check needs no more of files
    assert [(problem.code, problem.place) for problem in report.problems] == [
        ("broken-block", place),
        ("broken-xml", exact.place),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"course.xml": '<course org="Org" course="C1"/>'}, ["course-identity", "no-policy"]),
        (unit('<vertical url_name="unit"/>'), ["circle"]),
        (unit('<html url_name="gone"/>'), ["dangling-pointer"]),
    ],
)
def test_one_fault_is_not_many_findings(tmp_path: Path, change: Change, expected: list[str]) -> None:
    assert [problem.code for problem in findings(course(tmp_path, change))] == expected


def test_hints_alone_do_not_fail_the_check(tmp_path: Path) -> None:
    done = mobility("check", course(tmp_path, {"problem/old.xml": "<problem/>"}))
    assert (done.returncode, "1 hint" in done.stdout) == (0, True)


def test_a_hundred_of_a_kind_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    blocks = "".join(f'<html url_name="a b{number}" display_name="H">x</html>' for number in range(MOST_PER_CODE + 5))
    found = [p for p in findings(course(tmp_path, unit(blocks))) if p.code == "url-name-signs"]
    assert len(found) == MOST_PER_CODE + 1
    assert "5 more" in found[-1].message


def test_a_course_cannot_command_the_terminal(tmp_path: Path) -> None:
    change = policy({"course/run": {}, "html/\x1b[31m": {}, "html/\u202egnol": {}, "html/\ud800": {}})
    course(tmp_path, change)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "\x1b[2J.png").write_text("x")
    for more in ((), ("--json",)):
        done = mobility("check", tmp_path, *more)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert not {"\x1b", "\u202e"} & set(done.stdout)


def test_attributes_are_read_as_open_edx_reads_them() -> None:
    assert [loaded(text) for text in ("3", "true", '"3"', "three", "[" * 100_000)] == [
        3,
        True,
        "3",
        "three",
        "[" * 100_000,
    ]


def test_a_bomb_of_pointers_comes_to_an_end(tmp_path: Path) -> None:
    """Each unit names the next one ten times: ten to the power of thirty blocks, each file read once."""
    units = {
        f"vertical/v{n}.xml": f'<vertical display_name="{n}">' + f'<vertical url_name="v{n + 1}"/>' * 10 + "</vertical>"
        for n in range(30)
    }
    assert findings(course(tmp_path, {**unit('<vertical url_name="v0"/>'), **units}))


# --- The page for authors explains every code -------------------------------------------------------------------------


def codes(*files: Path) -> set[str]:
    """Return every code that the sources give to a finding: said, noted while reading, or named by a field's kind."""
    return {code for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) for code in _codes(node)}


def _codes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.IfExp) and ast.unparse(node.targets[0]) == "code":
        yield from (ast.literal_eval(value) for value in (node.value.body, node.value.orelse))
    if not isinstance(node, ast.Call):
        return
    called = ast.unparse(node.func).rpartition(".")[2].lstrip("_")
    place = {"say": 1, "problem": 1, "Kind": 2}.get(called)
    if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
        yield ast.literal_eval(node.args[place])
    if called == "append" and ast.unparse(node.func).endswith("notes.append") and isinstance(node.args[0], ast.Tuple):
        yield ast.literal_eval(node.args[0].elts[0])


def test_every_code_stands_in_the_page_for_authors(root: Path) -> None:
    page = (root / "docs" / "how-to" / "check-a-course.md").read_text(encoding="utf-8")
    emitted = codes(*(root / "scorm_export").rglob("*.py"))
    assert {"wrong-type", "same-child-twice", "duplicate-id", "no-captions", "not-exportable"} <= emitted
    assert {code for code in emitted if f"`{code}`" not in page} == set()


def test_every_code_of_the_check_has_a_case(root: Path) -> None:
    """Outcomes and prerequisites have theirs in test_cli.py."""
    sources = set((root / "scorm_export" / "check").glob("*.py")) - {root / "scorm_export" / "check" / "outcomes.py"}
    assert codes(*sources) - {case[2] for case in CASES} == set()
