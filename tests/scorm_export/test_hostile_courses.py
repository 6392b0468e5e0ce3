"""Courses that grow without end or take for ever: they end within little memory and processor time, in one sentence or
with a package, and nothing else is written."""

import os
from pathlib import Path

import pytest

from tests.scorm_export.bombs import GROWING, NESTED, SLOW, Files
from tests.scorm_export.courses import write_course
from tests.scorm_export.limited import Limited, snapshot

# Processor time, in seconds, and memory, in MiB: many times what these courses need.
SECONDS = 30
# By hand, with the real ceilings: HOSTILE_FULL=1 pytest tests/scorm_export/test_hostile_courses.py
LOW = "HOSTILE_FULL" not in os.environ
MEMORY = 350 if LOW else 700
# The others go the same way when they are checked.
SLOW_TO_CHECK = (
    "policy entries", "dangling pointers", "unused files", "experiments", "groups", "dates", "gates", "yaml", "numbers",
    "sources", "overview",
)  # fmt: skip


def survives(limited: Limited, folder: Path, files: Files, *options: str, check: bool = True) -> None:
    course = write_course(folder / "course", files)  # type: ignore[arg-type]  # None takes a file away
    package = folder / "package.zip"
    before = snapshot(folder)
    done = limited.run("export", course, "-o", package, *options, seconds=SECONDS, memory=MEMORY, low=LOW)
    assert done.code in (0, 1), done
    assert "Traceback" not in done.err
    if done.code:
        assert len(done.sentence) < 2200
    assert snapshot(folder) - before == (set() if done.code else {package})
    if not check:
        return
    done = limited.run("check", course, seconds=SECONDS, memory=MEMORY, low=LOW)
    assert done.code in (0, 1), done
    assert "Traceback" not in done.err
    assert not list(limited.tmp.iterdir())


@pytest.mark.parametrize("name", GROWING)
def test_what_multiplies_ends(tmp_path: Path, limited: Limited, name: str) -> None:
    survives(limited, tmp_path, GROWING[name]())


@pytest.mark.parametrize("name", ["a picture ten thousand times", "one style for a thousand frames"])
def test_what_multiplies_in_a_sandbox_ends(tmp_path: Path, limited: Limited, name: str) -> None:
    survives(limited, tmp_path, GROWING[name](), "--sandbox-scripts")


@pytest.mark.parametrize("name", NESTED)
def test_what_nests_ends(tmp_path: Path, limited: Limited, name: str) -> None:
    survives(limited, tmp_path, NESTED[name]())


@pytest.mark.parametrize("name", SLOW)
def test_what_makes_a_reader_look_again_and_again_ends(tmp_path: Path, limited: Limited, name: str) -> None:
    survives(limited, tmp_path, SLOW[name](), check=name in SLOW_TO_CHECK)
