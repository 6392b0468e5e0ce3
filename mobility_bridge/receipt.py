"""Receipts: results on paper for a learner whose network is closed (CONTRACTS 8; docs/reference/receipt.md).

A receipt is 24 Crockford base32 symbols, shown in groups of four: 6 bytes of payload, 8 bytes of HMAC-SHA-256, 3 zero
bits, and a Luhn mod 32 check symbol. The player makes it (`scorm_export/player/bridge/receipt.ts`), a person types it.
`schemas/examples/receipts.json` holds examples for both. Pure: knows no Django and no time.
"""

import hashlib
import hmac
import struct
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from mobility_bridge import claimcode

VERSION = 1
SYMBOLS = 24
EPOCH = date(2026, 1, 1)
MAXIMUM = 1000
_PAYLOAD = struct.Struct(">BBHH")
_TAG = 8
_BODY = _PAYLOAD.size + _TAG
_PADDING = (SYMBOLS - 1) * 5 - _BODY * 8
_PURPOSE = b"blended-mobility receipt 1"
_ROUNDS = 20_000


class ReceiptError(ValueError):
    """What was typed is no receipt; `reason` is `length`, `symbol`, `mistyped` or `version`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Payload:
    """What a receipt says: index into the package's line items, per mille, days since 1 January 2026 (UTC)."""

    line_item: int
    per_mille: int
    day: int

    @property
    def date(self) -> date:
        """The day on which the receipt was made, by the learner's clock."""
        return EPOCH + timedelta(days=self.day)


@dataclass(frozen=True)
class Receipt:
    """A receipt as typed, not yet verified: nothing in `payload` may be believed before `fits` says so."""

    symbols: str
    payload: Payload
    tag: bytes

    def fits(self, key: bytes, package: str, version: str) -> bool:
        """Whether it was made with the claim code behind `key`, for this version of this package."""
        return hmac.compare_digest(self.tag, _tag(key, self.payload, package, version))


def derive_key(code: str) -> bytes:
    """The 32-byte key for the 11 symbols of a claim code; slow on purpose.

    A code has 50 bits, and a receipt lets anyone who sees it try codes without asking the record.
    """
    return hashlib.pbkdf2_hmac("sha256", code.encode("ascii"), _PURPOSE, _ROUNDS)


def read(written: str) -> Receipt:
    """The receipt that a person typed (case, hyphens, spaces, O I L forgiven), or `ReceiptError`."""
    symbols = normalise(written)
    if any(symbol not in claimcode.ALPHABET for symbol in symbols):
        raise ReceiptError("symbol")
    if len(symbols) != SYMBOLS:
        raise ReceiptError("length")
    if claimcode.check_symbol(symbols[:-1]) != symbols[-1]:
        raise ReceiptError("mistyped")
    return _unpack(symbols)


def normalise(written: str) -> str:
    """What was typed without its hyphens and blanks, in capitals, with O I L read as digits."""
    kept = (
        sign for sign in written if unicodedata.category(sign) not in ("Pd", "Zs", "Cf") and sign not in "\u2212_.\t"
    )
    return "".join(kept).upper().translate(str.maketrans("OIL", "011"))


def make(key: bytes, payload: Payload, package: str, version: str) -> str:
    """The 24 symbols of a receipt, not grouped. `ValueError` when a figure is out of range."""
    if not 0 <= payload.per_mille <= MAXIMUM:
        raise ValueError("per_mille")
    try:
        body = _packed(payload) + _tag(key, payload, package, version)
    except struct.error as error:
        raise ValueError(str(error)) from error
    number = int.from_bytes(body, "big") << _PADDING
    symbols = "".join(claimcode.ALPHABET[number >> 5 * place & 31] for place in reversed(range(SYMBOLS - 1)))
    return symbols + claimcode.check_symbol(symbols)


def show(symbols: str) -> str:
    """In groups of four: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`."""
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def _unpack(symbols: str) -> Receipt:
    number = 0
    for symbol in symbols[:-1]:
        number = number << 5 | claimcode.ALPHABET.index(symbol)
    if number & (1 << _PADDING) - 1:
        raise ReceiptError("mistyped")
    body = (number >> _PADDING).to_bytes(_BODY, "big")
    version, line_item, per_mille, day = _PAYLOAD.unpack(body[: _PAYLOAD.size])
    if version != VERSION:
        raise ReceiptError("version")
    if per_mille > MAXIMUM:
        raise ReceiptError("mistyped")
    return Receipt(symbols, Payload(line_item, per_mille, day), body[_PAYLOAD.size :])


def _packed(payload: Payload) -> bytes:
    return _PAYLOAD.pack(VERSION, payload.line_item, payload.per_mille, payload.day)


def _tag(key: bytes, payload: Payload, package: str, version: str) -> bytes:
    texts = (package.encode(), version.encode())
    message = _packed(payload) + b"".join(len(text).to_bytes(2, "big") + text for text in texts)
    return hmac.digest(key, message, "sha256")[:_TAG]
