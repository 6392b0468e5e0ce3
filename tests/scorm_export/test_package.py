"""The package: manifest against the official schemas and our own checks, reproducible zip, version, report."""

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from scorm_export.check import schema_errors
from scorm_export.content import CourseFile
from scorm_export.errors import CourseError, UsageError
from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.formats import scorm2004
from scorm_export.formats.registry import FORMATS
from scorm_export.formats.site import package_version
from tests.scorm_export.courses import mobility, write_course
from tests.scorm_export.manifests import Validator, referential_errors, schema_validators

SCORM = ("scorm12", "scorm2004")
GATE = {"id": "safe", "block": "sequential/seq", "minimum": 1000, "locks": ["chapter/after"], "why": "First this."}
AFTER: dict[str, str | bytes] = {
    "course/run.xml": '<course><chapter url_name="ch"/><chapter url_name="after"><sequential><vertical>'
    "<html><p>x</p></html></vertical></sequential></chapter></course>",
}


@pytest.fixture(scope="session")
def schemas() -> dict[str, Validator]:
    """SCORM's own schemas as functions from a manifest to its errors."""
    return schema_validators()


def export(tmp_path: Path, files: dict[str, str | bytes] | None = None, **changes: Any) -> zipfile.ZipFile:
    options = changes.pop("options", Options())
    output = tmp_path / "package.zip"
    export_course(write_course(tmp_path / "course", files, **changes), output, options)
    return zipfile.ZipFile(output)


@pytest.mark.parametrize("format_name", SCORM)
@pytest.mark.parametrize("mastery", [None, 0, 60, 100])
def test_the_manifest_is_valid_and_refers_to_what_is_there(
    tmp_path: Path, schemas: dict[str, Validator], format_name: str, mastery: int | None
) -> None:
    options = Options(format=format_name, mastery=mastery, package_id="1+a.b")
    package = export(tmp_path, display_name="Ünïcode & <tags> 漢字", options=options)
    assert schemas[format_name](package.read("imsmanifest.xml")) == []
    assert referential_errors(package, format_name) == []


@pytest.mark.parametrize("format_name", SCORM)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('identifierref="R-course"', 'identifierref="R-other"'),
        ("</schemaversion>", " </schemaversion>"),
        ('href="player.js"', 'href="gone.js"'),
        ('default="O-course"', 'default="O-other"'),
        ('="sco"', '="asset"'),
        ("adlcp:scorm", "x:scorm"),
        ("</title>", "</title><mapInfo/>"),
    ],
)
def test_our_own_manifest_check_finds_what_schemas_miss(
    tmp_path: Path, format_name: str, before: str, after: str
) -> None:
    package = export(tmp_path, options=Options(format=format_name))
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as out:
        for name in package.namelist():
            data = package.read(name).decode("utf-8", "replace")
            changed = data.replace(before, after).replace("<manifest ", '<manifest xmlns:x="urn:x" ')
            out.writestr(name, changed if name == "imsmanifest.xml" else data)
    assert referential_errors(zipfile.ZipFile(broken), format_name)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('identifier="I-course"', ""),
        ("deliveryControls", "deliveryControl"),
        ("0.6</imsss:minNormalizedMeasure>", "60</imsss:minNormalizedMeasure>"),
        ('identifier="R-course"', 'identifier="I-course"'),
        ('satisfiedByMeasure="true"', 'satisfiedByMeasure="perhaps"'),
    ],
)
def test_the_schemas_of_2004_find_a_broken_manifest(
    tmp_path: Path, schemas: dict[str, Validator], before: str, after: str
) -> None:
    manifest = export(tmp_path, options=Options(format="scorm2004", mastery=60)).read("imsmanifest.xml").decode()
    assert before in manifest
    assert schemas["scorm2004"](manifest.replace(before, after).encode())


