"""The files that a unit's frames need: their pages, and what all pages share."""

from collections.abc import Iterator

from scorm_export.frames import Framed, UnitFrames, frame_page, within
from scorm_export.player_files import built

# Names in the package, and in dist/.
SHARED = ("frame.css", "frame.js")
JQUERY, TEX = "jquery.js", "tex.js"


def frame_files(frames: UnitFrames, language: str, direction: str, *, alone: bool) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes; nothing for a unit without frames. ``alone``: each page holds all it needs.

    One at a time: each page holds what the unit's pages share.
    """
    shared = frames.shared
    for name, made in frames.pages:
        scripts = _scripts(made, frames, alone=alone)
        yield name, frame_page(made, shared, language, direction, scripts, alone).encode()
    if frames.pages and not alone:
        needed = {name for _, made in frames.pages for name in _names(made, frames)}
        yield from ((name, built(name)) for name in [*SHARED, *sorted(needed - set(SHARED))])


def _names(made: Framed, frames: UnitFrames) -> list[str]:
    names = ["frame.js"]
    if made.jquery or frames.jquery:
        names.append(JQUERY)
    if made.formulas:
        names.append(TEX)
    return names


def _scripts(made: Framed, frames: UnitFrames, *, alone: bool) -> list[str]:
    names = _names(made, frames)
    return [within("script", built(name).decode()) for name in names] if alone else names
