"""`make audit` says what it found, and never that all is well when nobody was asked."""

import json
import subprocess
from typing import Any

import audit
import pytest

SKIPPED = {"name": "a", "skip_reason": "Dependency not found on PyPI"}
FINE = {"name": "b", "version": "1", "vulns": []}
BAD = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


def done(told: Any, error: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.CompletedProcess([], 0, told if isinstance(told, str) else json.dumps(told), error)


@pytest.mark.parametrize(
    ("told", "found", "said"),
    [
        ({"dependencies": [FINE, SKIPPED]}, False, "Python: 1 packages looked up, nothing known."),
        ({"dependencies": [FINE, BAD]}, True, "c 2: PYSEC-1, mended in 3"),
        ({"dependencies": [SKIPPED]}, False, "Python: not run: its database knows none"),
        ("", False, "Python: not run: its database could not be asked (no way)"),
        ({"message": "405"}, False, "Python: not run"),
    ],
)
def test_a_report_of_pip_audit(capsys: pytest.CaptureFixture[str], told: Any, found: bool, said: str) -> None:
    assert audit.say("Python", done(told, "no way"), audit.of_pip_audit) is found
    assert said in capsys.readouterr().out


def test_a_report_of_npm(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"vulnerabilities": {"x": {"severity": "high", "range": "<2"}}, "metadata": {"dependencies": {"total": 5}}}
    assert audit.say("JavaScript", done(told), audit.of_npm_audit)
    assert "x: high, <2" in capsys.readouterr().out
    assert not audit.say("JavaScript", None, audit.of_npm_audit)
    assert "JavaScript: not run: no answer in" in capsys.readouterr().out
