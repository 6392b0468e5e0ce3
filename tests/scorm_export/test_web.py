"""The format web: what is in the site, and that a real browser plays all of it when the server is gone."""

import base64
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scorm_export.exporting import Options, export_course
from tests.scorm_export.courses import write_course
from tests.scorm_export.site import WebSite

WEB = Options(format="web")
READY = "Ready for offline use"
TWO_UNITS: dict[str, str | bytes] = {
    "sequential/seq.xml": '<sequential display_name="Lesson" graded="true" format="Check">'
    '<vertical url_name="unit"/><vertical url_name="second" display_name="Second"><html><p>Further on</p></html></vertical>'
    "</sequential>",
}


def export(folder: Path, files: dict[str, str | bytes] | None = None, options: Options = WEB, **changes: Any) -> Path:
    output = folder / "site.zip"
    export_course(write_course(folder / "course", files, **changes), output, options)
    return output


def said(archive: zipfile.ZipFile) -> dict[str, Any]:
    """The list in front of the service worker."""
    match = re.match(r"self\.mobilityFiles=(\{.*?\});\n", archive.read("service-worker.js").decode())
    assert match
    files: dict[str, Any] = json.loads(match[1])
    return files


@pytest.mark.parametrize("record", [None, "https://record.example"])
def test_the_worker_knows_every_file_of_the_course_and_its_digest(tmp_path: Path, record: str | None) -> None:
    archive = zipfile.ZipFile(export(tmp_path, {"static/a b.svg": b"<svg/>"}, Options(format="web", record=record)))
    files = said(archive)
    of_the_site = {"service-worker.js", "import-me.html", "mobility.json", "site.webmanifest", "icon.svg"}
    assert set(files["kept"]) == set(archive.namelist()) - of_the_site
    assert files["newest"] == (["mobility.json"] if record else [])
    for name, digest in files["kept"].items():
        seen = base64.b64encode(hashlib.sha256(archive.read(name)).digest()).decode()
        assert digest == f"sha256-{seen}", name
    assert files["version"] in archive.read("import-me.html").decode()


def test_a_site_needs_nothing_of_an_lms(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(export(tmp_path, display_name="Ünïcode & <tags>"))
    names = archive.namelist()
    assert not [name for name in names if name.endswith((".xsd", ".dtd")) or name == "imsmanifest.xml"]
    manifest = json.loads(archive.read("site.webmanifest"))
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("Ünïcode & <tags>", "en", "ltr")
    assert manifest["icons"][0]["src"] in names
    page = archive.read("index.html").decode()
    assert '<link rel="manifest" href="site.webmanifest">' in page
    assert json.loads(page.split('id="outline">')[1].split("</script>")[0])["format"] == "web"
    assert not re.search(r"<script(?![^>]*(?: src=| type=\"application/json\"))", page)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[WebSite]:
    folder = tmp_path / "www"
    folder.mkdir()
    server = WebSite(folder)
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    yield made
    made.close()


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address)
    return page


def newer_waits(page: Page) -> None:
    """Wait until a newer version is on the device, ready to take over."""
    page.evaluate(
        """async () => { const registration = await navigator.serviceWorker.getRegistration();
        while (!registration.waiting) await new Promise(done => setTimeout(done, 100)); }"""
    )


def comes_with_a_visit(page: Page, text: str) -> None:
    """Open the page until the version with ``text`` has taken over: a browser waits for what the old one still serves."""
    for _ in range(6):
        page.reload(wait_until="commit")  # the page begins once more by itself
        try:
            expect(page.get_by_text(text)).to_be_visible(timeout=4_000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"“{text}” never came")


def caches(page: Page) -> list[str]:
    names: list[str] = page.evaluate("async () => (await caches.keys()).sort()")
    return names


@pytest.mark.browser
def test_the_whole_course_works_after_the_server_is_gone(
    tmp_path: Path, site: WebSite, context: BrowserContext, root: Path
) -> None:
    package = tmp_path / "site.zip"
    export_course(root / "courses" / "ready-there-back", package, WEB)
    page = visit(context, site.put(package, "courses/safe"))
    expect(page.get_by_text(READY)).to_be_visible(timeout=30_000)
    site.stop()

    page.reload()
    expect(page.locator("#heading")).to_be_visible()
    expect(page.get_by_text(READY)).to_be_visible()
    for _ in range(12):
        if page.locator("video").count():
            break
        page.locator("nav.steps button.primary").click()
        expect(page.locator("section.leaf").first).to_be_visible()
    film = page.locator("video")
    film.evaluate("film => { film.muted = true; film.playbackRate = 16; return film.play(); }")
    film.evaluate("film => film.ended || new Promise(done => film.addEventListener('ended', done))")
    assert film.evaluate("film => { film.currentTime = 1; return film.seekable.end(0); }") > 1
    page.wait_for_function("document.querySelector('video').currentTime >= 1")
    answer = page.evaluate(
        """async () => { const answer = await fetch(document.querySelector('video').currentSrc, {headers: {Range: 'bytes=10-19'}});
        return [answer.status, answer.headers.get('Content-Range'), (await answer.arrayBuffer()).byteLength]; }"""
    )
    assert answer[0] == 206
    assert answer[1].startswith("bytes 10-19/")
    assert answer[2] == 10

    page.goto(page.url.split("#")[0] + "index.html?from=elsewhere")
    expect(page.locator("#heading")).to_be_visible()


