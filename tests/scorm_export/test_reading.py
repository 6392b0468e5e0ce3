"""Reading courses: pointers, ids, archives, and every kind of bad input with file and line."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from scorm_export.course import GradingPolicy, read_course
from scorm_export.errors import CourseError
from scorm_export.exporting import Options, convert_course
from scorm_export.package import AssignmentType
from tests.scorm_export.courses import mobility, write_course

BOMB = """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><chapter display_name="&c;"/>"""
EXTERNAL = '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><chapter display_name="Chapter">&x;</chapter>'


def test_a_folder_is_read_with_pointers_resolved(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path))
    assert (course.id, course.title, course.language) == ("Org+C1", "A course", "en")
    assert [block.id for block in course.root.walk()] == [
        "course/run", "chapter/ch", "sequential/seq", "vertical/unit", "html/intro", "problem/q1",
    ]  # fmt: skip
    assert course.grading.passing == 600
    assert course.grading.assignments[0].weight == 1000


@pytest.mark.parametrize(
    ("cutoffs", "passing"),
    [
        ({"A": 0.9, "Pass": 0.5}, 500),
        ({"A": 0.9, "F": 0}, 900),
        ({"Pass": 0.6704}, 671),
        ({"Pass": 0.07}, 70),
        ({"Pass": 0.57}, 570),
        ({"F": 0}, 0),
    ],
)
def test_the_lowest_cutoff_above_zero_passes_and_never_sinks(
    tmp_path: Path, cutoffs: dict[str, float], passing: int
) -> None:
    policy = json.dumps({"GRADER": [], "GRADE_CUTOFFS": cutoffs})
    assert _grading(tmp_path, policy).passing == passing


def test_a_grading_policy_without_types_or_cutoffs_has_those_of_open_edx(tmp_path: Path) -> None:
    bare = _grading(tmp_path / "a", "{}")
    assert (bare.assignments[3], bare.passing) == (AssignmentType("Final Exam", 400, 1, 0), 500)
    assert _grading(tmp_path / "b", '{"GRADER": [], "GRADE_CUTOFFS": {"Pass": 0.3}}').assignments == ()


def test_a_weight_of_a_third_stays_a_third(tmp_path: Path) -> None:
    grader = [{"type": name, "weight": weight} for name, weight in (("a", 0.3333), ("b", 0.15), ("c", 0.57))]
    weights = [each.weight for each in _grading(tmp_path, json.dumps({"GRADER": grader})).assignments]
    assert weights == [pytest.approx(333.3), 150, 570]
    assert [type(weight) for weight in weights] == [float, int, int]


def _grading(tmp_path: Path, policy: str) -> GradingPolicy:
    return read_course(write_course(tmp_path, {"policies/run/grading_policy.json": policy})).grading


def test_the_policy_file_wins_over_attributes_as_in_open_edx(tmp_path: Path) -> None:
    assert read_course(write_course(tmp_path, display_name="From policy")).title == "From policy"


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar"])
def test_archives_are_read_without_the_folder_around_them(tmp_path: Path, kind: str) -> None:
    folder = write_course(tmp_path / "in" / "course-export")
    archive = tmp_path / f"course.{kind}"
    names = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as out:
            for path in names:
                out.write(path, path.relative_to(folder.parent))
    else:
        with tarfile.open(archive, "w:gz" if kind == "tar.gz" else "w") as out:
            for path in names:
                out.add(path, path.relative_to(folder.parent).as_posix())
    assert len(list(read_course(archive).root.walk())) == 6


def test_a_second_block_with_the_same_name_gets_a_number_and_a_note(tmp_path: Path) -> None:
    unit = '<vertical><html url_name="intro"/><html url_name="intro"/></vertical>'
    course = read_course(write_course(tmp_path, {"vertical/unit.xml": unit}))
    assert [leaf.id for leaf in course.root.walk() if leaf.tag == "html"] == ["html/intro", "html/intro~2"]
    assert course.notes[0][0] == "duplicate-id"


def test_a_block_without_a_name_gets_one_from_its_content(tmp_path: Path) -> None:
    unit = "<vertical><html><p>One</p></html><html><p>Two</p></html></vertical>"
    course = read_course(write_course(tmp_path, {"vertical/unit.xml": unit}))
    ids = [leaf.id for leaf in course.root.walk() if leaf.tag == "html"]
    assert len(set(ids)) == 2
    assert all(len(found.removeprefix("html/")) == 12 for found in ids)


def test_settings_are_read_from_the_policy_file_and_from_the_attribute(tmp_path: Path) -> None:
    gate = {"id": "g", "block": "sequential/seq", "minimum": 1000, "locks": []}
    from_policy = read_course(write_course(tmp_path / "a", **mobility(package_id="P", gates=[gate])))
    attribute = "{&quot;mobility&quot;: {&quot;version&quot;: 1, &quot;package_id&quot;: &quot;P&quot;}}"
    from_attribute = read_course(
        write_course(
            tmp_path / "b",
            {"course/run.xml": f'<course other_course_settings="{attribute}"><chapter url_name="ch"/></course>'},
        )
    )
    assert from_policy.settings.package_id == from_attribute.settings.package_id == "P"
    assert from_policy.settings.gates[0].minimum == 1000


def test_a_right_to_left_course_says_so(tmp_path: Path) -> None:
    assert read_course(write_course(tmp_path, language="ar-EG")).direction == "rtl"


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"course.xml": None}, "", "no course.xml"),
        ({"course.xml": None, "imsmanifest.xml": "<m/>"}, "", "already a SCORM package"),
        ({"course.xml": None, "moodle_backup.xml": "<m/>"}, "", "Moodle backup"),
        ({"course.xml": "<problem/>"}, "course.xml:1", "Expected <course>"),
        ({"html/intro.xml": '<html filename="../../secret"/>'}, "html/intro.xml:1", "outside the course"),
        ({"course/run.xml": "<course>"}, "course/run.xml:1", "XML is broken"),
        ({"course/run.xml": None}, "course.xml:1", "is missing"),
        ({"vertical/unit.xml": '<vertical>\n<html url_name="../../x"/></vertical>'}, "vertical/unit.xml:2", "outside"),
        ({"chapter/ch.xml": BOMB}, "chapter/ch.xml", "document type"),
        ({"chapter/ch.xml": EXTERNAL}, "chapter/ch.xml", "document type"),
        ({"policies/run/policy.json": "{\n,}"}, "policies/run/policy.json:2", "JSON is broken"),
        ({"policies/run/policy.json": "[]"}, "policies/run/policy.json:1", "JSON object"),
        ({"policies/run/policy.json": '{"a": ' + "9" * 5000 + "}"}, "policies/run/policy.json", "JSON is broken"),
        ({"policies/run/policy.json": '{"course/run": {"other_course_settings": [1]}}'}, "policies/run/policy.json", "{…}"),
        ({"policies/run/policy.json": '{"course/run": {"other_course_settings": "no"}}'}, "policies/run/policy.json", "no JSON"),
        ({"policies/run/grading_policy.json": '{"GRADER": null}'}, "policies/run/grading_policy.json", "GRADER"),
        ({"policies/run/grading_policy.json": '{"GRADER": [{"type": "a", "weight": NaN}]}'}, "policies/run/grading", "NaN"),
        ({"policies/run/grading_policy.json": '{"GRADER": [{"type": "a", "weight": "x"}]}'}, "policies/run/grading", "weight"),
        ({"policies/run/grading_policy.json": '{"GRADE_CUTOFFS": {"Pass": 60}}'}, "policies/run/grading", "maximum"),
    ],
)  # fmt: skip
def test_bad_input_names_file_and_line(tmp_path: Path, files: dict[str, str | bytes], place: str, words: str) -> None:
    with pytest.raises(CourseError) as caught:
        convert_course(write_course(tmp_path, files), Options())
    assert str(caught.value).startswith(place)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("files", "place", "words"),
    [
        ({"chapter/ch.xml": "<chapter>\n<sequential\n</chapter>"}, "chapter/ch.xml:3", "XML is broken"),
        ({"chapter/ch.xml": '<html display_name="x"/>'}, "chapter/ch.xml:1", "Expected <chapter>"),
        ({"vertical/unit.xml": '<vertical>\n<html url_name="gone"/></vertical>'}, "vertical/unit.xml:2", "is missing"),
        ({"vertical/unit.xml": '<vertical>\n<vertical url_name="gone"/></vertical>'}, "vertical/unit.xml:2", "is missing"),
        ({"vertical/unit.xml": '<vertical><html url_name="' + "x" * 300 + '"/></vertical>'}, "vertical/unit.xml", "missing"),
        ({"vertical/unit.xml": '<vertical><vertical url_name="unit"/></vertical>'}, "vertical/unit.xml", "contains itself"),
        ({"html/intro.xml": "<html>a\x0bb</html>"}, "html/intro.xml:1", "XML is broken"),
        ({"html/intro.html": None}, "html/intro.xml:1", "html/intro.html is missing"),
        ({"problem/q1.xml": "<problem>&nbsp;</problem>"}, "problem/q1.xml:1", "XML is broken"),
    ],
)  # fmt: skip
def test_a_broken_block_is_reported_and_the_course_goes_on_without_it(
    tmp_path: Path, files: dict[str, str | bytes], place: str, words: str
) -> None:
    rest = '<course><chapter url_name="ch"/><chapter><sequential><vertical><html><p>Rest</p></html></vertical></sequential></chapter></course>'
    package, report = convert_course(write_course(tmp_path, {"course/run.xml": rest, **files}), Options())
    (problem,) = [problem for problem in report.problems if problem.code == "broken-block"]
    assert problem.severity == "error"
    assert str(problem).startswith(place)
    assert words in str(problem)
    assert [line.status for line in report.blocks].count("left_out") == 1
    kinds = [leaf.type for unit in package.units for leaf in unit.leaves]
    assert kinds.count("placeholder") == 1
    assert kinds[-1] == "html"
    assert not report.complete


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"gates": [{"id": "g", "block": "sequential/none", "minimum": 1000, "locks": []}]}, "not in the course"),
        ({"gates": [{"id": "g", "block": "sequential/seq", "minimum": 1001, "locks": []}]}, "mobility/gates/0/minimum"),
        ({"gates": [{"id": "g", "block": "sequential/seq", "minimum": 5, "locks": []}] * 2}, "same id"),
        ({"gates": [{"id": "g", "block": "problem/q1", "minimum": 5, "locks": ["chapter/ch"]}]}, "can never be passed"),
        ({"gates": [{"id": "g", "block": "problem/q1", "minimum": 5, "locks": ["problem/q1"]}]}, "only a section"),
        ({"gates": [{"id": "g", "block": "problem/q1", "minimum": 5, "locks": ["chapter/no"]}]}, "not in the course"),
        ({"package_id": "has space"}, "mobility/package_id"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_wrong_settings_are_refused(tmp_path: Path, settings: dict[str, object], words: str) -> None:
    with pytest.raises(CourseError, match=words):
        read_course(write_course(tmp_path, **mobility(**settings)))


def test_a_link_out_of_the_course_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("secret")
    folder = write_course(tmp_path / "course", {"html/intro.html": None})
    (folder / "html" / "intro.html").symlink_to(secret)
    _, report = convert_course(folder, Options())
    assert next(problem.message for problem in report.problems if problem.code == "broken-block").startswith(
        "html/intro.html is missing"
    )


def test_an_archive_that_leads_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as out:
        info = tarfile.TarInfo("../evil.xml")
        info.size = 1
        out.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(CourseError, match="outside the course"):
        read_course(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scorm_export import ceilings

    monkeypatch.setattr(ceilings, "MAX_FILE", 1000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("course.xml", b" " * 100_000)
    with pytest.raises(CourseError, match="unpacks to more"):
        read_course(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"hello", b"\x1f\x8b\x08\x00broken"])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "course.tar.gz"
    path.write_bytes(content)
    with pytest.raises(CourseError, match=r"no course|damaged"):
        read_course(path)


def test_a_course_nested_too_deep_is_refused(tmp_path: Path) -> None:
    deep = "<vertical>" * 60 + "</vertical>" * 60
    with pytest.raises(CourseError, match="levels deep"):
        read_course(write_course(tmp_path, {"vertical/unit.xml": deep}))


def test_many_blocks_are_refused_past_the_ceiling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scorm_export import olx

    monkeypatch.setattr(olx, "MAX_BLOCKS", 20)
    unit = "<vertical>" + '<html url_name="x"/>' * 30 + "</vertical>"
    with pytest.raises(CourseError, match="more than 20 blocks"):
        read_course(write_course(tmp_path, {"vertical/unit.xml": unit, "html/x.xml": "<html><p>x</p></html>"}))


def test_names_that_were_numbered_before_stay_unique(tmp_path: Path) -> None:
    unit = (
        "<vertical>"
        + "".join(f'<html url_name="{name}"><p/></html>' for name in ("q", "q~2", "q", "q"))
        + "</vertical>"
    )
    course = read_course(write_course(tmp_path, {"vertical/unit.xml": unit}))
    ids = [leaf.id for leaf in course.root.walk() if leaf.tag == "html"]
    assert ids == ["html/q", "html/q~2", "html/q~3", "html/q~4"]


@pytest.mark.parametrize("language", ["../../player/locale/de", "de\u0000", "x" * 50, "<b>"])
def test_a_language_that_is_none_is_replaced_and_said(tmp_path: Path, language: str) -> None:
    course = read_course(write_course(tmp_path, language=language))
    assert course.language in ("en", "de")
    assert course.language == "de" or course.notes[0][0] == "language"


def test_control_characters_in_a_policy_do_no_harm(tmp_path: Path) -> None:
    assert read_course(write_course(tmp_path, display_name="A\u0000\u0001\ud800 course")).title == "A course"


def test_archives_from_macos_are_read(tmp_path: Path) -> None:
    folder = write_course(tmp_path / "in" / "course")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as out:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            out.write(path, path.relative_to(folder.parent))
        out.writestr("__MACOSX/course/._course.xml", b"litter")
        out.writestr(".DS_Store", b"litter")
    assert read_course(tmp_path / "c.zip").title == "A course"


def test_a_damaged_archive_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("course.xml", b"<course/>" * 100)
    data = bytearray(path.read_bytes())
    data[45:60] = b"\xff" * 15
    path.write_bytes(bytes(data))
    with pytest.raises(CourseError, match="damaged"):
        read_course(path)
