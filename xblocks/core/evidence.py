"""Evidence on its way out of a block: as a platform event and, where Django is, as our own signal (contract 5)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from xblocks.core.outcome import Evidence

EVENT = "mobility.evidence"
"""Event type given to `runtime.publish`; the platform prefixes nothing and keeps it in its tracking log."""


def stamped(evidence: Iterable[Evidence], block: str, now: datetime) -> list[dict[str, Any]]:
    """Evidence as it travels: with the block (`type/url_name`) and the time (UTC, whole seconds)."""
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [{**one.to_json(), "block": block, "at": at} for one in evidence]


def send(block: Any, user_id: int | None, evidence: list[dict[str, Any]]) -> None:
    """Tells the platform and every receiver of our signal.

    A receiver's error stays with the receiver (Django logs it): the learner's action was done and is kept.
    """
    for one in evidence:
        block.runtime.publish(block, EVENT, one)
    if evidence and find_spec("django") is not None:
        signal = import_module("xblocks.core.signals").evidence_reported
        sender = getattr(type(block), "unmixed_class", type(block))
        signal.send_robust(sender=sender, usage_key=block.scope_ids.usage_id, user_id=user_id, evidence=evidence)
