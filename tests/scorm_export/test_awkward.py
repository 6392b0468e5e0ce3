"""Courses nobody here has seen: every one of tests/awkward/ becomes a package that holds what its author wrote.

What is in a course is written beside its files (tests/awkward/course.py), so an export is compared with that.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scorm_export.errors import CourseError
from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.report import Report
from tests.awkward import COURSES, REFUSED
from tests.awkward.archives import PACKED, Pack, latin_tar, linked_tar, linked_zip
from tests.awkward.course import Awkward, Refused
from tests.awkward.large import large
from tests.awkward.names import FOLDERS
from tests.awkward.of_2013 import ROOTS
from tests.scorm_export.test_cli import mobility

FORMATS = ("scorm12", "scorm2004", "web")
SCHEMA = json.loads((package_files("scorm_export") / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
each_course = pytest.mark.parametrize("course", COURSES, ids=[course.name for course in COURSES])


def exported(course: Path, output: Path, format_name: str = "scorm12") -> tuple[dict[str, bytes], Report]:
    report, _ = export_course(course, output, Options(format=format_name))
    with zipfile.ZipFile(output) as package:
        return {name: package.read(name) for name in package.namelist()}, report


def outline_of(package: dict[str, bytes]) -> dict[str, Any]:
    found = re.search(rb'id="outline">(.*?)</script>', package["index.html"])
    assert found
    outline: dict[str, Any] = json.loads(found[1])
    return outline


def screens(package: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each unit's heading and all words in its script, in the order of the outline."""
    for section in outline_of(package)["sections"]:
        for subsection in section["subsections"]:
            for unit in subsection["units"]:
                script = package[unit["file"]].decode()
                content = json.loads(script.partition(",")[2].removesuffix(");\n"))
                yield unit["title"], readable(content)


def readable(value: Any) -> str:
    """Return the text in some JSON, without markup; a question stands before its answers."""
    if isinstance(value, dict):
        return " ".join(readable(value[name]) for name in sorted(value, key=lambda name: name != "label"))
    if isinstance(value, list):
        return " ".join(map(readable, value))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", value)).split()) if isinstance(value, str) else ""


def leaf(line: dict[str, Any]) -> str:
    """Return a line of the report as `Awkward.leaves` writes it; names made from content are “?”."""
    name = re.sub(r"/[0-9a-f]{12}(~\d+)?$", "/?", line["id"])
    return name if line["status"] == "carried" else f"{name} {line['status']}"


def said(problems: list[dict[str, Any]]) -> list[str]:
    """Return warnings and errors as `Awkward.says` writes them."""
    places = (
        (each, ":".join(str(part) for part in (each["file"], each["line"]) if part is not None)) for each in problems
    )
    return sorted(f"{each['code']} {place}".strip() for each, place in places if each["severity"] != "info")


@pytest.mark.parametrize("format_name", FORMATS)
@each_course
def test_learners_meet_every_unit_and_its_words_in_order(course: Awkward, format_name: str, tmp_path: Path) -> None:
    package, _ = exported(course.write(tmp_path / "course"), tmp_path / "p.zip", format_name)
    outline = outline_of(package)
    assert (outline["title"], outline["language"], outline["direction"]) == (
        course.title, course.language, course.direction,
    )  # fmt: skip
    found = list(screens(package))
    assert [heading for heading, _ in found] == [shown.heading for shown in course.shown]
    for (_, text), shown in zip(found, course.shown, strict=True):
        at = 0
        for words in shown.words:
            assert words in text[at:], f"“{words}” is not in “{text}”"
            at = text.index(words, at)


@each_course
def test_the_files_that_texts_name_come_along_unchanged(course: Awkward, tmp_path: Path) -> None:
    package, _ = exported(course.write(tmp_path / "course"), tmp_path / "p.zip")
    carried = {data for name, data in package.items() if name.startswith("static/")}
    for name in course.files_there:
        assert course.data.get(f"static/{name}", course.data.get(name)) in carried, name
    for name in package:
        assert re.fullmatch(r"[a-zA-Z0-9/._-]+", name), f"{name} would trip an LMS"


