"""The files that the JavaScript build makes for packages."""

from functools import cache
from pathlib import Path

from scorm_export.errors import NotBuiltError

DIST = Path(__file__).parent / "player" / "dist"


@cache
def built(name: str) -> bytes:
    """Return a file that the JavaScript build made; raises `NotBuiltError` when it is missing."""
    path = DIST / name
    if not path.is_file():
        raise NotBuiltError(f"{path} is missing. Run “make build”, or install from a wheel.")
    return path.read_bytes()
