"""The player's own codec, kept running: the text that an LMS holds becomes what it means."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.e2e.packages import ROOT, TWIN


class Codec:
    """Reads the states of one package; ``files``: name → bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        outline = re.search(rb'id="outline">(.*?)</script>', files["index.html"])
        assert outline
        self._words = json.loads(outline[1])["state"]["words"]
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools" / "node.py"), str(TWIN)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def learner(self, text: str) -> dict[str, Any]:
        """Return the player's type `Learner` as JSON; a beginner for \"\"."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"words": self._words, "text": text}) + "\n")
        self._process.stdin.flush()
        learner: dict[str, Any] = json.loads(self._process.stdout.readline())["learner"]
        return learner

    def end(self) -> None:
        """End the program."""
        self._process.communicate()
