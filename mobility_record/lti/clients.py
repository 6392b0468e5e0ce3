"""Registering clients: who they are, which keys speak for them, what they may report."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from mobility_record import clock
from mobility_record.lti import keysets, scopes
from mobility_record.lti.keys import read_key
from mobility_record.lti.models import AccessToken, Client, ClientKey, Grant
from mobility_record.people import pseudonyms
from mobility_record.people.models import Person
from mobility_record.stays.models import Enrolment, Mobility, Package


class ClientError(ValueError):
    """What an operator asked for can't be done; the message says why and what to do."""


def register(name: str, jwks_url: str = "", granted: Iterable[str] = scopes.ALL) -> Client:
    """A new client; with `jwks_url` its keys are fetched from there, else `add_key` gives it one."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise ClientError("A client needs a name of at most 200 characters.")
    wanted = list(dict.fromkeys(granted))
    if not wanted or set(wanted) - set(scopes.ALL):
        raise ClientError(f"Scopes are of {', '.join(scopes.ALL)}.")
    if jwks_url:
        try:
            keysets.check_url(jwks_url)
        except keysets.NotFetched as error:
            raise ClientError(str(error)) from error
    return Client.objects.create(name=name, scopes=wanted, jwks_url=jwks_url, registered_us=clock.now_us())


def find(client_id: UUID) -> Client:
    """The client, revoked or not; raises `ClientError`."""
    found = Client.objects.filter(public_id=client_id).first()
    if found is None:
        raise ClientError("There is no such client.")
    return found


def add_key(client: Client, text: bytes) -> ClientKey:
    """One more public key (PEM or JWK) that speaks for `client`; raises `KeyRefused` or `ClientError`."""
    if client.jwks_url:
        raise ClientError("This client publishes its keys itself; change them there.")
    jwk = read_key(text)
    try:
        with transaction.atomic():
            return ClientKey.objects.create(client=client, kid=jwk["kid"], jwk=jwk, added_us=clock.now_us())
    except IntegrityError as error:
        raise ClientError(f"The client has a key {jwk['kid']} already; a new key needs a kid of its own.") from error


def retire_key(client: Client, kid: str) -> None:
    """The key verifies nothing from now on; tokens that it brought end too. Raises `ClientError`."""
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        if not client.keys.filter(kid=kid, retired_us=None).update(retired_us=clock.now_us()):
            raise ClientError("The client has no key of this kid that is in use.")
        AccessToken.objects.filter(client=client).delete()


def revoke(client: Client) -> None:
    """The client gets no token any more, and those it has end; what it reported stays."""
    with transaction.atomic():
        Client.objects.filter(pk=client.pk, revoked_us=None).update(revoked_us=clock.now_us())
        AccessToken.objects.filter(client=client).delete()


def allow(client: Client, package_id: str) -> Package:
    """The client sees and scores the package's line items from now on; raises `ClientError`."""
    package = Package.objects.filter(package_id=package_id).first()
    if package is None:
        raise ClientError("There is no such package. Register its zip first.")
    Grant.objects.get_or_create(client=client, package=package)
    return package


def pseudonym_of(client: Client, mobility: Mobility) -> str:
    """What the client calls the person of `mobility`; raises `ClientError` unless it may report about their stay."""
    shared = Enrolment.objects.filter(mobility=mobility, package__grants__client=client)
    if not shared.exists():
        raise ClientError("The mobility takes no package that this client reports for.")
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=mobility.participant_id, erased_us=None).first()
        if person is None:
            raise ClientError("This person has been erased; nothing can be done in their name.")
        return pseudonyms.pseudonym(person, str(client.public_id))