@each_course
def test_the_report_names_every_leaf_once_and_adds_up(course: Awkward, tmp_path: Path) -> None:
    _, report = exported(course.write(tmp_path / "course"), tmp_path / "p.zip")
    told = report.as_json()
    Draft202012Validator(SCHEMA).validate(told)
    assert [leaf(line) for line in told["blocks"]] == list(course.leaves)
    ids = [line["id"] for line in told["blocks"]]
    assert len(ids) == len(set(ids))
    totals = told["totals"]
    assert totals["blocks"] == len(course.leaves)
    assert totals["blocks"] == sum(totals[name] for name in ("carried", "simplified", "left_out", "hidden"))
    assert said(told["problems"]) == sorted(course.says)


@each_course
def test_a_check_says_what_its_author_should_mend(course: Awkward, tmp_path: Path) -> None:
    made = mobility("check", "--json", course.write(tmp_path / "course"))
    told = json.loads(made.stdout)
    Draft202012Validator(SCHEMA).validate(told)
    places = {f"{each['code']} {each['file'] or ''}:{each['line'] or ''}".rstrip(":") for each in told["problems"]}
    assert set(course.finds) <= places
    assert "Traceback" not in made.stderr


@pytest.mark.parametrize("kind", PACKED)
@each_course
def test_it_does_not_matter_how_a_course_is_packed(course: Awkward, kind: str, tmp_path: Path) -> None:
    package, report = convert_course(PACKED[kind](course.data, tmp_path), Options())
    assert [leaf(line) for line in report.as_json()["blocks"]] == list(course.leaves)
    assert [unit.title for unit in package.units] == [shown.heading for shown in course.shown]


@each_course
def test_the_same_course_gives_the_same_package(course: Awkward, tmp_path: Path) -> None:
    made = []
    for kind in ("folder", "folder-around", "tar.gz", "windows-zip"):
        (tmp_path / kind).mkdir()
        output = tmp_path / kind / "p.zip"
        export_course(PACKED[kind](course.data, tmp_path / kind), output, Options(format="scorm2004"))
        made.append(output.read_bytes())
    assert made[0] == made[1] == made[2] == made[3]


@pytest.mark.parametrize("packed", [linked_tar, linked_zip])
def test_a_link_for_course_xml_leads_to_the_run_it_names(packed: Pack, tmp_path: Path) -> None:
    files = {name: data for name, data in ROOTS.data.items() if name != "course.xml"}
    package, _ = convert_course(packed(files, tmp_path), Options())
    assert [unit.title for unit in package.units] == [shown.heading for shown in ROOTS.shown]


def test_names_in_latin_1_stop_nothing(tmp_path: Path) -> None:
    files = {**FOLDERS.data, "static/Größe é.png": b"\x89PNG", "html/Größe.xml": b"<html/>"}
    package, report = convert_course(latin_tar(files, tmp_path), Options())
    assert [leaf(line) for line in report.as_json()["blocks"]] == list(FOLDERS.leaves)
    assert package.units


@pytest.mark.parametrize("refused", REFUSED, ids=[refused.name for refused in REFUSED])
def test_what_is_no_course_is_refused_with_a_reason(refused: Refused, tmp_path: Path) -> None:
    output = tmp_path / "p.zip"
    with pytest.raises(CourseError) as caught:
        export_course(PACKED[refused.packed](refused.data, tmp_path), output, Options())
    assert str(caught.value).startswith(refused.place)
    assert refused.words in str(caught.value)
    assert not output.exists()


def test_ten_thousand_blocks_all_arrive(tmp_path: Path) -> None:
    course = large()
    package, report = exported(PACKED["zip"](course.data, tmp_path), tmp_path / "p.zip")
    told = report.as_json()
    assert [leaf(line) for line in told["blocks"]] == list(course.leaves)
    assert said(told["problems"]) == ["state-too-large"]
    found = list(screens(package))
    assert [heading for heading, _ in found] == [shown.heading for shown in course.shown]
    assert all(shown.words[0] in text for (_, text), shown in zip(found, course.shown, strict=True))
