"""A message as the database takes it: the columns of its row, those of its result, and its evidence's."""

from typing import TypedDict


class EvidenceRow(TypedDict):
    """One piece of evidence; `position` counts within its message."""

    position: int
    type: str
    version: int
    kind: str
    block: str
    at_us: int
    data: dict[str, object]


class Row(TypedDict):
    """One message of a batch, each of its ids once; `position` counts within the batch, `event_id` is 32 hex digits."""

    position: int
    event_id: str
    seq: int
    line_item_id: int
    claimed_us: int  # the time the sender gave
    at_us: int  # the same, cut to the time of receipt
    received_us: int
    activity: str
    grading: str
    given: int | None
    maximum: int | None
    per_mille: int | None  # the result, if it becomes the result
    reached_us: int  # and the result's time
    evidence: list[EvidenceRow]
