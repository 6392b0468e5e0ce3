"""The same course gives the same bytes wherever it is exported: nothing of the computer comes into a package."""

import sys
from pathlib import Path

import pytest

from scorm_export.formats.registry import FORMATS
from tests.scorm_export.courses import write_course
from tests.scorm_export.surroundings import AT_HOME, ELSEWHERE, TURKISH, Surroundings, listing

# What a careless exporter would take in any order, or in the order of a locale.
MANY: dict[str, str | bytes] = {
    "vertical/unit.xml": '<vertical display_name="Üben I"><html url_name="intro"/><problem url_name="q1"/>'
    '<done url_name="d"/><poll url_name="p"/></vertical>',
    "html/intro.html": "".join(
        f'<p class="b a" style="color: red; margin: 0"><img src="/static/{name}.svg" alt="İI"></p>'
        for name in ("zebra", "Äpfel", "IRMAK", "a-b")
    ),
    **{f"static/{name}.svg": f"<svg><title>{name}</title></svg>" for name in ("zebra", "Äpfel", "IRMAK", "a-b")},
}
OPTIONS = ("--record", "https://record.example", "--language", "de", "--language", "en")


def made(tmp_path: Path, surroundings: Surroundings, course: Path, format_name: str) -> Path:
    folder = surroundings.place(course, tmp_path / surroundings.name / "course")
    output = tmp_path / surroundings.name / "package.zip"
    failure = surroundings.export(Path(sys.executable), folder, output, "--format", format_name, *OPTIONS)
    assert failure == ""
    return output


@pytest.mark.parametrize("other", [ELSEWHERE, TURKISH], ids=lambda surroundings: surroundings.name)
@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("course", ["many", "ready-there-back"])
def test_nothing_of_the_computer_comes_into_a_package(
    tmp_path: Path, root: Path, course: str, format_name: str, other: Surroundings
) -> None:
    source = write_course(tmp_path / "source", MANY) if course == "many" else root / "courses" / course
    here, there = made(tmp_path, AT_HOME, source, format_name), made(tmp_path, other, source, format_name)
    assert listing(there) == listing(here)
    assert there.read_bytes() == here.read_bytes()
