"""SCORM calls a package makes when a learner opens it, and for one answer, counted in the strict mini LMS."""

import tempfile
import threading
from collections import Counter
from pathlib import Path

import chromium
from playwright.sync_api import expect, sync_playwright

from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main(course: Path) -> None:
    """Print the counts per kind of call."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "p.zip"
        export_course(course, output, Options())
        gradebook = Gradebook()
        server = MiniLms(("127.0.0.1", 0), read_package(output), gradebook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = chromium.find()
    opened, answered = _play(server, gradebook, path)
    server.shutdown()
    units = len(convert_course(course, Options())[0].units)
    print(
        f"\nSCORM 1.2 calls, {course} ({units} units)\n\n"
        "| when | Initialize | GetValue | SetValue | Commit |\n|---|---|---|---|---|"
    )
    for name, calls in (("opening", opened), ("one text read", answered)):
        counts = [calls[f"LMS{kind}"] for kind in ("Initialize", "GetValue", "SetValue", "Commit")]
        print(f"| {name} | {' | '.join(map(str, counts))} |")


def _play(server: MiniLms, gradebook: Gradebook, path: str | None) -> tuple[Counter[str], Counter[str]]:
    """Open the course, wait until it is quiet, then read the first text; return the calls of each part."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.goto(f"{server.url}launch/lena")
        expect(page.frame_locator("#course").locator("#heading")).to_be_visible()
        page.wait_for_timeout(1500)
        opened = Counter(call[0] for call in gradebook.calls("lena"))
        page.wait_for_timeout(6000)
        after = Counter(call[0] for call in gradebook.calls("lena"))
        browser.close()
    return opened, after - opened
