"""Who a client is: `private_key_jwt` (1EdTech Security Framework 1.0 4.1.1, RFC 7523), checked claim by claim.

The header chooses nothing: the key decides the algorithm, `jku`, `jwk`, `x5u` and `x5c` are ignored, `crit` is refused.
"""

import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.util import urlsafe_b64decode

from mobility_bridge import strictjson
from mobility_record import clock
from mobility_record.lti.keys import ALGORITHMS, KeyRefused, load
from mobility_record.lti.refusals import Refused, invalid_client

MOST_BYTES = 8 * 1024
LONGEST_LIFE = 300  # seconds between iat and exp
SKEW = 60  # seconds that clocks may differ
_LONGEST_JTI = 255


@dataclass(frozen=True)
class Assertion:
    """A signed statement as it came: not believed before `verify`."""

    token: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    client_id: UUID


@dataclass(frozen=True)
class Proof:
    """What a verified assertion leaves: the digest of its `jti`, and when it has expired for good (µs UTC)."""

    jti: bytes
    expires_us: int


def read(token: str) -> Assertion:
    """Take an assertion apart without believing it; raises `Refused` (invalid_client)."""
    parts = token.split(".")
    if len(token) > MOST_BYTES or not token.isascii() or len(parts) != 3 or not all(parts):
        raise invalid_client("client_assertion is no signed JWT of a bearable size.")
    header, claims = _object(parts[0]), _object(parts[1])
    if "crit" in header:
        raise invalid_client("The assertion asks for extensions that are not understood here (crit).")
    subject = claims.get("sub")
    if not isinstance(subject, str) or subject != claims.get("iss"):
        raise invalid_client("iss and sub must both be the client_id.")
    try:
        client_id = UUID(subject)
    except ValueError:
        raise unknown() from None
    if str(client_id) != subject:
        raise unknown()
    return Assertion(token, header, claims, client_id)


def verify(assertion: Assertion, key: Mapping[str, Any], audiences: frozenset[str], now_us: int) -> Proof:
    """Check signature and claims; `audiences` are this server's own names. Raises `Refused` (invalid_client)."""
    algorithm = ALGORITHMS[key["kty"]]
    if assertion.header.get("alg") != algorithm:
        raise invalid_client(f"The client's key signs with {algorithm}.")
    try:
        jws.deserialize_compact(assertion.token, load(key), algorithms=[algorithm])
    except (JoseError, KeyRefused, ValueError, TypeError) as error:
        raise invalid_client("The signature does not fit the client's key.") from error
    return _claims(assertion.claims, audiences, now_us)


def unknown() -> Refused:
    """The same answer for a client that is unknown, revoked, or has no such key."""
    return invalid_client("No client with this id and key is registered here.")


def _claims(claims: Mapping[str, Any], audiences: frozenset[str], now_us: int) -> Proof:
    now = now_us // clock.SECOND
    audience, jti = claims.get("aud"), claims.get("jti")
    if not isinstance(audience, str) or audience not in audiences:
        raise invalid_client("aud must be this server's issuer or token URL, as one string.")
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    if issued > now + SKEW:
        raise invalid_client("iat lies in the future. Is the clock right?")
    if expires <= now - SKEW:
        raise invalid_client("The assertion has expired.")
    if not 0 < expires - issued <= LONGEST_LIFE:
        raise invalid_client(f"exp must be at most {LONGEST_LIFE} seconds after iat.")
    if "nbf" in claims and _seconds(claims, "nbf") > now + SKEW:
        raise invalid_client("The assertion is not valid yet (nbf).")
    if not isinstance(jti, str) or not 1 <= len(jti) <= _LONGEST_JTI:
        raise invalid_client(f"jti must be text of 1 to {_LONGEST_JTI} characters.")
    return Proof(hashlib.sha256(jti.encode()).digest(), (expires + SKEW) * clock.SECOND)


def _seconds(claims: Mapping[str, Any], name: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise invalid_client(f"{name} must be a number of seconds.")
    return int(value)


def _object(part: str) -> Mapping[str, Any]:
    try:
        value = strictjson.loads(urlsafe_b64decode(part.encode()), max_bytes=MOST_BYTES)
    except (binascii.Error, ValueError) as error:
        raise invalid_client("client_assertion is no JWT that can be read.") from error
    if not isinstance(value, dict):
        raise invalid_client("client_assertion is no JWT that can be read.")
    return value
