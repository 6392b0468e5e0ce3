"""The `video` block: HTML5 sources and their transcripts, carried as caption cues."""

import json
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block

MEDIA_TYPES = {".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg"}
_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})")


class VideoConvertor:
    """Converts `<video>` with files of its own; a film that only YouTube holds becomes a link."""

    tags = ("video",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return sources (WebM before MP4, as the author wrote them) and one transcript per language."""
        sources = [source for url in self._urls(block) if (source := self._source(url, block, context))]
        if not sources:
            return placeholder(block, "This film has no file of its own that a package can carry.", context, "film")
        transcripts = list(self._transcripts(block, context))
        if not transcripts:
            context.report.problem("warning", "no-captions", f"The film “{block.title}” has no captions.", block.place)
        content = {
            "id": block.id,
            "type": "video",
            "title": block.title,
            "sources": sources,
            "poster": None,
            "transcripts": transcripts,
        }
        words = (cue["text"] for transcript in transcripts for cue in transcript["cues"])
        return Converted(content, "watch", text=" ".join(words))

    def _urls(self, block: Block) -> list[str]:
        listed = _json(block.attributes.get("html5_sources", "[]"), list)
        children = [node.get("src", "") for node in block.node.iter("source")]
        return list(dict.fromkeys(str(url) for url in [*children, *listed] if url))

    def _source(self, url: str, block: Block, context: Context) -> dict[str, str] | None:
        media_type = MEDIA_TYPES.get(posixpath.splitext(url.partition("?")[0])[1].lower())
        carried = context.assets.carry(url, block.place)
        if media_type is None or carried is None:
            context.report.problem("warning", "film-elsewhere", f"The film file {url} is not carried.", block.place)
            return None
        return {"src": carried, "type": media_type}

    def _transcripts(self, block: Block, context: Context) -> Iterator[dict[str, Any]]:
        named = {str(k): str(v) for k, v in _json(block.attributes.get("transcripts", "{}"), dict).items()}
        named.update({n.get("language", ""): n.get("src", "") for n in block.node.iter("transcript")})
        for language, name in named.items():
            data = context.assets.read(posixpath.basename(name), block.place) if language and name else None
            if data is not None:
                yield {"language": language, "cues": list(srt_cues(data.decode("utf-8-sig", "replace")))}


def srt_cues(text: str) -> Iterator[dict[str, Any]]:
    """Yield ``{"start": s, "end": s, "text": …}`` for each cue of a SubRip file, times in seconds."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = paragraph.split("\n")
        timing = next((i for i, line in enumerate(lines) if "-->" in line), None)
        times = _TIME.findall(lines[timing]) if timing is not None else []
        if timing is not None and len(times) == 2:
            words = re.sub(r"<[^>]+>", "", " ".join(lines[timing + 1 :])).strip()
            yield {"start": _seconds(times[0]), "end": _seconds(times[1]), "text": words}


def _seconds(parts: tuple[str, str, str, str]) -> float:
    hours, minutes, seconds, fraction = parts
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction.ljust(3, "0")) / 1000


def _json(text: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return kind()
    return value if isinstance(value, kind) else kind()
