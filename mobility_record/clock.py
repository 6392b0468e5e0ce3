"""The time as the record stores it: integer microseconds UTC; and lengths of time in the same unit."""

import time
from datetime import UTC, date, datetime

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now_us() -> int:
    """Microseconds UTC since 1970, now."""
    return time.time_ns() // 1000


def today() -> date:
    """Today's date in UTC."""
    return datetime.now(UTC).date()


def start_of(day: date) -> int:
    """Microseconds UTC at which `day` begins."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * SECOND
