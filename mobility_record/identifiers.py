"""Identifiers that say nothing: pseudonyms, sources, secrets, and their digests (CONTRACTS 1 and 8)."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


def opaque(prefix: str) -> str:
    """`prefix_` and 26 lower-case base32 characters of 128 random bits."""
    return f"{prefix}_" + base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def secret() -> str:
    """256 random bits in base64url, 43 characters."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> bytes:
    """SHA-256 of a secret that is itself 256 random bits."""
    return hashlib.sha256(value.encode()).digest()


def peppered(purpose: str, value: str) -> bytes:
    """HMAC-SHA-256 with the pepper, for values that could be guessed: claim codes, e-mail and network addresses."""
    return hmac.new(settings.MOBILITY_PEPPER.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
