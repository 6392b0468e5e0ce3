"""schemathesis judges the record by its description: hundreds of requests per operation, on each database.

The test that does it (tests/mobility_record/test_schemathesis.py) runs small in `make test`, and here at length.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.environments import ROOT
from tests.conformance.verdicts import Check, Judge
from tests.mobility_record import postgresql_server

EXAMPLES = 100
_TEST = "tests/mobility_record/test_schemathesis.py"


def run(python: Path) -> Iterator[Check]:
    """One check per database."""
    engines = ["sqlite", *(["postgresql"] if postgresql_server.programs() else [])]
    for engine in engines:
        environment = {**os.environ, "MOBILITY_SCHEMATHESIS": str(EXAMPLES), "MOBILITY_TEST_DATABASE": engine}
        command = [str(python), "-m", "pytest", "-q", _TEST, "-p", "no:cacheprovider"]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        yield Check(
            f"{EXAMPLES} examples per operation on {engine}", "" if done.returncode == 0 else done.stdout[-3000:]
        )


JUDGE = Judge("schemathesis", (), run)
