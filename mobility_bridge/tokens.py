"""Access tokens: asked for with an assertion (RFC 6749 4.4, RFC 7523), kept until shortly before they expire."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from mobility_bridge import strictjson
from mobility_bridge.assertion import Signer
from mobility_bridge.errors import ClientError, GiveUp, StopSending, TryLater
from mobility_bridge.exchange import Answer, Flow, Request, answered, trouble
from mobility_bridge.outcomes import Reason
from mobility_bridge.platforms import Platform

LONGEST_LIFE = 3600  # seconds; whatever the platform promises
_UNSAID_LIFE = 300
_MARGIN = 60
_FORM = re.compile(r"[A-Za-z0-9._~+/-]{1,8192}=*")
_JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

#: Whose token: token URL, client, scopes.
Key = tuple[str, str, frozenset[str]]


@dataclass(frozen=True)
class Token:
    """A bearer token. `until` is on the monotonic clock; past it the token is not used again. Never shown."""

    value: str = field(repr=False)
    scopes: frozenset[str]
    until: float

    @property
    def header(self) -> dict[str, str]:
        """The Authorization header."""
        return {"Authorization": f"Bearer {self.value}"}


class TokenCache:
    """The tokens of all platforms in this process. Threads that need the same one wait for one request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tokens: dict[Key, Token] = {}
        self._asking: dict[Key, threading.Lock] = {}

    def get(self, key: Key, now: float) -> Token | None:
        """The token, unless it expires at `now` (monotonic)."""
        with self._lock:
            token = self._tokens.get(key)
        return token if token and now < token.until else None

    def put(self, key: Key, token: Token) -> None:
        """Keep the token."""
        with self._lock:
            self._tokens[key] = token

    def drop(self, key: Key, token: Token) -> None:
        """Forget `token`; a newer one that another thread has fetched meanwhile stays."""
        with self._lock:
            if self._tokens.get(key) == token:
                del self._tokens[key]

    @contextmanager
    def alone(self, key: Key, patience: float) -> Iterator[None]:
        """Be the one who asks for this token; `TryLater` when another is still asking after `patience` seconds."""
        with self._lock:
            lock = self._asking.setdefault(key, threading.Lock())
        if not lock.acquire(timeout=patience):
            raise TryLater(Reason.TIMEOUT)
        try:
            yield
        finally:
            lock.release()


def key(platform: Platform) -> Key:
    """Under what a platform's token is kept."""
    return platform.token_url, platform.client_id, platform.scopes


def fetch(platform: Platform, signer: Signer, now: float, monotonic: float) -> Flow[Token]:
    """Ask for a token; raises `StopSending` when the platform gives none, `TryLater` when it can't now."""
    answer = answered((yield _request(platform, signer, now)))
    if not answer.good:
        raise _refusal(answer, platform, now)
    try:
        return _read(answer, platform, monotonic)
    except ValueError:
        pass  # raised below, without the answer in the exception's context: it may hold a token
    raise TryLater(Reason.NOT_UNDERSTOOD, answer.status)


def _request(platform: Platform, signer: Signer, now: float) -> Request:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _JWT_BEARER,
        "client_assertion": signer.sign(platform.client_id, platform.audience, now),
        "scope": " ".join(sorted(platform.scopes)),
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return Request("POST", platform.token_url, headers, urlencode(form).encode())


def _refusal(answer: Answer, platform: Platform, now: float) -> ClientError:
    error = trouble(answer, platform.profile, now)
    if isinstance(error, GiveUp) or error.reason in (Reason.UNAUTHORISED, Reason.FORBIDDEN):
        return StopSending(Reason.TOKEN_REFUSED, answer.status)
    return error


def _read(answer: Answer, platform: Platform, monotonic: float) -> Token:
    body = strictjson.loads(answer.body, max_bytes=len(answer.body))
    if not isinstance(body, dict):
        raise ValueError
    value, kind, scope = body.get("access_token"), body.get("token_type", "bearer"), body.get("scope", "")
    if not (isinstance(value, str) and isinstance(kind, str) and isinstance(scope, str)):
        raise ValueError
    if not _FORM.fullmatch(value) or kind.lower() != "bearer":
        raise ValueError
    return Token(value, frozenset(scope.split()) or platform.scopes, monotonic + _life(body.get("expires_in")))


def _life(promised: object) -> float:
    """Seconds for which to use a token that promises to live `promised`: never the last of them, 0 for nonsense."""
    if promised is None:
        return _UNSAID_LIFE
    if isinstance(promised, str) and promised.isascii() and promised.isdigit() and len(promised) < 16:
        promised = int(promised)
    if isinstance(promised, bool) or not isinstance(promised, int | float) or promised <= 0:
        return 0
    life = min(float(promised), LONGEST_LIFE)
    return life - min(_MARGIN, life / 10)
