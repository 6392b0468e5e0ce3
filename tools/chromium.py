"""Finds a Chromium for the tests, or gets one: Playwright's download, else the distribution's package.

python tools/chromium.py      prints the program's path, or exits 1 and says why there is none
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """Return the path of a Chromium that is already here."""
    named = os.environ.get("MOBILITY_CHROMIUM")
    here = next((path for path in (named, *map(shutil.which, NAMES), *MAC) if path and Path(path).exists()), None)
    return here or _playwright()


def get() -> str | None:
    """Return the path of a Chromium, installing one when there is none."""
    return find() or _download() or _package()


def _playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _download() -> str | None:
    print("No Chromium here: trying Playwright's download …", file=sys.stderr, flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def _package() -> str | None:
    """Install the distribution's package where that needs no password."""
    if shutil.which("apt-get") is None:
        return None
    print("Trying the distribution's package …", file=sys.stderr, flush=True)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and shutil.which("sudo") is None:
        return None
    _run([*sudo, "apt-get", "update", "-q"])
    _run(
        [
            *sudo,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "-q",
            "--no-install-recommends",
            "chromium",
        ]
    )
    return find()


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
    except (OSError, subprocess.TimeoutExpired):
        print(f"“{' '.join(command)}” did not work.", file=sys.stderr)


if __name__ == "__main__":
    path = get()
    if path is None:
        sys.exit(
            "There is no Chromium and none could be installed, so the browser tests do not run. "
            "Install Chromium and run make test again, or name one: make test MOBILITY_CHROMIUM=/path/to/chromium"
        )
    print(path)