@pytest.mark.browser
def test_a_new_version_replaces_the_old_one_and_leaves_other_courses_alone(
    tmp_path: Path, site: WebSite, context: BrowserContext
) -> None:
    other = visit(context, site.put(export(tmp_path / "other"), "other"))
    expect(other.get_by_text(READY)).to_be_visible()
    other.close()
    address = site.put(export(tmp_path / "1"), "course")
    page = visit(context, address)
    expect(page.get_by_text("Hello there")).to_be_visible()
    expect(page.get_by_text(READY)).to_be_visible()
    before = caches(page)
    assert len(before) == 2

    site.put(export(tmp_path / "2", {"html/intro.html": "<p>Hello again</p>"}), "course")
    page.reload()  # still the old version, which looks for a new one
    expect(page.get_by_text("Hello there")).to_be_visible()
    newer_waits(page)
    comes_with_a_visit(page, "Hello again")
    expect(page.get_by_text(READY)).to_be_visible()
    after = caches(page)
    assert len(after) == 2
    assert len(set(after) & set(before)) == 1


@pytest.mark.browser
def test_a_new_version_does_not_take_over_while_a_second_window_is_open(
    tmp_path: Path, site: WebSite, context: BrowserContext
) -> None:
    address = site.put(export(tmp_path / "1", TWO_UNITS), "course")
    first, second = visit(context, address), visit(context, address)
    expect(first.get_by_text(READY)).to_be_visible()
    site.put(export(tmp_path / "2", {**TWO_UNITS, "html/intro.html": "<p>Hello again</p>"}), "course")
    second.reload()
    newer_waits(second)
    second.reload()
    expect(second.get_by_text("Hello there")).to_be_visible()
    first.locator("nav.steps button.primary").click()
    expect(first.get_by_text("Further on")).to_be_visible()
    first.close()
    comes_with_a_visit(second, "Hello again")


@pytest.mark.browser
def test_a_site_that_is_only_half_replaced_is_not_kept(tmp_path: Path, site: WebSite, context: BrowserContext) -> None:
    address = site.put(export(tmp_path / "1"), "course")
    page = visit(context, address)
    expect(page.get_by_text(READY)).to_be_visible()
    with zipfile.ZipFile(export(tmp_path / "2", {"html/intro.html": "<p>Hello again</p>"})) as newer:
        newer.extract("service-worker.js", site.folder / "course")
    states = page.evaluate(
        """async () => { const registration = await navigator.serviceWorker.getRegistration();
        const found = new Promise(done => registration.addEventListener('updatefound', () => {
          const next = registration.installing;
          next.addEventListener('statechange', () => done(next.state)); }));
        registration.update().catch(() => undefined); return found; }"""
    )
    assert states == "redundant"
    site.stop()
    page.reload()
    expect(page.get_by_text("Hello there")).to_be_visible()


@pytest.mark.browser
def test_what_the_browser_threw_away_is_not_called_ready(
    tmp_path: Path, site: WebSite, context: BrowserContext
) -> None:
    page = visit(context, site.put(export(tmp_path, TWO_UNITS), "course"))
    expect(page.get_by_text(READY)).to_be_visible()
    page.evaluate(
        """async () => { const cache = await caches.open((await caches.keys())[0]);
        for (const {url} of await cache.keys()) if (url.includes('second')) await cache.delete(url); }"""
    )
    site.stop()
    page.reload()
    expect(page.locator("#heading")).to_be_visible()
    page.wait_for_timeout(1000)
    expect(page.get_by_text(READY)).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("page_name", ["", "index.html"])
def test_a_server_that_redirects_the_start_page_is_no_obstacle(
    tmp_path: Path, context: BrowserContext, page_name: str
) -> None:
    folder = tmp_path / "www"
    folder.mkdir()
    site = WebSite(folder, short=True)
    address = site.put(export(tmp_path), "course")
    page = visit(context, address + page_name)
    expect(page.get_by_text(READY)).to_be_visible()
    site.stop()
    for again in (address, address + "index.html"):
        page.goto(again)
        expect(page.get_by_text("Hello there")).to_be_visible()


@pytest.mark.browser
def test_where_the_record_is_said_is_asked_anew_each_time(
    tmp_path: Path, site: WebSite, context: BrowserContext
) -> None:
    options = Options(format="web", record="https://record.example")
    page = visit(context, site.put(export(tmp_path, options=options), "course"))
    expect(page.get_by_text(READY)).to_be_visible()
    edited = site.folder / "course" / "mobility.json"
    edited.write_text(edited.read_text().replace("record.example", "moved.example"))
    os.utime(edited, (315_532_800, 315_532_800))
    read = "async () => (await (await fetch('mobility.json')).json()).record"
    assert page.evaluate(read) == "https://moved.example"
    site.stop()
    assert page.evaluate(read) == "https://moved.example"


@pytest.mark.browser
def test_other_addresses_are_none_of_the_workers_business(
    tmp_path: Path, site: WebSite, context: BrowserContext
) -> None:
    page = visit(context, site.put(export(tmp_path), "course"))
    expect(page.get_by_text(READY)).to_be_visible()
    (site.folder / "course" / "later.txt").write_text("by another hand")
    assert page.evaluate("async () => (await fetch('later.txt')).text()") == "by another hand"
    site.stop()
    for call in ("fetch('later.txt')", "fetch('import-me.html')", "fetch('index.html', {method: 'POST', body: ''})"):
        assert page.evaluate(f"() => {call}.then(() => 'answered', () => 'failed')") == "failed", call


@pytest.mark.browser
def test_from_a_folder_it_works_without_a_worker(tmp_path: Path, context: BrowserContext) -> None:
    folder = tmp_path / "stick"
    with zipfile.ZipFile(export(tmp_path, TWO_UNITS)) as archive:
        archive.extractall(folder)
    page = visit(context, (folder / "index.html").as_uri())
    page.locator("nav.steps button.primary").click()
    expect(page.get_by_text("Further on")).to_be_visible()
    expect(page.get_by_text(READY)).to_have_count(0)
