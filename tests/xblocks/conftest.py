"""What the block tests share: a course with one checklist, and a host page in the style of the platform."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.xblocks.host import HostPage
from tests.xblocks.runtime import Course, Usage

Play = Callable[[str, dict[str, Any]], list[dict[str, Any]]]
"""A block's name and {"definition", "stored", "actions"} → the standing and one outcome per action."""

OLX = """<mobility_checklist url_name="before-my-first-day" xblock-family="xblock.v1"
    display_name="Before my first day" presentation="timeline" weight="2.0">
  <introduction><p>Tick what is in place. See <a href="https://example.org/">the guide</a>.</p></introduction>
  <item id="mentor-name" owner="me" required="true" due="-7">
    <text>I know the name and the phone number of my in-company mentor.</text>
    <help>Ask your coordinator. Write both down on paper too.</help>
  </item>
  <item id="ticket" owner="family" due="-14"><text>My ticket is bought.</text></item>
  <item id="insurance" owner="school"><text>I have my insurance card.</text></item>
  <item id="photo" owner="me" required="false" due="0"><text>I have a photo of my workplace.</text></item>
</mobility_checklist>"""

FACTS_OLX = """<mobility_facts url_name="my-host-country" xblock-family="xblock.v1" display_name="Rules in my host country">
  <introduction><p>Rules differ. See <a href="https://example.org/">the guide</a>.</p></introduction>
  <question>In which country will you work?</question>
  <pack id="aa" title="Country A">
    <fact id="call" topic="In an emergency" checked="2026-11" review="2027-11"
        source="The emergency number" url="https://example.org/call" source-language="fi">Call the one number.</fact>
    <fact id="break" topic="Breaks and rest" applies="under 18" checked="2026-11-05" review="2027-03-14"
        source="A law on paper">You get half an hour of break.</fact>
    <fact id="address" topic="In an emergency" checked="2026-11" review="2027-11"
        source="Say where you are" url="javascript:alert(1)" source-language="en">Say where you are.</fact>
  </pack>
  <pack id="bb" title="Country B">
    <fact id="call" topic="In an emergency" checked="2026-11" review="2027-11"
        source="Emergency" url="https://example.org/b" source-language="en">Call the other number.</fact>
  </pack>
  <otherwise title="Another country"><p>Ask your <b>coordinator</b>.</p></otherwise>
</mobility_facts>"""


@pytest.fixture
def course() -> Course:
    return Course()


@pytest.fixture
def usage(course: Course) -> Usage:
    return course.add(OLX)


@pytest.fixture(scope="session")
def bundle(root: Path) -> Path:
    """The folder with blocks.js and studio.js, built when a working copy has none."""
    public = root / "xblocks" / "core" / "public"
    if not (public / "studio.js").is_file():
        subprocess.run(["node", "frontend/build.mjs"], cwd=root, check=True)
    return public


@pytest.fixture(scope="session")
def typescript(root: Path) -> Iterator[Play]:
    """The TypeScript rules of all blocks in one node process that lives as long as the tests."""
    command = ["node", "tests/xblocks/twin.mjs"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines_in, lines_out = process.stdin, process.stdout

        def play(block: str, question: dict[str, Any]) -> list[dict[str, Any]]:
            lines_in.write(json.dumps({"block": block, **question}) + "\n")
            lines_in.flush()
            answer: list[dict[str, Any]] = json.loads(lines_out.readline())
            return answer

        yield play
        lines_in.close()


@pytest.fixture
def host(course: Course, usage: Usage, bundle: Path) -> Iterator[HostPage]:
    with HostPage(course, usage, bundle) as running:
        yield running


@pytest.fixture
def context(browser: Browser, host: HostPage) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=host.url, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty tab; no script on it may fail."""
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []
