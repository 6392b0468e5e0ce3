"""CAPA problem XML → a question: text and responses in document order, hints, solutions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from scorm_export import state_size
from scorm_export.problems.reading import FIELDS, HINTS, Clean, Unsupported
from scorm_export.problems.responses import READERS
from scorm_export.problems.targeted import shown_at_once
from scorm_export.problems.texts import MAX_TEXT
from scorm_export.xml import escaped, inner_html

# The player's limits for other typed answers, in code points (player/graders/index.ts).
MAX_NUMBER = 40
MAX_POINT = 16
ASIDE = ("solution", "solutionset", "targetedfeedbackset", "demandhint", "label", "description")
NOT_TEXT = FIELDS.union(ASIDE, HINTS, ("responseparam", "additional_answer"))
MANY_FIELDS = ("optionresponse", "imageresponse")
# Old marks around text; Open edX reads <startouttext/> … <endouttext/> as one <text>.
TEXT_MARKS = ("text", "startouttext", "endouttext")
PROGRAMS = {
    "customresponse": "a program of the teacher checks the answer",
    "symbolicresponse": "a program compares formulas symbol by symbol",
    "schematicresponse": "a program checks a circuit",
    "jsmeresponse": "a program checks a molecule",
    "coderesponse": "another server runs the learner's code",
    "externalresponse": "another server checks the answer",
    "javascriptresponse": "its own script checks the answer",
    "annotationresponse": "it belongs to a text that only Open edX shows",
    "choicetextresponse": "it asks for numbers inside its choices",
}


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

    @property
    def calculates(self) -> bool:
        """Whether graders.js is needed."""
        return any(response["kind"] in ("number", "formula", "image") for response in self.responses)

    @property
    def parts_of_points(self) -> list[int]:
        """The largest denominator of a part of its points per response, 1 for none."""
        return [_most_parts(response) for response in self.responses]


def read_problem(root: etree._Element, clean: Clean) -> Question:
    """Return the question in `<problem>`; raises `Unsupported` when a package can't grade it."""
    _refuse_what_we_cannot_grade(root)
    parts = tuple(_numbered(_parts(root, clean)))
    if not any(part["kind"] != "html" for part in parts):
        raise Unsupported("the problem asks for no answer")
    moved = [found for node in root.iter("multiplechoiceresponse") for found in _moved(node)]
    return Question(
        parts,
        tuple(clean(inner_html(node)) for node in root.iter("solution") if node not in moved),
        tuple(clean(inner_html(node)) for node in root.iterfind(".//demandhint/hint")),
    )


def runs_python(script: etree._Element) -> bool:
    """Return whether Open edX runs a `<script>` on its server: whatever is not said to be JavaScript or Perl."""
    kind = (script.get("type") or "").lower()
    return "javascript" not in kind and "perl" not in kind


