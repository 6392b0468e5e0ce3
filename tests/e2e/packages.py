"""Looks into packages and states: what a test needs to know beyond what is on the screen."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
UNPACK = "import lz from 'lz-string'; process.stdout.write(lz.decompressFromEncodedURIComponent(process.argv[1]))"


def without_gates(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the package with every unit open, so that each can be looked at."""
    page = files["index.html"].decode()
    return {**files, "index.html": page.replace('"gates":[{', '"gates":[],"unused":[{').encode()}


def unpacked(suspend_data: str) -> dict[str, Any]:
    """Return a learner's state as the player wrote it, read with lz-string itself."""
    payload = suspend_data.split(".", 2)[2]
    command = [sys.executable, str(ROOT / "tools" / "node.py"), "--input-type=module", "-e", UNPACK, payload]
    state: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    )
    return state
