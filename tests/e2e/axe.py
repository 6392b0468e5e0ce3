"""axe-core in every frame of a page: what it finds, as readable lines."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, iframes: false});
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ") + " " + n.failureSummary).join(" | ")}`);
}"""


def violations(page: Page) -> list[str]:
    """Return what axe finds in the page and in every frame of it."""
    found: list[str] = []
    for frame in page.frames:
        frame.evaluate(AXE.read_text() + ";0")
        found += frame.evaluate(RUN, TAGS)
    return found
