"""What an attacker can do with assertions: any header, any bytes as claims, signed with any key or none."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256


def part(value: object) -> str:
    """base64url of bytes as they are, or of a value as JSON."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def unsigned(header: object, claims: object, signature: bytes = b"") -> str:
    """A token with a signature of one's own choice."""
    return f"{part(header)}.{part(claims)}.{part(signature)}"


def rs256(key: Any, header: object, claims: object) -> str:
    """A token truly signed with an RSA key, whatever stands in it."""
    said = f"{part(header)}.{part(claims)}"
    return f"{said}.{part(key.raw_value.sign(said.encode(), PKCS1v15(), SHA256()))}"


def hs256(secret: bytes, header: object, claims: object) -> str:
    """A token with an HMAC of `secret`."""
    said = f"{part(header)}.{part(claims)}"
    return f"{said}.{part(hmac.digest(secret, said.encode(), hashlib.sha256))}"
