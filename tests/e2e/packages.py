"""Looks into packages and states: what a test needs to know beyond what is on the screen."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
TWIN = ROOT / "tests" / "scorm_export" / "state_twin.mjs"


def without_gates(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the package with every unit open, so that each can be looked at."""
    page = files["index.html"].decode()
    return {**files, "index.html": page.replace('"gates":[{', '"gates":[],"unused":[{').encode()}


def unpacked(package: dict[str, bytes], suspend_data: str) -> dict[str, Any]:
    """Return a learner's state as the player reads it, with the package's own table of words."""
    outline = re.search(rb'id="outline">(.*?)</script>', package["index.html"])
    assert outline
    question = json.dumps({"words": json.loads(outline[1])["state"]["words"], "text": suspend_data})
    command = [sys.executable, str(ROOT / "tools" / "node.py"), str(TWIN)]
    answer = subprocess.run(command, input=question, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    learner: dict[str, Any] = json.loads(answer)["learner"]
    return learner
