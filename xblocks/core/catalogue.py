"""Translations of what blocks say in the browser, from gettext catalogues `<folder>/<language>.po`."""

from functools import lru_cache
from pathlib import Path

import polib

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def messages(folders: tuple[Path, ...], language: str) -> dict[str, str]:
    """msgid → msgstr for a BCP 47 or gettext language ("de-AT", "pt_BR"); the exact one wins over its base."""
    wanted = language.replace("_", "-").lower()
    found: dict[str, str] = {}
    for name in dict.fromkeys((wanted.partition("-")[0], wanted)):
        for folder in folders:
            found |= _read(folder, name)
    return found


def direction(language: str) -> str:
    """The writing direction of a language: ltr or rtl."""
    return "rtl" if language.replace("_", "-").lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=256)
def _read(folder: Path, language: str) -> dict[str, str]:
    paths = {path.stem.replace("_", "-").lower(): path for path in sorted(folder.glob("*.po"))}
    if language not in paths:
        return {}
    entries = polib.pofile(str(paths[language]))
    return {entry.msgid: entry.msgstr for entry in entries if entry.translated()}
