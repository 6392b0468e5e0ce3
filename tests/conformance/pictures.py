"""Takes a picture of every unit, for people to look at.

python -m tests.conformance.pictures COURSE_OR_ZIP FOLDER [--width 360] [--dark] [--only WORDS] [--language de-DE]

One PNG per unit, the whole page at most 12,000 pixels high. A course is exported as a web site first. All gates are open.
"""

import argparse
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext

from scorm_export.exporting import Options, export_course
from scorm_export.preview.server import read_package
from tests.conformance.packages import browser
from tests.conformance.tour import Served, Tour, file_name, in_lms
from tests.conformance.witness import FLAGS
from tests.e2e.packages import without_gates

HIGHEST = 12_000  # pixels; browsers draw no more than 16,384
HEIGHT = 900


def main() -> int:
    """Take the pictures; return the exit code."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        files = without_gates(read_package(_package(asked.course, Path(folder))))
    with browser(*FLAGS) as chromium, in_lms(files) as place:
        context = chromium.new_context(
            viewport={"width": asked.width, "height": HEIGHT},
            color_scheme="dark" if asked.dark else "light",
            locale=asked.language,
        )
        taken = take(context, place, asked.folder, asked.only.lower())
    print(f"{taken} pictures in {asked.folder}")
    return 0 if taken else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("course", type=Path, help="a course (folder or archive) or a package of ours")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--width", type=int, default=1200, help="pixels; 360 is a phone")
    parser.add_argument("--dark", action="store_true", help="the dark colours")
    parser.add_argument("--only", default="", help="only units whose title holds these words")
    parser.add_argument("--language", default="en-GB", help="the learner's language")
    return parser.parse_args()


def _package(course: Path, folder: Path) -> Path:
    """Return a package of ours as it is; export a course."""
    if zipfile.is_zipfile(course):
        with zipfile.ZipFile(course) as archive:
            if {"player.js", "index.html"} <= set(archive.namelist()):
                return course
    export_course(course, folder / "course.zip", Options(format="web"))
    return folder / "course.zip"


def take(context: BrowserContext, place: Served, folder: Path, only: str) -> int:
    """Write a picture of each unit whose title holds ``only``; return how many."""
    tour = Tour(context, Served(place.page, place.root))
    tour.open()
    taken = 0
    for seen in tour.units():
        if only in seen.heading.lower():
            _picture(tour, folder / file_name(seen.index, seen.heading))
            taken += 1
    for one in tour.witness.of("fault"):
        print(f"{one.where}: {one.what}")
    return taken


def _picture(tour: Tour, path: Path) -> None:
    size = tour.page.evaluate("() => [innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], HIGHEST)}
    tour.page.screenshot(path=path, full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]  # a clip is a dict with its four numbers


if __name__ == "__main__":
    sys.exit(main())