def test_mastery_in_2004_is_a_measure_of_the_primary_objective(tmp_path: Path) -> None:
    manifest = etree.fromstring(
        export(tmp_path, options=Options(format="scorm2004", mastery=85)).read("imsmanifest.xml")
    )
    (primary,) = manifest.iter(f"{{{scorm2004.IMSSS}}}primaryObjective")
    assert dict(primary.attrib) == {"satisfiedByMeasure": "true"}
    assert [child.text for child in primary] == ["0.85"]
    (controls,) = manifest.iter(f"{{{scorm2004.IMSSS}}}deliveryControls")
    assert dict(controls.attrib) == {"completionSetByContent": "true", "objectiveSetByContent": "true"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_two_exports_give_the_same_bytes_and_the_same_version(tmp_path: Path, format_name: str) -> None:
    options = Options(format=format_name)
    first, second = export(tmp_path / "1", options=options), export(tmp_path / "2", options=options)
    assert Path(str(first.filename)).read_bytes() == Path(str(second.filename)).read_bytes()
    assert first.namelist() == sorted(first.namelist())
    assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in first.infolist())


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_version_is_that_of_the_contract(tmp_path: Path, format_name: str) -> None:
    package = export(tmp_path, options=Options(format=format_name, record="https://record.example"))
    files = {name: package.read(name) for name in package.namelist()}
    left_out = ("mobility.json", "import-me.html", "imsmanifest.xml", "service-worker.js")
    without = {n: d for n, d in files.items() if n not in left_out}
    listing = "".join(f"{name} {hashlib.sha256(without[name]).hexdigest()}\n" for name in sorted(without))
    version = hashlib.sha256(listing.encode()).hexdigest()[:12]
    assert package_version(files) == version
    assert json.loads(files["mobility.json"]) == {
        "version": 1,
        "record": "https://record.example",
        "package": "Org+C1",
        "package_version": version,
        "line_items": ["progress", "grade"],
    }
    assert schema_errors(json.loads(files["mobility.json"]), "package.schema.json") == []
    assert version in files["import-me.html"].decode()


def test_without_a_record_nothing_about_reporting_is_in_the_package(tmp_path: Path) -> None:
    package = export(tmp_path)
    assert "mobility.json" not in package.namelist()
    assert 'data-reporting="false"' in package.read("index.html").decode()


def test_the_first_unit_can_be_read_without_scripts(tmp_path: Path) -> None:
    page = export(tmp_path).read("index.html").decode()
    assert "<p>Hello <strong>there</strong></p>" in page.split("</main>")[0]


def test_the_outline_holds_what_the_player_needs_before_a_unit_is_loaded(tmp_path: Path) -> None:
    page = export(tmp_path, AFTER, **mobility(gates=[GATE])).read("index.html").decode()
    outline = json.loads(page.split('id="outline">')[1].split("</script>")[0])
    assert outline["grading"] == {
        "graded": True,
        "assignments": [{"type": "Check", "weight": 1000, "minCount": 1, "dropCount": 0}],
        "passing": 600,
    }
    assert outline["gates"] == [GATE]
    unit = outline["sections"][0]["subsections"][0]["units"][0]
    assert unit["leaves"] == [
        {"id": "html/intro", "type": "html", "title": "Intro", "complete": "view", "points": None},
        {"id": "problem/q1", "type": "problem", "title": "Single", "complete": "submit", "points": 1000},
    ]
    assert outline["state"]["limit"] == 4096


@pytest.mark.parametrize(("format_name", "kept"), [("scorm12", 4096), ("scorm2004", 64_000), ("web", None)])
def test_each_format_says_what_is_kept(tmp_path: Path, format_name: str, kept: int | None) -> None:
    course = write_course(tmp_path / "course")
    _, report = convert_course(course, Options(format=format_name))
    assert (report.format, report.limit) == (format_name, kept)
    assert schema_errors(report.as_json(), "report.schema.json") == []


