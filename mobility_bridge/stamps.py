"""Timestamps that rise: strictly, for one person and line item, in the order in which things happened (AGS 2.0 3.4.8).

A platform drops a score that is not newer than what it holds; some compare whole seconds. So a score that would come
too close to the one before gets a later timestamp; a retry gets the same as the first try; and a score that happened
before one already sent gets none, lest it overwrite the newer.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Protocol

from mobility_bridge.messages import Score, serialise_score

_MOST = 100_000


@dataclass(frozen=True)
class Sent:
    """The newest score given a timestamp: when it happened, the timestamp it got, and its digest."""

    happened_us: int
    sent_us: int
    digest: str


def following(last: Sent | None, score: Score, step_us: int, sent_us: int | None) -> Sent | None:
    """What to remember after `last` for `score`, whose first try had `sent_us`; None when something newer was sent."""
    this = digest(score)
    if last is not None and this == last.digest:
        return last
    if last is not None and last.digest:
        if score.timestamp_us < last.happened_us or (sent_us is not None and sent_us <= last.sent_us):
            return None
        earliest = last.sent_us + step_us
    else:  # nothing before, or what was before had no effect: a retry may go as it went
        earliest = last.sent_us + step_us if last and sent_us is None else 0
    wish = score.timestamp_us if sent_us is None else sent_us
    return Sent(score.timestamp_us, max(wish, earliest), this)


def digest(score: Score) -> str:
    """One text per content of a score, its own timestamp included."""
    return hashlib.sha256(json.dumps(serialise_score(score), sort_keys=True).encode()).hexdigest()


class Memory(Protocol):
    """Remembers `Sent` per line item and person. Give the client one in your database, and no restart forgets."""

    def stamp(self, line_item: str, score: Score, step_us: int, sent_us: int | None) -> int | None:
        """The timestamp to send `score` with, by `following`, in one step for all threads; None: too late."""

    def void(self, line_item: str, user: str, sent_us: int) -> None:
        """The score sent as `sent_us` was refused for good: what happened before it is not too late any more."""


class Timestamps:
    """A `Memory` in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: OrderedDict[tuple[str, str], Sent] = OrderedDict()

    def stamp(self, line_item: str, score: Score, step_us: int, sent_us: int | None) -> int | None:
        """See `Memory`."""
        place = (line_item, score.user or "")
        with self._lock:
            following_one = following(self._sent.get(place), score, step_us, sent_us)
            if following_one is None:
                return None
            self._sent[place] = following_one
            self._sent.move_to_end(place)
            if len(self._sent) > _MOST:
                self._sent.popitem(last=False)
            return following_one.sent_us

    def void(self, line_item: str, user: str, sent_us: int) -> None:
        """See `Memory`."""
        with self._lock:
            last = self._sent.get((line_item, user))
            if last and last.sent_us == sent_us:
                self._sent[line_item, user] = replace(last, happened_us=0, digest="")
