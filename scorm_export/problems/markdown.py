"""Questions as authors write them in Studio's simple editor, made the XML that Studio would make of them.

>>label||description<<   (x) right ( ) wrong   [x] ticked [ ] not   [[one, (two), three]]   = 42 +- 5%   or= …   not= …
{{hint}} behind a choice or an answer   ||hint on demand||   [explanation] … [explanation]   [code] … [/code]
--- between questions
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from lxml import etree

from scorm_export.xml import escaped

_CHOICE = re.compile(r"\s*\(([ xX!@]{0,3})\)\s*(.*)")
_BOX = re.compile(r"\s*\[([ xX]?)\](?!\])\s*(.*)")
_COMPOUND = re.compile(r"\s*\{\{\s*\(\((.*?)\)\)(.*?)\}\}\s*")
_ANSWER = re.compile(r"\s*(s?=|or=|not=)\s*(.*)")
_DROPDOWN = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_LABEL = re.compile(r">>(.+?)<<", re.DOTALL)
_HINT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ASIDE = re.compile(r"\[explanation\](.*?)\[/?explanation\]", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"\[code\]\n?(.*?)\[/code\]", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"^(.*)\n[ \t]*={3,}[ \t]*$", re.MULTILINE)
_RANGE = re.compile(r"[\[(][^,]+,[^,]+[\])]")
_NUMBER = re.compile(r"[+-]?(\d|\.\d)[^\s]*(\s*\+-\s*\S+)?")
Element = etree._Element


def from_markdown(source: str) -> Element:
    """Return `<problem>` with the questions in ``source``."""
    text = source.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    problem = etree.Element("problem")
    asked = re.findall(r"^\s*\|\|(.*?)\|\|\s*$", text, re.MULTILINE)
    text = re.sub(r"^\s*\|\|.*?\|\|\s*$", "", text, flags=re.MULTILINE)
    for question in re.split(r"^\s*-{3,}\s*$", text, flags=re.MULTILINE):
        _question(problem, question)
    if asked:
        hints = etree.SubElement(problem, "demandhint")
        for each in asked:
            hints.append(_element("hint", each.strip()))
    return problem


def _question(problem: Element, text: str) -> None:
    text = _HEADING.sub(lambda found: f"\n\3{found[1]}\n", text)
    explanations = _ASIDE.findall(text)
    codes: list[str] = []
    text = _CODE.sub(lambda found: _kept(found[1], codes), _ASIDE.sub("", text))
    label = _LABEL.search(text)
    text = _LABEL.sub("", text, count=1)
    text = _DROPDOWN.sub(lambda found: "\n\1" + found[1].strip("\n").replace("\n", "\2") + "\n", text)
    for kind, lines in groupby(text.split("\n"), _kind_of):
        if kind:
            response = kind(list(lines))
            _labelled(response, label)
            label = None
            problem.append(response)
        else:
            _prose_into(problem, "\n".join(lines), codes)
    if label:
        problem.append(_element("label", label[1]))
    for each in explanations:
        solution = etree.SubElement(problem, "solution")
        _prose_into(etree.SubElement(solution, "div", {"class": "detailed-solution"}), each, codes)


def _kept(code: str, codes: list[str]) -> str:
    """Put code aside, where no mark in it means anything."""
    codes.append(code)
    return f"\n\0{len(codes) - 1}\n"


def _labelled(response: Element, label: re.Match[str] | None) -> None:
    """Give the first answer of a question its label and description."""
    if label:
        said, *more = label[1].split("||")
        found = [_element("label", said.strip()), *(_element("description", each.strip()) for each in more)]
        for place, node in enumerate(found):
            response.insert(place, node)


def _kind_of(line: str) -> Callable[[list[str]], Element] | None:
    """Return what makes a response of such lines, None for prose."""
    if line.startswith("\1"):
        return _dropdown
    if _ANSWER.fullmatch(line):
        return _typed
    if _CHOICE.fullmatch(line):
        return _choices
    return _boxes if _BOX.fullmatch(line) or _COMPOUND.fullmatch(line) else None


def _choices(lines: list[str]) -> Element:
    response = etree.Element("multiplechoiceresponse")
    group = etree.SubElement(response, "choicegroup", type="MultipleChoice")
    for mark, text in (_match(_CHOICE, line) for line in lines):
        choice = _with_hint("choice", text, "choicehint")
        choice.set("correct", str("x" in mark.lower()).lower())
        if "@" in mark:
            choice.set("fixed", "true")
        if "!" in mark:
            group.set("shuffle", "true")
        group.append(choice)
    return response


def _boxes(lines: list[str]) -> Element:
    response = etree.Element("choiceresponse")
    group = etree.SubElement(response, "checkboxgroup")
    for line in lines:
        compound = _COMPOUND.fullmatch(line)
        if compound:
            hint = _element("compoundhint", compound[2].strip())
            hint.set("value", compound[1].strip())
            group.append(hint)
            continue
        mark, text = _match(_BOX, line)
        choice = _element("choice", re.sub(r"\{\{.*\}\}?", "", text).strip())
        choice.set("correct", str(mark in ("x", "X")).lower())
        for selected, said in re.findall(r"(unselected|selected|[us])\s*:\s*([^{}]*)\}", text, re.IGNORECASE):
            hint = _hinted("choicehint", said)
            hint.set("selected", str(selected.lower() in ("selected", "s")).lower())
            choice.append(hint)
        group.append(choice)
    return response


def _dropdown(lines: list[str]) -> Element:
    response = etree.Element("optionresponse")
    field = etree.SubElement(response, "optioninput")
    body = lines[0][1:]
    options = body.split("\2") if "\2" in body else body.split(",")
    for text in filter(None, map(str.strip, options)):
        plain = _HINT.sub("", text).strip()
        right = plain.startswith("(") and plain.endswith(")")
        option = _with_hint("option", text.replace(plain, plain[1:-1].strip(), 1) if right else text, "optionhint")
        option.set("correct", str(right))
        field.append(option)
    return response


def _typed(lines: list[str]) -> Element:
    """Numbers where the first answer looks like one, else texts; "|" before a text makes it a regular expression."""
    found = [_match(_ANSWER, line) for line in lines]
    first = _HINT.sub("", found[0][1]).strip()
    numeric = found[0][0] == "=" and bool(_RANGE.fullmatch(first) or _NUMBER.fullmatch(first))
    return _numbers(found) if numeric else _texts(found)


def _numbers(found: list[tuple[str, str]]) -> Element:
    response = etree.Element("numericalresponse")
    for index, (_, text) in enumerate(found):
        value, _, near = (part.strip() for part in _HINT.sub("", text).partition("+-"))
        node = response if index == 0 else etree.SubElement(response, "additional_answer")
        node.set("answer", value)
        if near and index == 0:
            etree.SubElement(response, "responseparam", type="tolerance", default=near)
        _add_hint(node, text, "correcthint")
    etree.SubElement(response, "formulaequationinput")
    return response


def _texts(found: list[tuple[str, str]]) -> Element:
    response = etree.Element("stringresponse")
    first = _HINT.sub("", found[0][1]).strip()
    response.set("answer", first.removeprefix("|").strip())
    response.set("type", "ci regexp" if first.startswith("|") else "ci")
    _add_hint(response, found[0][1], "correcthint")
    for mark, text in found[1:]:
        node = etree.SubElement(response, "stringequalhint" if mark == "not=" else "additional_answer")
        node.set("answer", _HINT.sub("", text).strip())
        if mark == "not=":
            _fill(node, " ".join(_HINT.findall(text)))
        else:
            _add_hint(node, text, "correcthint")
    etree.SubElement(response, "textline", size="20")
    return response


def _match(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    found = pattern.fullmatch(line)
    return (found[1], found[2]) if found else ("", line)


def _with_hint(tag: str, text: str, hint: str) -> Element:
    node = _element(tag, _HINT.sub("", text).strip())
    _add_hint(node, text, hint)
    return node


def _add_hint(node: Element, text: str, tag: str) -> None:
    for said in _HINT.findall(text):
        node.append(_hinted(tag, said))


def _hinted(tag: str, said: str) -> Element:
    hint = etree.Element(tag)
    _fill(hint, said)
    return hint


def _fill(node: Element, said: str) -> None:
    """A hint may begin with a label of its own: "Close:: not quite"."""
    label, mark, text = said.partition("::")
    if mark:
        node.set("label", label.strip())
    made = _element(node.tag, (text if mark else said).strip())
    node.text, node[:] = made.text, list(made)


def _element(tag: object, text: str) -> Element:
    """Return an element with ``text``, which may hold markup of an author; what is no XML is text."""
    try:
        return etree.fromstring(f"<{tag}>{text}</{tag}>", etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return etree.fromstring(f"<{tag}>{escaped(text)}</{tag}>")


def _prose_into(parent: Element, text: str, codes: list[str]) -> None:
    for node in _paragraphs(text, codes):
        parent.append(node)


def _paragraphs(text: str, codes: list[str]) -> Iterator[Element]:
    """Yield a heading for a marked line, code as it is, and a paragraph for other lines together."""
    for block in re.split(r"\n\s*\n|\n(?=[\0\3])|(?<=\0\d)\n", text):
        said = block.strip(" \n")
        if said.startswith("\0"):
            code = etree.Element("pre")
            etree.SubElement(code, "code").text = codes[int(said[1:])]
            yield code
        elif said:
            yield _element("h3", said[1:]) if said.startswith("\3") else _element("p", said)
