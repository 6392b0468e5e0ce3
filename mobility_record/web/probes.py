"""`/health` and `/ready`, for load balancers and supervisors: no session, no cookie, over plain HTTP too.

They are answered before hosts are checked and HTTPS is asked for, because a balancer asks from inside, by an address.
"""

import ipaddress
import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mobility_record import readiness

_log = logging.getLogger("mobility_record.ready")
_PROBES = {"/health", "/ready"}


class Probes:
    """Middleware that answers the two addresses and passes everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in _PROBES:
            return self.get_response(request)
        request.is_probe = True  # type: ignore[attr-defined]  # the access log is quieter about them
        if request.method not in {"GET", "HEAD"}:
            return _answer(request, 405, "only GET and HEAD")
        return _answer(request, 200, "ok") if request.path == "/health" else _ready(request)


def _ready(request: HttpRequest) -> HttpResponse:
    reason = readiness.reason_not_ready()
    if reason is None:
        return _answer(request, 200, "ok")
    _log.warning("not ready", extra={"reason": reason})
    return _answer(request, 503, f"not ready: {reason}" if _asks_from_inside(request) else "not ready")


def _asks_from_inside(request: HttpRequest) -> bool:
    """Whether the asker is on our own network and nobody passed the question on."""
    if {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"} & request.META.keys():
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_private
    except ValueError:  # a Unix socket has no address: what is behind it is not known
        return False


def _answer(request: HttpRequest, status: int, text: str) -> HttpResponse:
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    if request.method != "HEAD":
        response.content = f"{text}\n".encode()
    if status == 405:
        response["Allow"] = "GET, HEAD"
    response["Cache-Control"] = "no-store"
    return response
