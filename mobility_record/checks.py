"""System checks that refuse an unsafe configuration: the record does not start with one.

Over plain HTTP, or with DEBUG, it serves this machine alone: every host must be a loopback name.
"""

import base64
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

# SQLite's locks and its write-ahead log are not safe there (https://www.sqlite.org/wal.html).
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
    "fuse.s3fs",
}
_HINT = "See docs/reference/record-settings.md."
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


@register(Tags.security)
def no_secret_does_two_jobs(**_: Any) -> list[CheckMessage]:
    """E007: secret key, pepper and master key are three secrets; who learns one must not have another."""
    values = {
        "MOBILITY_RECORD_SECRET_KEY": settings.SECRET_KEY,
        "MOBILITY_RECORD_PEPPER": settings.MOBILITY_PEPPER,
        "MOBILITY_RECORD_MASTER_KEY": base64.b64encode(settings.MOBILITY_MASTER_KEY).decode(),
    }
    found: list[CheckMessage] = []
    names = list(values)
    for one, other in ((names[0], names[1]), (names[0], names[2]), (names[1], names[2])):
        shorter, longer = sorted((values[one], values[other]), key=len)
        if shorter and shorter in longer:
            found.append(_error("E007", f"{one} and {other} must not be the same secret."))
    return found


@register(Tags.security)
def the_origin_is_where_people_arrive(**_: Any) -> list[CheckMessage]:
    """E008–E010: the origin is one of the hosts, and over HTTPS it is https, with a proxy of ours before it."""
    found: list[CheckMessage] = []
    origin = urlsplit(settings.MOBILITY_ORIGIN)
    if settings.MOBILITY_HTTPS and origin.scheme != "https":
        found.append(
            _error("E008", "MOBILITY_RECORD_ORIGIN must begin with https:// while MOBILITY_RECORD_HTTPS is on.")
        )
    if settings.MOBILITY_HTTPS and settings.MOBILITY_PROXIES == 0:
        found.append(_error("E009", "MOBILITY_RECORD_PROXIES is 0: HTTPS needs a proxy of yours that speaks it."))
    if settings.ALLOWED_HOSTS and not _is_served(origin.hostname or ""):
        found.append(_error("E010", "The host of MOBILITY_RECORD_ORIGIN must be in MOBILITY_RECORD_HOSTS."))
    return found


def _is_served(host: str) -> bool:
    """Whether `host` is one of the hosts; one that begins with a dot stands for all below it, as Django has it."""
    named = [each.strip("[]").lower() for each in settings.ALLOWED_HOSTS]
    return "*" in named or any(host == each.lstrip(".") or (each[:1] == "." and host.endswith(each)) for each in named)


@register(Tags.security)
def sqlite_is_on_a_disk_of_this_machine(**_: Any) -> list[CheckMessage]:
    """W001: SQLite on a network file system loses data when two machines write, or the network fails."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return []
    kind = file_system_of(Path(database["NAME"]))
    if kind not in _NETWORK:
        return []
    message = f"MOBILITY_RECORD_DATABASE is SQLite on a network file system ({kind}). Use a local disk, or PostgreSQL."
    return [Warning(message, hint=_HINT, id="mobility_record.W001")]


def file_system_of(file: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system that `file` is on, as Linux names it; empty where that can't be known."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    place = file.absolute()
    best, kind = 0, ""
    for line in lines:
        fields = line.split(" ")
        mounted = Path(fields[1].replace("\\040", " "))
        if place.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), fields[2]
    return kind


def _error(number: str, message: str) -> Error:
    return Error(message, hint=_HINT, id=f"mobility_record.{number}")
