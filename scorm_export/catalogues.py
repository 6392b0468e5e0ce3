"""Translations of the player and its blocks: gettext catalogues (`<language>.po`) merged for a package."""

from collections.abc import Sequence
from pathlib import Path

import polib


def messages(folders: Sequence[Path], languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return msgid → msgstr per language; a language nobody translated is left out, English needs no catalogue."""
    found = {language: _merged(folders, language) for language in languages if language != "en"}
    return {language: entries for language, entries in found.items() if entries}


def available(folders: Sequence[Path]) -> set[str]:
    """Return every language that has a catalogue, and English."""
    return {"en", *(path.stem for folder in folders for path in folder.glob("*.po"))}


def _merged(folders: Sequence[Path], language: str) -> dict[str, str]:
    """Blocks first, so that the player's wording wins where both translate the same sentence."""
    merged: dict[str, str] = {}
    for folder in reversed(folders):
        path = _catalogue(folder, language)
        if path is not None:
            merged.update({entry.msgid: entry.msgstr for entry in polib.pofile(str(path)).translated_entries()})
    return dict(sorted(merged.items()))


def _catalogue(folder: Path, language: str) -> Path | None:
    """Return the catalogue for "de-AT", else the one for "de"."""
    names = (language, language.replace("-", "_"), language.partition("-")[0])
    return next((path for name in names if (path := folder / f"{name}.po").is_file()), None)
