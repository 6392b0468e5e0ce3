"""How hard a course is to read: Flesch–Kincaid grade and reading ease of each unit, and its longest sentences.

    python tools/reading.py courses/ready-there-back [--longer-than 20]

Source of the formula: Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas" (1975), as
textstat computes it with the CMU dictionary's syllables. It holds for English only. Lists of sources and words of other
languages (`lang`) are left out: nobody reads them as sentences.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import textstat
from lxml import etree, html

from scorm_export.course import Course, read_course
from scorm_export.errors import CourseError
from scorm_export.olx import Block

# What ends a thought although no full stop stands there.
ENDS = frozenset(
    {"p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "summary"}
    | {"blockquote", "br", "label", "description", "choice", "option", "choicehint", "optionhint", "hint"}
    | {"correcthint", "stringequalhint", "numericalhint", "text", "help", "question", "fact", "introduction"}
)
# Not read as sentences: the sources, a problem's machine parts.
SILENT = frozenset({"script", "style", "regexphint", "responseparam"})
STOPS = ".!?…:”\"'"


@dataclass(frozen=True)
class Reading:
    """One unit: its words, the school grade of Flesch–Kincaid, the reading ease (0–100), its sentences."""

    title: str
    words: int
    grade: float
    ease: float
    sentences: tuple[str, ...]

    def longer_than(self, words: int) -> list[str]:
        return [sentence for sentence in self.sentences if len(sentence.split()) > words]


def readings(course: Path) -> list[Reading]:
    """Return a reading per unit with text; raises `CourseError` for what is no course."""
    found = read_course(course)
    units = [block for block in found.root.walk() if block.tag == "vertical"]
    return [reading for reading in (read_unit(unit, found) for unit in units) if reading.words]


def read_unit(unit: Block, course: Course) -> Reading:
    """Measure all that a learner may read in a unit, feedback too."""
    nodes = [_node(leaf, course) for leaf in unit.walk() if not leaf.children]
    sentences = [sentence for node in nodes for sentence in sentences_of(node)]
    text = " ".join(sentences)
    grade = textstat.flesch_kincaid_grade(text) if text else 0.0
    ease = textstat.flesch_reading_ease(text) if text else 0.0
    return Reading(unit.title, len(text.split()), grade, ease, tuple(sentences))


def _node(leaf: Block, course: Course) -> etree._Element:
    """Return a leaf's text: its own, or the page beside it."""
    page = f"html/{leaf.url_name}.html"
    if leaf.tag != "html" or page not in course.files:
        return leaf.node
    return html.fragment_fromstring(course.files.read(page).decode(), create_parent="div")


def sentences_of(node: etree._Element) -> list[str]:
    """Split the words below ``node`` into sentences."""
    pieces = "".join(_words(node)).replace("\n", " ").split("\0")
    ended = (piece.strip() for piece in pieces)
    closed = [piece if piece.endswith(tuple(STOPS)) else f"{piece}." for piece in ended if any(map(str.isalpha, piece))]
    return [" ".join(sentence.split()) for piece in closed for sentence in _split(piece)]


def _split(piece: str) -> Iterator[str]:
    start = 0
    for place, letter in enumerate(piece):
        after = piece[place + 1 : place + 3]
        if letter in ".!?" and (not after or after[:1] in " ”\"')") and not piece[:place].endswith(("e.g", "i.e")):
            end = place + 1 + (after[:1] in "”\"')")
            if piece[start:end].strip():
                yield piece[start:end].strip()
            start = end
    if any(map(str.isalpha, piece[start:])):
        yield piece[start:].strip()


def _words(node: etree._Element) -> Iterator[str]:
    """Yield the text below ``node``; NUL where a thought ends."""
    if not isinstance(node.tag, str) or node.tag in SILENT or _is_sources(node):
        return
    if node.get("lang", "en").partition("-")[0] != "en":
        yield " word "  # a word of another language stands for one word
        return
    if node.tag in ENDS:
        yield "\0"
    yield node.text or ""
    for child in node:
        yield from _words(child)
        yield child.tail or ""
    if node.tag in ENDS:
        yield "\0"


def _is_sources(node: etree._Element) -> bool:
    summary = node.find("summary") if node.tag == "details" else None
    return summary is not None and (summary.text or "").strip().startswith("Source")


def main(arguments: list[str]) -> int:
    """Print a line per unit."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("course", type=Path)
    parser.add_argument("--longer-than", type=int, metavar="WORDS", help="also print sentences of more words")
    options = parser.parse_args(arguments)
    try:
        found = readings(options.course)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    print("| unit | words | grade | ease | longest sentence (words) |\n|---|---|---|---|---|")
    for unit in found:
        longest = max(len(sentence.split()) for sentence in unit.sentences)
        print(f"| {unit.title} | {unit.words} | {unit.grade:.1f} | {unit.ease:.0f} | {longest} |")
        for sentence in unit.longer_than(options.longer_than) if options.longer_than else ():
            print(f"    {len(sentence.split())}: {sentence}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
