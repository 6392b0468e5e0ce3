"""The example of docs/how-to/send-scores.md runs as it stands there."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.mobility_bridge import lying_platform
from tests.mobility_bridge.lying_platform import CLIENT, Reply
from tests.mobility_bridge.test_client import USER

LINES = [
    (None, "done: Delivered\n"),
    (Reply(429, headers={"Retry-After": "100"}), "again in 10"),
    (Reply(403), "a person must look: FORBIDDEN - the platform forbids"),
]


@pytest.fixture
def example(root):
    [code] = re.findall(r"```python\n(.*?)```", (root / "docs/how-to/send-scores.md").read_text("utf-8"), re.DOTALL)
    return code


@pytest.mark.parametrize(("lie", "expected"), LINES)
def test_the_example_runs(record, rsa_key, tmp_path, monkeypatch, root, example, lie, expected):
    monkeypatch.setattr(lying_platform, "ISSUER", record.origin)
    if lie is not None:
        record.lies["scores"] = lie
    # The example's addresses are those of a record.
    assert {urlsplit(url).path for url in re.findall(r'\{origin\}(/[a-z/]+)"', example)} == {
        "/lti/token",
        "/lti/lineitems",
    }
    (tmp_path / "key.pem").write_bytes(rsa_key.as_pem(private=True))
    environment = os.environ | {
        "RECORD": record.origin,
        "CLIENT_ID": CLIENT,
        "KEY_FILE": str(tmp_path / "key.pem"),
        "KID": "key-1",
        "USER_ID": USER,
    }
    command = [sys.executable, "-W", "error", "-c", example]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=root)
    assert (done.stdout[: len(expected)], done.stderr) == (expected, "")


def test_the_page_names_every_outcome_and_profile(root):
    page = (root / "docs/how-to/send-scores.md").read_text("utf-8")
    for name in (
        "Delivered",
        "DeliveredAlready",
        "Superseded",
        "Retry",
        "Dead",
        "Paused",
        "RECORD",
        "MOODLE",
        "CANVAS",
        "OPEN_EDX",
    ):
        assert f"`{name}`" in page
