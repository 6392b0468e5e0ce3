"""Judges the XBlock runtime our block tests run on: edX's Acid XBlock checks its fields, scopes and handlers."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.environments import ROOT, XBLOCK
from tests.conformance.verdicts import Check, Judge

OURS = (
    "lxml==6.1.3",
    "nh3==0.3.8",
    "polib==1.2.0",
    "jsonschema==4.26.0",
    "Django==5.2.19",
)  # what our own blocks import
PINS = ("acid-xblock==0.4.1", XBLOCK, *OURS)


def run(python: Path) -> Iterator[Check]:
    """Yield what Acid says."""
    script = Path(__file__).parent / "acid_host.py"
    done = subprocess.run([str(python), str(script)], cwd=ROOT, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        name, fault = json.loads(line)
        yield Check(name, fault)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])


JUDGE = Judge("acid", PINS, run)
