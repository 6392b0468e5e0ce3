"""The repository holds no secrets: no private keys, no tokens, nothing that looks drawn at random."""

import math
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|PuTTY-User-Key-File-[23]:")
KNOWN = re.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|xox[abprs]-[A-Za-z0-9-]{10,}"
    r"|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}|AIza[0-9A-Za-z_-]{35}|sk-[A-Za-z0-9]{32,})\b"
)
WORD = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,200}={0,2}(?![A-Za-z0-9+/=_-])")
# Digests and pictures, not secrets.
HARMLESS = re.compile(r"sha(?:256|384|512)-|data:[a-z]+/|integrity")
# Whole files of data with checksums of their own.
DATA = {"package-lock.json"}
# Drawn for the contract's examples and for a test; they open nothing. Here by their beginnings.
EXAMPLES = ("p2V1m3mJ8cXz", "Zt5Qb0yXw8Vf", "tCZjapqSzjrI")
# Fewer bits for each character than this are words, paths, identifiers and numbers.
BITS = 4.5


def entropy(word: str) -> float:
    """Bits for each character."""
    return -sum(n / len(word) * math.log2(n / len(word)) for n in Counter(word).values())


def looks_random(word: str) -> bool:
    """Whether a word of letters of both cases and digits is drawn at random rather than thought of."""
    kinds = sum(bool(re.search(kind, word)) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
    in_a_row = re.search(r"[a-z]{7}|[A-Z]{7}|abcdef|0123", word)
    return kinds == 3 and not in_a_row and entropy(word) > BITS


def files(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout of git")
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def found_in(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if not HARMLESS.search(line)]
    words = [
        word for line in lines for word in WORD.findall(line) if looks_random(word) and not word.startswith(EXAMPLES)
    ]
    return [*PRIVATE_KEY.findall(text), *KNOWN.findall(text), *words]


def test_no_secret_is_in_the_repository(root: Path) -> None:
    found = []
    for file in files(root):
        if file.name in DATA or file == Path(__file__):
            continue
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(root)}: {word[:12]}…" for word in found_in(text)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----BEGIN " + "RSA PRIVATE KEY-----",
        "key = 'P3sYXD9qLw0ZtUv5" + "RkB7nMhJgF2cAe8T'",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "MASTER_KEY=q8Zr1xT0Yv3mN5bK" + "7cJ2hGd9LwPfSaUeRiXoQtMy4Vk=",
    ],
)
def test_a_planted_secret_is_found(planted: str) -> None:
    assert found_in(planted)


def test_what_people_write_is_no_secret() -> None:
    assert not found_in("test_that_every_setting_is_documented_and_every_documented_one_exists")
    assert not found_in("MOBILITY_RECORD_SECRET_KEY=" + "abcdefghijklmnopqrstuvwxyz0123456789")
