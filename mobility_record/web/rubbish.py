"""What is thrown away of visits to the pages (see `mobility_record.tidying`)."""

from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from mobility_record import clock
from mobility_record.tidying import Rubbish


def _sessions(now_us: int) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=datetime.fromtimestamp(now_us / clock.SECOND, UTC))


RUBBISH = (Rubbish("sessions that have expired", _sessions),)
