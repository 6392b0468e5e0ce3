"""CAPA problem XML → a question: text and responses in document order, hints, solutions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from scorm_export.problems.responses import HINTS, MAX_NUMBER, MAX_TEXT, READERS, Clean, Unsupported
from scorm_export.state_size import packed, packed_text
from scorm_export.xml import inner_html

ASIDE = ("solution", "demandhint", "label", "description")
FIELDS = frozenset(
    {"choicegroup", "checkboxgroup", "optioninput", "textline", "formulaequationinput", "numericalinput"}
)
NOT_TEXT = FIELDS.union(ASIDE, HINTS, ("responseparam", "additional_answer", "radiogroup"))


@dataclass(frozen=True)
class Question:
    """``parts`` as `player/package.ts` types them; ``state_size`` in characters of the packed state."""

    parts: tuple[dict[str, Any], ...]
    solutions: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def responses(self) -> tuple[dict[str, Any], ...]:
        """The parts that ask for an answer."""
        return tuple(part for part in self.parts if part["kind"] != "html")

    @property
    def state_size(self) -> int:
        """Characters of the packed state that answers, attempts and results can need at most."""
        return packed(40) + sum(_answer_size(response) for response in self.responses)


def read_problem(root: etree._Element, clean: Clean) -> Question:
    """Return the question in `<problem>`; raises `Unsupported` when a package can't grade it."""
    _refuse_scripts(root)
    parts = tuple(_numbered(_parts(root, clean)))
    if not any(part["kind"] != "html" for part in parts):
        raise Unsupported("the problem asks for no answer")
    return Question(
        parts,
        tuple(clean(inner_html(node)) for node in root.iter("solution")),
        tuple(clean(inner_html(node)) for node in root.iterfind(".//demandhint/hint")),
    )


def _refuse_scripts(root: etree._Element) -> None:
    if root.find(".//script") is not None:
        raise Unsupported("it runs a program (<script>), which only Open edX does")
    for node in root.iter(etree.Element):
        if str(node.tag).endswith("response") and node.tag not in READERS:
            raise Unsupported(f"its kind of answer (<{node.tag}>) is not graded in a package")


def _parts(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield text and responses; a frame around responses is opened, so that none is lost."""
    if (node.text or "").strip():
        yield _html(f"<p>{_escape(node.text or '')}</p>", clean)
    for child in node.iterchildren(etree.Element):
        if child.tag in READERS:
            yield from _response(child, clean)
        elif any(grand.tag in READERS for grand in child.iterdescendants()):
            yield from _parts(child, clean)
        elif child.tag not in ASIDE:
            yield _html(_markup(child), clean)
        if (child.tail or "").strip():
            yield _html(f"<p>{_escape(child.tail or '')}</p>", clean)


def _response(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield the response with the text that stands inside its element, before and after the field."""
    texts = [child for child in node.iterchildren(etree.Element) if child.tag not in NOT_TEXT]
    field = next((child for child in node.iterchildren(etree.Element) if child.tag in FIELDS), None)
    before = [child for child in texts if field is None or node.index(child) < node.index(field)]
    yield from (_html(_markup(child), clean) for child in before)
    label = node.find(".//label")
    suffix = field.get("trailing_text", "") if field is not None else ""
    yield {
        **READERS[node.tag](node, clean),
        "label": clean(inner_html(label)) if label is not None else "",
        "descriptions": [clean(inner_html(found)) for found in node.iterfind(".//description")],
        **({"suffix": suffix} if suffix else {}),
    }
    yield from (_html(_markup(child), clean) for child in texts if child not in before)


def _markup(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", method="html", with_tail=False)


def _numbered(parts: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    count = 0
    for part in parts:
        if part["kind"] == "html":
            yield part
        else:
            count += 1
            yield {"id": str(count), **part}


def _html(markup: str, clean: Clean) -> dict[str, Any]:
    return {"kind": "html", "html": clean(markup)}


def _answer_size(response: dict[str, Any]) -> int:
    if response["kind"] in ("text", "number"):
        return packed(8) + (packed_text(MAX_TEXT) if response["kind"] == "text" else MAX_NUMBER)
    lengths = [
        packed(len(c["id"]) + 3) if c["id"].isascii() else packed_text(len(c["id"])) for c in response["choices"]
    ]
    return packed(8) + (sum(lengths) if response["kind"] == "multiple" else max(lengths, default=0))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
