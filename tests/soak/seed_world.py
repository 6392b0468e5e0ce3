"""Runs inside the record: stays with claim codes, two packages, and platforms that may report for them."""

import json
from typing import Any

from world import STATEMENT, World

from mobility_record.lti import clients
from mobility_record.stays.codes import make_code
from mobility_record.stays.models import LineItem
from mobility_record.stays.package_zip import Statement
from mobility_record.stays.packages import enrol, register


def seed(stays: int, keys: list[dict[str, Any]], second_package: str) -> dict[str, Any]:
    """Make it all; returns what the senders and the judge need to know, as JSON can say it."""
    world = World()
    packages = [world.package, register(Statement(second_package, *_rest_of(STATEMENT))).package]
    platforms = [_platform(number, key, packages) for number, key in enumerate(keys)]
    told = []
    for number in range(stays):
        person = world.person(f"P{number}")
        stay = world.mobility(person)
        enrol(stay, packages[1])
        users = [clients.pseudonym_of(platform, stay) for platform in platforms]
        told.append({"stay": str(stay.public_id), "person": person.pk, "code": make_code(stay), "users": users})
    items = LineItem.objects.select_related("package")
    return {
        "stays": told,
        "clients": [str(platform.public_id) for platform in platforms],
        "items": [[item.package.package_id, item.tag, str(item.public_id)] for item in items],
    }


def _rest_of(statement: Statement) -> tuple[Any, ...]:
    return (statement.version, statement.title, statement.line_items, statement.record)


def _platform(number: int, key: dict[str, Any], packages: list[Any]) -> clients.Client:
    made = clients.register(f"LMS {number}")
    clients.add_key(made, json.dumps(key).encode())
    for package in packages:
        clients.allow(made, package.package_id)
    return made
