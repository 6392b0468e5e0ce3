"""axe-core in every frame of a page: what it finds, as readable lines."""

from pathlib import Path

from playwright.sync_api import Frame, Page

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, exclude]) => {
  const found = await axe.run({exclude}, {runOnly: {type: "tag", values: tags}, iframes: false});
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join(" | ")}`);
}"""


def violations(page: Page) -> list[str]:
    """Return what axe finds in the page and in every frame of it."""
    return [line for frame in page.frames for line in violations_in(frame)]


def violations_in(frame: Frame, *but: str) -> list[str]:
    """Return what axe finds in one frame, nothing of what the selectors ``but`` choose."""
    frame.evaluate(AXE.read_text() + ";0")
    found: list[str] = frame.evaluate(RUN, [TAGS, [[selector] for selector in but]])
    return found
