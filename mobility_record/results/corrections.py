"""What a person decides about a result: confirm, correct, or go back to what is reported; always with a reason."""

from mobility_record import clock
from mobility_record.people.models import Person
from mobility_record.people.sealing import seal_text
from mobility_record.results.models import Correction
from mobility_record.stays.models import LineItem, Mobility

LONGEST_REASON = 500


class NotDecided(ValueError):
    """The decision can't be recorded; `reason` is a word that the page puts into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decide(
    mobility: Mobility, line_item: LineItem, kind: Correction.Kind, per_mille: int | None, reason: str, by: Person
) -> Correction:
    """Record a decision. Raises `NotDecided` with `reason-missing`, `reason-too-long` or `value-missing`."""
    reason = " ".join(reason.split())
    if not reason:
        raise NotDecided("reason-missing")
    if len(reason) > LONGEST_REASON:
        raise NotDecided("reason-too-long")
    if kind != Correction.Kind.WITHDRAW and (per_mille is None or not 0 <= per_mille <= line_item.maximum):
        raise NotDecided("value-missing")
    return Correction.objects.create(
        line_item=line_item,
        mobility=mobility,
        kind=kind,
        per_mille=None if kind == Correction.Kind.WITHDRAW else per_mille,
        reason=seal_text(mobility.participant, reason),
        made_by=by,
        at_us=clock.now_us(),
    )