def _refuse_what_we_cannot_grade(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        tag = str(node.tag)
        if tag in PROGRAMS:
            raise Unsupported(f"{PROGRAMS[tag]} (<{tag}>)")
        if tag.endswith("response") and tag not in READERS:
            raise Unsupported(f"its kind of answer (<{tag}>) is unknown")
        if tag in FIELDS and node.get("points", "1") != "1":
            raise Unsupported("one of its answers gives more than one point")
    if any(runs_python(script) for script in root.iter("script")):
        raise Unsupported("it runs a program in Python (<script>)")


def _moved(node: etree._Element) -> list[etree._Element]:
    group = node.find(".//choicegroup")
    found = shown_at_once(node, group) if group is not None else None
    return [] if found is None else [found]


def _parts(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield text and responses; a frame around responses is opened, so that none is lost."""
    yield from _text(node.text, clean)
    for child in node.iterchildren(etree.Element):
        if child.tag in READERS:
            yield from _response(child, clean)
        elif any(grand.tag in READERS for grand in child.iterdescendants()):
            yield from (_sentence if child.tag == "p" else _parts)(child, clean)
        elif not _is_label(child):
            yield from _html(_loose(child), clean)
        yield from _text(child.tail, clean)


def _sentence(paragraph: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield a paragraph that has responses in it: what stands between two of them stays together."""
    words = escaped(paragraph.text or "")
    for child in paragraph.iterchildren(etree.Element):
        if any(each.tag in READERS for each in child.iter()):
            yield from _html(_framed(words), clean)
            yield from _response(child, clean) if child.tag in READERS else _parts(child, clean)
            words = ""
        else:
            words += _markup(child)
        words += escaped(child.tail or "")
    yield from _html(_framed(words), clean)


def _framed(words: str) -> str:
    return f"<p>{words.strip()}</p>" if words.strip() else ""


def _loose(child: etree._Element) -> str:
    """Return the markup of an element that stands for itself between responses."""
    if child.tag in ("label", "description"):
        return f"<p>{inner_html(child)}</p>"
    if child.tag in TEXT_MARKS:
        return inner_html(child)
    return "" if child.tag in ASIDE else _markup(child)


def _is_label(node: etree._Element) -> bool:
    """Return whether the next element is a response without a label of its own that takes this one."""
    beside = node.getnext()
    return beside is not None and beside.tag in READERS and _label_before(beside) is node


def _label_before(response: etree._Element) -> etree._Element | None:
    """Return Open edX's label: a `<label>` before, or a paragraph whose text the field's old attribute repeats."""
    before = response.getprevious()
    fields = [found for found in response.iterdescendants() if found.tag in FIELDS]
    if before is None or len(fields) != 1 or response.find("label") is not None:
        return None
    attribute = fields[0].get("label")
    if attribute is None:
        return before if before.tag == "label" else None
    return before if before.tag == "p" and before.text == attribute else None


def _response(node: etree._Element, clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield the response with the text that stands inside its element, before and after the field."""
    fields = [found for found in node.iterdescendants() if found.tag in FIELDS]
    if len(fields) > 1 and node.tag not in MANY_FIELDS:
        raise Unsupported(f"one <{node.tag}> asks for {len(fields)} answers")
    read = READERS[str(node.tag)](node, clean)
    if len(fields) > 1:
        yield from _many(
            node,
            {
                field: {**response, **_field(node, field, clean, many=True)}
                for field, response in zip(fields, read, strict=True)
            },
            clean,
        )
        return
    before, after = _around(node, fields[0] if fields else None)
    for markup in before:
        yield from _html(markup, clean)
    yield {**read[0], **_field(node, fields[0] if fields else None, clean)}
    for markup in after:
        yield from _html(markup, clean)


def _field(node: etree._Element, field: etree._Element | None, clean: Clean, *, many: bool = False) -> dict[str, Any]:
    """Return label, descriptions and what stands behind the field."""
    label = node.find(".//label")
    label = _label_before(node) if label is None and not many else label
    attribute = field.get("label", "") if field is not None else ""
    suffix = field.get("trailing_text", "") if field is not None else ""
    inline = any(each is not None and each.get("inline", "").lower() in ("1", "true") for each in (node, field))
    return {
        "label": clean(inner_html(label)) if label is not None else escaped(attribute),
        "descriptions": [clean(inner_html(found)) for found in node.iterfind(".//description")],
        **({"suffix": suffix} if suffix else {}),
        **({"inline": True} if inline else {}),
    }


def _many(node: etree._Element, found: dict[etree._Element, dict[str, Any]], clean: Clean) -> Iterator[dict[str, Any]]:
    """Yield the fields of one element with the text between them, frames around them opened."""
    yield from _text(node.text, clean)
    for child in node.iterchildren(etree.Element):
        if child in found:
            yield found[child]
        elif any(grand in found for grand in child.iterdescendants()):
            yield from _many(child, found, clean)
        elif child.tag not in NOT_TEXT:
            yield from _html(_loose(child), clean)
        yield from _text(child.tail, clean)


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
            (after if passed else before).append(_loose(child))
        passed = passed or holds
        (after if passed else before).append(_paragraph(child.tail))
    return [markup for markup in before if markup], [markup for markup in after if markup]


def _without_field(frame: etree._Element) -> etree._Element:
    copy = etree.fromstring(etree.tostring(frame, with_tail=False))
    etree.strip_elements(copy, *NOT_TEXT, with_tail=False)
    return copy


def _text(text: str | None, clean: Clean) -> Iterator[dict[str, Any]]:
    yield from _html(_paragraph(text), clean)


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


def _html(markup: str, clean: Clean) -> Iterator[dict[str, Any]]:
    if markup:
        yield {"kind": "html", "html": clean(markup)}


def _answer_bits(response: dict[str, Any], words: frozenset[str]) -> int:
    """Numbers and formulas have no sign beyond U+FFFF: `player/graders/arithmetic.ts` takes none."""
    kind = response["kind"]
    if kind in ("text", "number", "formula", "image"):
        most = {"number": MAX_NUMBER, "image": MAX_POINT}.get(kind, MAX_TEXT)
        return state_size.typed(most, plain=kind != "text")
    each = [state_size.string(choice["id"], words) for choice in response["choices"]]
    return state_size.count(len(each)) + sum(each) if kind == "multiple" else max(each)


def _most_parts(response: dict[str, Any]) -> int:
    if response["kind"] == "number":
        return 4 if "partial" in response else 1
    shares: list[int] = [choice["share"][1] for choice in response.get("choices", ()) if "share" in choice]
    return max({"edc": 100, "halves": 4}.get(response.get("partial", ""), 1), *shares, 1)
