"""Pages for what went wrong, in plain words: what happened and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # by Django
    """400."""
    return _problem(request, 400, _("This request can't be read"), _("Go back and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # by Django
    """403."""
    return _problem(request, 403, _("This is not for you"), _("Go back to your own pages."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # by Django
    """404, the same for what is absent and what is not the viewer's."""
    what = _("The address may be mistyped, or this is not one of your mobilities.")
    return _problem(request, 404, _("There is nothing here for you"), what)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    what = _("Nothing you sent is lost on your side. Try again in a minute; tell your administrator if it stays so.")
    return _problem(request, 500, _("Something broke on our side"), what)


def form_expired(request: HttpRequest, **_reason: object) -> HttpResponse:
    """403 of Django's form protection."""
    what = _("The page was open for too long, or cookies are blocked. Go back, load the page again and send it again.")
    return _problem(request, 403, _("This form has expired"), what)


def _problem(request: HttpRequest, status: int, title: str, what: str) -> HttpResponse:
    return render(request, "web/problem.html", {"title": title, "what": what}, status=status)
