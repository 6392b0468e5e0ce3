"""schemathesis, which knows only the description, asks everything: no 500, nothing that is not described.

Small and the same every time in CI; `make conformance` runs many more (MOBILITY_SCHEMATHESIS examples per operation).
"""

import json
import os
from typing import Any

import pytest
import schemathesis
from api_description import bundled
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from platform_client import ITEM, Platform
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from world import PACKAGE

from mobility_record.lti import clients
from mobility_record.people.models import WrongAttempt

MANY = int(os.environ.get("MOBILITY_SCHEMATHESIS", "0"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
schema = schemathesis.openapi.from_dict(bundled())
wsgi = get_wsgi_application()


def one_connection(environ: Any, start_response: Any) -> Any:
    """The record, without closing the database's connection after each request: the test's transaction goes on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    return wsgi(environ, start_response)


schema.app = one_connection
small = settings(
    max_examples=MANY or 4, derandomize=not MANY, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@schemathesis.serializer("text/plain")
def as_a_package_sends_it(_context: Any, value: Any) -> bytes:
    """JSON under another name."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


@pytest.fixture
def known(world, ask, client):
    """What a client with every right knows."""
    claim = world.claim()
    claimed = ask("claim", claim)[1]
    lms = Platform(client, PACKAGE)
    own = lms.call("POST", "/lti/lineitems", {"label": "Homework", "scoreMaximum": 10}, media_type=ITEM).json()
    return {
        "claim": claim,
        "token": claimed["token"],
        "refresh": claimed["refresh"],
        "access": lms.token(),
        "userId": clients.pseudonym_of(lms.client, world.stay),
        **dict.fromkeys(("timestamp", "startDateTime", "endDateTime"), "2026-02-11T18:04:31.250+01:00"),
        "grade": lms.item("grade").rpartition("/")[2],
        "own": own["id"].rpartition("/")[2],
    }


@schema.parametrize()
@settings(small, phases=(Phase.explicit, Phase.generate) if MANY else (Phase.generate,))
def test_strangers_are_answered_as_described(case, db):
    WrongAttempt.objects.all().delete()
    case.call_and_validate(checks=CHECKS)


@schema.parametrize()
@settings(small, phases=(Phase.explicit, Phase.generate))  # explicit: what schemathesis makes of each bound
def test_clients_with_every_right_are_answered_as_described(case, known):
    WrongAttempt.objects.all().delete()
    _let_in(case, known)
    case.call_and_validate(checks=CHECKS)


def _let_in(case: Any, known: dict[str, Any]) -> None:
    """Put what is valid where the description has it; the rest stays as it was thought out."""
    if isinstance(case.body, dict):
        right = known["claim"] if case.path.endswith("/claim") else known
        case.body = {
            name: right.get(name, value) if isinstance(value, str) else value for name, value in case.body.items()
        }
    if case.path.startswith("/lti/lineitems"):
        case.headers["Authorization"] = f"Bearer {known['access']}"
    if case.path_parameters and len(str(case.path_parameters.get("item"))) == 36:
        case.path_parameters["item"] = known["own" if case.method in ("PUT", "DELETE") else "grade"]
