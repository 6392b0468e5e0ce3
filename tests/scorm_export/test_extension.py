"""Other packages' convertors, found by entry point: the example of docs/how-to/write-a-convertor.md, as it stands there."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.scorm_export.courses import write_course

CARDS = '<flashcards url_name="f" display_name="Words"><card front="Stop" back="&lt;b&gt;Seis&lt;/b&gt;&lt;script&gt;1&lt;/script&gt;"/></flashcards>'


@pytest.fixture
def outside(tmp_path: Path, root: Path) -> Path:
    """A folder that holds the page's example as an installed package."""
    page = (root / "docs" / "how-to" / "write-a-convertor.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(code.splitlines()) < 40
    folder = tmp_path / "site"
    metadata = folder / "flashcards_package-1.0.dist-info"
    metadata.mkdir(parents=True)
    (folder / "flashcards_package.py").write_text(code, encoding="utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: flashcards-package\nVersion: 1.0\n")
    (entry,) = re.findall(r"^    (flashcards = \S+)$", page, re.MULTILINE)
    (metadata / "entry_points.txt").write_text(f"[scorm_export.convertors]\n{entry}\n")
    return folder


def export(course: Path, output: Path, outside: Path | None) -> dict[str, object]:
    """Export in a process of its own, which sees ``outside`` as installed; return the report."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, filter(None, (outside,))))}
    report = output.with_suffix(".json")
    command = [
        sys.executable,
        "-m",
        "scorm_export",
        "export",
        str(course),
        "--output",
        str(output),
        "--report",
        str(report),
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    found: dict[str, object] = json.loads(report.read_text())
    return found


def test_a_convertor_from_outside_shows_what_was_a_placeholder(tmp_path: Path, outside: Path) -> None:
    course = write_course(tmp_path / "course", {"vertical/unit.xml": f"<vertical>{CARDS}</vertical>"})
    without = export(course, tmp_path / "without.zip", None)
    assert without["totals"] == {"carried": 0, "simplified": 0, "left_out": 1, "hidden": 0, "blocks": 1}
    with_it = export(course, tmp_path / "with.zip", outside)
    assert with_it["totals"] == {"carried": 1, "simplified": 0, "left_out": 0, "hidden": 0, "blocks": 1}
    unit = zipfile.ZipFile(tmp_path / "with.zip").read("content/unit.js").decode()
    assert json.loads(unit.split(",", 1)[1].rsplit(")", 1)[0])["leaves"] == [
        {
            "id": "flashcards/f",
            "type": "html",
            "html": "<h3>Words</h3><details><summary>Stop</summary><b>Seis</b></details>",
        }
    ]


def test_a_block_that_is_broken_for_it_is_reported_with_its_place(tmp_path: Path, outside: Path) -> None:
    course = write_course(
        tmp_path / "course", {"vertical/unit.xml": '<vertical>\n<flashcards url_name="f" x="1"/></vertical>'}
    )
    report = export(course, tmp_path / "p.zip", outside)
    (problem,) = [problem for problem in report["problems"] if problem["code"] == "broken-block"]  # type: ignore[attr-defined]  # the report is plain JSON
    assert (problem["file"], problem["line"]) == ("vertical/unit.xml", 2)
    assert "has no <card>" in problem["message"]


def test_the_api_does_what_the_command_does(tmp_path: Path) -> None:
    from scorm_export import export as export_api

    course = write_course(tmp_path / "course")
    dry = export_api(course, format="scorm2004")
    assert list(tmp_path.iterdir()) == [tmp_path / "course"]
    report = export_api(str(course), tmp_path / "p.zip", format="scorm2004")
    assert (report.format, report.totals, report.complete) == ("scorm2004", dry.totals, True)
    assert report.package_version in zipfile.ZipFile(tmp_path / "p.zip").read("import-me.html").decode()
