"""Points in time on the wire: ISO 8601 in UTC with `Z`; inside, integer microseconds since 1970 (CONTRACTS 1)."""

import re
from datetime import UTC, datetime, timedelta

from mobility_bridge.strictjson import MessageError

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_ANY_ZONE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})([.,][0-9]{1,9})?([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse(value: object, where: str) -> int:
    """Microseconds UTC of `2027-02-11T18:04:31.250Z`; `MessageError` for any other form or an impossible date."""
    if not isinstance(value, str) or not _FORM.fullmatch(value):
        raise MessageError(where, "must be a time in UTC such as 2027-02-11T18:04:31.250Z")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise MessageError(where, f"is not a time that exists ({error})") from error
    return microseconds(moment)


def parse_any(value: object, where: str) -> int:
    """Microseconds UTC of a time in any zone, as AGS writes it: `…+01:00`, `…+01`, `…Z`; what is finer is cut off."""
    match = _ANY_ZONE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise MessageError(where, "must be a time with its zone such as 2027-02-11T18:04:31.250Z")
    day, clock, fraction, zone = match.groups()
    digits = (fraction or ".0")[1:7].ljust(6, "0")
    hours = zone if len(zone) > 3 else f"{zone}:00"
    written = f"{day}T{clock}.{digits}{'+00:00' if zone in 'Zz' else hours}"
    try:
        return microseconds(datetime.fromisoformat(written))
    except (ValueError, OverflowError) as error:
        raise MessageError(where, f"is not a time that exists ({error})") from error


def microseconds(moment: datetime) -> int:
    """Integer microseconds UTC of an aware `moment`."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(us: int) -> datetime:
    """The aware moment of integer microseconds UTC."""
    return _EPOCH + timedelta(microseconds=us)


def text(us: int) -> str:
    """`2027-02-11T18:04:31.250000Z` for integer microseconds UTC."""
    return moment(us).isoformat(timespec="microseconds").replace("+00:00", "Z")
