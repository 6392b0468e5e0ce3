"""Which part of a film an author means: `start_time` and `end_time`, in older courses `from` and `to`."""

import re
from collections.abc import Mapping

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:\.\d{1,6})?")


def span(attributes: Mapping[str, str]) -> tuple[int, int | None, list[str]]:
    """Return start and end in whole seconds (None: to the end of the film), and the values that say neither."""
    bad: list[str] = []
    start, end = (_seconds(attributes, names, bad) for names in (("start_time", "from"), ("end_time", "to")))
    if end and end <= start:
        bad.append(attributes.get("end_time") or attributes.get("to", ""))
        end = 0
    return start, end or None, bad


def _seconds(attributes: Mapping[str, str], names: tuple[str, str], bad: list[str]) -> int:
    text = next((value for name in names if (value := attributes.get(name, "").strip().strip('"'))), "")
    if text in ("", "null", "None"):
        return 0
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if number := re.fullmatch(r"(\d{1,6})(?:\.\d{1,6})?", text):
        return int(number[1])
    bad.append(text)
    return 0
