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
        self._last: etree._Element | None = None
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
        places = list(self.children)
        done = 0
        for start, end, formula in spans:
            self._keep(done, start, places)
            self._append(_element(formula))
            done = end
        self._keep(done, len(self.text), places)

    def _keep(self, start: int, end: int, places: list[int]) -> None:
        for place in places[bisect_left(places, start) : bisect_left(places, end)]:
            self._add(self.text[start:place])
            self._append(self.children[place])
            start = place + 1
        self._add(self.text[start:end])

    def _append(self, child: etree._Element) -> None:
        self.parent.append(child)
        self._last = child

    def _add(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        else:
            self.parent.text = (self.parent.text or "") + text


def _sign(child: etree._Element) -> str:
    if child.tag == "br":
        return "\n"
    return NOTHING if isinstance(child, etree._Comment) else WALL


def _spans(text: str) -> Iterator[tuple[int, int, Formula]]:
    """Yield start, end and formula; a start without an end is text."""
    place = 0
    ends = _Ends(text)
    while ends.room > 0 and (start := START.search(text, place)):
        end = ends.of(start)
        place = start.end() if end is None else end[1]
        if end is not None:
            whole = start[1] is not None
            source = text[start.start() : end[1]] if whole else text[start.end() : end[0]]
            formula = Formula(source.replace(NOTHING, "").strip(), start[0] not in INLINE)
            if formula.source:
                yield start.start(), end[1], formula


class _Ends:
    """Finds the ends of formulas. ``room`` is how many signs may still be looked at: text made to be slow is left as it
    is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.room = 2 * len(text) + 1_000_000

    def of(self, start: re.Match[str]) -> tuple[int, int] | None:
        """Return where the matching end stands, outside braces; None when there is none."""
        closing = ENDS.get(start[0]) or f"\\end{{{start[1]}}}"
        if closing in self._absent:
            return None
        found = self._text.find(closing, start.end())
        # Looking for one string is quick, but not for nothing.
        self.room -= 1 + ((len(self._text) if found < 0 else found) - start.end()) // 10
        if found < 0:
            self._absent.add(closing)
            return None
        return self._outside_braces(closing, start.end())

    def _outside_braces(self, closing: str, begin: int) -> tuple[int, int] | None:
        depth = 0
        for piece in self._pattern(closing).finditer(self._text, begin):
            if piece[0] == closing and depth == 0:
                self.room -= piece.end() - begin
                return piece.span()
            if piece[0] == WALL:
                self.room -= piece.end() - begin
                return None
            depth = max(0, depth + {"{": 1, "}": -1}.get(piece[0], 0))
        self.room -= len(self._text) - begin
        return None

    def _pattern(self, closing: str) -> re.Pattern[str]:
        if closing not in self._patterns:
            self.room -= 500
            self._patterns[closing] = re.compile(rf"{re.escape(closing)}|\\.|[{{}}{WALL}]", re.DOTALL)
        return self._patterns[closing]
