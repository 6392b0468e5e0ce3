"""Logs without personal data: JSON objects, one a line, or readable lines on a terminal.

A line holds what the operator needs (time, level, logger, event, request id, method, route, status, duration, worker)
and nothing that a person typed or a machine sent. Other people's messages are shown as their template, with only the
numbers filled in; one that was composed already is withheld, and `where` says which line of whose code wrote it.
Exceptions are shown by type and trace, never by their message: a database quotes the row that it refuses.
"""

import json
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any

#: The id of the request that is being answered; empty outside one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

#: What our own lines may say beside their event, given as `extra`.
FIELDS = ("request_id", "method", "route", "status", "duration_ms", "reason")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_SERVERS = ("gunicorn.error", "_granian")

# Defence in depth for our own lines, which are written so that they need none of it.
_SECRETS = re.compile(
    r"/enter/[A-Za-z0-9_-]+"  # one-time links
    r"|[^\s@<>]+@[^\s@<>]+"  # e-mail addresses
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"  # IPv4
    r"|(?<![0-9A-Fa-f:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}(?![0-9A-Fa-f:])"  # IPv6
    r"|\b[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{3}\b"  # claim codes
    r"|eyJ[A-Za-z0-9_.-]+"  # JSON web tokens
    r"|[A-Za-z0-9_-]{24,}"  # other tokens
)
_CONVERSION = re.compile(r"%(?:\([^)]*\))?[-#0 +]*[\d.*]*[A-Za-z%]")
# What a server says of itself when it starts and stops; nothing of a request can be in it.
_LIFECYCLE = re.compile(
    r"(?:Starting|Listening|Spawning|Started|Stopping|Shutting down|Booting|Using|Handling|Unexpected exit)"
    r"[\w :/()\[\].-]{0,120}"
)
_CODE = re.compile(r"[A-Z0-9_]{5,40}")
_DEEPEST_CAUSE = 5


def scrubbed(text: str) -> str:
    """`text` with an ellipsis for what looks like a link, an address, a claim code or a token."""
    return _SECRETS.sub("…", text)


def event_of(record: logging.LogRecord) -> str:
    """What a line says has happened: our own words, or as much of other people's as is certainly not data."""
    if record.name.partition(".")[0] == "mobility_record":
        return scrubbed(record.getMessage())
    if not isinstance(record.msg, str):
        return "withheld"
    if record.args:
        return _template(record.msg, record.args)
    if record.name in _SERVERS and _LIFECYCLE.fullmatch(record.msg):
        return record.msg
    return "withheld"


def _template(text: str, args: tuple[object, ...] | Mapping[str, object]) -> str:
    values: Iterator[object] = iter(args if isinstance(args, tuple) else ())

    def fill(conversion: re.Match[str]) -> str:
        if conversion[0].endswith("%"):
            return "%"
        value = next(values, None)
        return str(value) if isinstance(value, int | float) else "…"

    return _CONVERSION.sub(fill, text)


def described(error: BaseException, depth: int = 0) -> dict[str, Any]:
    """An exception by its type, the database's code for it, its trace and its cause; nothing of what it says."""
    kind = type(error)
    shown: dict[str, Any] = {"type": f"{kind.__module__}.{kind.__qualname__}"}
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    if isinstance(code, str) and _CODE.fullmatch(code):
        shown["code"] = code
    shown["trace"] = _trace(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None and depth < _DEEPEST_CAUSE:
        shown["cause"] = described(cause, depth + 1)
    return shown


def _trace(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames


def _short(file: str) -> str:
    """The last three parts of a path: enough to find the file, without the name of someone's home folder."""
    return "/".join(Path(file).parts[-3:])


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """The line as fields, in the order in which they are written."""
    seconds, thousandths = int(record.created), int(record.created % 1 * 1000)
    line: dict[str, Any] = {
        "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{thousandths:03}Z",
        "level": record.levelname,
        "logger": record.name,
        "event": event_of(record),
    }
    known = {"request_id": request_id.get() or None}
    known |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    line |= {name: known[name] for name in FIELDS if known.get(name) is not None}
    line["worker"] = os.getpid()
    if record.name.partition(".")[0] != "mobility_record":
        line["where"] = f"{_short(record.pathname)}:{record.lineno}"
    if record.exc_info and record.exc_info[1] is not None:
        line["exception"] = described(record.exc_info[1])
    return line


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(line_of(record))


class ReadableLines(logging.Formatter):
    """The same for a person at a terminal; an exception's trace stands below its line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and those of a trace."""
        line = line_of(record)
        error: dict[str, Any] | None = line.pop("exception", None)
        first = " ".join(str(line.pop(name)) for name in ("time", "level", "logger", "event"))
        lines = [" ".join([first, *(f"{name}={value}" for name, value in line.items())])]
        while error:
            lines += [f"    {error['type']} {error.get('code', '')}".rstrip()]
            lines += [f"      {frame}" for frame in error["trace"]]
            error = error.get("cause")
        return "\n".join(lines)


def configuration(form: str, level: str) -> dict[str, Any]:
    """Python's logging as a dictionary: `form` is `json` or `lines`; the servers' own loggers are in it too."""
    formatter = {"json": JsonLines, "lines": ReadableLines}[form]
    ours = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"record": {"()": f"{formatter.__module__}.{formatter.__qualname__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "record"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Every answer has its line in the access log; here only what broke.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {**ours, "level": level},
            "gunicorn.access": {**ours, "level": "CRITICAL"},
            "_granian": {**ours, "level": level},
            "granian.access": {**ours, "level": "CRITICAL"},
        },
    }


def form_for(chosen: str) -> str:
    """`auto` is readable lines on a terminal and JSON everywhere else."""
    if chosen != "auto":
        return chosen
    return "lines" if sys.stderr.isatty() else "json"


def catch_everything() -> None:
    """Let warnings and exceptions that nobody caught go the same way as all lines."""
    log = logging.getLogger("mobility_record.uncaught")

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("nobody caught an exception", exc_info=(kind, error, trace))

    def in_a_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            caught(args.exc_type, args.exc_value, args.exc_traceback)

    def unraisable(args: Any) -> None:
        if args.exc_value is not None:
            caught(args.exc_type, args.exc_value, args.exc_traceback)

    logging.captureWarnings(True)
    sys.excepthook, threading.excepthook, sys.unraisablehook = caught, in_a_thread, unraisable
