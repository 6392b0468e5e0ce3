"""The access log: one line for each answer, with a request id; and that id as the header `X-Request-ID`.

The line names the route (`mobility`), never the path, and nothing else that was sent: no query, address or agent.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mobility_record import logs

_log = logging.getLogger("mobility_record.access")
# Only hexadecimal digits, as proxies make them: whatever else is in the header may be someone's name.
_ID = re.compile(r"[0-9a-f]{16,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}


class AccessLog:
    """The first middleware: gives the request its id, and writes its line when the answer is ready."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        given = logs.request_id.set(request_id_of(request))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = logs.request_id.get()
            duration = round((time.perf_counter() - began) * 1000, 1)
            # A load balancer asks every second; only what is wrong is worth a line.
            quiet = getattr(request, "is_probe", False) and response.status_code < 500
            _log.log(logging.DEBUG if quiet else logging.INFO, "request", extra=_said(request, response, duration))
        finally:
            logs.request_id.reset(given)
        return response


def _said(request: HttpRequest, response: HttpResponse, duration_ms: float) -> dict[str, object]:
    return {
        "method": request.method if request.method in _METHODS else "other",
        "route": route_of(request),
        "status": response.status_code,
        "duration_ms": duration_ms,
    }


def request_id_of(request: HttpRequest) -> str:
    """The id that our own proxy gave, or a new one."""
    if settings.MOBILITY_PROXIES:
        given = request.headers.get("X-Request-ID", "").lower()
        if _ID.fullmatch(given):
            return given
    return uuid.uuid4().hex


def route_of(request: HttpRequest) -> str | None:
    """The name of the address in `urls.py`, or its pattern where it has none; None when it is no address of ours."""
    if getattr(request, "is_probe", False):
        return request.path.strip("/")
    if request.resolver_match is None:
        return "static" if request.path.startswith(settings.STATIC_URL) else None
    return request.resolver_match.view_name if request.resolver_match.url_name else request.resolver_match.route
