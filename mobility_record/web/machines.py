"""Addresses for machines: no session, no language, no form; only the guards that every answer needs.

A view that says so is called straight after the security headers: what the rest of the middleware would do for a page
costs more than taking in a score, and a machine has no use for it.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

View = TypeVar("View", bound=Callable[..., HttpResponse])
_MARK = "for_machines"
_PATHS = ("/bridge/", "/lti/")


def for_machines(view: View) -> View:
    """Marks a view that takes no cookies and proves by itself who asks; it must be exempt from Django's form check."""
    setattr(view, _MARK, True)
    return view


class Machines:
    """Middleware, after those that add security headers: calls such a view itself; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _match(request)
        if match is None:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        response["X-Frame-Options"] = "DENY"
        if not response.streaming:
            response["Content-Length"] = str(len(response.content))
        return response


def _match(request: HttpRequest) -> ResolverMatch | None:
    """None also for a host that is not ours, and for addresses that don't exist: they get the page of everyone."""
    if not request.path_info.startswith(_PATHS):
        return None
    try:
        request.get_host()
        match = resolve(request.path_info)
    except (DisallowedHost, Resolver404):
        return None
    return match if getattr(match.func, _MARK, False) else None
