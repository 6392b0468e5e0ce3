"""Where a film is: in the package, on YouTube, on another site. A package plays the first, and offers the others."""

import posixpath
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/mp4",  # mostly H.264, which browsers play under this name only
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
}
MOST_URLS = 8
MOST_SIGNS = 2_000
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_HOSTS = re.compile(r"(?:www\.|m\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be)")


def media_type(url: str) -> str | None:
    """Return the MIME type of a film or sound that browsers play, by the ending of its address."""
    return MEDIA_TYPES.get(posixpath.splitext(re.split("[?#]", url, maxsplit=1)[0])[1].lower())


def site_address(url: str) -> str | None:
    """Return ``url`` when it is a well-formed address on the web, with its scheme; None for anything else."""
    absolute = f"https:{url}" if url.startswith("//") else url
    if len(absolute) > MOST_SIGNS or not re.fullmatch(r"https?://[^\s\\\"<>^`{|}\x00-\x20]+", absolute, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(absolute)
        return absolute if parts.hostname and (parts.port is None or parts.port > 0) else None
    except ValueError:
        return None


def youtube_id(attributes: Mapping[str, str]) -> str | None:
    """Return the id at normal speed: ``youtube_id_1_0``, else what ``youtube`` has ("0.75:…,1.00:…" or an id alone)."""
    entries = [entry.strip().rpartition(":") for entry in attributes.get("youtube", "").split(",")]
    named = [name.strip() for speed, _, name in entries if speed.strip() in ("1.00", "1.0", "1", "")]
    wanted = (attributes.get("youtube_id_1_0", "").strip(), *named)
    return next((name for name in wanted if _YOUTUBE_ID.fullmatch(name)), None)


def names_youtube(attributes: Mapping[str, str]) -> bool:
    """Return whether the author named a film on YouTube, rightly or not."""
    return any(attributes.get(name, "").strip() for name in ("youtube", "youtube_id_1_0"))


def places(youtube: str | None, urls: list[str]) -> list[dict[str, Any]]:
    """Return each place outside the package as `player/package.ts` types it, YouTube first as in Open edX.

    Files of one site are one place: they are the same film in several forms.
    """
    ids = dict.fromkeys([*([youtube] if youtube else []), *(name for url in urls if (name := _id_in(url)))])
    sites: dict[str, list[dict[str, str]]] = {}
    pages: list[str] = []
    for url in urls:
        kind = media_type(url) if url.lower().startswith("https:") else None
        if kind:
            sites.setdefault(urlsplit(url).netloc.lower(), []).append({"src": url, "type": kind})
        elif not _id_in(url):
            pages.append(url)
    return [
        *({"kind": "youtube", "id": name} for name in ids),
        *({"kind": "file", "sources": sources} for sources in sites.values()),
        *({"kind": "page", "url": url} for url in pages),
    ]


def host(place: Mapping[str, Any]) -> str:
    """Return the name of the site, for the report."""
    if place["kind"] == "youtube":
        return "YouTube"
    return urlsplit(place["url"] if place["kind"] == "page" else place["sources"][0]["src"]).hostname or ""


def _id_in(url: str) -> str | None:
    """Return the film's id in an address of YouTube."""
    parts = urlsplit(url)
    if not _YOUTUBE_HOSTS.fullmatch((parts.hostname or "").lower()):
        return None
    last = parts.path.rstrip("/").rpartition("/")[2]
    return next((name for name in [*parse_qs(parts.query).get("v", []), last] if _YOUTUBE_ID.fullmatch(name)), None)
