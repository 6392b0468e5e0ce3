"""Line items: the columns that scores go to, found by tag and resource id (AGS 2.0 3.2), and kept for a while."""

import threading
from dataclasses import dataclass

from mobility_bridge import addresses
from mobility_bridge.errors import GiveUp, StopSending, TryLater
from mobility_bridge.outcomes import Reason

CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"
_KEPT = 3600.0  # seconds
_MOST = 10_000


@dataclass(frozen=True)
class Wanted:
    """Which line item: its `tag` and, unless None, its `resource_id` (CONTRACTS 4: `grade`, `Org+Course`)."""

    tag: str
    resource_id: str | None = None


@dataclass(frozen=True)
class LineItem:
    """One column at the platform; `id` is its address."""

    id: str


class LineItemCache:
    """Line items found in this process, each for an hour."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: dict[tuple[str, Wanted], tuple[LineItem, float]] = {}

    def get(self, container: str, wanted: Wanted, now: float) -> LineItem | None:
        """The line item, unless it was found too long before `now` (monotonic)."""
        with self._lock:
            item, until = self._items.get((container, wanted), (None, 0.0))
        return item if now < until else None

    def put(self, container: str, wanted: Wanted, item: LineItem, now: float) -> None:
        """Keep what was found."""
        with self._lock:
            if len(self._items) >= _MOST:
                self._items.clear()
            self._items[container, wanted] = (item, now + _KEPT)

    def forget(self, container: str, wanted: Wanted) -> None:
        """It is not there any more."""
        with self._lock:
            self._items.pop((container, wanted), None)


def choose(found: list[object], wanted: Wanted, container: str) -> LineItem:
    """The one line item among `found` that is `wanted`; platforms may ignore the filters they were sent.

    Raises `GiveUp` when there is none or more than one, `StopSending` when its id leads outside the platform,
    `TryLater` when the list is no list of line items.
    """
    ids = set()
    for item in found:
        if not isinstance(item, dict):
            raise TryLater(Reason.NOT_UNDERSTOOD)
        if item.get("tag") == wanted.tag and wanted.resource_id in (None, item.get("resourceId")):
            ids.add(_address(item.get("id"), container))
    if len(ids) > 1:
        raise GiveUp(Reason.AMBIGUOUS_LINE_ITEM)
    if not ids:
        raise GiveUp(Reason.NO_LINE_ITEM)
    return LineItem(ids.pop())


def _address(value: object, container: str) -> str:
    if not isinstance(value, str):
        raise TryLater(Reason.NOT_UNDERSTOOD)
    try:
        return addresses.pinned(value, container)
    except ValueError:
        raise StopSending(Reason.FOREIGN_ADDRESS) from None
