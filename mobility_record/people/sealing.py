"""Personal data, sealed: each person's payload is encrypted with a key of its own, wrapped by the master key.

AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces; the person's public id is authenticated with the text, so that
one person's payload can't be put in another's place. Destroying a person's key is the erasure, also in backups that
are older than it, once the wrapped key is gone from them.
"""

import json
import secrets
from dataclasses import asdict, dataclass, fields

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from mobility_record.people.models import Person, PersonKey

_NONCE = 12


class SealBroken(Exception):
    """The payload can't be opened: another master key, or the row was changed by hand."""


@dataclass(frozen=True)
class Details:
    """What is known of a person. Dates as ISO 8601 text, empty text where nothing is known."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    birth_date: str = ""
    guardian: str = ""
    emergency_contact: str = ""
    insurance: str = ""

    @property
    def name(self) -> str:
        """Given and family name as one text."""
        return f"{self.given_name} {self.family_name}".strip()


def enrol_person(details: Details) -> Person:
    """A new person with a new key and the details sealed."""
    with transaction.atomic():
        person = Person.objects.create()
        key = AESGCM.generate_key(256)
        PersonKey.objects.create(person=person, wrapped=_seal(settings.MOBILITY_MASTER_KEY, key, person, b"key"))
        person.sealed = _seal(key, json.dumps(asdict(details)).encode(), person, b"details")
        person.save(update_fields=["sealed"])
    return person


def open_details(person: Person) -> Details | None:
    """The person's details; None after erasure. `SealBroken` when they can't be read."""
    try:
        text = _open(_key(person), bytes(person.sealed), person, b"details")
    except PersonKey.DoesNotExist:
        return None
    known = {field.name for field in fields(Details)}
    return Details(**{name: value for name, value in json.loads(text).items() if name in known})


def seal_text(person: Person, text: str) -> bytes:
    """Free text about a person, sealed with that person's key."""
    return _seal(_key(person), text.encode(), person, b"text")


def open_text(person: Person, sealed: bytes) -> str | None:
    """The free text of `seal_text`; None after erasure."""
    try:
        return _open(_key(person), sealed, person, b"text").decode()
    except PersonKey.DoesNotExist:
        return None


def _key(person: Person) -> bytes:
    return _open(settings.MOBILITY_MASTER_KEY, bytes(person.key.wrapped), person, b"key")


def _seal(key: bytes, text: bytes, person: Person, purpose: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, purpose + b"\0" + person.public_id.bytes)


def _open(key: bytes, sealed: bytes, person: Person, purpose: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose + b"\0" + person.public_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise SealBroken(f"the {purpose.decode()} of person {person.public_id} can't be opened") from error
