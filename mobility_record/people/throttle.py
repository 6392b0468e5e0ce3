"""Slowing down guesses: wrong attempts are counted per door and subject over fifteen minutes, in the database.

Every worker sees the same count. Subjects are kept as keyed digests and thrown away when the window has passed.
"""

import ipaddress
import logging

from django.conf import settings
from django.http import HttpRequest

from mobility_record import clock
from mobility_record.identifiers import peppered
from mobility_record.people.models import WrongAttempt

WINDOW = 15 * clock.MINUTE
_log = logging.getLogger("mobility_record.security")


def too_many(door: str, subject: str, limit: int) -> bool:
    """Whether `subject` has made `limit` wrong attempts at `door` in the window."""
    since = clock.now_us() - WINDOW
    wrong = WrongAttempt.objects.filter(door=door, subject=peppered(door, subject), at_us__gt=since)
    return wrong.count() >= limit


def note_wrong(door: str, subject: str, limit: int) -> None:
    """Count one wrong attempt; at the limit the operator's log gets a line that names nobody."""
    now = clock.now_us()
    WrongAttempt.objects.filter(at_us__lte=now - WINDOW).delete()
    WrongAttempt.objects.create(door=door, subject=peppered(door, subject), at_us=now)
    if too_many(door, subject, limit):
        _log.error("%s: %d wrong attempts in 15 minutes from one subject; it is refused for now", door, limit)


def address(request: HttpRequest) -> str:
    """The network of the one who asks, past as many proxies as the settings say are ours.

    An IPv4 address, or the first 64 bits of an IPv6 one: all that follows is the asker's to choose (RFC 6177).
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    ours = settings.MOBILITY_PROXIES
    if ours and len(hops) >= ours:
        return _network(str(hops[-ours]))
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return address
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))
