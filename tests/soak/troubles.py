"""What goes wrong meanwhile: servers are killed and come back, tokens expire, at moments that the dice choose."""

import threading
import time
from dataclasses import dataclass, field
from random import Random

from tests.soak.bench import Bench
from tests.soak.journal import Journal

_EXPIRE = [
    "UPDATE stays_token SET expires_us = 1 WHERE id - id / 3 * 3 = %s",
    "UPDATE lti_accesstoken SET expires_us = 1 WHERE id - id / 3 * 3 = %s",
]


@dataclass(frozen=True)
class Window:
    """From a kill until all is well again, in seconds of the monotonic clock."""

    what: str
    start: float
    end: float


@dataclass
class Troubles:
    """Each strikes when as many messages are delivered as the dice say."""

    bench: Bench
    journal: Journal
    dice: Random
    messages: int
    windows: list[Window] = field(default_factory=list)
    expired: int = 0

    #: After PostgreSQL is back, connections that died with it are found out at their next use.
    AFTERMATH = 1.0

    def run(self, server: int, postgresql: int, over: threading.Event) -> None:
        """Make `server` and `postgresql` kills, and let tokens expire a few times, until `over`."""
        kinds = ["server"] * server + ["PostgreSQL"] * postgresql + ["tokens"] * (4 + server)
        places = sorted(self.dice.uniform(0.02, 0.97) * self.messages for _ in kinds)
        self.dice.shuffle(kinds)
        for kind, place in zip(kinds, places, strict=True):
            while sum(self.journal.done) < place and not over.is_set():
                time.sleep(0.01)
            if over.is_set() or self.journal.stop.is_set():
                return
            time.sleep(self.dice.random() / 5)
            if kind == "tokens":
                self._expire()
            else:
                self._kill(kind)

    def _kill(self, what: str) -> None:
        start = time.monotonic()
        self.journal.quiet.clear()
        if what == "server":
            self.bench.record.kill()
            time.sleep(self.dice.random() / 5)
            self.bench.record.run()
        else:
            assert self.bench.postgresql is not None
            self.bench.kill_postgresql()
            time.sleep(self.dice.random())
            self.bench.postgresql.run()
        self.windows.append(Window(what, start, time.monotonic() + self.AFTERMATH))
        self.journal.quiet.set()

    def _expire(self) -> None:
        """A third of the tokens are of yesterday."""
        self.expired += 1
        for statement in _EXPIRE:
            self.bench.rows(statement, [self.dice.randrange(3)])
