"""Numbers and dates as people read them: whole percent, and dates that nobody can misread."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def percent(per_mille: int | None) -> str:
    """`64 %` for 640; an empty text for nothing. Never 100 % before all of it is there."""
    if per_mille is None:
        return ""
    return _("%(number)d %%") % {"number": per_mille // 10}


def day(value: date | None) -> str:
    """`14 March 2027`."""
    return "" if value is None else date_format(value, "j F Y")


def moment(value: datetime | None) -> str:
    """`14 March 2027, 18:04` in the record's time zone."""
    return "" if value is None else date_format(timezone.localtime(value), "j F Y, H:i")
