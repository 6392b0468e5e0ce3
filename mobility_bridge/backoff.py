"""When to try again: exponential backoff with full jitter, and what a platform asks for in Retry-After (RFC 9110)."""

import random
from datetime import UTC
from email.utils import parsedate_to_datetime

FIRST = 2.0  # seconds
LONGEST = 900.0
LONGEST_ASKED = 3600.0  # a platform may ask for more; it does not get it


def seconds(number: int, after: float | None, chance: random.Random) -> float:
    """How long to wait before the next try, after `number` tries (from 1), in seconds.

    At random between 0 and a bound that doubles; what the platform asked for comes first, and a little at random on
    top, lest all clients come back in the same moment.
    """
    bound = min(LONGEST, FIRST * 2.0 ** min(max(number - 1, 0), 16))
    if after is None:
        return chance.uniform(0, bound)
    return min(after, LONGEST_ASKED) + chance.uniform(0, FIRST)


def retry_after(value: str, now: float) -> float | None:
    """The seconds that a Retry-After header asks for: a number or an HTTP date, from 0 to an hour; None if neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_ASKED)
    if not 0 < len(text) < 64:
        return None
    try:
        moment = parsedate_to_datetime(text)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(wait, 0.0), LONGEST_ASKED)
