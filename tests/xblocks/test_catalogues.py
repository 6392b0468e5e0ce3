"""Translations: complete, with the same places to fill in, and found by language."""

import re
from pathlib import Path

import polib
import pytest

from xblocks.core import catalogue

MSGID = re.compile(r"\bt\(\s*\"((?:[^\"\\]|\\.)+)\"")
PLACES = re.compile(r"\{\w+\}")
SOURCES = {
    "xblocks/checklist": ["xblocks/checklist/*.ts"],
    "xblocks/facts": ["xblocks/facts/*.ts"],
    "xblocks/core": ["frontend/block-*.ts", "xblocks/core/*.ts"],
}


@pytest.mark.parametrize("part", SOURCES)
def test_german_is_complete(root: Path, part: str) -> None:
    said = {
        msgid
        for pattern in SOURCES[part]
        for source in root.glob(pattern)
        for msgid in MSGID.findall(source.read_text("utf-8"))
    }
    translated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(root / part / "locale" / "de.po"))}
    assert set(translated) == said
    assert all(PLACES.findall(msgid) == PLACES.findall(text) for msgid, text in translated.items())


def write(folder: Path, language: str, **texts: str) -> None:
    entries = "\n".join(f'msgid "{msgid}"\nmsgstr "{text}"\n' for msgid, text in texts.items())
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / f"{language}.po").write_text(header + entries, "utf-8")


def test_the_nearest_language_wins(tmp_path: Path) -> None:
    write(tmp_path, "pt", Done="Feito", You="Tu", Note="")
    write(tmp_path, "pt_BR", You="Você")
    assert catalogue.messages((tmp_path,), "pt-br") == {"Done": "Feito", "You": "Você"}
    assert catalogue.messages((tmp_path,), "pt-PT") == {"Done": "Feito", "You": "Tu"}
    assert catalogue.messages((tmp_path,), "fi") == {}
    assert catalogue.messages((tmp_path,), "../../etc/passwd") == {}


@pytest.mark.parametrize(("language", "expected"), [("en", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl"), ("UR_pk", "rtl")])
def test_direction(language: str, expected: str) -> None:
    assert catalogue.direction(language) == expected
