"""AGS clients: the learning platforms that report scores, their keys, tokens and what they may report for.

    Client → ClientKey (several at once while they rotate), KeySet (what its jwks_url answered last)
    Client ← Grant → Package            the line items it sees and scores
    Client ← OwnLineItem → LineItem     line items it made itself (AGS 2.0, 3.2)
    Client ← AccessToken, SpentAssertion

Everything that several workers must agree on (used assertion ids, tokens, keys fetched) stands in the database.
"""

import uuid
from decimal import Decimal

from django.db import models

from mobility_record.stays.models import LineItem, Package


class Client(models.Model):
    """A registered learning platform. Its `public_id` is the `client_id` and the device of its sources.

    .. no_pii:
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    scopes = models.JSONField()
    jwks_url = models.CharField(max_length=500, blank=True)  # empty: keys are registered one by one
    registered_us = models.BigIntegerField()
    revoked_us = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class ClientKey(models.Model):
    """A public key that was registered by hand. Keys overlap while they rotate; a retired one verifies nothing.

    .. no_pii:
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="keys")
    kid = models.CharField(max_length=200)
    jwk = models.JSONField()
    added_us = models.BigIntegerField()
    retired_us = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "kid"], name="one_key_per_kid"),)


class KeySet(models.Model):
    """The public keys that a client's `jwks_url` answered last; they verify also while it can't be reached.

    .. no_pii:
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="key_set")
    keys = models.JSONField(default=list)
    fetched_us = models.BigIntegerField(default=0)
    tried_us = models.BigIntegerField(default=0)


class Grant(models.Model):
    """A client may report for a package.

    .. no_pii:
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="grants")
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="grants")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "package"], name="one_grant_per_package"),)


class OwnLineItem(models.Model):
    """What AGS knows of a line item that a client made. Its results are kept per mille like all others.

    .. no_pii:
    """

    line_item = models.OneToOneField(LineItem, on_delete=models.CASCADE, related_name="own")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="own_line_items")
    resource_id = models.CharField(max_length=255, blank=True)
    tag = models.CharField(max_length=255, blank=True)
    score_maximum = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1000))
    start = models.CharField(max_length=40, blank=True)  # startDateTime, as the client wrote it
    end = models.CharField(max_length=40, blank=True)
    deleted_us = models.BigIntegerField(null=True)  # gone for the client; messages and results stay


class AccessToken(models.Model):
    """An access token, as SHA-256.

    .. no_pii:
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tokens")
    digest = models.BinaryField(unique=True, max_length=32)
    scopes = models.CharField(max_length=400)  # separated by spaces
    expires_us = models.BigIntegerField()


class SpentAssertion(models.Model):
    """The id (`jti`) of an assertion that was used, as SHA-256, until the assertion has expired.

    .. no_pii:
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="spent")
    digest = models.BinaryField(max_length=32)
    expires_us = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["client", "digest"], name="an_assertion_is_used_once"),)