def test_only_a_format_with_a_limit_warns_of_large_states(tmp_path: Path) -> None:
    problem = '<problem display_name="Q"><stringresponse answer="x"><textline/></stringresponse></problem>'
    unit = "<vertical>" + "".join(f'<problem url_name="q{n}"/>' for n in range(200)) + "</vertical>"
    files: dict[str, str | bytes] = {"vertical/unit.xml": unit, **{f"problem/q{n}.xml": problem for n in range(200)}}
    course = write_course(tmp_path / "course", files)
    warned = {}
    for format_name in FORMATS:
        _, report = convert_course(course, Options(format=format_name))
        warned[format_name] = [p.message for p in report.problems if p.code == "state-too-large"]
    assert "SCORM 1.2 keeps 4096" in warned["scorm12"][0]
    assert warned["web"] == []
    assert all("64000" in message for message in warned["scorm2004"])


@pytest.mark.parametrize("format_name", FORMATS)
def test_author_text_cannot_break_out_of_the_page(tmp_path: Path, format_name: str) -> None:
    evil = "</script><script>alert(1)</script>\u2028"
    package = export(tmp_path, display_name=evil, options=Options(format=format_name))
    page = package.read("index.html").decode()
    assert "<script>alert" not in page
    assert "<script>alert" not in package.read("content/unit.js").decode()
    assert "<script>alert" not in package.read("import-me.html").decode()


def test_file_names_are_safe_for_every_lms(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "static/Ünser Plan #1.svg": b"<svg/>",
        "html/intro.html": '<img src="/static/%C3%9Cnser%20Plan%20%231.svg" alt="">',
    }
    package = export(tmp_path, files)
    (name,) = [n for n in package.namelist() if n.startswith("static/")]
    assert name.isascii()
    assert name == name.lower()
    assert name in package.read("content/unit.js").decode()


def test_every_leaf_stands_in_the_report_once_and_totals_add_up(tmp_path: Path) -> None:
    unit = (
        '<vertical><html url_name="intro"/><problem url_name="q1"/><lti url_name="p"/>'
        '<html url_name="s"><p>a</p><script>1</script></html><html url_name="f"><p>a</p><form/></html></vertical>'
    )
    hidden = '<sequential display_name="L"><vertical url_name="unit"/><vertical url_name="staff"/></sequential>'
    course = write_course(
        tmp_path,
        {
            "vertical/unit.xml": unit,
            "sequential/seq.xml": hidden,
            "vertical/staff.xml": '<vertical visible_to_staff_only="true"><html url_name="h"><p>x</p></html></vertical>',
        },
    )
    _, report = convert_course(course, Options())
    assert {line.id: line.status for line in report.blocks} == {
        "html/intro": "carried",
        "problem/q1": "carried",
        "lti/p": "left_out",
        "html/s": "carried",
        "html/f": "simplified",
        "html/h": "hidden",
    }
    assert report.totals == {"carried": 3, "simplified": 1, "left_out": 1, "hidden": 1, "blocks": 6}
    assert schema_errors(report.as_json(), "report.schema.json") == []
    assert not report.complete
    _, with_hidden = convert_course(course, Options(include_hidden=True))
    assert with_hidden.totals["hidden"] == 0


def test_a_missing_picture_is_a_line_with_file_not_an_end(tmp_path: Path) -> None:
    _, report = convert_course(
        write_course(tmp_path, {"html/intro.html": '<img src="/static/no.svg" alt="">'}), Options()
    )
    (problem,) = report.problems
    assert (problem.code, problem.place.file) == ("missing-file", "html/intro.html")


def test_a_gate_nobody_could_pass_is_left_out_and_said(tmp_path: Path) -> None:
    gate = {"id": "g", "block": "html/intro", "minimum": 1000, "locks": []}
    package, report = convert_course(write_course(tmp_path, **mobility(gates=[gate])), Options())
    assert package.gates == ()
    assert report.problems[0].code == "gate-without-score"


@pytest.mark.parametrize("format_name", SCORM)
def test_mastery_is_refused_for_a_course_with_gates(tmp_path: Path, format_name: str) -> None:
    course = write_course(tmp_path, AFTER, **mobility(gates=[GATE]))
    with pytest.raises(UsageError, match="--mastery"):
        convert_course(course, Options(format=format_name, mastery=80))


