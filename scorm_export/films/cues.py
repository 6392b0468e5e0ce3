"""Reads the subtitle files of courses: SubRip, WebVTT and Open edX's own sjson, in whatever encoding they were saved.

WebVTT is read after W3C WebVTT, section 4; SubRip has no specification, so whatever has a line of times is a cue. Files
come from strangers: anything that is no cue is passed over and counted, nothing is raised.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scorm_export.json_text import read_json
from scorm_export.xml import without_controls

MOST_BYTES = 4 * 1024 * 1024
MOST_CUES = 20_000
MOST_SIGNS = 2_000
MOST_SECONDS = 360_000

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]+)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
# Parts of WebVTT that are no cues.
_NO_CUE = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True)
class Cue:
    """Words and when they are said, in seconds of the film."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Subtitles:
    """The cues of one file in its order; ``broken`` counts what looked like one but was none, or was too much."""

    cues: tuple[Cue, ...]
    broken: int


def read_subtitles(data: bytes) -> Subtitles:
    """Return the cues of a file of any of the three kinds; never raises."""
    text = decoded(data[:MOST_BYTES])
    found = list(_sjson_cues(text) if text.lstrip().startswith("{") else _text_cues(text))
    cues = [cue for cue in found if cue is not None and cue.text]
    broken = sum(cue is None for cue in found) + max(0, len(cues) - MOST_CUES)
    return Subtitles(tuple(cues[:MOST_CUES]), broken + (len(data) > MOST_BYTES))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Latin-1 (Windows), with line ends of one kind.

    >>> decoded("Größe".encode("latin-1"))
    'Größe'
    """
    text = without_controls(_text(data).removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    # A cut or damaged sign or two in UTF-8 is no reason to read the rest as something else.
    if lost == 0 or sum(sign > "\x7f" for sign in text) > 2 * lost:
        return text
    return data.decode("latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "cp1252")


def _text_cues(text: str) -> Iterator[Cue | None]:
    """Yield the cues of SubRip or WebVTT; None for a paragraph that is none."""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines = paragraph.strip("\n").split("\n")
        heads = [index for index, line in enumerate(lines) if "-->" in line]
        if not heads:
            if paragraph.strip() and not _NO_CUE.match(paragraph.lstrip()):
                yield None
            continue
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            yield _cue(lines[head], _without_number(lines[head + 1 : following], following is not None))


def _without_number(lines: list[str], more: bool) -> list[str]:
    """Without the number of the next cue, when a file has no empty line between two."""
    return lines[:-1] if more and lines and lines[-1].strip().isdigit() else lines


def _cue(times: str, lines: list[str]) -> Cue | None:
    match = _TIMES.fullmatch(times)
    if match is None:
        return None
    parts = match.groups()
    return _checked(_milliseconds(parts[:4]), _milliseconds(parts[4:]), " ".join(lines))


def _checked(start: float, end: float, text: str) -> Cue | None:
    """Return the cue for times in milliseconds; None when it would end before it begins."""
    if not 0 <= start <= end <= 1000 * MOST_SECONDS:
        return None
    return Cue(start / 1000, end / 1000, plain(text))


def plain(text: str) -> str:
    """Return a cue's words without tags and character references; a named speaker goes before what they say.

    >>> plain("<v Mary>Stop &amp; <i>ask</i>")
    'Mary: Stop & ask'
    """
    bare = _TAG.sub("", _SPEAKER.sub(r"\1: ", text[: 4 * MOST_SIGNS]))
    return " ".join(without_controls(html.unescape(bare)).split())[:MOST_SIGNS]


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return 1000 * whole + int((fraction or "0").ljust(3, "0"))


def _sjson_cues(text: str) -> Iterator[Cue | None]:
    """Yield the cues of ``{"start": [ms, …], "end": [ms, …], "text": ["…", …]}``."""
    try:
        value = read_json(text)
    except ValueError:
        yield None
        return
    columns = [_list(value.get(name)) for name in ("start", "end", "text")]
    for start, end, words in zip(*columns, strict=False):
        yield _checked(start, end, words) if _fits(start, end, words) else None
    if len({len(column) for column in columns}) > 1:
        yield None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _fits(start: Any, end: Any, words: Any) -> bool:
    numbers = all(isinstance(time, int | float) and 0 <= time <= 1000 * MOST_SECONDS for time in (start, end))
    return numbers and isinstance(words, str)
