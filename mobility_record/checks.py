"""System checks that refuse an unsafe configuration: the record does not start with one.

Over plain HTTP, or with DEBUG, it serves this machine alone: every host must be a loopback name.
"""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}


@register(Tags.security)
def secrets_are_set(**_: Any) -> list[CheckMessage]:
    """E001–E003: secret key, pepper and master key exist and are not the defaults."""
    found: list[CheckMessage] = []
    for number, name, value, least in (
        ("E001", "MOBILITY_RECORD_SECRET_KEY", settings.SECRET_KEY, 50),
        ("E002", "MOBILITY_RECORD_PEPPER", settings.MOBILITY_PEPPER, 32),
    ):
        if value.startswith("insecure-default") or len(value) < least or len(set(value)) < 8:
            found.append(_error(number, f"{name} must be set to at least {least} random characters."))
    key = settings.MOBILITY_MASTER_KEY
    if len(key) != 32 or len(set(key)) < 8:
        found.append(_error("E003", "MOBILITY_RECORD_MASTER_KEY must be 32 random bytes in base64."))
    return found


@register(Tags.security)
def open_only_to_this_machine_or_safe(**_: Any) -> list[CheckMessage]:
    """E004–E006: no wildcard host, and neither DEBUG nor plain HTTP for other machines."""
    found: list[CheckMessage] = []
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or not hosts:
        found.append(_error("E004", "MOBILITY_RECORD_HOSTS must name the hosts it serves, not *."))
    if hosts - _LOOPBACK and settings.DEBUG:
        found.append(_error("E005", "MOBILITY_RECORD_DEBUG is on while other machines can reach the record."))
    if hosts - _LOOPBACK and not settings.MOBILITY_HTTPS:
        found.append(_error("E006", "MOBILITY_RECORD_HTTPS is off while other machines can reach the record."))
    return found


def _error(number: str, message: str) -> Error:
    return Error(message, hint="See docs/how-to: run the record.", id=f"mobility_record.{number}")
