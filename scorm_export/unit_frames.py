"""The files that a unit's frames need: their pages, and what all pages share."""

from scorm_export.frames import Framed, UnitFrames, frame_page
from scorm_export.player_files import built

# Names in the package, and in dist/.
SHARED = ("frame.css", "frame.js")
JQUERY, TEX = "jquery.js", "tex.js"


def frame_files(frames: UnitFrames, language: str, direction: str, *, alone: bool) -> dict[str, bytes]:
    """Return name → bytes; nothing for a unit without frames. ``alone``: each page holds all it needs."""
    if not frames.pages:
        return {}
    shared = frames.shared
    pages = {
        name: frame_page(made, shared, language, direction, _scripts(made, frames, alone=alone), alone).encode()
        for name, made in frames.pages
    }
    if alone:
        return pages
    needed = [*SHARED, *sorted({name for _, made in frames.pages for name in _names(made, frames)} - set(SHARED))]
    return {**pages, **{name: built(name) for name in needed}}


def _names(made: Framed, frames: UnitFrames) -> list[str]:
    names = ["frame.js"]
    if made.jquery or frames.jquery:
        names.append(JQUERY)
    if made.formulas:
        names.append(TEX)
    return names


def _scripts(made: Framed, frames: UnitFrames, *, alone: bool) -> list[str]:
    names = _names(made, frames)
    return [built(name).decode().replace("</script", "<\\/script") for name in names] if alone else names
