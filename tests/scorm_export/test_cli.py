"""The command `mobility` as a user calls it: exit codes, messages, nothing half-written."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.scorm_export.courses import write_course


def mobility(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scorm_export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_export_writes_the_package_and_the_report(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    done = mobility("export", course, "--output", tmp_path / "p.zip", "--report", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    assert "version" in done.stdout
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["totals"]["blocks"] == 2
    assert (tmp_path / "p.zip").exists()


def test_the_report_is_a_page_when_its_name_says_so(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", display_name="Welding <basics>")
    page, data = tmp_path / "r.HTML", tmp_path / "r.json"
    done = mobility("export", course, "--output", tmp_path / "p.zip", "--report", page, "--report", data)
    assert done.returncode == 0, done.stderr
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Welding &lt;basics&gt;" in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text())["version"] == 1


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "r.html").mkdir()
    course = write_course(tmp_path / "course")
    done = mobility("export", course, "--output", tmp_path / "p.zip", "--report", tmp_path / "r.html")
    assert done.returncode == 2
    assert "Can't write --report" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["export", "COURSE"], 2, "--output"),
        (["export", "COURSE", "--output", "OUT", "--format", "cmi5"], 2, "cmi5"),
        (["export", "COURSE", "--output", "OUT", "--mastery", "101"], 2, "101"),
        (["export", "COURSE", "--output", "OUT", "--record", "nowhere"], 2, "--record"),
        (["export", "COURSE", "--output", "NODIR/x.zip"], 2, "Can't write"),
        (["export", "COURSE", "--output", "COURSE"], 2, "names the course itself"),
        (["export", "COURSE", "--output", "OUT", "--report", "NODIR/r.json"], 2, "no folder for --report"),
        (
            ["export", "COURSE", "--output", "OUT", "--report", "r.json", "--report", "NODIR/r.html"],
            2,
            "no folder for --report",
        ),
        (
            ["export", "COURSE", "--output", "OUT", "--language", "tlh"],
            2,
            "does not speak “tlh” yet. It speaks: de, en",
        ),
        (["export", "COURSE", "--output", "OUT", "--language", "../locale/de"], 2, "does not speak"),
        (["preview", "COURSE", "--state", "FILE"], 1, "as a folder for --state"),
        (["export", "COURSE", "--output", "OUT", "--format", "web", "--mastery", "60"], 2, "no LMS"),
        (["preview", "COURSE", "--format", "cmi5"], 2, "cmi5"),
        (["export", "NOTHING", "--output", "OUT"], 1, "Check the path"),
        (["nonsense"], 2, "nonsense"),
        (["check", "NOTHING"], 1, "Check the path"),
        (["preview", "NOTHING"], 1, "Check the path"),
    ],
)
def test_wrong_calls_get_one_clear_sentence(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    places = {
        "COURSE": str(write_course(tmp_path / "course")),
        "OUT": str(tmp_path / "p.zip"),
        "NOTHING": str(tmp_path / "none"),
        "NODIR/x.zip": str(tmp_path / "none" / "x.zip"),
        "NODIR/r.json": str(tmp_path / "none" / "r.json"),
        "NODIR/r.html": str(tmp_path / "none" / "r.html"),
        "FILE": __file__,
    }
    done = mobility(*(places.get(word, word) for word in arguments))
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "p.zip").exists()


@pytest.mark.parametrize(
    ("format_name", "there", "not_there", "limit"),
    [
        ("scorm12", {"imsmanifest.xml", "adlcp_rootv1p2.xsd"}, {"service-worker.js", "adlcp_v1p3.xsd"}, 4096),
        ("scorm2004", {"imsmanifest.xml", "adlcp_v1p3.xsd", "datatypes.dtd"}, {"service-worker.js"}, 64_000),
        ("web", {"service-worker.js", "site.webmanifest", "icon.svg"}, {"imsmanifest.xml"}, None),
    ],
)
def test_each_format_is_written_and_said_in_the_report(
    tmp_path: Path, format_name: str, there: set[str], not_there: set[str], limit: int | None
) -> None:
    course = write_course(tmp_path / "course")
    output, report = tmp_path / "p.zip", tmp_path / "r.json"
    done = mobility("export", course, "--output", output, "--report", report, "--format", format_name)
    assert done.returncode == 0, done.stderr
    names = set(zipfile.ZipFile(output).namelist())
    assert there <= names
    assert not not_there & names
    said = json.loads(report.read_text())
    assert (said["format"], said["state"]["limit"]) == (format_name, limit)


def test_a_package_of_another_format_is_not_previewed_as_if(tmp_path: Path) -> None:
    course, output = write_course(tmp_path / "course"), tmp_path / "p.zip"
    assert mobility("export", course, "--output", output, "--format", "web").returncode == 0
    done = mobility("preview", output, "--format", "scorm12")
    assert done.returncode == 2
    assert "of the format web" in done.stderr


def test_strict_writes_nothing_when_something_is_not_carried(tmp_path: Path) -> None:
    unit = '<vertical><poll url_name="p"/></vertical>'
    course = write_course(tmp_path / "course", {"vertical/unit.xml": unit})
    done = mobility("export", course, "--output", tmp_path / "p.zip", "--strict")
    assert done.returncode == 1
    assert "--strict" in done.stderr
    assert "vertical/unit.xml" in done.stderr
    assert not (tmp_path / "p.zip").exists()


def test_check_tells_what_to_mend(tmp_path: Path) -> None:
    outcomes = {"outcomes": [{"id": "LO1", "text": "x"}], "serves": {"problem/none": ["LO9"]}}
    course = write_course(tmp_path, other_course_settings={"mobility": {"version": 1, **outcomes}})
    done = mobility("check", course, "--json")
    assert done.returncode == 1
    codes = {problem["code"] for problem in json.loads(done.stdout)["problems"]}
    assert codes == {"unknown-block", "unknown-outcome", "no-outcome", "outcome-not-served"}


def test_check_is_content_with_a_good_course(tmp_path: Path) -> None:
    serves = {"outcomes": [{"id": "LO1", "text": "x"}], "serves": {"problem/q1": ["LO1"]}}
    gates = [{"id": "g", "block": "sequential/seq", "minimum": 1000, "locks": []}]
    course = write_course(tmp_path, other_course_settings={"mobility": {"version": 1, "gates": gates, **serves}})
    done = mobility("check", course)
    assert done.returncode == 0, done.stderr
    assert "prerequisite of" in " ".join(done.stdout.split())


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = mobility("preview", write_course(tmp_path), "--port", taken.getsockname()[1])
    assert done.returncode == 1
    assert "is in use. Choose another with --port" in done.stderr


def test_help_lists_the_commands() -> None:
    done = mobility("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("check", "demo", "export", "preview", "record"))


def test_brackets_in_names_are_no_markup(tmp_path: Path) -> None:
    unit = '<vertical><poll url_name="a[/b]"/></vertical>'
    course = write_course(tmp_path / "course", {"vertical/unit.xml": unit}, display_name="Welding [/1] basics")
    done = mobility("export", course, "--output", tmp_path / "p.zip")
    assert done.returncode == 0, done.stderr
    assert "Welding [/1] basics" in done.stderr
    assert "a[/b]" in done.stderr
