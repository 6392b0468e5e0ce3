"""Scores on their way in: whose they are, whether they may be told, and what became of them (AGS 2.0, 3.4).

A client's reports about one stay and package are one source. Every acceptable message is appended with its evidence;
only the *result* is guarded by time (CONTRACTS 5, 6): the later timestamp wins, of equal ones the first.
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from mobility_bridge.messages import Score, serialise_score
from mobility_record import clock
from mobility_record.identifiers import opaque
from mobility_record.lti.models import Client
from mobility_record.lti.refusals import Refused, not_found
from mobility_record.lti.tokens import Bearer
from mobility_record.prepared import first
from mobility_record.results.ledger import Appended, Incoming, Origin, append
from mobility_record.results.models import Assurance
from mobility_record.stays import refusals
from mobility_record.stays.models import Source

#: How far a client's clock may run ahead: a score of next year would lock the result until then.
AHEAD = 5 * clock.MINUTE

# One round trip: the line item as this client sees it, the person its pseudonym stands for, the stay that takes the
# package (of several the one enrolled last) and the source of this client's reports about it.
_RESOLVE = """
SELECT l.id, l.maximum, l.package_id, p.person_id, e.mobility_id, s.id
FROM stays_lineitem l
JOIN lti_grant g ON g.package_id = l.package_id AND g.client_id = %s
LEFT JOIN lti_ownlineitem o ON o.line_item_id = l.id
LEFT JOIN people_pseudonym p ON p.client = %s AND p.value = %s
LEFT JOIN stays_enrolment e ON e.id = (
    SELECT max(n.id) FROM stays_enrolment n JOIN stays_mobility m ON m.id = n.mobility_id
    WHERE m.participant_id = p.person_id AND n.package_id = l.package_id)
LEFT JOIN stays_source s
    ON s.mobility_id = e.mobility_id AND s.package_id = l.package_id AND s.kind = 'lms' AND s.device = %s
WHERE l.public_id = %s AND l.current AND (o.id IS NULL OR (o.client_id = %s AND o.deleted_us IS NULL))
"""


@dataclass(frozen=True)
class Addressed:
    """What a score is about, as primary keys; `source` is None before the client's first report of the stay."""

    line_item: int
    maximum: int
    package: int
    person: int
    mobility: int
    source: int | None


def report(bearer: Bearer, line_item: UUID, score: Score, now_us: int) -> Appended:
    """Append the score and let the result move; raises `Refused`."""
    if score.timestamp_us > now_us + AHEAD:
        raise Refused(400, "future_timestamp", "The timestamp is more than five minutes ahead. Is the clock right?")
    if score.timestamp_us < 1:
        raise Refused(400, "malformed", "$.timestamp: must be after 1970")
    about = _addressed(bearer, line_item, score.user or "")
    incoming = Incoming(_event_id(line_item, score), score.timestamp_us, about.line_item, about.maximum, score)
    try:
        if about.source is not None:
            return _append(about.source, about, incoming, now_us)
        with transaction.atomic():  # of a person who is erased meanwhile no source stays either
            return _append(_begin(bearer, about, now_us), about, incoming, now_us)
    except refusals.Gone as error:
        raise _unknown_user() from error
    except refusals.Refused as error:
        raise Refused(error.status, error.error, error.message) from error


def _append(source: int, about: Addressed, incoming: Incoming, now_us: int) -> Appended:
    return append(Origin(source, about.person, Assurance.LMS_REPORTED), [incoming], now_us)[0]


def _unknown_user() -> Refused:
    """The same answer for a name that was never given, is another client's, or was erased."""
    return Refused(404, "unknown_user", "This userId is nobody who takes this line item's package.")


def late(appended: Appended, score: Score) -> bool:
    """Whether the result says something else because of time: the answer is then 409."""
    return not appended.moved and appended.new and appended.last_seq >= score.timestamp_us


def _addressed(bearer: Bearer, line_item: UUID, user: str) -> Addressed:
    client = UUID(bearer.client_id)
    row = first(_RESOLVE, (bearer.pk, bearer.client_id, user, client, line_item, bearer.pk))
    if row is None:
        raise not_found()
    if row[3] is None or row[4] is None:
        raise _unknown_user()
    return Addressed(*row)


def _begin(bearer: Bearer, about: Addressed, now_us: int) -> int:
    """The source of this client's reports about the stay; two that begin it at once get the same one."""
    device = UUID(bearer.client_id)
    key = {"mobility_id": about.mobility, "package_id": about.package, "kind": Source.Kind.LMS, "device": device}
    try:
        with transaction.atomic():
            name = Client.objects.values_list("name", flat=True).get(pk=bearer.pk)
            made = Source.objects.create(source_id=opaque("s"), claimed_us=now_us, origin=name, **key)
    except IntegrityError:
        return Source.objects.get(**key).pk
    return made.pk


def _event_id(line_item: UUID, score: Score) -> UUID:
    """The same for the same score sent again, another for any other: a UUID (version 8) of its SHA-256."""
    told = json.dumps(serialise_score(score), sort_keys=True, separators=(",", ":"))
    found = bytearray(hashlib.sha256(f"{line_item}\n{told}".encode()).digest()[:16])
    found[6] = found[6] & 0x0F | 0x80
    found[8] = found[8] & 0x3F | 0x80
    return UUID(bytes=bytes(found))
