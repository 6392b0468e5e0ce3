"""questions.js comes into a package only where a question needs it, and then with its texts."""

from pathlib import Path

import pytest

from scorm_export.exporting import Options, export_course
from scorm_export.preview.server import read_package
from tests.e2e.questions import ASKS, PYTHON
from tests.scorm_export.courses import write_course

MORE = {"shuffled", "inline", "formula", "picture", "region"}
ELEMENT = b"player-question"


def packed(folder: Path, xml: str, attributes: str = "") -> dict[str, bytes]:
    """The package of a course with one question."""
    problem = f'<problem display_name="Q" {attributes}>{xml}</problem>'
    course = write_course(folder / "c", {"problem/q1.xml": problem, "static/plan.svg": b"<svg/>"})
    export_course(course, folder / "p.zip", Options(languages=("de",)))
    return read_package(folder / "p.zip")


@pytest.mark.parametrize("name", ASKS)
def test_by_the_kind_of_question(tmp_path: Path, name: str) -> None:
    package = packed(tmp_path, ASKS[name].xml)
    assert (ELEMENT in package.get("blocks.js", b"")) == (name in MORE)
    assert (b"Fadenkreuz" in package["lang/de.js"]) == (name in MORE)


@pytest.mark.parametrize(
    ("attributes", "needed"),
    [
        ("", False),
        ('max_attempts="2" showanswer="always"', False),
        ('show_reset_button="false" rerandomize="never" submission_wait_seconds="0"', False),
        ('show_reset_button="true"', True),
        ('submission_wait_seconds="5"', True),
        ('rerandomize="onreset"', True),
    ],
)
def test_by_the_settings_of_a_question(tmp_path: Path, attributes: str, needed: bool) -> None:
    package = packed(tmp_path, ASKS["single"].xml, attributes)
    assert (ELEMENT in package.get("blocks.js", b"")) == needed


def test_not_for_what_is_only_read(tmp_path: Path) -> None:
    assert "blocks.js" not in packed(tmp_path, PYTHON, 'show_reset_button="true"')
