"""What became of a score that was sent: frozen outcomes that say what to do with the message.

`Delivered`, `DeliveredAlready` and `Superseded` end it well: take it off the queue. `Retry` says when to try again and
how. `Dead` is kept for a person to look at. `Paused` says that nothing is wrong with the message: stop sending to this
platform until its administrator has acted. No outcome holds a token, a key, or a word of what the platform wrote.
"""

from dataclasses import dataclass
from enum import Enum

from mobility_bridge.messages import Score


class Reason(Enum):
    """Why: the name is the code to store, the value the sentence to show."""

    UNREACHABLE = "the platform could not be reached, or cut the connection"
    UNTRUSTED = "the platform's certificate is not trusted"
    TIMEOUT = "the platform did not answer in time"
    BUSY = "the platform asks to wait"
    BROKEN = "the platform has an error of its own"
    NOT_UNDERSTOOD = "what answered does not speak like the platform's grade service"

    UNSENDABLE = "the score can't be sent: user, points or timestamp are missing or impossible"
    REFUSED = "the platform refuses this message"
    NO_LINE_ITEM = "the platform has no line item with this tag and resource id"
    AMBIGUOUS_LINE_ITEM = "the platform has several line items with this tag and resource id"

    TOKEN_REFUSED = "the platform gives this client no access token"  # noqa: S105 - a sentence
    SCOPE = "the access token does not cover what is asked"
    UNAUTHORISED = "the platform refuses a fresh access token"
    FORBIDDEN = "the platform forbids this client what it asks"
    REDIRECTED = "the platform sends the client to another address; redirects are not followed"
    FOREIGN_ADDRESS = "the platform named an address outside its own origin, or without TLS"

    NEWER_RESULT = "the platform holds a newer result"
    RESULT_UNREADABLE = "the platform holds a result that this client may not read"
    GRADE_STANDS = "a grade stands there, and this platform would clear it"
    SENT_NEWER = "a newer score for this person and line item has been sent"
    SETTINGS = "a setting of the client is wrong"


@dataclass(frozen=True)
class Attempt:
    """Which try this is. Store it with the message: a retry must carry the same timestamp as the first try.

    `number` counts the tries made so far; `sent_us` is the timestamp given to the message (microseconds UTC), or None.
    """

    number: int = 0
    sent_us: int | None = None


@dataclass(frozen=True)
class Delivered:
    """The platform took the score, with timestamp `sent_us`."""

    score: Score
    sent_us: int
    status: int


@dataclass(frozen=True)
class DeliveredAlready:
    """The platform had it: an earlier try had arrived."""

    score: Score
    sent_us: int


@dataclass(frozen=True)
class Superseded:
    """Something newer stands there; this score has no effect any more."""

    score: Score
    reason: Reason


@dataclass(frozen=True)
class Retry:
    """Send it again after `seconds`: `client.send(score, where, retry.attempt)`."""

    score: Score
    reason: Reason
    seconds: float
    attempt: Attempt
    status: int | None = None


@dataclass(frozen=True)
class Dead:
    """No retry helps: keep it where a person sees it."""

    score: Score
    reason: Reason
    status: int | None = None


@dataclass(frozen=True)
class Paused:
    """Send nothing more to this platform until someone has acted; then go on with `attempt`."""

    score: Score
    reason: Reason
    attempt: Attempt
    status: int | None = None


Outcome = Delivered | DeliveredAlready | Superseded | Retry | Dead | Paused
