"""TeX in author HTML: found by Open edX's delimiters and marked for the script that shows it (`player/tex/`).

What counts is what Open edX's MathJax takes for TeX: ``\\( … \\)``, ``[mathjaxinline]``, ``\\[ … \\]``, ``[mathjax]``,
environments (``\\begin{align} … \\end{align}``) and ``<script type="math/tex">``; not ``$``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from scorm_export.tex_faults import fault

TEX_SCRIPT = Path(__file__).parent / "player" / "dist" / "tex.js"
TAG = "player-tex"
LEFT_ALONE = {"code", "kbd", "math", "noscript", "pre", "samp", "script", "style", "svg", "textarea", TAG}
START = re.compile(r"\\\(|\\\[|\[mathjaxinline\]|\[mathjax\]|\\begin\{([a-zA-Z]+\*?)\}")
ENDS = {r"\(": r"\)", r"\[": r"\]", "[mathjaxinline]": "[/mathjaxinline]", "[mathjax]": "[/mathjax]"}
INLINE = {r"\(", "[mathjaxinline]"}
# Stand for elements between texts: one that ends every formula, and a comment. Neither sign can stand in XML.
WALL, NOTHING = "\0", "\1"


@dataclass(frozen=True)
class Formula:
    """TeX without its delimiters."""

    source: str
    display: bool


def mark_tex(root: etree._Element) -> list[Formula]:
    """Replace TeX in the tree by ``<player-tex>`` and ``<player-tex display>``; return the formulas.

    The TeX is the element's text, so that it can be read where no script runs. ``root`` itself stays.
    """
    found: list[Formula] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not isinstance(node.tag, str) or node.tag.lower() in LEFT_ALONE or _ignored(node):
            continue
        found += _mark_scripts(node)
        found += _Content(node).mark()
        waiting.extend(reversed(node))
    return found


def faults(formula: Formula) -> str | None:
    """Say in one sentence why the player can't show the formula, or return None."""
    return fault(formula.source, formula.display)


def _ignored(node: etree._Element) -> bool:
    """MathJax's own word for "no TeX in here"."""
    return "tex2jax_ignore" in (node.get("class") or "").split()


def _mark_scripts(parent: etree._Element) -> Iterator[Formula]:
    for child in parent:
        kind = re.fullmatch(r"math/tex\s*(;.*)?", child.get("type") or "", re.DOTALL) if child.tag == "script" else None
        if kind:
            formula = Formula((child.text or "").strip(), "mode=display" in re.sub(r"\s", "", kind[1] or ""))
            mark = _element(formula)
            mark.tail = child.tail
            parent.replace(child, mark)
            yield formula


def _element(formula: Formula) -> etree._Element:
    mark = etree.Element(TAG)
    if formula.display:
        mark.set("display", "")
    mark.text = formula.source
    return mark


class _Content:
    """An element's texts as one text, in which each child is one sign: a line break a blank, a comment nothing."""

    def __init__(self, parent: etree._Element) -> None:
        self.parent = parent
        self.children: dict[int, etree._Element] = {}
        text = parent.text or ""
        for child in parent:
            self.children[len(text)] = child
            text += _sign(child) + (child.tail or "")
        self.text = text

    def mark(self) -> list[Formula]:
        """Put marks in place of the formulas and return these."""
        spans = list(_spans(self.text))
        if spans:
            self._rebuild(spans)
        return [formula for _, _, formula in spans]

    def _rebuild(self, spans: list[tuple[int, int, Formula]]) -> None:
        for child in list(self.parent):
            self.parent.remove(child)
            child.tail = None
        self.parent.text = None
        done = 0
        for start, end, formula in spans:
            self._keep(done, start)
            self.parent.append(_element(formula))
            done = end
        self._keep(done, len(self.text))

    def _keep(self, start: int, end: int) -> None:
        places = list(self.children)
        for place in places[bisect_left(places, start) : bisect_left(places, end)]:
            self._add(self.text[start:place])
            self.parent.append(self.children[place])
            start = place + 1
        self._add(self.text[start:end])

    def _add(self, text: str) -> None:
        if len(self.parent):
            self.parent[-1].tail = (self.parent[-1].tail or "") + text
        else:
            self.parent.text = (self.parent.text or "") + text


def _sign(child: etree._Element) -> str:
    if child.tag == "br":
        return "\n"
    return NOTHING if isinstance(child, etree._Comment) else WALL


def _spans(text: str) -> Iterator[tuple[int, int, Formula]]:
    """Yield start, end and formula; a start without an end is text."""
    place = 0
    room = 20 * len(text)  # signs looked at: text made to be slow is left as it is
    while room > 0 and (start := START.search(text, place)):
        end, looked = _end(text, start)
        room -= looked
        place = start.end() if end is None else end[1]
        if end is not None:
            whole = start[1] is not None
            source = text[start.start() : end[1]] if whole else text[start.end() : end[0]]
            formula = Formula(source.replace(NOTHING, "").strip(), start[0] not in INLINE)
            if formula.source:
                yield start.start(), end[1], formula


def _end(text: str, start: re.Match[str]) -> tuple[tuple[int, int] | None, int]:
    """Return where the matching end stands, outside braces, and how many signs were looked at."""
    closing = ENDS.get(start[0]) or f"\\end{{{start[1]}}}"
    if text.find(closing, start.end()) < 0:
        return None, 1
    depth = 0
    for piece in re.finditer(rf"{re.escape(closing)}|\\.|[{{}}{WALL}]", text[start.end() :], re.DOTALL):
        looked = piece.end()
        if piece[0] == closing and depth == 0:
            return (start.end() + piece.start(), start.end() + piece.end()), looked
        if piece[0] == WALL:
            return None, looked
        depth = max(0, depth + {"{": 1, "}": -1}.get(piece[0], 0))
    return None, len(text) - start.end()
