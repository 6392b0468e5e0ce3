"""CPU seconds and memory of an export, beside limits and programs that only pack; how both grow with a course."""

import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from environment import find_node

from benchmarks.cost import MIB, RUNS, Cost, of, of_exporter
from benchmarks.reference_course import write_blocks, write_reference

FORMATS = ("scorm12", "scorm2004", "web")
PACKER = Path(__file__).parent / "simple_scorm_packager.mjs"
# Python's zipfile, where there is no zip.
STORE = """
import sys, zipfile
from pathlib import Path
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for path in sorted(Path().rglob("*")):
        archive.write(path)
"""
DEMO_COURSE = "MOBILITY_DEMO_COURSE"
USUAL_DEMO_COURSE = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "openedx-demo-course"
BLOCKS = (100, 1_000, 10_000)
FILMS = (10_000_000, 500_000_000)


def main(course: Path) -> None:
    """Print all tables; ``course`` is measured beside the reference course."""
    for table in (reference, partial(courses, course=course), blocks, media):
        with tempfile.TemporaryDirectory() as folder:
            table(Path(folder))


def reference(work: Path) -> None:
    """The reference course: our three formats, and who packs the same bytes without converting anything."""
    course = write_reference(work / "course")
    print(f"\nReference course (50 pages, 50 questions, 50 pictures of 2.3 MB), median of {RUNS}\n")
    print("| what | CPU s | peak MiB | limit |\n|---|---|---|---|")
    for format_name in FORMATS:
        output = work / f"{format_name}.zip"
        cost = of_exporter("export", course, "--format", format_name, "--output", output)
        _row(f"mobility export, {format_name}", cost, "0.5 s, 80 MiB")
    for name, cost in (*_stored(work), _packed(work), ("Python alone", of_exporter())):
        _row(name, cost)


def _stored(work: Path) -> Iterator[tuple[str, Cost]]:
    """The finished package's own files, put into a zip uncompressed."""
    folder = _unpacked(work, "scorm12")
    command = ["zip", "-q", "-0", "-r"] if shutil.which("zip") else [sys.executable, "-c", STORE]
    name = "`zip -0` of the scorm12 package's files"
    name += "" if shutil.which("zip") else " (there is no zip here: Python's zipfile)"
    output = work / "stored.zip"
    costs = []
    for _ in range(RUNS):
        output.unlink(missing_ok=True)  # zip would compare with what is there
        costs.append(of([*command, str(output), *(["."] if shutil.which("zip") else [])], folder, runs=1))
    yield (
        name,
        Cost(_median([cost.cpu for cost in costs]), int(_median([cost.peak for cost in costs])), costs[0].failure),
    )


def _packed(work: Path) -> tuple[str, Cost]:
    """The web export's files, packed by npm's simple-scorm-packager."""
    folder = _unpacked(work, "web")
    node, _ = find_node()
    return "npm simple-scorm-packager on the web export's files", of(
        [node, str(PACKER), str(folder), str(work / "npm")]
    )


def _unpacked(work: Path, format_name: str) -> Path:
    folder = work / format_name
    with zipfile.ZipFile(work / f"{format_name}.zip") as archive:
        archive.extractall(folder)
    return folder


def courses(work: Path, course: Path) -> None:
    """Whole courses: ours, and Open edX's demo course where it is."""
    demo = Path(os.environ.get(DEMO_COURSE) or USUAL_DEMO_COURSE)
    found = [(str(course), course, "")]
    if (demo / "course.xml").is_file():
        found.append(("Open edX's demo course", demo, "2 s"))
    print(f"\nCourses, SCORM 1.2, median of {RUNS}\n")
    print("| course | zip, MB | CPU s | peak MiB | limit |\n|---|---|---|---|---|")
    for name, each, limit in found:
        output = work / "course.zip"
        cost = of_exporter("export", each, "--output", output)
        _row(f"{name} | {output.stat().st_size / 1e6:.2f}" if output.exists() else f"{name} | –", cost, limit)
        output.unlink(missing_ok=True)


def blocks(work: Path) -> None:
    """How the cost grows with the number of blocks; what one block's export costs is taken off first."""
    start = of_exporter("export", write_blocks(work / "1", 1), "--output", work / "p.zip")
    print(f"\nGrowth with blocks (55 % texts, 25 % problems, 8 % films), SCORM 1.2, median of {RUNS}\n")
    print("| blocks | CPU s | peak MiB | CPU ms per block, without the start |\n|---|---|---|---|")
    print(f"| 1 | {start.cpu:.2f} | {start.peak / MIB:.0f} | – |")
    each: list[float] = []
    for count in BLOCKS:
        cost = of_exporter("export", write_blocks(work / str(count), count), "--output", work / "p.zip")
        each.append((cost.cpu - start.cpu) / count)
        _row(f"{count:,}", cost, f"{each[-1] * 1000:.3f}")
        shutil.rmtree(work / str(count))
    print(f"\nPer block, 10,000 beside 1,000: {each[-1] / each[-2]:.2f} (limit: 1.3)")


def media(work: Path) -> None:
    """Peak memory with a small film and a large one: it must not depend on it."""
    print(f"\nReference course with a film of random bytes, SCORM 1.2, median of {RUNS}\n")
    print("| film, MB | CPU s | peak MiB | limit |\n|---|---|---|---|")
    for size in FILMS:
        course = write_reference(work / "course", film=size)
        cost = of_exporter("export", course, "--output", work / "p.zip")
        _row(f"{size / 1e6:.0f}", cost, "the same peak for both")
        shutil.rmtree(course)


def _row(name: str, cost: Cost, limit: str = "") -> None:
    figures = f"failed: {cost.failure} | –" if cost.failure else f"{cost.cpu:.2f} | {cost.peak / MIB:.0f}"
    print(f"| {name} | {figures} | {limit} |", flush=True)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
