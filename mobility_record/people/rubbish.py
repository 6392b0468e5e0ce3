"""What is thrown away of people's ways in (see `mobility_record.tidying`)."""

from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from mobility_record import clock
from mobility_record.people.models import EntryLink, WrongAttempt
from mobility_record.people.throttle import WINDOW
from mobility_record.tidying import Rubbish


def _wrong_attempts(now_us: int) -> QuerySet[WrongAttempt]:
    return WrongAttempt.objects.filter(at_us__lte=now_us - WINDOW)


def _links(now_us: int) -> QuerySet[EntryLink]:
    return EntryLink.objects.filter(Q(used_us__isnull=False) | Q(expires_us__lte=now_us))


def _sessions(now_us: int) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=datetime.fromtimestamp(now_us / clock.SECOND, UTC))


RUBBISH = (
    Rubbish("wrong attempts of more than 15 minutes ago", _wrong_attempts),
    Rubbish("one-time links that were used or have expired", _links),
    Rubbish("sessions that have expired", _sessions),
)
