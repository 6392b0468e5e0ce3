"""docs/reference/record-api.yaml describes what is there: no address, method or schema more or less.

That every answer which any test sees is described, with its body, is watched by the fixture `described`.
"""

import re

import pytest
from api_description import METHODS, bundled, fault
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from mobility_bridge import schemas


def addresses():
    for pattern in get_resolver().url_patterns:
        path = f"/{pattern.pattern}"
        if path.startswith(("/bridge/", "/lti/")):
            yield re.sub(r"<\w+:(\w+)>", r"{\1}", path), pattern


def test_every_address_is_described_and_no_other():
    assert {path for path, _ in addresses()} == set(bundled()["paths"])


@pytest.mark.parametrize("path", bundled()["paths"])
def test_every_method_is_described_and_no_other(client, db, path):
    answer = client.generic("PATCH", path.replace("{item}", "0a1b2c3d-0000-4000-8000-000000000000"))
    assert answer.status_code == 405
    described = {method.upper() for method in bundled()["paths"][path] if method in METHODS}
    assert set(answer["Allow"].split(", ")) == described


def test_every_schema_of_the_bridge_is_in_it_and_every_schema_is_one():
    described = bundled()["components"]["schemas"]
    for name in schemas.names():
        title = schemas.load(name)["title"]
        assert title in {schema.get("title") for schema in described.values()}, name
    for schema in described.values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere():
    for reference in set(re.findall(r"'\$ref': '([^']+)'", str(bundled()))):
        place = bundled()
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ((200, "application/json", b'{"resultMoved": true, "known": false}'), ""),
        ((200, "application/json; charset=utf-8", b'{"resultMoved": true}'), "'known' is a required property"),
        ((200, "text/html", b"hello"), "as text/html"),
        ((418, "application/json", b"{}"), "answers 418"),
    ],
)
def test_an_answer_that_is_not_described_is_found(answer, what):
    found = fault("POST", "/lti/lineitems/0a/scores", *answer)
    assert (what in found) if what else found == ""
