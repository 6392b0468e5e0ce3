"""What the judge of the demo course hears, on pages made to fail: ours and an author's are told apart."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import chromium
import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conformance.witness import FLAGS, Witness
from tests.conftest import FLAGS as USUAL_FLAGS

pytestmark = pytest.mark.browser
AUTHOR = "<!doctype html><meta http-equiv=Content-Security-Policy content=\"default-src 'self' 'unsafe-inline'\">"
AUTHOR += "<script>setTimeout(() => { throw new Error('wild') }); Promise.reject(new Error('late'))</script>"
AUTHOR += "<script>console.error('oh')</script><script>let x = ;</script><script src='wrong.js'></script>"
AUTHOR += "<script src='https://other.example/x.js'></script>"
SANDBOXED = '<iframe sandbox="allow-scripts" srcdoc="{}"></iframe>'
PAGES = {
    "/course/index.html": "<!doctype html><link rel=icon href=data:,><script src=player.js></script>",
    "/course/player.js": "",
    "/course/content/u.js": "throw new Error('ours')",
    "/course/static/frame.html": AUTHOR,
    "/course/static/wrong.js": "undefined.x",
    "/course/wrong.js": "/* for srcdoc, whose base is the page's */",
}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(200 if page is not None else 404)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith("js") else "text/html")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def root() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/course/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def listening(browser: Browser) -> Iterator[Browser]:
    """A Chromium with the flags the witness needs."""
    started = browser.browser_type.launch(executable_path=chromium.find(), args=[*USUAL_FLAGS, *FLAGS])
    yield started
    started.close()


@pytest.fixture
def context(listening: Browser) -> Iterator[BrowserContext]:
    made = listening.new_context()
    yield made
    made.close()


def hear(context: BrowserContext, root: str, body: str) -> Witness:
    """Put ``body`` into the course's page and listen for a moment."""
    witness = Witness(context, root)
    page = context.new_page()
    page.goto(f"{root}index.html")
    page.evaluate("markup => document.body.append(document.createRange().createContextualFragment(markup))", body)
    page.wait_for_timeout(700)
    return witness


def told(witness: Witness, kind: str) -> str:
    return "\n".join(one.what for one in witness.of(kind))  # type: ignore[arg-type]  # a kind is one of its words


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<script src="content/u.js"></script>', "ours"),
        ("<script>throw new Error('in the page')</script>", "in the page"),
        ("<script>Promise.reject('no error object')</script>", "no error object"),
        ("<script>let y = ;</script>", "can't be read"),
        ("<script>console.error('said')</script>", "said"),
        ('<img src="static/gone.png" alt="">', "404 for"),
        ('<img src="https://other.example/a.png" alt="">', "asks another host"),
        ('<iframe src="https://other.example/"></iframe>', "asks another host"),
        (SANDBOXED.format("<img src=https://other.example/b.png>"), "asks another host"),
        (SANDBOXED.format("<img src=static/gone.png>"), "404 for"),
    ],
)
def test_what_is_a_fault(context: BrowserContext, root: str, body: str, fault: str) -> None:
    witness = hear(context, root, body)
    assert fault in told(witness, "fault")
    assert told(witness, "author-script") == ""


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="static/frame.html"></iframe>',
        '<iframe sandbox="allow-scripts" src="static/frame.html"></iframe>',
        SANDBOXED.format(AUTHOR.replace('"', "&quot;")),
        SANDBOXED.replace("allow-scripts", "allow-scripts allow-same-origin").format(AUTHOR.replace('"', "&quot;")),
    ],
)
def test_what_fails_in_an_authors_frame_is_listed_apart(context: BrowserContext, root: str, frame: str) -> None:
    witness = hear(context, root, frame)
    assert told(witness, "fault") == ""
    for said in ("wild", "late", "oh", "Unexpected token"):
        assert said in told(witness, "author-script")
    assert "other.example/x.js" in told(witness, "author-blocked")


def test_a_page_without_faults_is_quiet(context: BrowserContext, root: str) -> None:
    witness = hear(context, root, "<p>All is well</p>" + SANDBOXED.format("<p>here too</p>"))
    assert witness.heard == []
    assert not witness.busy
