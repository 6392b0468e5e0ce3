"""Sends scores to a learning platform or a mobility record: the tool's side of LTI Assignment and Grade Services 2.0.

    client = Client(platform, Signer.from_pem(pem, kid="2027-a"))
    outcome = client.send(score, Wanted(tag="grade", resource_id="BlendedMobility+APP"))

`send` tries once and says what to do with the message (`mobility_bridge.outcomes`); it keeps no queue and never sleeps.
Needs the extra `bridge`. The parts: `platforms` (who), `assertion` and `tokens` (we), `lineitems` and `results` (what
is there), `stamps` (order), `dialogue` (what follows what), `wire` (the network).
"""

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from mobility_bridge import addresses, calls, dialogue
from mobility_bridge.assertion import Signer
from mobility_bridge.calls import Clock, Desk
from mobility_bridge.errors import ClientError, ConfigurationError, GiveUp, StopSending, TryLater
from mobility_bridge.exchange import Flow
from mobility_bridge.lineitems import LineItem, LineItemCache, Wanted
from mobility_bridge.messages import Score
from mobility_bridge.outcomes import (
    Attempt,
    Dead,
    Delivered,
    DeliveredAlready,
    Outcome,
    Paused,
    Reason,
    Retry,
    Superseded,
)
from mobility_bridge.platforms import CANVAS, MOODLE, OPEN_EDX, PROFILES, RECORD, Platform, Profile
from mobility_bridge.results import Result
from mobility_bridge.stamps import Memory, Timestamps
from mobility_bridge.tokens import TokenCache
from mobility_bridge.wire import Wire

__all__ = [
    "CANVAS",
    "MOODLE",
    "OPEN_EDX",
    "PROFILES",
    "RECORD",
    "Attempt",
    "Client",
    "ClientError",
    "ConfigurationError",
    "Dead",
    "Delivered",
    "DeliveredAlready",
    "GiveUp",
    "LineItem",
    "Memory",
    "Outcome",
    "Paused",
    "Platform",
    "Profile",
    "Reason",
    "Result",
    "Retry",
    "Score",
    "Signer",
    "StopSending",
    "Superseded",
    "TokenCache",
    "TryLater",
    "Wanted",
]

DEADLINE = 60.0  # seconds for one call, all its requests together
_FIRST = Attempt()
_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class Client:
    """A client of one platform, for any number of threads.

    `deadline`: seconds for one call. `memory`: where the last timestamps are kept; the default ends with the process.
    `tokens`: a cache to share among clients. `ca_file`: certificates to trust instead of the usual ones.
    """

    def __init__(
        self,
        platform: Platform,
        signer: Signer,
        *,
        deadline: float = DEADLINE,
        memory: Memory | None = None,
        tokens: TokenCache | None = None,
        ca_file: Path | None = None,
        clock: Clock = time,
    ) -> None:
        if not 0 < deadline < float("inf"):
            raise ConfigurationError("deadline must be a number of seconds above 0")
        memory = Timestamps() if memory is None else memory
        tokens = TokenCache() if tokens is None else tokens
        self._desk = Desk(platform, signer, deadline, memory, tokens, LineItemCache(), clock)
        self._wire = Wire(ca_file)

    def send(self, score: Score, where: Wanted | LineItem, attempt: Attempt = _FIRST) -> Outcome:
        """Try once to deliver `score` to a line item; a retry hands in the `attempt` of the outcome before.

        Whatever the platform does becomes an outcome, within the deadline (a slow name server comes on top).
        """
        outcome = self._drive(dialogue.send(self._desk, score, where, attempt))
        _log.info(
            "%s: %s%s",
            addresses.origin(self._desk.platform.line_items_url),
            type(outcome).__name__,
            "" if isinstance(outcome, Delivered | DeliveredAlready) else f" ({outcome.reason.name})",
        )
        return outcome

    def line_item(self, wanted: Wanted) -> LineItem:
        """The one line item with this tag and resource id; raises `ClientError`."""
        return self._drive(calls.find(self._desk, wanted))

    def results(self, item: LineItem, user: str) -> Sequence[Result]:
        """What the platform holds for `user` at a line item; raises `ClientError`."""
        return self._drive(calls.read_results(self._desk, item, user))

    def close(self) -> None:
        """Close all connections; the client can be used again."""
        self._wire.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _drive(self, flow: Flow[_Value]) -> _Value:
        end = time.monotonic() + self._desk.patience
        try:
            request = next(flow)
            while True:
                request = flow.send(self._wire.exchange(request, end - time.monotonic()))
        except StopIteration as done:
            value: _Value = done.value
            return value
        finally:
            flow.close()
