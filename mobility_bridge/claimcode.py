"""Claim codes as people write them: 10 Crockford base32 symbols and a Luhn mod 32 check symbol (CONTRACTS 8).

Shown in groups, `XXXX-XXXX-XXX`. The check symbol catches every single wrong symbol and most swaps of neighbours, so
that a client can say "look again" before it asks. `schemas/examples/claim-codes.json` holds examples for TypeScript.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS = 10
_READ_AS = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u2010": None, "\u2011": None, "\u2013": None}
)


def make() -> str:
    """A new random code, 11 symbols, not grouped."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))
    return body + check_symbol(body)


def check_symbol(body: str) -> str:
    """The Luhn mod 32 check symbol of the 10 symbols: from the right, every other value counts double."""
    total = 0
    for position, symbol in enumerate(reversed(body)):
        value = ALPHABET.index(symbol) * (2 - position % 2)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def read(written: str) -> str | None:
    """The 11 symbols that a person meant (case, hyphens, spaces, O I L forgiven); None when it can't be a code."""
    symbols = written.upper().translate(_READ_AS)
    if len(symbols) != SYMBOLS + 1 or any(symbol not in ALPHABET for symbol in symbols):
        return None
    return symbols if check_symbol(symbols[:SYMBOLS]) == symbols[SYMBOLS] else None


def show(code: str) -> str:
    """`XXXX-XXXX-XXX` for the 11 symbols."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
