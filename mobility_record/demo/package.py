"""The demo's package: exported from the course with the command line, and again only when something has changed."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path


class ExportFailed(Exception):
    """The course could not be exported; the message is what the exporter said."""


def export(course: Path, target: Path, record: str) -> bool:
    """Make sure that `target` is the package of `course` that reports to `record`; whether it was exported now."""
    stamp = target.with_suffix(".stamp")
    fingerprint = _fingerprint(course, record)
    if target.exists() and stamp.exists() and stamp.read_text("utf-8") == fingerprint:
        return False
    command = [sys.executable, "-m", "scorm_export", "export", str(course), "--output", str(target), "--record", record]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ExportFailed((done.stderr or done.stdout).strip() or f"export ended with {done.returncode}")
    stamp.write_text(fingerprint, "utf-8")
    return True


def _fingerprint(course: Path, record: str) -> str:
    """Changes when the course, the exporter or the blocks change, or the record's address."""
    parts = [record, str(course.resolve())]
    for folder in (course, *_code()):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                parts.append(f"{file}:{file.stat().st_size}:{file.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _code() -> list[Path]:
    found = [importlib.util.find_spec(name) for name in ("scorm_export", "xblocks")]
    return [Path(folder) for spec in found if spec for folder in (spec.submodule_search_locations or [])]
