"""First contentful paint and main thread of a package, beside a plain page with the same text, in the same run."""

import functools
import re
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromium
from playwright.sync_api import Browser, sync_playwright

from benchmarks.opening_calls import FLAGS
from scorm_export.exporting import Options, export_course

RUNS = 15
QUIET = 1500  # milliseconds after the load event
# An LMS that keeps things in memory: the package is measured, not an LMS.
LMS = """window.API = (() => {
  const values = {"cmi.core.student_id": "amy", "cmi.core.lesson_mode": "normal", "cmi.core.credit": "credit"};
  return {LMSInitialize: () => "true", LMSGetValue: (name) => values[name] ?? "", LMSCommit: () => "true",
    LMSSetValue: (name, value) => { values[name] = value; return "true"; },
    LMSFinish: () => "true", LMSGetLastError: () => "0"};
})();"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


def main(course: Path) -> None:
    """Print the medians of both pages."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address = _exported(course, Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        with _served(Path(folder)) as url:
            pages = {"the package": f"{url}{address}", "a plain page with the same text": f"{url}plain.html"}
            measured = {name: [] for name in pages}  # type: dict[str, list[tuple[float, float]]]
            for _ in range(RUNS):
                for name, page in pages.items():
                    measured[name].append(_open(browser, page))
        browser.close()
    print(f"\nOpening {course} in Chromium, no cache, median of {RUNS}\n")
    print("| page | first contentful paint, ms | main thread, CPU ms |\n|---|---|---|")
    for name, runs in measured.items():
        print(f"| {name} | {_median([paint for paint, _ in runs]):.0f} | {_median([cpu for _, cpu in runs]):.0f} |")


def _exported(course: Path, folder: Path) -> str:
    """Unpack the course as SCORM 1.2, and write its first page without scripts and style; return the package's page."""
    export_course(course, folder / "p.zip", Options())
    with zipfile.ZipFile(folder / "p.zip") as archive:
        archive.extractall(folder / "p")
    page = (folder / "p" / "index.html").read_text(encoding="utf-8")
    plain = re.sub(r"<script.*?</script>|<link[^>]*>|<noscript>.*?</noscript>", "", page, flags=re.DOTALL)
    (folder / "plain.html").write_text(plain.replace('src="static/', 'src="p/static/'), encoding="utf-8")
    return "p/index.html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _open(browser: Browser, url: str) -> tuple[float, float]:
    """Return first contentful paint and the main thread's CPU time, both in milliseconds."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(LMS)
    page.goto(url)
    page.wait_for_timeout(QUIET)
    paint = float(page.evaluate(PAINT))
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    context.close()
    return paint, metrics["TaskDuration"] * 1000


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
