"""A platform with Assignment and Grade Services over real HTTP, that can be told to lie.

By itself it behaves as the platform whose name it bears (facts/lti-and-record.md 1.2, 2.1, 2.2): it checks assertions and
tokens, pages its line items, refuses stale scores in its own words. `platform.lies["scores"] = Reply(…)` makes one
endpoint (`token`, `lineitems`, `scores`, `results`) answer something else: always, or a list of replies first.
"""

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from mobility_bridge.client import CANVAS, MOODLE, OPEN_EDX, RECORD, Platform

CLIENT = "client-17"
ISSUER = "https://record.example"
PACKAGE = "BlendedMobility+APP"
KINDS = ("token", "lineitems", "scores", "results")
PROFILES = {profile.name: profile for profile in (RECORD, MOODLE, CANVAS, OPEN_EDX)}
SCOPES = " ".join(
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem.readonly", "score", "result.readonly")
)


@dataclass(frozen=True)
class Reply:
    """One answer. `cut`: close after this many bytes of it; `drip`: seconds between bytes, without an end."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    cut: int | None = None
    drip: float | None = None
    drip_head: bool = False


@dataclass(frozen=True)
class Seen:
    """One request that arrived."""

    kind: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Lie = Reply | list[Reply] | Callable[[Seen], Reply]


def answer(value: object, status: int = 200, **headers: str) -> Reply:
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **names})


class LyingPlatform:
    def __init__(self, key: RSAKey | ECKey, style: str = "record") -> None:
        self.key, self.style = key, style
        self.lies: dict[str, Lie] = {}
        self.seen: list[Seen] = []
        self.tags = [(PACKAGE, tag) for tag in ("progress", "grade", "gate:work-safety")] + [
            ("Other+X", "grade"),
            ("", ""),
        ]
        self.held: dict[tuple[str, str], dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.spent: set[str] = set()
        self.closing = threading.Event()
        platform = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def do_GET(self) -> None:
                platform.serve(self)

            do_POST = do_GET

            def log_message(self, *words: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *where: object) -> None:
                pass  # clients go away in the middle: that is what is tested

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def line_items_url(self) -> str:
        return f"{self.origin}/lineitems" + ("?type_id=3" if self.style == "moodle" else "")

    def item_url(self, number: int) -> str:
        return f"{self.origin}/lineitems/{number}/lineitem" + ("?type_id=3" if self.style == "moodle" else "")

    def registration(self, **more: Any) -> Platform:
        given = {"token_url": f"{self.origin}/token", "line_items_url": self.line_items_url, "issuer": ISSUER} | more
        return Platform(PROFILES[self.style], CLIENT, **given)

    def asked(self, kind: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.kind == kind]

    @contextlib.contextmanager
    def running(self) -> Iterator["LyingPlatform"]:
        self.thread.start()
        try:
            yield self
        finally:
            self.closing.set()
            self.server.shutdown()
            self.server.server_close()
            self.thread.join()

    # -- answering ----------------------------------------------------------------------------------------------------

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        path = parts.path.removeprefix("/lti")  # where a record has it
        last = path.rsplit("/", 1)[-1]
        seen = Seen(
            last if last in KINDS else "item",
            handler.command,
            path,
            parse_qs(parts.query),
            dict(handler.headers),
            body,
        )
        self.seen.append(seen)
        lie = self.lies.get(seen.kind)
        if isinstance(lie, list):
            reply = lie.pop(0) if lie else self.truth(seen)
        elif lie is None:
            reply = self.truth(seen)
        else:
            reply = lie if isinstance(lie, Reply) else lie(seen)
        self.write(handler, reply)

    def write(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        head = [f"HTTP/1.1 {reply.status} Said"]
        length = reply.length if reply.length is not None else len(reply.body)
        if reply.drip is not None and not reply.drip_head:
            length = 100_000
        head += [f"Content-Length: {length}"] if reply.status >= 200 else []
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        raw = "\r\n".join(head).encode("utf-8") + b"\r\n\r\n"
        with contextlib.suppress(OSError):
            if reply.drip_head:
                self.drip(handler, reply, raw)
            elif reply.cut is not None:
                handler.wfile.write((raw + reply.body)[: reply.cut])
            else:
                handler.wfile.write(raw + reply.body)
                if reply.drip is None and length == len(reply.body):
                    return
                self.drip(handler, reply, b"")
        handler.close_connection = True

    def drip(self, handler: BaseHTTPRequestHandler, reply: Reply, first: bytes) -> None:
        """Byte by byte, and blanks for ever: until the other side has gone."""
        for byte in first[:-4]:
            handler.wfile.write(bytes([byte]))
        while reply.drip is not None and not self.closing.is_set():
            handler.wfile.write(b" ")
            time.sleep(reply.drip)

    # -- the truth ----------------------------------------------------------------------------------------------------

    def truth(self, seen: Seen) -> Reply:
        if seen.kind == "token":
            return self.token(seen)
        if seen.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return answer({"error": "invalid_token"}, 401, WWW_Authenticate='Bearer error="invalid_token"')
        if seen.kind == "lineitems":
            return self.line_items(seen)
        if seen.kind == "scores":
            return self.score(seen)
        return self.results(seen)

    def token(self, seen: Seen) -> Reply:
        form = {name: values[0] for name, values in parse_qs(seen.body.decode()).items()}
        try:
            signed = jwt.decode(form["client_assertion"], self.key, algorithms=["RS256", "ES256"])
        except (JoseError, KeyError, ValueError):
            return answer({"error": "invalid_client"}, 400)
        claims, now = signed.claims, time.time()
        audience = ISSUER if self.style == "record" else f"{self.origin}/token"
        right = (
            claims["iss"] == claims["sub"] == CLIENT
            and claims["aud"] == audience
            and claims["iat"] <= now < claims["exp"] <= now + 120
            and claims["jti"] not in self.spent
            and signed.header["kid"] == "key-1"
            and form["grant_type"] == "client_credentials"
        )
        if not right:
            return answer({"error": "invalid_client"}, 400 if self.style == "moodle" else 401)
        self.spent.add(claims["jti"])
        token = secrets.token_urlsafe(32)
        self.tokens.add(token)
        return answer({"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": form["scope"]})

    def items(self) -> list[dict[str, Any]]:
        return [
            {
                "id": self.item_url(number),
                "label": f"Column {number}",
                "scoreMaximum": 100,
                "resourceId": resource,
                "tag": tag,
            }
            for number, (resource, tag) in enumerate(self.tags, 1)
        ]

    def line_items(self, seen: Seen) -> Reply:
        found = self.items()
        if self.style != "open_edx":
            for name, member in (("tag", "tag"), ("resource_id", "resourceId")):
                if name in seen.query:
                    found = [item for item in found if item[member] == seen.query[name][0]]
        if self.style == "moodle":  # pages only when a limit is asked for
            return answer(found)
        size = 1
        start = int(seen.query.get("from", ["0"])[0])
        link = {}
        if start + size < len(found):
            query = "".join(f"{name}={seen.query[name][0]}&" for name in ("tag", "resource_id") if name in seen.query)
            link = {"Link": f'<{self.origin}{seen.path}?{query.replace("+", "%2B")}from={start + size}>; rel="next"'}
        return answer(found[start : start + size], **link)

    def score(self, seen: Seen) -> Reply:
        sent, place = seen.json, (seen.path.removesuffix("/scores"), seen.json["userId"])
        held = self.held.get(place)
        at = datetime.fromisoformat(sent["timestamp"])
        if self.style == "moodle":
            at = at.replace(microsecond=0)
        if held is not None:
            if self.style == "record" and held["sent"] == sent:
                return Reply(200)
            stale = self.stale(held["at"], at)
            if stale is not None:
                return stale
        taken = {
            "record": set(),
            "open_edx": set(),
            "moodle": {"FullyGraded"},
            "canvas": {"FullyGraded", "PendingManual"},
        }[self.style]
        points = sent.get("scoreGiven") if not taken or sent["gradingProgress"] in taken else None
        self.held[place] = {"at": at, "sent": sent, "points": points, "maximum": sent.get("scoreMaximum", 1)}
        if self.style == "canvas":
            return answer({"resultUrl": f"{self.origin}{place[0]}/results/1"})
        return answer(sent, 201) if self.style == "open_edx" else Reply(200)

    def stale(self, held: datetime, at: datetime) -> Reply | None:
        if self.style == "record" and held >= at:
            return answer({"error": "stale_timestamp", "last": held.isoformat()}, 409)
        if self.style == "moodle" and held >= at:
            return Reply(409)
        if self.style == "canvas" and held > at:
            return answer(
                {
                    "errors": {
                        "type": "bad_request",
                        "message": f"Provided timestamp of {at} before last updated timestamp of {held}",
                    }
                },
                400,
            )
        if self.style == "open_edx" and held == at:
            return answer({"timestamp": ["Score already exists for the provided timestamp"]}, 400)
        if self.style == "open_edx" and held > at:
            return answer({"timestamp": ["Score timestamp can only be updated to a later point in time"]}, 400)
        return None

    def results(self, seen: Seen) -> Reply:
        item, found = seen.path.removesuffix("/results"), []
        wanted = seen.query.get("user_id", [""])[0]
        for (place, user), held in self.held.items():
            # Moodle reads user_id as a number: a pseudonym is 0 to it, and it sends everybody's.
            if place == item and (user == wanted or (self.style == "moodle" and not wanted.isdigit())):
                points = held["points"]
                shown = {"id": f"{self.origin}{item}/results/{user}", "userId": user}
                if points is not None and not (self.style == "moodle" and points == 0):
                    scaled = float(Fraction(points) / Fraction(held["maximum"]) * 100)
                    shown |= {"resultScore": round(scaled, 5), "resultMaximum": 100}
                found.append(shown)
        return answer(found)
