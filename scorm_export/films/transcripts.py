"""What is said in a film, in every language the course has it in: found where Open edX looks for it, read into cues."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scorm_export.assets import Assets
from scorm_export.films.cues import Subtitles, read_subtitles
from scorm_export.json_text import read_json
from scorm_export.olx import Block
from scorm_export.report import Report
from scorm_export.xml import without_controls

MOST_LANGUAGES = 60
LONGEST_NAME = 255
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True)
class Transcript:
    """The words of a film in one language (BCP 47), and the file in static/ they come from."""

    language: str
    file: str
    subtitles: Subtitles

    def content(self) -> dict[str, Any]:
        """Return it as `player/package.ts` types it."""
        return {"language": self.language, "cues": [vars(cue) for cue in self.subtitles.cues]}


def transcripts(block: Block, assets: Assets, report: Report) -> list[Transcript]:
    """Return one transcript per language; what is missing or broken stands in the report."""
    found: list[Transcript] = []
    for language, file in list(_named(block, assets).items())[:MOST_LANGUAGES]:
        data = assets.read(file, block.place)
        if data is None:
            continue
        subtitles = read_subtitles(data)
        if subtitles.broken:
            message = f"static/{file} has parts that are no captions; they are left out: {subtitles.broken}."
            report.problem("warning", "broken-captions", message, block.place)
        if subtitles.cues:
            found.append(Transcript(language, file, subtitles))
    return found


def _named(block: Block, assets: Assets) -> dict[str, str]:
    """Return language → file; what the block names for a language goes before what lies beside it under its name."""
    named: dict[str, str] = {}
    for language, file in (*_listed(block), *_uploaded(block), *_beside(block, assets)):
        tag = without_controls(language).strip().replace("_", "-")
        name = posixpath.basename(without_controls(file).replace("\\", "/").strip())
        if _LANGUAGE.fullmatch(tag) and name not in ("", ".", "..") and len(name) <= LONGEST_NAME:
            named.setdefault(tag, name)
    return named


def _listed(block: Block) -> Iterator[tuple[str, str]]:
    """What Studio writes today: children, and the same again as JSON."""
    for node in block.node.iter("transcript"):
        yield node.get("language", ""), node.get("src", "")
    yield from ((str(key), str(value)) for key, value in json_of(block.attributes, "transcripts", {}).items())


def _uploaded(block: Block) -> Iterator[tuple[str, str]]:
    """Files of a film from the video uploads page, named after its id there."""
    film = block.attributes.get("edx_video_id", "").strip()
    for node in block.node.iter("transcript"):
        if film and node.get("language_code"):
            yield node.get("language_code", ""), f"{film}-{node.get('language_code')}.{node.get('file_format', 'srt')}"


def _beside(block: Block, assets: Assets) -> Iterator[tuple[str, str]]:
    """What older courses have: ``sub="x"`` is subs_x.srt.sjson in English, <language>_subs_x.srt.sjson in others."""
    sub = block.attributes.get("sub", "").strip()
    if not sub or len(sub) > LONGEST_NAME:
        return
    pattern = re.compile(rf"static/(?:([A-Za-z_-]{{2,20}})_)?subs_{re.escape(sub)}(?:\.(?:srt\.sjson|sjson|srt|vtt))")
    matches = [match for name in assets.named_like(f"subs_{sub}") if (match := pattern.fullmatch(name))]
    for match in matches:
        yield match[1] or "en", match[0].removeprefix("static/")
    if not any(match[1] is None for match in matches):
        yield "en", f"subs_{sub}.srt.sjson"


def json_of(attributes: Mapping[str, str], name: str, empty: Any) -> Any:
    """Return an attribute that holds JSON of the same type as ``empty``; else ``empty``."""
    try:
        value = read_json(attributes.get(name) or "null")
    except ValueError:
        return empty
    return value if isinstance(value, type(empty)) else empty
