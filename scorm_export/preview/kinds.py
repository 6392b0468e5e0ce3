"""What a package is, read from its files: SCORM 1.2, SCORM 2004 or a web site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

Name = Literal["scorm12", "scorm2004", "web"]


@dataclass(frozen=True)
class Kind:
    """``title`` is plain text; ``mastery`` is what the manifest asks for, as the LMS hands it to the course."""

    name: Name
    title: str = "Package"
    mastery: str = ""


def kind_of(package: Mapping[str, bytes]) -> Kind:
    """Return the kind of a package. As in Moodle, an unknown schema version counts as SCORM 1.2."""
    if "imsmanifest.xml" not in package:
        return Kind("web", _found(rb"<title>([^<]*)</title>", package["index.html"]) or "Package")
    manifest = package["imsmanifest.xml"]
    version = _found(rb"<schemaversion>([^<]*)</schemaversion>", manifest)
    name: Name = "scorm2004" if version in ("1.3", "CAM 1.3") or version.startswith("2004 ") else "scorm12"
    asked = rb"<(?:adlcp:masteryscore|imsss:minNormalizedMeasure)>\s*([0-9.]+)\s*<"
    return Kind(name, _found(rb"<title>([^<]*)</title>", manifest) or "Package", _found(asked, manifest))


def is_run_time_data(value: Any) -> bool:
    """True for what SCORM keeps: an object whose parts that we show are objects too."""
    if not isinstance(value, dict):
        return False
    part = value.get("core", value)
    return isinstance(part, dict) and isinstance(part.get("score", {}), dict)


def fits(name: Name, cmi: Mapping[str, Any]) -> bool:
    """True when kept data are of this version; in 1.2 alone most stands under ``core``."""
    return ("core" in cmi) == (name == "scorm12")


def summary(cmi: Mapping[str, Any]) -> tuple[str, str]:
    """Return status and raw score in words; "" without a score."""
    part = cmi.get("core", cmi)
    statuses = (part.get(key) for key in ("lesson_status", "completion_status", "success_status"))
    status = ", ".join(str(each) for each in statuses if each and each != "unknown")
    raw = part.get("score", {}).get("raw")
    return status or "not attempted", "" if raw is None else str(raw)


def _found(pattern: bytes, data: bytes) -> str:
    match = re.search(pattern, data)
    return unescape(match[1].decode("utf-8", "replace")).strip() if match else ""
