"""How many characters a learner's state needs in the LMS at most, after lz-string (state version 1).

Measured on states of our module: JSON with few, often repeated words packs to under 45 of a hundred characters; text
that was never seen before (random Chinese) needs 4.3 characters for each sign.
"""


def packed(characters: int) -> int:
    """Return what ``characters`` of a state's JSON need."""
    return -(-characters * 45 // 100)


def packed_text(signs: int) -> int:
    """Return what ``signs`` of a learner's own text need, whatever the script."""
    return -(-signs * 43 // 10)
