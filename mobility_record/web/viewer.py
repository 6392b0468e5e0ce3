"""The person who looks at a page, and what the page's frame needs to know of them."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mobility_record import visibility
from mobility_record.people.models import Account, Membership, Person
from mobility_record.people.sealing import open_details

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]

#: Members with these roles have a list of work.
_WORKERS = {"coordinator", "teacher", "mentor", "auditor"}
_PRINTERS = {"coordinator", "teacher"}

#: In a session: whether a one-time link opened it, so that it has the rights of a participant only.
BY_LINK = "by_link"


def viewer_of(request: HttpRequest) -> Person | None:
    """The person signed in, if someone is."""
    user = request.user
    if not isinstance(user, Account):
        return None
    user.person.participant_only = bool(request.session.get(BY_LINK, False))
    return user.person


def signed_in(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page for people who are signed in; it gets the person as its second argument."""

    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        viewer = viewer_of(request)
        if viewer is None:
            return redirect_to_login(request.get_full_path())
        return page(request, viewer, *args, **kwargs)

    return view


def has_work(memberships: list[Membership]) -> bool:
    """Whether these memberships come with a list of work."""
    return any(membership.role in _WORKERS for membership in memberships)


def works(viewer: Person, memberships: list[Membership]) -> bool:
    """Whether `viewer` has a list of work, by a membership or by a responsibility of their own."""
    return has_work(memberships) or (not viewer.participant_only and viewer.responsibilities.exists())


def context(request: HttpRequest) -> dict[str, Any]:
    """For every template: who is signed in and which pages are theirs."""
    viewer = viewer_of(request) if hasattr(request, "user") else None
    if viewer is None:
        return {"viewer_name": "", "viewer_works": False, "viewer_prints": False, "viewer_travels": False}
    memberships = visibility.memberships_of(viewer)
    details = open_details(viewer)
    return {
        "signed_in": True,
        "viewer_name": details.name if details else "",
        "viewer_works": works(viewer, memberships),
        "viewer_prints": any(membership.role in _PRINTERS for membership in memberships),
        "viewer_travels": viewer.mobilities.exists(),
    }
