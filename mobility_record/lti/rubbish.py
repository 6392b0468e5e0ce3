"""What is thrown away of learning platforms' access (see `mobility_record.tidying`)."""

from django.db.models import QuerySet

from mobility_record.lti.models import AccessToken, SpentAssertion
from mobility_record.tidying import Rubbish


def _tokens(now_us: int) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(expires_us__lte=now_us)


def _assertions(now_us: int) -> QuerySet[SpentAssertion]:
    return SpentAssertion.objects.filter(expires_us__lte=now_us)


RUBBISH = (
    Rubbish("access tokens of learning platforms that have expired", _tokens),
    Rubbish("assertions of learning platforms that were used and have expired", _assertions),
)
