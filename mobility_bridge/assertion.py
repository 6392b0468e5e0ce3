"""Who we are, to a token endpoint: a signed assertion, `private_key_jwt`.

RFC 7523; 1EdTech Security Framework 1.0, 4.1.
"""

import secrets
from dataclasses import dataclass, field
from typing import Literal

try:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey
except ImportError as error:
    raise ImportError("sending scores needs the extra `bridge`: pip install 'blended-mobility[bridge]'") from error

from mobility_bridge.errors import ConfigurationError

LIFE = 60  # seconds until an assertion has expired
SKEW = 5  # seconds by which our clock may be ahead of the platform's
_LEAST_RSA = 2048


@dataclass(frozen=True)
class Signer:
    """A private key under the name `kid` by which the platform knows its public half. The key is never shown."""

    kid: str
    algorithm: Literal["RS256", "ES256"]
    key: RSAKey | ECKey = field(repr=False)

    @classmethod
    def from_pem(cls, pem: str | bytes, kid: str) -> "Signer":
        """A signer with an RSA key of 2048 bits or more (RS256), or a P-256 key (ES256); else `ConfigurationError`."""
        rsa, curve = _read(RSAKey, pem), _read(ECKey, pem)
        if isinstance(rsa, RSAKey) and rsa.private_key and rsa.private_key.key_size >= _LEAST_RSA:
            return cls(kid, "RS256", rsa)
        if isinstance(curve, ECKey) and curve.is_private and curve.curve_name == "P-256":
            return cls(kid, "ES256", curve)
        raise ConfigurationError("the key is no private RSA key of 2048 bits or more, and no private P-256 key, in PEM")

    def sign(self, client_id: str, audience: str, now: float) -> str:
        """A new assertion, good for one use within a minute; `now` in seconds since 1970."""
        header = {"alg": self.algorithm, "kid": self.kid, "typ": "JWT"}
        return jwt.encode(header, claims(client_id, audience, now), self.key, algorithms=[self.algorithm])


def claims(client_id: str, audience: str, now: float) -> dict[str, str | int]:
    """What an assertion says: who, to whom (one string), since when, until when, and an id never used before."""
    return {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "iat": int(now) - SKEW,
        "exp": int(now) + LIFE,
        "jti": secrets.token_urlsafe(24),
    }


def _read(kind: type[RSAKey] | type[ECKey], pem: str | bytes) -> RSAKey | ECKey | None:
    try:
        return kind.import_key(pem)
    except (JoseError, ValueError, TypeError):
        return None
