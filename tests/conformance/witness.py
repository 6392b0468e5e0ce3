"""Hears what goes wrong in a browser while a course is shown, and tells ours from what the author's own frames do.

Ours is what the page, the player and the package's own scripts do. An author's activity runs in a frame of its own, with
scripts from its own files: what fails in there is listed apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Request, Response, WebError

# The package's own scripts, its page, and the mini LMS around it (contract 7).
OURS = re.compile(r"/(?:[\w.-]+\.js|index\.html|(?:content|lang)/[^/]+\.js|launch/\w+|lms/[\w.-]+|)")
NETWORK_WORDS = "Failed to load resource"
# Chromium names no file for a script that it can't read; the frame it stands in tells whose it is.
LISTEN = "addEventListener('error', event => { if (event.message) mobilityJudge(event.message); });"
# Nobody else is asked, whatever a page tries; and with frames in one process no request of theirs goes unheard.
FLAGS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-site-isolation-trials")
Kind = Literal["fault", "author-script", "author-blocked"]


@dataclass(frozen=True)
class Heard:
    """One thing that went wrong. ``where`` is the page that was open."""

    kind: Kind
    where: str
    what: str


@dataclass
class Witness:
    """Listens to all pages of ``context``. ``root`` is the package's address, ``where`` what is open, for the reader.

    The browser must run with `FLAGS`.
    """

    context: BrowserContext
    root: str
    where: str = "opening"
    heard: list[Heard] = field(default_factory=list)
    _pending: dict[Request, str] = field(default_factory=dict)
    _unread: list[tuple[str, str]] = field(default_factory=list)  # page and message of scripts that can't be read
    _of_authors: list[str] = field(default_factory=list)  # what was thrown in authors' frames
    _repeated: list[tuple[str, str, str]] = field(default_factory=list)  # page, address and text of the console

    def __post_init__(self) -> None:
        self.host = urlsplit(self.root).netloc
        self.context.expose_binding("mobilityJudge", self._thrown)
        self.context.add_init_script(LISTEN)
        self.context.on("weberror", self._error)
        self.context.on("console", self._console)
        self.context.on("request", self._request)
        self.context.on("response", self._response)
        self.context.on("requestfinished", self._finished)
        self.context.on("requestfailed", self._failed)

    @property
    def busy(self) -> bool:
        """True while an answer is awaited."""
        return bool(self._pending)

    def of(self, kind: Kind) -> list[Heard]:
        """Return what was heard of one kind, each thing once per page."""
        every = [*self.heard, *self._placed(), *self._only_in_the_console()]
        return list(dict.fromkeys(heard for heard in every if heard.kind == kind))

    def _placed(self) -> Iterator[Heard]:
        for where, message in self._unread:
            authors = any(message in thrown for thrown in self._of_authors)
            yield Heard("author-script" if authors else "fault", where, f"{message} (a script that can't be read)")

    def _only_in_the_console(self) -> Iterator[Heard]:
        """The console repeats what the requests have told; should one have gone unheard, this is what is left of it."""
        for where, url, text in self._repeated:
            if not any(url[:200] in heard.what for heard in self.heard):
                yield Heard("fault", where, f"{text} ({url[:200]})")

    def _say(self, kind: Kind, what: str, where: str = "") -> None:
        self.heard.append(Heard(kind, where or self.where, what))

    def ours(self, url: str) -> bool:
        """True for a script or page of ours; also when nothing is known about where a thing happened."""
        if not url:
            return True
        parts = urlsplit(url)
        base = urlsplit(self.root)
        if parts.netloc != base.netloc:
            return False  # about:srcdoc, blob:, data:, another host: nothing of ours runs there
        inside = parts.path.removeprefix(base.path.rstrip("/")) or "/"
        return OURS.fullmatch(inside) is not None or OURS.fullmatch(parts.path) is not None

    def _thrown(self, source: dict[str, Any], message: str) -> None:
        if not self._is_ours(source["frame"]):
            self._of_authors.append(message)

    def _error(self, error: WebError) -> None:
        text = str(error.error)[:300]
        place = getattr(error, "location", None) or {}
        in_stack = re.search(r"(?:https?|blob|data|about):[^\s)]+?(?=:\d+)", error.error.stack or "")
        url = place.get("url") or (in_stack[0] if in_stack else "")
        if url:
            self._say("fault" if self.ours(url) else "author-script", f"{text} ({url})")
        else:
            self._unread.append((self.where, text))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        url = message.location["url"]
        if message.text.startswith(NETWORK_WORDS):
            if urlsplit(url).path != "/favicon.ico":  # browsers look for it on every server, the page did not ask
                self._repeated.append((self.where, url, message.text))
            return
        refused = "Content Security Policy" in message.text or "sandboxed" in message.text
        kind: Kind = "fault" if self.ours(url) else "author-blocked" if refused else "author-script"
        self._say(kind, f"console: {message.text[:300]} ({url or 'no address'})")

    def _request(self, request: Request) -> None:
        if request.url.startswith(("http", "ws")):
            self._pending[request] = self.where

    def _response(self, response: Response) -> None:
        if urlsplit(response.url).netloc != self.host:
            self._say("fault", f"asks another host: {response.url[:200]}", self._pending.get(response.request, ""))
        elif response.status >= 400:
            self._say("fault", f"{response.status} for {response.url[:200]}", self._pending.get(response.request, ""))

    def _finished(self, request: Request) -> None:
        self._pending.pop(request, None)

    def _failed(self, request: Request) -> None:
        where = self._pending.pop(request, "")
        if not request.url.startswith(("http", "ws")):
            return
        reason = (request.failure or "").lower()
        if "csp" in reason:
            kind: Kind = "author-blocked" if self._in_author_frame(request) else "fault"
            self._say(kind, f"blocked by a policy: {request.url[:200]}", where)
        elif urlsplit(request.url).netloc != self.host:
            self._say("fault", f"asks another host: {request.url[:200]}", where)
        elif not ("aborted" in reason and (request.resource_type == "media" or where != self.where)):
            # A film's rest is not fetched, and what a page still loads when it is left is given up: neither is a failure.
            self._say("fault", f"{request.failure} for {request.url[:200]}", where)

    def _in_author_frame(self, request: Request) -> bool:
        """True when a document inside the course's page asked, not the page of the course itself."""
        try:
            frame: Frame | None = request.frame
            asker = frame.parent_frame if frame and request.is_navigation_request() else frame
        except Exception:  # a service worker's request, or a navigation whose frame is not there yet, has no frame
            return False
        return asker is not None and not self._is_ours(asker)

    def _is_ours(self, frame: Frame) -> bool:
        """True for the page itself, and for the course's page in the frame of an LMS."""
        return frame.parent_frame is None or frame.url.split("#")[0] == f"{self.root}index.html"
