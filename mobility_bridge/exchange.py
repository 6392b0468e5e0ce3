"""One request and what came of it, without sockets: the words in which the dialogue and the wire talk.

A dialogue is a generator (`Flow`): it yields a `Request`, is sent an `Answer` or `Broken`, and returns its result.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from mobility_bridge import backoff
from mobility_bridge.errors import ClientError, GiveUp, StopSending, TryLater
from mobility_bridge.outcomes import Reason
from mobility_bridge.platforms import Profile

_WAIT = {408, 421, 423, 425, 429}
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Request:
    """One HTTP request. Headers and body may hold a token or an assertion, so they are not shown."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Answer:
    """One HTTP answer: header names in lower case, a body of at most `wire.MOST_BYTES`."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def good(self) -> bool:
        """Whether the status says yes."""
        return 200 <= self.status < 300

    @property
    def page(self) -> bool:
        """Whether it is a page for people: a login, a portal, an error behind a status that says yes."""
        kind = self.headers.get("content-type", "").lower()
        return "html" in kind or self.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


@dataclass(frozen=True)
class Broken:
    """No answer that can be used."""

    reason: Reason


Reply = Answer | Broken
Flow = Generator[Request, Reply, _Result]


def answered(reply: Reply) -> Answer:
    """The answer, or `TryLater` when there was none."""
    if isinstance(reply, Broken):
        raise TryLater(reply.reason)
    return reply


def trouble(answer: Answer, profile: Profile, now: float) -> ClientError:
    """What an answer that does not say yes means, as the exception to raise; `now` in seconds since 1970."""
    status = answer.status
    after = backoff.retry_after(answer.headers.get("retry-after", ""), now)
    if status in _WAIT or any(sign.fits(status, answer.body) for sign in profile.busy):
        return TryLater(Reason.BUSY, status, after)
    if 500 <= status < 600:
        return TryLater(Reason.BROKEN, status, after)
    if 300 <= status < 400:
        return StopSending(Reason.REDIRECTED, status)
    if status == 401:
        return StopSending(Reason.UNAUTHORISED, status)
    if status in (403, 407):
        return StopSending(Reason.FORBIDDEN, status)
    if 400 <= status < 500:
        return GiveUp(Reason.REFUSED, status)
    return TryLater(Reason.NOT_UNDERSTOOD, status)
