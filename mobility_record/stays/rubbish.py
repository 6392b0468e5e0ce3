"""What is thrown away of sources (see `mobility_record.tidying`)."""

from django.db.models import QuerySet

from mobility_record import clock
from mobility_record.stays.models import Token
from mobility_record.tidying import Rubbish


def _tokens(now_us: int) -> QuerySet[Token]:
    """A week after their end, as when a new one is issued. Those of erased people stay: the bridge answers them 410."""
    old = Token.objects.filter(expires_us__lt=now_us - 7 * clock.DAY)
    return old.filter(source__mobility__participant__erased_us=None)


RUBBISH = (Rubbish("tokens that expired more than a week ago", _tokens),)
