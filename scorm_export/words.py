"""The table of words that stand in learners' states, each with a number (player/state/words.ts).

A number follows from the word alone, so that the next version of a package reads what this one wrote.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

BITS = 24


def word_numbers(words: Iterable[str]) -> dict[str, int]:
    """Return each word with its number, all different, in alphabetical order.

    Words that would share a number are rare (one package in 300 with 300 words): all of them get another one, so that a
    state written before they met is never read as a neighbour's.

    >>> word_numbers(["done", "best"])
    {'best': 9388917, 'done': 10798061}
    """
    numbers: dict[str, int] = {}
    left, round_ = sorted(set(words)), 0
    while left:
        wanted = {word: _number(word, round_) for word in left}
        count = Counter([*wanted.values(), *numbers.values()])
        numbers |= {word: number for word, number in wanted.items() if count[number] == 1}
        left, round_ = [word for word in left if word not in numbers], round_ + 1
    return dict(sorted(numbers.items()))


def _number(word: str, round_: int) -> int:
    text = f"{word}\0{round_}" if round_ else word
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[: BITS // 8], "big")
