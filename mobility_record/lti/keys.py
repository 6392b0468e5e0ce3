"""Public keys of clients: read from PEM or JWK, chosen by `kid`, of the few kinds that are safe (RFC 8725 3.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from joserfc import jwk
from joserfc.errors import JoseError

from mobility_bridge import strictjson

#: The one algorithm each kind of key signs with here: the token's header chooses nothing.
ALGORITHMS = {"RSA": "RS256", "EC": "ES256"}
_LEAST_RSA_BITS = 2048
_MOST_RSA_BITS = 8192
_MOST_BYTES = 16 * 1024
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})

Key = jwk.RSAKey | jwk.ECKey


class KeyRefused(ValueError):
    """The key can't be used; the message says why and what to give instead."""


def read_key(text: bytes) -> dict[str, Any]:
    """The public JWK in a PEM or JSON file, with its `kid` (RFC 7638 thumbprint where none is given)."""
    if len(text) > _MOST_BYTES:
        raise KeyRefused(f"The key file is larger than {_MOST_BYTES} bytes.")
    if b"PRIVATE KEY" in text:
        raise KeyRefused("This is a private key. Keep it secret and give the public one.")
    return public_jwk(_pem(text) if text.lstrip().startswith(b"-----") else _json(text))


def public_jwk(value: object) -> dict[str, Any]:
    """The members of a public JWK that verify signatures, checked; raises `KeyRefused`."""
    if not isinstance(value, dict):
        raise KeyRefused("A key must be a JSON object.")
    if _PRIVATE & value.keys():
        raise KeyRefused("This is a private or symmetric key. Give the public one.")
    if value.get("kty") not in ALGORITHMS:
        raise KeyRefused("Only RSA and EC P-256 keys can be used.")
    algorithm = ALGORITHMS[value["kty"]]
    if value.get("alg", algorithm) != algorithm or value.get("use", "sig") != "sig":
        raise KeyRefused(f"A key of this kind must be for signatures with {algorithm}.")
    key = load(value)
    kid = value.get("kid", key.thumbprint())
    if not isinstance(kid, str) or not 1 <= len(kid) <= 200 or not kid.isprintable():
        raise KeyRefused("A key's kid must be text of 1 to 200 characters.")
    return {**key.as_dict(private=False), "kid": kid}


def load(value: Mapping[str, Any]) -> Key:
    """The key of a public JWK; raises `KeyRefused` for one that is broken, weak or enormous."""
    try:
        key = jwk.import_key({name: value[name] for name in ("kty", "n", "e", "crv", "x", "y") if name in value})
        if not isinstance(key, jwk.RSAKey | jwk.ECKey):
            raise KeyRefused("Only RSA and EC P-256 keys can be used.")
        _check_strength(key, value)
    except (JoseError, ValueError, TypeError, OverflowError, KeyError, AttributeError) as error:
        if isinstance(error, KeyRefused):
            raise
        raise KeyRefused("The key can't be read.") from error
    return key


def chosen(keys: Iterable[Mapping[str, Any]], kid: object) -> Mapping[str, Any] | None:
    """The key with this `kid`; without one the only key there is."""
    found = list(keys)
    if kid is None:
        return found[0] if len(found) == 1 else None
    return next((key for key in found if key.get("kid") == kid), None)


def _check_strength(key: Key, value: Mapping[str, Any]) -> None:
    if isinstance(key, jwk.RSAKey):
        bits = key.raw_value.key_size
        if not _LEAST_RSA_BITS <= bits <= _MOST_RSA_BITS:
            raise KeyRefused(f"The RSA key has {bits} bits; it must have {_LEAST_RSA_BITS} to {_MOST_RSA_BITS}.")
    elif value.get("crv") != "P-256":
        raise KeyRefused("Of the EC curves only P-256 can be used.")


def _pem(text: bytes) -> dict[str, Any]:
    for kind in (jwk.RSAKey, jwk.ECKey):
        try:
            return dict(kind.import_key(text).as_dict(private=False))
        except (JoseError, ValueError, TypeError, AttributeError):
            continue
    raise KeyRefused("The PEM file holds no public key that can be used.")


def _json(text: bytes) -> object:
    try:
        return strictjson.loads(text, max_bytes=_MOST_BYTES)
    except strictjson.MessageError as error:
        raise KeyRefused(f"The key is neither PEM nor JSON: {error}") from error
