"""The `video` block: films of the course, films that live elsewhere, transcripts, and what comes beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorm_export.convertors.base import PLAYER, Context, Converted, script_file
from scorm_export.convertors.placeholder import placeholder
from scorm_export.films.papers import papers
from scorm_export.films.places import MOST_URLS, host, media_type, names_youtube, places, site_address, youtube_id
from scorm_export.films.span import span
from scorm_export.films.transcripts import Transcript, json_of, transcripts
from scorm_export.olx import Block
from scorm_export.xml import without_controls

NO_FILM = "This film has no file of its own that a package can carry."


@dataclass(frozen=True)
class _Film:
    """What is known of a film: files in the package, and places outside it."""

    sources: list[dict[str, str]]
    elsewhere: list[dict[str, Any]]


class VideoConvertor:
    """Converts `<video>`: a film plays from the package, else, when the learner asks for it, from where it lives."""

    tags = ("video",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the film with sources as the author wrote them and one transcript per language."""
        film = _film(block, context)
        if not film.sources and not film.elsewhere:
            return placeholder(block, NO_FILM, context, "film")
        spoken = transcripts(block, context.assets, context.report)
        if not spoken:
            context.report.problem("warning", "no-captions", f"The film “{block.title}” has no captions.", block.place)
        return _converted(film, spoken, _content(block, film, spoken, context))


def _converted(film: _Film, spoken: list[Transcript], content: Mapping[str, Any]) -> Converted:
    words = " ".join(cue.text for transcript in spoken for cue in transcript.subtitles.cues)
    scripts = (script_file(PLAYER / "dist" / "films.js"),) if "more" in content else ()
    catalogues = (PLAYER / "films" / "locale",) if scripts else ()
    if film.sources:
        return Converted(content, "watch", text=words, scripts=scripts, catalogues=catalogues)
    sites = ", ".join(dict.fromkeys(host(place) for place in film.elsewhere))
    detail = f"the film stays at {sites} and needs a network"
    return Converted(content, "watch", None, "simplified", detail, words, scripts=scripts, catalogues=catalogues)


def _content(block: Block, film: _Film, spoken: list[Transcript], context: Context) -> dict[str, Any]:
    """Return the leaf as `player/package.ts` types it; ``more`` only where films.js is needed for it."""
    beside = papers(block, spoken, context.assets)
    start, end, bad = span(block.attributes)
    for value in bad:
        message = f"“{value}” is no time of this film, so it was passed over. Write it as 00:01:30."
        context.report.problem("warning", "bad-time", message, block.place)
    fragment = f"#t={start}{'' if end is None else f',{end}'}" if start or end else ""
    content: dict[str, Any] = {
        "id": block.id,
        "type": "video",
        "title": block.title,
        "sources": [{**source, "src": source["src"] + fragment} for source in film.sources],
        "poster": _poster(block, context),
        "transcripts": [transcript.content() for transcript in spoken],
        **({"start": start, "end": end} if fragment else {}),
    }
    if film.elsewhere or beside or len(spoken) > 1:
        content["more"] = {"elsewhere": film.elsewhere, "papers": beside}
    return content


def _film(block: Block, context: Context) -> _Film:
    urls = _urls(block)
    if len(urls) > MOST_URLS:
        message = f"The film “{block.title}” has more than {MOST_URLS} addresses; the rest is left out."
        context.report.problem("warning", "film-elsewhere", message, block.place)
    own, others = [], []
    for url in urls[:MOST_URLS]:
        kind = media_type(url)
        carried = context.assets.carry(url, block.place) if kind else None
        address = site_address(url) if carried is None else None
        if kind and carried and context.assets.has(carried):
            own.append({"src": carried.partition("#")[0], "type": kind})
        elif address:
            others.append(address)
        elif carried is None:
            context.report.problem("warning", "film-elsewhere", f"The film file {url} is not carried.", block.place)
    youtube = youtube_id(block.attributes)
    if youtube is None and names_youtube(block.attributes):
        message = f"What the film “{block.title}” names as its id on YouTube is none."
        context.report.problem("warning", "film-elsewhere", message, block.place)
    return _Film(own, places(youtube, others))


def _urls(block: Block) -> list[str]:
    listed = json_of(block.attributes, "html5_sources", [])
    children = [node.get("src", "") for node in block.node.iter("source")]
    urls = (without_controls(str(url)).strip() for url in (*children, *listed, block.attributes.get("source", "")))
    return list(dict.fromkeys(url for url in urls if url))


def _poster(block: Block, context: Context) -> str | None:
    """Return the picture shown before the film, when the course has it; a picture of another site is not asked for."""
    named = [block.attributes.get(name, "") for name in ("poster", "thumbnail")]
    uploaded = [f"static/{node.get('image')}" for node in block.node.iter("video_asset") if node.get("image")]
    for url in (*named, *(name for name in uploaded if name in context.files)):
        carried = context.assets.carry(url, block.place)
        if carried is not None and context.assets.has(carried):
            return carried
    return None
