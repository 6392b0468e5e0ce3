"""A visitor in Chromium who looks at pages as axe, a narrow screen and a keyboard do."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async tags => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    const violations = found.violations.map(rule => [rule.id, rule.nodes.map(node => node.target.join(" "))]);
    return {violations, passes: found.passes.length};
}"""
SCREENS = [("light", 1280), ("dark", 1280), ("dark", 360), ("light", 360)]


class Visitor:
    def __init__(self, browser: Any, url: str, **context: Any) -> None:
        self.url = url
        self.context = browser.new_context(reduced_motion="reduce", **context)
        self.page = self.context.new_page()
        self.refused: list[str] = []
        self.page.on("console", lambda message: self.refused.append(message.text))

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def close(self) -> None:
        self.context.close()

    def is_fine(self) -> None:
        """Nothing for axe, nothing to scroll sideways, nothing refused by the content policy: on every screen."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8") + ";0")
        for scheme, width in SCREENS:
            self.page.emulate_media(color_scheme=scheme, media="screen")
            self.page.set_viewport_size({"width": width, "height": 800})
            found = self.page.evaluate(LOOK, TAGS)
            assert found["violations"] == [], (scheme, width)
            assert found["passes"] > 10
            assert self.sideways() == 0, (scheme, width)
        assert [text for text in self.refused if "Content Security Policy" in text] == []

    def sideways(self) -> int:
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def lengthen_texts(self) -> None:
        """Make every text 35 % longer, as a translation would."""
        self.page.evaluate("""() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode, text = node.data.trim();
                if (text) node.data = node.data + " " + "mnemonic ".repeat(Math.ceil(text.length * 0.35 / 9)).trim();
            }
        }""")

    def tab_to(self, text: str) -> None:
        """Press Tab until the element with this text has the focus."""
        self._tab_until("text => document.activeElement.textContent.trim() === text", text)

    def tab_to_field(self, name: str) -> None:
        """Press Tab until the field with this name has the focus."""
        self._tab_until("name => document.activeElement.name === name", name)

    def _tab_until(self, condition: str, argument: str) -> None:
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(condition, argument):
                return
        raise AssertionError(f"no way by keyboard to {argument!r}")
