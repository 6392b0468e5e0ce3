"""The environment variables the record is configured with, all `MOBILITY_RECORD_…`, read once at start."""

import os
import re
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO

PREFIX = "MOBILITY_RECORD_"


class SettingsError(ValueError):
    """A setting can't be read; the message names the variable."""


def text(name: str, default: str) -> str:
    """The variable as it stands."""
    return os.environ.get(PREFIX + name, default)


def flag(name: str, default: bool) -> bool:
    """The variable as yes or no: 1/0, true/false, yes/no, on/off."""
    value = text(name, str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{PREFIX}{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int) -> int:
    """The variable as a whole number from 0."""
    value = text(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", value):
        raise SettingsError(f"{PREFIX}{name} must be a whole number, not {value[:40]!r}")
    return int(value)


def choice(name: str, known: tuple[str, ...], default: str | None = None) -> str:
    """The variable as one of `known`, in upper or lower case; the first of them when it is not set."""
    value = text(name, default or known[0]).strip()
    found = next((word for word in known if word.casefold() == value.casefold()), None)
    if found is None:
        raise SettingsError(f"{PREFIX}{name} must be one of {', '.join(known)}, not {value!r}")
    return found


def origin(name: str, default: str) -> str:
    """The variable as a web origin: `https://host` or `http://host:port`, nothing after it."""
    value = text(name, default).rstrip("/")
    with suppress(ValueError):
        parts = urlsplit(value)
        if parts.scheme in {"http", "https"} and parts.hostname and value == f"{parts.scheme}://{parts.netloc}":
            return value
    raise SettingsError(f"{PREFIX}{name} must be like https://record.example, not {value!r}")


def zone(name: str, default: str) -> str:
    """The variable as a time zone of the IANA database."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"{PREFIX}{name} must be a time zone such as Europe/Helsinki, not {value!r}") from error
    return value


def languages(name: str, default: str) -> list[str]:
    """The variable as languages that Django knows, at least one."""
    found = words(name, default)
    if not found or not set(found) <= LANG_INFO.keys():
        raise SettingsError(f"{PREFIX}{name} must be languages such as en,de, not {', '.join(found)!r}")
    return found


def words(name: str, default: str) -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


# secure_delete: what is erased is overwritten in the file. recursive_triggers: INSERT OR REPLACE deletes, and the
# append-only tables refuse that only when delete triggers fire then, too.
_SQLITE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
    "PRAGMA secure_delete=ON; PRAGMA recursive_triggers=ON;"
)


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///FILE` (`sqlite:////FILE` from the root) or `postgresql://user:password@host:port/name?host=/socket`.

    SQLite runs in WAL mode and takes the write lock at the start of a transaction (IMMEDIATE), so that two writers
    wait for each other instead of failing half-way.
    """
    try:
        parts = urlsplit(text(name, default))
        parts.port  # noqa: B018 - looks whether it is a number
    except ValueError as error:  # its words hold the password
        raise SettingsError(f"{PREFIX}{name} must be sqlite:///FILE or postgresql://…/NAME") from error
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return _sqlite(parts)
    if parts.scheme in {"postgresql", "postgres"} and len(parts.path) > 1:
        return _postgresql(parts)
    raise SettingsError(f"{PREFIX}{name} must be sqlite:///FILE or postgresql://…/NAME")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path[1:]),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": _SQLITE,
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # prepare_threshold lets `prepared` plan a statement once per connection.
        "OPTIONS": {"connect_timeout": "5", "prepare_threshold": 0, **query},
    }
