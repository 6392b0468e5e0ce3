"""Results: messages and evidence are appended for ever; the result is derived, guarded, and may be corrected.

    Source → Message → Evidence
             Message → Result (one per line item, person and source)
    Person → Correction (beats every result of a line item in one mobility)

Database triggers (migration 0002) refuse UPDATE and DELETE on messages, evidence and corrections. Each index is paid by
every message: foreign keys have one only where something is looked up by them and no constraint already serves.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mobility_record.people.models import Person
from mobility_record.stays.models import LineItem, Mobility, Source


class Assurance(models.TextChoices):
    """How sure the record is of a result, from least to most (CONTRACTS 6)."""

    SELF_REPORTED = "self-reported", _("reported by the package itself")
    LMS_REPORTED = "lms-reported", _("reported by a learning platform")
    MENTOR_CONFIRMED = "mentor-confirmed", _("confirmed by a person")


class Message(models.Model):
    """One accepted score message, as it came.

    .. pii: a person's score, behind an opaque reference
    .. pii_types: other
    .. pii_retirement: retained
    """

    event_id = models.UUIDField()
    seq = models.BigIntegerField()
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, related_name="messages", db_index=False)
    line_item = models.ForeignKey(LineItem, on_delete=models.DO_NOTHING, related_name="messages", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="messages", db_index=False)
    claimed_us = models.BigIntegerField()  # the time the sender gave
    at_us = models.BigIntegerField()  # the same, cut to the time of receipt
    received_us = models.BigIntegerField()
    activity = models.CharField(max_length=20)
    grading = models.CharField(max_length=20)
    given = models.IntegerField(null=True)
    maximum = models.IntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["source", "event_id"], name="one_message_per_event"),)
        indexes = (models.Index(fields=["source", "seq"], name="messages_of_a_source"),)


class Evidence(models.Model):
    """One piece of evidence that a message brought.

    .. pii: what a person did in a course, behind an opaque reference
    .. pii_types: other
    .. pii_retirement: retained
    """

    message = models.ForeignKey(Message, on_delete=models.DO_NOTHING, related_name="evidence", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.DO_NOTHING, related_name="evidence")
    position = models.SmallIntegerField()
    type = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    kind = models.CharField(max_length=10)
    block = models.CharField(max_length=255)
    at_us = models.BigIntegerField()
    data = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "position"], name="evidence_in_order"),)


class Result(models.Model):
    """The current result of one line item, person and source. Per mille; None when the score was cleared.

    .. pii: a person's score, behind an opaque reference
    .. pii_types: other
    .. pii_retirement: retained
    """

    line_item = models.ForeignKey(LineItem, on_delete=models.PROTECT, related_name="results", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="results", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="results")
    message = models.ForeignKey(Message, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    per_mille = models.IntegerField(null=True)
    at_us = models.BigIntegerField()
    assurance = models.CharField(max_length=20, choices=Assurance.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["line_item", "person", "source"], name="one_result_per_source"),)


class Correction(models.Model):
    """What a person decided about a result, with a reason; the newest of a line item and mobility counts.

    .. pii: free text about a person, sealed with the participant's own key
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("confirmed")
        CORRECT = "correct", _("corrected")
        WITHDRAW = "withdraw", _("went back to what is reported")

    line_item = models.ForeignKey(LineItem, on_delete=models.DO_NOTHING, related_name="corrections")
    mobility = models.ForeignKey(Mobility, on_delete=models.DO_NOTHING, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    per_mille = models.IntegerField(null=True)
    reason = models.BinaryField()
    made_by = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="corrections_made")
    at_us = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["mobility", "line_item", "at_us"], name="corrections_of_a_mobility"),)
