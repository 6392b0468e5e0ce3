"""What an author offers beside a film: a handout, and its transcript as a file."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from scorm_export.assets import Assets
from scorm_export.films.places import site_address
from scorm_export.films.transcripts import Transcript
from scorm_export.olx import Block

MOST_PAPERS = 80


def papers(block: Block, transcripts: list[Transcript], assets: Assets) -> list[dict[str, Any]]:
    """Return each paper as `player/package.ts` types it (`FilmPaper`); missing files stand in the report."""
    addressed = (
        {"kind": kind, "src": src, "language": None}
        for kind in ("transcript", "handout")
        for url in _urls(block, kind)
        if (src := _source(url, block, assets))
    )
    found = list(addressed)
    if not any(paper["kind"] == "transcript" for paper in found):
        found = [*_transcript_files(block, transcripts, assets), *found]
    return found[:MOST_PAPERS]


def _urls(block: Block, kind: str) -> list[str]:
    """The author may have switched the download of the transcript off."""
    name = "track" if kind == "transcript" else kind
    if kind == "transcript" and block.attributes.get("download_track", "").lower() == "false":
        return []
    children = [node.get("src", "") for node in block.node.iter(name)]
    urls = (url.strip() for url in (block.attributes.get(name, ""), *children))
    return list(dict.fromkeys(url for url in urls if url))


def _source(url: str, block: Block, assets: Assets) -> str | None:
    carried = assets.carry(url, block.place)
    if carried is None:
        return site_address(url)
    return carried if assets.has(carried) else None


def _transcript_files(block: Block, transcripts: list[Transcript], assets: Assets) -> Iterator[dict[str, Any]]:
    """Where the author allows the download without naming a file, Open edX gives what it shows."""
    if block.attributes.get("download_track", "").lower() != "true":
        return
    for transcript in transcripts:
        if transcript.file.lower().endswith((".srt", ".vtt", ".txt")):
            carried = assets.carry(f"/static/{quote(transcript.file)}", block.place)
            if carried:
                yield {"kind": "transcript", "src": carried, "language": transcript.language}
