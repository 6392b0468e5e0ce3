"""The list of work: who is ready, who is stuck and why, who has not begun."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mobility_record import visibility
from mobility_record.people.models import Person
from mobility_record.visibility import Role
from mobility_record.web.readiness import Standing, State, standing
from mobility_record.web.seen import SeenMobility, seen_by
from mobility_record.web.viewer import signed_in, works


@dataclass(frozen=True)
class Group:
    """The people of one state, with their standings."""

    state: State
    people: list[tuple[SeenMobility, Standing]]


@signed_in
def front(_request: HttpRequest, viewer: Person) -> HttpResponse:
    """The page that this viewer begins with."""
    return redirect("work" if works(viewer, visibility.memberships_of(viewer)) else "mine")


@signed_in
def work(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Everyone this viewer prepares, grouped by where they stand."""
    now = datetime.now(UTC)
    people = [(seen, standing(seen, now)) for seen in seen_by(viewer) if seen.roles != {Role.PARTICIPANT}]
    groups = [Group(state, [pair for pair in people if pair[1].state is state]) for state in State]
    return render(request, "web/work.html", {"groups": [group for group in groups if group.people], "all": people})
