"""Judges what becomes of Open edX's demo course: counts that nobody of ours made, and every page in a real browser.

The environment variable MOBILITY_DEMO_COURSE names its folder (github.com/openedx/openedx-demo-course, folder
demo-course); it is no part of this project.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.environments import ROOT, workplace
from tests.conformance.judge_demo_pages import is_beside, looked_at, picks_of
from tests.conformance.raw_course import RawCourse
from tests.conformance.verdicts import Check, Judge, NotRun, expect_equal, expect_true
from tests.scorm_export.manifests import referential_errors, schema_validators

VARIABLE = "MOBILITY_DEMO_COURSE"
USUAL = ROOT.parent / "shared" / "data" / "openedx-demo-course"
FORMATS = ("scorm12", "scorm2004", "web")


@dataclass(frozen=True)
class Exported:
    """One export: the zip, the report as JSON, and what the command said."""

    format: str
    zip: Path
    report: dict[str, Any]


def course_folder() -> Path:
    """Return the demo course's folder; raises `NotRun` when there is none."""
    folder = Path(os.environ.get(VARIABLE) or USUAL)
    if not (folder / "course.xml").is_file():
        raise NotRun("no demo course")
    return folder


def run(_python: Path) -> Iterator[Check]:
    """Export in each format, count, look at every page."""
    course = course_folder()
    work = workplace("demo_course")
    raw = RawCourse(course)
    for format_name in FORMATS:
        failure, exported = export(course, work, format_name)
        yield Check(f"{format_name}: exports", failure)
        if exported is None:
            continue
        with zipfile.ZipFile(exported.zip) as package:
            checks = [
                *manifest_checks(package, format_name),
                *counts(raw, exported.report),
                *content(exported, package),
            ]
            outline = read_outline(package)
        checks += [expect_equal("units", [unit["id"] for unit in units_of(outline) if not is_beside(unit)], raw.units)]
        for check in (
            *checks,
            *looked_at(exported.zip, list(units_of(outline)), picks_of(outline), axe=format_name == "scorm12"),
        ):
            yield Check(f"{format_name}: {check.name}", check.fault, check.accepted)


def export(course: Path, work: Path, format_name: str) -> tuple[str, Exported | None]:
    """Run the command; return what went wrong (empty: nothing) and what it made."""
    output, report = work / f"{format_name}.zip", work / f"{format_name}.json"
    command = [sys.executable, "-m", "scorm_export", "export", str(course), "--format", format_name]
    command += ["--output", str(output), "--report", str(report)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode or "Traceback" in done.stderr:
        return f"code {done.returncode}: {done.stderr.strip()[-600:]}", None
    return "", Exported(format_name, output, json.loads(report.read_text(encoding="utf-8")))


def manifest_checks(package: zipfile.ZipFile, format_name: str) -> Iterator[Check]:
    """Yield what the official schemas and our own references say of imsmanifest.xml."""
    validators = schema_validators()
    if format_name not in validators:
        yield expect_true("has no manifest", "imsmanifest.xml" not in package.namelist(), "a web site needs none")
        return
    yield expect_equal("manifest, schemas", validators[format_name](package.read("imsmanifest.xml")), [])
    yield expect_equal("manifest, references", referential_errors(package, format_name), [])


def counts(raw: RawCourse, report: dict[str, Any]) -> Iterator[Check]:
    """Yield whether the report has each leaf of the course exactly once, and adds up."""
    said = Counter(line["id"] for line in report["blocks"])
    counted = Counter(leaf.id for leaf in raw.leaves)
    yield expect_equal("not in the report", sorted((counted - said).elements()), [])
    yield expect_equal("in the report too often, or not in the course", sorted((said - counted).elements()), [])
    types = Counter(leaf.type for leaf in raw.leaves)
    yield expect_equal("leaves per type", Counter(line["type"] for line in report["blocks"]), types)
    hidden = {line["id"] for line in report["blocks"] if line["status"] == "hidden"}
    yield expect_equal("hidden", hidden, {leaf.id for leaf in raw.leaves if leaf.hidden})
    totals = dict(report["totals"])
    by_status = Counter(line["status"] for line in report["blocks"])
    for status in ("carried", "simplified", "left_out", "hidden"):
        yield expect_equal(f"total of {status}", totals[status], by_status[status])
    whole = totals.pop("blocks")
    yield expect_equal("totals add up", sum(totals.values()), whole)
    yield expect_equal("all blocks", whole, len(raw.leaves))


def content(exported: Exported, package: zipfile.ZipFile) -> Iterator[Check]:
    """Yield, for each leaf that is said to be carried or simplified, whether the package holds it and not just a note."""
    scripts = [package.read(name).decode() for name in package.namelist() if name.startswith("content/")]
    leaves = [leaf for unit in units_of(read_outline(package)) for leaf in unit["leaves"]]
    notes = {leaf["id"] for leaf in leaves if leaf["type"] == "placeholder"}
    for line in exported.report["blocks"]:
        if line["status"] in ("carried", "simplified"):
            there = any(json.dumps(line["id"], ensure_ascii=False) in script for script in scripts)
            fault = "" if there else "no unit's script holds it"
            yield Check(f"{line['id']} is in the package", fault or ("only a note" if line["id"] in notes else ""))


def read_outline(package: zipfile.ZipFile) -> dict[str, Any]:
    """Return the outline the player reads from index.html."""
    page = package.read("index.html").decode()
    outline: dict[str, Any] = json.loads(page.split('id="outline">')[1].split("</script>")[0])
    return outline


def units_of(outline: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the units of all sections, in order."""
    subsections = (sub for section in outline["sections"] for sub in section["subsections"])
    return (unit for sub in subsections for unit in sub["units"])


JUDGE = Judge("demo_course", (), run)
