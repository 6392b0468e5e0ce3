"""People, the organisations they act for, and their ways in.

    Organisation ← Membership → Person → PersonKey (its destruction is the erasure)
                                Person ← Account (sign-in) ← EntryLink (one-time)
                                Person ← Pseudonym (one per client)

A person is referred to everywhere by a row that says nothing. Names, e-mail, birth date, guardian, emergency contact
and insurance stand only in `Person.sealed`, encrypted with a key of that person's own.
"""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A school, company, chamber or intermediary.

    .. no_pii:
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    city = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Someone the record knows; after erasure only this empty row is left, so that counts stay true.

    .. pii: names, e-mail, birth date, guardian, emergency contact, insurance; sealed with the person's own key
    .. pii_types: name, email_address, birth_date, contact
    .. pii_retirement: local_api
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField(default=b"")
    erased_us = models.BigIntegerField(null=True)

    #: Not stored: True for a viewer who came in by a one-time link; only what is a participant's own is theirs then.
    participant_only = False

    def __str__(self) -> str:
        return str(self.public_id)


class PersonKey(models.Model):
    """The key that opens one person's payload, wrapped by the master key. Deleting the row is the erasure.

    .. no_pii:
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="key")
    wrapped = models.BinaryField()


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; finds them by their public id."""

    def open(self, person: Person, email_index: bytes | None = None, password: str | None = None) -> "Account":
        """An account for `person`; without a password it is entered by one-time links only."""
        account = Account(person=person, email_index=email_index)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person's way in: e-mail and password for staff, one-time links for participants, some of whom are 16.

    The e-mail itself is in the sealed payload; here is only its keyed digest, unique when present.

    .. pii: password hash, time of the last sign-in
    .. pii_types: password
    .. pii_retirement: local_api
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    email_index = models.BinaryField(null=True, unique=True, max_length=32)
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "public_id"


class Pseudonym(models.Model):
    """The name under which one client knows one person: `p_` and 26 base32 characters, different for every client.

    .. pii: an identifier of a person towards one client
    .. pii_types: other
    .. pii_retirement: local_api
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pseudonyms")
    client = models.CharField(max_length=100)
    value = models.CharField(max_length=28, unique=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "client"], name="one_pseudonym_per_client"),)


class Membership(models.Model):
    """What a person does for an organisation. An auditor's ends on a day.

    .. no_pii: an opaque reference
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        TEACHER = "teacher", _("teacher")
        MENTOR = "mentor", _("in-company mentor")
        AUDITOR = "auditor", _("auditor")
        POLICYMAKER = "policymaker", _("policymaker")
        ADMINISTRATOR = "administrator", _("administrator")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    ends_us = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="one_membership_per_role"),
        )


class EntryLink(models.Model):
    """A link that lets one person in once, as a participant; stored as the SHA-256 of its 256-bit secret.

    .. no_pii: an opaque reference
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entry_links")
    digest = models.BinaryField(unique=True, max_length=32)
    expires_us = models.BigIntegerField()
    used_us = models.BigIntegerField(null=True)
    whole_account = models.BooleanField(default=False)  # True only for links an operator makes at the command line


class WrongAttempt(models.Model):
    """A wrong claim code or password, kept for fifteen minutes to slow down guessing, for all workers alike.

    .. pii: a keyed digest of a network address or e-mail address
    .. pii_types: ip
    .. pii_retirement: retained
    """

    door = models.CharField(max_length=20)
    subject = models.BinaryField(max_length=32)
    at_us = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["door", "subject", "at_us"], name="attempts_of_a_subject"),)
