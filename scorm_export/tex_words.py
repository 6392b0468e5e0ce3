"""Which TeX the player's Temml knows, as `make build` found out."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from scorm_export.errors import NotBuiltError

WORDS = Path(__file__).parent / "player" / "dist" / "tex-words.json"


@cache
def tex_words() -> dict[str, Any]:
    """Return them as `player/tex/words.mjs` writes them, lists as sets; raises `NotBuiltError`."""
    if not WORDS.is_file():
        raise NotBuiltError(f"{WORDS} is missing. Run “make build”, or install from a wheel.")
    words: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    for name in ("refused", "delimiters", "braceless", "loose", "starred", "displayed"):
        words[name] = frozenset(words[name])
    return words
