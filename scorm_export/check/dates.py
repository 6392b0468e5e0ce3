"""Dates in an order that makes sense."""

from datetime import UTC, datetime

from scorm_export.check.raw import RawBlock, RawCourse, Say

PAIRS = (("start", "end"), ("enrollment_start", "enrollment_end"))


def check_dates(course: RawCourse, say: Say) -> None:
    """Say what ends before it begins. Start and due date are handed down from what is around a block."""
    for first, last in PAIRS:
        _check(course.root, first, last, say)
    for block in course.blocks:
        if block.value("start") is not None or block.value("due") is not None:
            _check(block, "start", "due", say)


def _check(block: RawBlock, first: str, last: str, say: Say) -> None:
    begin, end = _date(block, first), _date(block, last)
    if begin and end and end < begin:
        message = f"{block}: {last} ({end:%Y-%m-%d %H:%M}) is before {first} ({begin:%Y-%m-%d %H:%M})."
        say("warning", "date-order", message, block.place)


def _date(block: RawBlock | None, name: str) -> datetime | None:
    while block is not None:
        written = block.value(name)
        if isinstance(written, str) and written:
            return _read(written)
        block = block.parent
    return None


def _read(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
