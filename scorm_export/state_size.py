"""How many bits a learner's state can need at most: the twin of `player/state/`, which packs it (contract 12).

Bits only add up, and texts never take more than their UTF-8, so sums of these are bounds, not estimates. Tests compare
them with what the player really writes.
"""

import re
from collections.abc import Container, Mapping
from typing import Any

from scorm_export.words import BITS

# Attempts are counted up to here.
MOST_ATTEMPTS = 1023
# A row of bits begins and ends inside a byte: once for the header, once for the body.
FILL = 16
# "3.", a CRC-32 in base 36, ".".
ENVELOPE = 10
SCORE = 10
TIME = 33
# Longest token, refresh token, device, source and owner that the bridge keeps, all letters and digits.
SECRETS = (64, 64, 36, 40, 32)


def characters(bits: int) -> int:
    """Return how many characters a state of ``bits`` needs."""
    return ENVELOPE + -(-(bits + FILL) // 6)


def count(value: int) -> int:
    """Return the bits of a whole number from 0 (Elias gamma of ``value`` + 1)."""
    return 2 * (value + 1).bit_length() - 1


def word() -> int:
    """Return the bits of a string that the table of words has."""
    return 2 + BITS


def string(text: str, words: Container[str]) -> int:
    """Return the bits of a string, its UTF-8 included."""
    if choice := re.fullmatch(r"choice_(0|[1-9][0-9]{0,3})", text):
        return 2 + count(int(choice[1]))
    if text in words:
        return word()
    if re.fullmatch(r"[A-Za-z0-9_-]*", text):
        return 2 + count(len(text)) + 6 * len(text)
    return 2 + count(len(text.encode("utf-16-le")) // 2) + 8 * len(text.encode())


def typed(most: int, plain: bool = False) -> int:
    """Return the bits of a typed text of at most ``most`` code points; ``plain``: without any beyond U+FFFF."""
    return 2 + count(most * (1 if plain else 2)) + most * (24 if plain else 32)


def json(value: Any, words: Container[str]) -> int:
    """Return the bits of a JSON value."""
    if isinstance(value, str):
        return 3 + string(value, words)
    if isinstance(value, bool) or value is None:
        return 3
    if isinstance(value, int):
        size = abs(value)
        return 3 + 1 + count(size)
    inside: list[int]
    if isinstance(value, list | tuple):
        inside = [json(each, words) for each in value]
    else:
        inside = [string(key, words) + json(each, words) for key, each in value.items()]
    return 3 + count(len(inside)) + sum(inside)


def problem(answers: list[int], attempts: int | None, parts: list[int] | None = None) -> int:
    """Return the bits of a problem whose answers need at most so many.

    ``attempts``: None for any number; ``parts``: per response the largest denominator of a part of its points, 1 for
    none.
    """
    tries = count(min(attempts or MOST_ATTEMPTS, MOST_ATTEMPTS))
    marks = len(answers) + 1
    if parts and max(parts) > 1:
        marks += sum(1 + (2 * count(whole) if whole > 1 else 0) for whole in parts)
    return tries + count(len(answers)) + marks + 1 + count(len(answers)) + sum(1 + bits for bits in answers)


def block(state: Any, notes: Mapping[str, int], words: Container[str]) -> int:
    """Return the bits of one of our blocks; its notes only as marks that they stand in the browser."""
    marks = sum(string(key, words) + 1 for key in notes)
    return 1 + SCORE + 1 + json(state, words) + count(len(notes)) + marks


def notes(most: Mapping[str, int]) -> int:
    """Return what private texts of at most so many code points add."""
    return sum(typed(limit) for limit in most.values())


def leaves(number: int) -> int:
    """Return the bits of the list of so many leaves, without what was done in them."""
    logarithm = max(0, number - 1).bit_length()
    distance = max(0, BITS - logarithm) + 1
    return 5 + count(number) + number * (distance + 3) + (1 << logarithm) + count(0)


def frame(gates: int, blocks: int) -> int:
    """Return what every state has: how texts are packed, outline, status, unit, gates and the bridge's part."""
    texts = 2 * (1 + count(2**17))
    gate = word() + TIME + SCORE + count(MOST_ATTEMPTS)
    secrets = sum(2 + count(length) + 6 * length for length in SECRETS)
    told = count(gates + 2) + (gates + 2) * (word() + count(1000)) + count(gates) + gates * word()
    unsent = count(blocks) + blocks * word()
    bridge = 1 + 2 + secrets + count(2**31) + 1 + string("2027-03-01", ()) + told + unsent
    return texts + 33 + 2 + 1 + word() + count(gates) + gates * gate + bridge
