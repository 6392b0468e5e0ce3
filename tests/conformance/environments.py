"""Makes each judge a virtual environment of its own under var/conformance/, once per list of pins."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conformance.verdicts import Judge, NotRun

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "var" / "conformance"
PATIENCE = 900  # seconds for one pip install
# XBlock and what builds on it left Python 3.11 behind in 2026; both series are judged, each on its Pythons.
NEWER_PYTHON = sys.version_info >= (3, 12)
XBLOCK = "XBlock==6.3.4" if NEWER_PYTHON else "XBlock==6.1.0"


def python_of(judge: Judge) -> Path:
    """Return the Python of the judge's environment, made now if need be; raises `NotRun` when it can't be made.

    A judge without pins needs nothing that the project does not have: it gets the project's own Python.
    """
    if not judge.pins:
        return Path(sys.executable)
    return environment(HOME / judge.name / "environment", Path(sys.executable), judge.pins, sys.version)


def environment(folder: Path, maker: Path, requirements: tuple[str, ...], stamp: str) -> Path:
    """Return the Python of a virtual environment in ``folder``; raises `NotRun` when it can't be made.

    Made by the Python ``maker``, when there is none yet or its ``requirements`` or ``stamp`` are other ones.
    """
    python = folder / "bin" / "python"
    record = folder / "pins.txt"
    pins = "\n".join((stamp, *requirements))
    if python.exists() and record.exists() and record.read_text(encoding="utf-8") == pins:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{folder.parent.name}: making {folder.relative_to(ROOT)} …", flush=True)
    _run([str(maker), "-m", "venv", str(folder)], "Python can't make a virtual environment here")
    _run(
        [str(python), "-m", "pip", "install", "--quiet", *requirements],
        f"pip could not install {', '.join(requirements)}",
    )
    record.write_text(pins, encoding="utf-8")
    return python


def workplace(judge: str) -> Path:
    """Return an empty folder for what the judge writes while it runs."""
    folder = HOME / judge / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _run(command: list[str], failure: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise NotRun(f"{failure}: it took longer than {PATIENCE // 60} minutes") from None
    if done.returncode:
        words = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or [done.stderr.strip()]
        raise NotRun(f"{failure}: {words[-1].removeprefix('ERROR: ') or 'it said nothing more'}")
