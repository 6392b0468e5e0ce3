"""Access tokens: given for a verified assertion, opaque, 256 bits, one hour, stored as SHA-256, revocable."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from mobility_record import clock
from mobility_record.identifiers import digest, secret
from mobility_record.lti import assertions, scopes
from mobility_record.lti.keys import chosen
from mobility_record.lti.keysets import keys_of
from mobility_record.lti.models import AccessToken, Client, SpentAssertion
from mobility_record.lti.refusals import Refused, invalid_client, invalid_token
from mobility_record.prepared import first

LIFE = clock.HOUR
EXPIRES_IN = LIFE // clock.SECOND
TOKEN_PATH = "/lti/token"  # noqa: S105 - an address
_MOST_SCOPES = 2000  # characters
_KEPT = clock.HOUR  # used assertions outlast their end: another worker's clock, or one that waits for a key set

_FIND = """
SELECT t.scopes, t.expires_us, c.id, c.public_id
FROM lti_accesstoken t JOIN lti_client c ON c.id = t.client_id
WHERE t.digest = %s AND c.revoked_us IS NULL
"""


@dataclass(frozen=True)
class Bearer:
    """The client that speaks: its row, its id as others write it, and what its token allows."""

    pk: int
    client_id: str
    scopes: frozenset[str]

    def must(self, *wanted: str) -> None:
        """Raise `Refused` (403) unless the token has one of the scopes."""
        if not self.scopes & set(wanted):
            raise Refused(403, "insufficient_scope", "The access token is not for this.", scope=" ".join(wanted))


def audiences() -> frozenset[str]:
    """What an assertion's `aud` may be: the issuer or the token URL."""
    return frozenset({settings.MOBILITY_ORIGIN, settings.MOBILITY_ORIGIN + TOKEN_PATH})


def grant(assertion: str, asked: str) -> tuple[str, list[str]]:
    """An access token and its scopes for a client's assertion. Raises `Refused`."""
    now = clock.now_us()
    said = assertions.read(assertion)
    client = Client.objects.filter(public_id=said.client_id, revoked_us=None).first()
    if client is None:
        raise assertions.unknown()
    kid = said.header.get("kid")
    key = chosen(_keys(client, kid, now), kid)
    if key is None:
        raise assertions.unknown()
    proof = assertions.verify(said, key, audiences(), now)
    granted = _granted(asked, client.scopes)
    _spend(client, proof, now)
    return _issue(client, key, granted, now), granted


def claimed(assertion: str) -> str:
    """The client_id that an assertion claims, when there is such a client; else empty. Nothing is believed yet."""
    try:
        said = assertions.read(assertion)
    except Refused:
        return ""
    return str(said.client_id) if Client.objects.filter(public_id=said.client_id).exists() else ""


def bearer(header: str) -> Bearer:
    """Who an `Authorization` header speaks for; raises `Refused` (401)."""
    kind, _space, token = header.partition(" ")
    if kind.lower() != "bearer" or not 20 <= len(token) <= 200 or not token.isascii():
        raise invalid_token()
    row = first(_FIND, (digest(token),))
    if row is None or row[1] <= clock.now_us():
        raise invalid_token()
    return Bearer(row[2], str(UUID(str(row[3]))), frozenset(row[0].split()))


def _keys(client: Client, kid: object, now_us: int) -> list[dict[str, object]]:
    if client.jwks_url:
        return [dict(key) for key in keys_of(client, kid, now_us)]
    return list(client.keys.filter(retired_us=None).values_list("jwk", flat=True))


def _granted(asked: str, registered: Collection[str]) -> list[str]:
    wanted = asked[: _MOST_SCOPES + 1].split(" ")
    granted = [scope for scope in scopes.ALL if scope in wanted and scope in registered]
    if not granted or len(asked) > _MOST_SCOPES:
        raise Refused(400, "invalid_scope", "None of the scopes asked for are registered for this client.")
    return granted


def _spend(client: Client, proof: assertions.Proof, now_us: int) -> None:
    """The assertion is used; the database lets one worker use it, once."""
    SpentAssertion.objects.filter(client=client, expires_us__lte=now_us - _KEPT).delete()
    try:
        with transaction.atomic():
            SpentAssertion.objects.create(client=client, digest=proof.jti, expires_us=proof.expires_us)
    except IntegrityError as error:
        raise invalid_client("This assertion was used before (jti). Make a new one for each request.") from error


def _issue(client: Client, key: Mapping[str, object], granted: list[str], now_us: int) -> str:
    """A token, unless client or key ended meanwhile: who ends them waits here, and then finds the token to delete."""
    token = secret()
    with transaction.atomic():
        alive = Client.objects.select_for_update().filter(pk=client.pk, revoked_us=None).first()
        retired = not client.jwks_url and not client.keys.filter(kid=key["kid"], retired_us=None).exists()
        if alive is None or retired:
            raise assertions.unknown()
        AccessToken.objects.filter(client=client, expires_us__lte=now_us).delete()
        AccessToken.objects.create(
            client=client, digest=digest(token), scopes=" ".join(granted), expires_us=now_us + LIFE
        )
    return token
