"""CAPA problem XML → a question: text and responses in document order, hints, solutions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from scorm_export import state_size
from scorm_export.problems.responses import HINTS, MAX_NUMBER, MAX_TEXT, READERS, Clean, Unsupported
from scorm_export.xml import escaped, inner_html

ASIDE = ("solution", "solutionset", "demandhint", "label", "description")
REFUSED_ATTRIBUTES = {
    "partial_credit": "it gives points for parts of an answer",
    "targeted-feedback": "its feedback depends on the answer in a way that only Open edX shows",
    "answer-pool": "it draws its choices from a pool",
}
FIELDS = frozenset(
    {"choicegroup", "checkboxgroup", "optioninput", "textline", "formulaequationinput", "numericalinput"}
)
NOT_TEXT = FIELDS.union(ASIDE, HINTS, ("responseparam", "additional_answer", "radiogroup"))


@dataclass(frozen=True)
class Question:
    """``parts`` as `player/package.ts` types them; ``solutions`` and ``hints`` as HTML."""

    parts: tuple[dict[str, Any], ...]
    solutions: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def responses(self) -> tuple[dict[str, Any], ...]:
        """The parts that ask for an answer."""
        return tuple(part for part in self.parts if part["kind"] != "html")

    @property
    def words(self) -> frozenset[str]:
        """Names of choices that stand in a learner's state."""
        return frozenset(choice["id"] for response in self.responses for choice in response.get("choices", ()))

    @property
    def answer_bits(self) -> list[int]:
        """Bits that each response's answer can need at most in a learner's state."""
        return [_answer_bits(response, self.words) for response in self.responses]


def read_problem(root: etree._Element, clean: Clean) -> Question:
    """Return the question in `<problem>`; raises `Unsupported` when a package can't grade it."""
    _refuse_what_we_cannot_grade(root)
    parts = tuple(_numbered(_parts(root, clean)))
    if not any(part["kind"] != "html" for part in parts):
        raise Unsupported("the problem asks for no answer")
    return Question(
        parts,
        tuple(clean(inner_html(node)) for node in root.iter("solution")),
        tuple(clean(inner_html(node)) for node in root.iterfind(".//demandhint/hint")),
    )


def _refuse_what_we_cannot_grade(root: etree._Element) -> None:
    if root.find(".//script") is not None:
        raise Unsupported("it runs a program (<script>), which only Open edX does")
    for node in root.iter(etree.Element):
        if str(node.tag).endswith("response") and node.tag not in READERS:
            raise Unsupported(f"its kind of answer (<{node.tag}>) is not graded in a package")
        for name, reason in REFUSED_ATTRIBUTES.items():
            if node.get(name):
                raise Unsupported(reason)


def _parts(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield text and responses; a frame around responses is opened, so that none is lost."""
    yield from _text(node.text, clean)
    for child in node.iterchildren(etree.Element):
        if child.tag in READERS:
            yield from _response(child, clean)
        elif any(grand.tag in READERS for grand in child.iterdescendants()):
            yield from _parts(child, clean)
        elif child.tag in ("label", "description"):
            yield _html(f"<p>{inner_html(child)}</p>", clean)
        elif child.tag not in ASIDE:
            yield _html(_markup(child), clean)
        yield from _text(child.tail, clean)


def _response(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield the response with the text that stands inside its element, before and after the field."""
    fields = [found for found in node.iterdescendants() if found.tag in FIELDS]
    if len(fields) > 1:
        raise Unsupported(f"one <{node.tag}> asks for {len(fields)} answers")
    before, after = _around(node, fields[0] if fields else None)
    yield from (_html(markup, clean) for markup in before)
    label = node.find(".//label")
    suffix = fields[0].get("trailing_text", "") if fields else ""
    yield {
        **READERS[node.tag](node, clean),
        "label": clean(inner_html(label)) if label is not None else "",
        "descriptions": [clean(inner_html(found)) for found in node.iterfind(".//description")],
        **({"suffix": suffix} if suffix else {}),
    }
    yield from (_html(markup, clean) for markup in after)


def _around(node: etree._Element, field: etree._Element | None) -> tuple[list[str], list[str]]:
    """Return the markup before and after the field; text around it in its own frame goes before, without the field."""
    before = [_paragraph(node.text)]
    after: list[str] = []
    passed = False
    for child in node.iterchildren(etree.Element):
        holds = field is not None and (child is field or field in child.iterdescendants())
        if holds and child is not field:
            before.append(_markup(_without_field(child)))
        elif child.tag not in NOT_TEXT:
            (after if passed else before).append(_markup(child))
        passed = passed or holds
        (after if passed else before).append(_paragraph(child.tail))
    return [markup for markup in before if markup], [markup for markup in after if markup]


def _without_field(frame: etree._Element) -> etree._Element:
    copy = etree.fromstring(etree.tostring(frame, with_tail=False))
    etree.strip_elements(copy, *NOT_TEXT, with_tail=False)
    return copy


def _text(text: str | None, clean: Clean) -> Iterator[dict[str, Any]]:
    if _paragraph(text):
        yield _html(_paragraph(text), clean)


def _paragraph(text: str | None) -> str:
    return f"<p>{escaped(text.strip())}</p>" if text and text.strip() else ""


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


def _answer_bits(response: dict[str, Any], words: frozenset[str]) -> int:
    """A number has no sign beyond U+FFFF: `player/graders/arithmetic.ts` takes none."""
    if response["kind"] == "text":
        return state_size.typed(MAX_TEXT)
    if response["kind"] == "number":
        return state_size.typed(MAX_NUMBER, plain=True)
    each = [state_size.string(choice["id"], words) for choice in response["choices"]]
    return state_size.count(len(each)) + sum(each) if response["kind"] == "multiple" else max(each)
