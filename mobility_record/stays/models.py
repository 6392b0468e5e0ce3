"""Stays: one person's mobility, the packages that prepare it, and the sources that report.

    Organisation ← Part → Mobility → Enrolment → Package → PackageVersion, LineItem
                          Mobility ← ClaimCode
                          Mobility ← Source (one claimed device, receipts or learning platform) ← Token, Refresh

Times are integer microseconds UTC (`…_us`), dates are dates at the place of the stay.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from mobility_record.people.models import Organisation, Person


class Mobility(models.Model):
    """One person's stay abroad with its virtual phase.

    .. pii: place and dates of a person's stay, whether they have fewer opportunities
    .. pii_types: location
    .. pii_retirement: retained
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mobilities")
    field = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    virtual_start = models.DateField(null=True)
    departure = models.DateField(null=True)
    return_date = models.DateField(null=True)
    fewer_opportunities = models.BooleanField(default=False)
    organisations = models.ManyToManyField(Organisation, through="Part", related_name="mobilities")

    class Meta:
        verbose_name_plural = "mobilities"

    def __str__(self) -> str:
        return str(self.public_id)


class Part(models.Model):
    """An organisation's part in a stay.

    .. no_pii:
    """

    class Kind(models.TextChoices):
        SENDING = "sending", _("sending organisation")
        HOST = "host", _("host organisation")
        INTERMEDIARY = "intermediary", _("intermediary")

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mobility", "organisation", "kind"], name="one_part_per_kind"),)


class Responsibility(models.Model):
    """A person's own part in one stay: the pupil's teacher, a minor's guardian.

    .. no_pii: opaque references
    """

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher")
        GUARDIAN = "guardian", _("guardian")

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="responsibilities")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="responsibilities")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mobility", "person", "role"], name="one_responsibility_per_role"),
        )


class Package(models.Model):
    """A course as packages of it report: the same for every version and every LMS.

    .. no_pii:
    """

    package_id = models.CharField(max_length=255, unique=True)
    title = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.title


class PackageVersion(models.Model):
    """A version of a package that was registered.

    .. no_pii:
    """

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(max_length=12)
    registered_us = models.BigIntegerField()
    line_items = models.JSONField(null=True)  # tags in the package's order; None: registered before receipts were known

    class Meta:
        constraints = (models.UniqueConstraint(fields=["package", "version"], name="one_row_per_version"),)


class LineItem(models.Model):
    """What a package reports a score for (CONTRACTS 4). Its AGS resourceId is the package id.

    .. no_pii:
    """

    OWN = "own:"  # how the tags of those begin that learning platforms made: no package speaks of them

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="line_items")
    tag = models.CharField(max_length=110)  # progress, grade, gate:<id>
    label = models.CharField(max_length=200)
    maximum = models.IntegerField(default=1000)
    position = models.IntegerField()
    current = models.BooleanField(default=True)  # False: the newest version dropped it; its results stay

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["package", "tag"], name="one_line_item_per_tag"),)


class Enrolment(models.Model):
    """A mobility takes a package.

    .. no_pii: opaque references
    """

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="enrolments")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="enrolments")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mobility", "package"], name="one_enrolment_per_package"),)


class ClaimCode(models.Model):
    """A claim code, as its keyed digest: it is seen only when it is made.

    .. no_pii: an opaque reference
    """

    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="claim_codes")
    digest = models.BinaryField(unique=True, max_length=32)
    made_us = models.BigIntegerField()
    claimed_us = models.BigIntegerField(null=True)
    ended_us = models.BigIntegerField(null=True)  # revoked, or retired by a newer code


class Source(models.Model):
    """What reports: one package on one claimed device, on the receipts that were typed in, or a learning platform.

    A person calls the first "this device". The others have no tokens here and never end.

    .. pii: the web origin of the LMS a person uses
    .. pii_types: other
    .. pii_retirement: retained
    """

    class Kind(models.TextChoices):
        DEVICE = "device", _("a device")
        RECEIPTS = "receipts", _("receipts on paper")
        LMS = "lms", _("a learning platform")

    class End(models.TextChoices):
        STOPPED = "stopped", _("stopped by the participant")
        REVOKED = "revoked", _("ended by a coordinator")
        REPLACED = "replaced", _("replaced by a newer device")

    source_id = models.CharField(max_length=28, unique=True)
    mobility = models.ForeignKey(Mobility, on_delete=models.CASCADE, related_name="sources")
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DEVICE)
    code = models.ForeignKey(ClaimCode, on_delete=models.PROTECT, null=True, related_name="sources")
    device = models.UUIDField()  # of a learning platform: its client_id
    origin = models.CharField(max_length=255)
    version = models.CharField(max_length=12)
    claimed_us = models.BigIntegerField()
    ended_us = models.BigIntegerField(null=True)
    end = models.CharField(max_length=20, choices=End.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mobility", "package", "device"],
                condition=models.Q(ended_us__isnull=True, kind="device"),
                name="one_live_source_per_device",
            ),
            models.UniqueConstraint(
                fields=["mobility", "package"],
                condition=models.Q(kind="receipts"),
                name="one_source_of_receipts_per_package",
            ),
            models.UniqueConstraint(
                fields=["mobility", "package", "device"],
                condition=models.Q(kind="lms"),
                name="one_source_per_platform",
            ),
        )


class Token(models.Model):
    """A token of a source, as SHA-256; eight hours.

    .. no_pii: an opaque reference
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="tokens")
    digest = models.BinaryField(unique=True, max_length=32)
    expires_us = models.BigIntegerField()


class Refresh(models.Model):
    """The secret with which a source gets new tokens, as SHA-256; it lives as long as the source.

    .. no_pii: an opaque reference
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="refreshes")
    digest = models.BinaryField(unique=True, max_length=32)
    made_us = models.BigIntegerField()
