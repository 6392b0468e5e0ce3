"""Claim codes of mobilities: made, retired, revoked and looked up by their keyed digest (CONTRACTS 8)."""

from datetime import date, timedelta

from django.db import transaction

from mobility_bridge import claimcode
from mobility_record import clock
from mobility_record.identifiers import peppered
from mobility_record.stays.models import ClaimCode, Mobility

VALID_AFTER_STAY = timedelta(days=30)
VALID_WITHOUT_DATES = 365 * clock.DAY


def make_code(mobility: Mobility) -> str:
    """A new code for `mobility`, as shown; this is the only time it can be seen.

    Codes that nobody has claimed stop working; claimed ones keep their devices.
    """
    now = clock.now_us()
    symbols = claimcode.make()
    with transaction.atomic():
        Mobility.objects.select_for_update().get(pk=mobility.pk)
        unclaimed = ClaimCode.objects.filter(mobility=mobility, claimed_us=None, ended_us=None)
        unclaimed.update(ended_us=now)
        ClaimCode.objects.create(mobility=mobility, digest=_digest(symbols), made_us=now)
    return claimcode.show(symbols)


def revoke_codes(mobility: Mobility) -> int:
    """No code of `mobility` can be claimed any more; how many that were. Devices go on reporting."""
    return ClaimCode.objects.filter(mobility=mobility, ended_us=None).update(ended_us=clock.now_us())


def revoke_code(code_id: int) -> None:
    """One code can't be claimed any more."""
    ClaimCode.objects.filter(pk=code_id, ended_us=None).update(ended_us=clock.now_us())


def find_code(written: str) -> ClaimCode | None:
    """The code that a person wrote, with its mobility and participant; None when there is none."""
    symbols = claimcode.read(written)
    if symbols is None:
        return None
    found = ClaimCode.objects.select_related("mobility__participant")
    return found.filter(digest=_digest(symbols)).first()


def can_be_claimed(code: ClaimCode, return_date: date | None, now_us: int) -> bool:
    """Neither revoked nor retired, and not past 30 days after the stay."""
    if code.ended_us is not None:
        return False
    if return_date is None:
        return now_us < code.made_us + VALID_WITHOUT_DATES
    return now_us < clock.start_of(return_date + VALID_AFTER_STAY + timedelta(days=1))


def _digest(symbols: str) -> bytes:
    return peppered("claim code", symbols)