def test_mastery_is_refused_where_there_is_no_lms(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no LMS"):
        convert_course(write_course(tmp_path), Options(format="web", mastery=80))


@pytest.mark.parametrize(
    "record", ["record.example", "https://record.example/path", "javascript:alert(1)", "https://a b"]
)
def test_a_wrong_record_address_is_refused(tmp_path: Path, record: str) -> None:
    with pytest.raises(UsageError, match="--record"):
        convert_course(write_course(tmp_path), Options(record=record))


def test_an_export_that_fails_leaves_the_old_package_and_nothing_else(tmp_path: Path) -> None:
    output = tmp_path / "package.zip"
    output.write_bytes(b"old")
    course = write_course(tmp_path / "course", {"course/run.xml": None})
    with pytest.raises(CourseError):
        export_course(course, output, Options())
    assert output.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["course", "package.zip"]


def test_a_disk_that_fails_in_the_middle_leaves_no_half_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    course = write_course(tmp_path / "course")
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(UsageError, match="No space"):
        export_course(course, tmp_path / "package.zip", Options())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["course"]


def test_the_zip_opens_with_an_independent_tool(tmp_path: Path) -> None:
    package = export(tmp_path)
    listed = subprocess.run(
        ["python3", "-m", "zipfile", "-t", str(package.filename)], capture_output=True, text=True, check=True
    )
    assert "Done testing" in listed.stdout


def test_units_that_share_a_name_keep_their_own_scripts(tmp_path: Path) -> None:
    lesson = '<sequential><html url_name="safety"><p>A</p></html><problem url_name="safety"><numericalresponse answer="1"/></problem>'
    lesson += '<vertical url_name="safety"><html><p>B</p></html></vertical></sequential>'
    package, _ = convert_course(write_course(tmp_path, {"sequential/seq.xml": lesson}), Options())
    assert len({unit.file for unit in package.units}) == len(package.units) == 3


def test_what_a_course_hands_down_reaches_its_questions(tmp_path: Path) -> None:
    package, _ = convert_course(write_course(tmp_path, max_attempts=2), Options())
    problem = package.units[0].contents[1]
    assert (problem["maxAttempts"], problem["showAnswer"]) == (2, "attempted")


def test_a_grading_type_that_the_policy_lacks_is_said_on_export(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "sequential/seq.xml": '<sequential graded="true" format="Quizz"><vertical url_name="unit"/></sequential>'
    }
    _, report = convert_course(write_course(tmp_path, files), Options())
    assert [problem.code for problem in report.problems] == ["unknown-assignment"]


def test_a_drawing_with_a_program_is_said(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "static/e.svg": "<svg><script>1</script></svg>",
        "html/intro.html": '<img src="/static/e.svg" alt="">',
    }
    _, report = convert_course(write_course(tmp_path, files), Options())
    assert [problem.code for problem in report.problems] == ["active-file"]


def test_a_file_is_found_by_the_name_that_studio_keeps_it_under(tmp_path: Path) -> None:
    """Studio's export holds “My plan (2).svg”; what authors pick in its lists is /static/My_plan__2_.svg."""
    files: dict[str, str | bytes] = {
        "static/My plan (2).svg": b"<svg/>",
        "html/intro.html": '<img src="/static/My_plan__2_.svg" alt="">',
    }
    package, report = convert_course(write_course(tmp_path, files), Options())
    (content,) = package.files.values()
    assert isinstance(content, CourseFile)
    assert b"".join(content.pieces()) == b"<svg/>"
    assert [problem.code for problem in report.problems] == []


def test_a_file_outside_static_is_not_taken_along(tmp_path: Path) -> None:
    page = '<a href="/static/../policies/run/policy.json">x</a>'
    package, report = convert_course(write_course(tmp_path, {"html/intro.html": page}), Options())
    assert [problem.code for problem in report.problems] == ["outside", "broken-link"]
    assert "leads out of the folder static" in report.problems[0].message
    assert not package.files
