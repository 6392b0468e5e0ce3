"""What all senders saw, for the judge: each attempt with its times, each answer, each error of the server."""

import threading
from dataclasses import dataclass, field

from tests.soak.messages import SourceKey


@dataclass(frozen=True)
class Attempt:
    """A message was sent once. `outcome` is empty when no answer came, else what became of it:

    from packages `accepted`, `duplicate` or `rejected`; over AGS `moved` (new, and the result now), `late` (new, and
    the result stands at `last`), `known` or `refused`. Times in seconds of the monotonic clock.
    """

    message: int
    sent: float
    got: float
    outcome: str
    last: str = ""


@dataclass(frozen=True)
class ServerError:
    """An answer of 500 and more."""

    sent: float
    got: float
    status: int
    path: str


@dataclass
class Journal:
    """Filled by all senders at once: appending to a list is safe among threads."""

    attempts: list[Attempt] = field(default_factory=list)
    errors: list[ServerError] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    sources: list[tuple[SourceKey, str]] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)  # seconds each answered request took
    tokens: list[str] = field(default_factory=list)  # how each token was got: assertion, claim or refresh
    done: list[int] = field(default_factory=list)  # messages of the deliveries that have ended
    stop: threading.Event = field(default_factory=threading.Event)
    quiet: threading.Event = field(default_factory=threading.Event)  # no server has been killed and is not yet back

    MOST_FAULTS = 20

    def fault(self, what: str) -> None:
        """Something is wrong; the run ends soon when it is too much."""
        self.faults.append(what)
        if len(self.faults) >= self.MOST_FAULTS:
            self.stop.set()
