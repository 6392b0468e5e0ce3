"""The table of words that stand in learners' states, each with a number (player/state/words.ts).

A number follows from the word alone, so that the next version of a package reads what this one wrote.
"""

import hashlib
from collections.abc import Iterable

BITS = 24


def word_numbers(words: Iterable[str]) -> dict[str, int]:
    """Return each word with its number, all different, in alphabetical order.

    Two words that would share a number are rare (one package in 300 with 300 words); the later one then gets another.

    >>> word_numbers(["done", "best"])
    {'best': 9388917, 'done': 10798061}
    """
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for word in sorted(set(words)):
        tries = 0
        while (number := _number(word, tries)) in taken:
            tries += 1
        taken.add(number)
        numbers[word] = number
    return numbers


def _number(word: str, tries: int) -> int:
    text = f"{word}\0{tries}" if tries else word
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[: BITS // 8], "big")
