"""One reader per CAPA response type; each returns the response as `player/package.ts` types it.

Names of choices follow capa: `multiplechoiceresponse` keeps an author's name ("b" becomes choice_b), checkboxes are
always numbered from choice_0, dropdown options are known by their text.
"""

import ast
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any

from lxml import etree

from scorm_export.xml import escaped, inner_html, plain_text

Clean = Callable[[str], str]
HINTS = ("choicehint", "optionhint", "correcthint", "stringequalhint", "compoundhint")
# capa compares numbers within this share of the right answer when the author names no tolerance.
DEFAULT_TOLERANCE = ("0.001", True)
# The player's limits for typed answers, in code points (player/graders/index.ts).
MAX_TEXT = 80
MAX_NUMBER = 40
# Further right answers count only exactly, whatever the tolerance.
EXACTLY = ("0", False)


class Unsupported(Exception):
    """The problem needs something a package can't grade; ``str()`` says what, for a teacher."""


def single(node: etree._Element, clean: Clean) -> dict[str, Any]:
    """Read `<multiplechoiceresponse>`."""
    group = _first(node, "choicegroup")
    unnamed = count()
    choices = [
        {
            "id": f"choice_{choice.get('name') or next(unnamed)}",
            "html": clean(_without(choice, HINTS)),
            "correct": _true(choice.get("correct")),
            "hint": _hint(choice, "choicehint", clean),
        }
        for choice in group.iterfind("choice")
    ]
    return {"kind": "single", "choices": _answerable(choices)}


def multiple(node: etree._Element, clean: Clean) -> dict[str, Any]:
    """Read `<choiceresponse>`: all right choices and no wrong one."""
    group = _first(node, "checkboxgroup")
    choices = []
    for index, choice in enumerate(group.iterfind("choice")):
        hints = {hint.get("selected", "").lower(): hint for hint in choice.iterfind("choicehint")}
        choices.append(
            {
                "id": f"choice_{index}",
                "html": clean(_without(choice, HINTS)),
                "correct": _true(choice.get("correct")),
                "hint": _markup(hints.get("true"), clean),
                "hintUnselected": _markup(hints.get("false"), clean),
            }
        )
    compound = [
        {"choices": _letters(hint.get("value", "")), "hint": _markup(hint, clean)}
        for hint in group.iterfind("compoundhint")
    ]
    return {"kind": "multiple", "choices": _answerable(choices), **({"compound": compound} if compound else {})}


def dropdown(node: etree._Element, clean: Clean) -> dict[str, Any]:
    """Read `<optionresponse>` in today's form (`<option>` elements) and the old one (an `options` attribute)."""
    field = _first(node, "optioninput")
    options = [
        (
            " ".join(_text_without(option).split()),
            _true(option.get("correct")),
            _hint(option, "optionhint", clean),
        )
        for option in field.iterfind("option")
    ]
    if not options:
        options = [(text, text == field.get("correct"), "") for text in _old_options(field.get("options", ""))]
    choices = [{"id": text, "html": escaped(text), "correct": right, "hint": hint} for text, right, hint in options]
    return {"kind": "dropdown", "choices": _answerable(choices)}


def number(node: etree._Element, clean: Clean) -> dict[str, Any]:
    """Read `<numericalresponse>`: a number or a range, with its tolerance."""
    tolerance = _tolerance(node)
    answers = [_number_answer(node.get("answer", ""), tolerance, _hint(node, "correcthint", clean))]
    for extra in node.iterfind("additional_answer"):
        answers.append(_number_answer(extra.get("answer", ""), EXACTLY, _hint(extra, "correcthint", clean)))
    return {"kind": "number", "answers": answers}


def text(node: etree._Element, clean: Clean) -> dict[str, Any]:
    """Read `<stringresponse>`; regular expressions come with the full reader."""
    kinds = node.get("type", "").lower().split()
    if "regexp" in kinds:
        raise Unsupported("a regular expression as answer is not graded in a package yet")
    if "_or_" in node.get("answer", "").lower():
        raise Unsupported("several right answers joined with “_or_”; write <additional_answer> elements instead")
    answers = [{"text": node.get("answer", "").strip(), "hint": _hint(node, "correcthint", clean)}]
    for extra in node.iterfind("additional_answer"):
        word = (extra.get("answer") or extra.text or "").strip()
        answers.append({"text": word, "hint": _hint(extra, "correcthint", clean)})
    if len(answers[0]["text"]) > MAX_TEXT:
        raise Unsupported(f"its right answer is longer than {MAX_TEXT} characters")
    hints = [
        {"text": hint.get("answer", "").strip(), "hint": _markup(hint, clean)}
        for hint in node.iterfind("stringequalhint")
    ]
    return {"kind": "text", "ignoreCase": "ci" in kinds, "answers": answers, "hints": hints}


READERS: dict[str, Callable[[etree._Element, Clean], dict[str, Any]]] = {
    "multiplechoiceresponse": single,
    "choiceresponse": multiple,
    "optionresponse": dropdown,
    "numericalresponse": number,
    "stringresponse": text,
}


def _first(node: etree._Element, tag: str) -> etree._Element:
    found = node.find(f".//{tag}")
    if found is None:
        raise Unsupported(f"<{node.tag}> has no <{tag}>")
    return found


def _answerable(choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not any(choice["correct"] for choice in choices):
        raise Unsupported("none of its choices is right")
    return choices


def _true(value: str | None) -> bool:
    return (value or "").strip().lower() == "true"


def _hint(node: etree._Element, tag: str, clean: Clean) -> str:
    return _markup(node.find(tag), clean)


def _markup(node: etree._Element | None, clean: Clean) -> str:
    return "" if node is None else clean(inner_html(node))


def _without(node: etree._Element, tags: tuple[str, ...]) -> str:
    """Return the markup inside ``node`` without its hints; the text after a hint stays."""
    copy = etree.fromstring(etree.tostring(node, with_tail=False))
    etree.strip_elements(copy, *tags, with_tail=False)
    return inner_html(copy)


def _text_without(node: etree._Element) -> str:
    copy = etree.fromstring(etree.tostring(node, with_tail=False))
    etree.strip_elements(copy, *HINTS, with_tail=False)
    return plain_text(copy)


def _letters(value: str) -> list[str]:
    return [f"choice_{ord(letter) - ord('A')}" for letter in re.findall(r"[A-Z]", value.upper())]


def _old_options(value: str) -> list[str]:
    """Read ``('one','two')`` as capa does, without running it."""
    try:
        options = ast.literal_eval(value)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise Unsupported("the dropdown's options can't be read") from error
    if isinstance(options, str):
        return [options]
    if not isinstance(options, list | tuple):
        raise Unsupported("the dropdown's options are no list")
    return [str(option) for option in options]


def _tolerance(node: etree._Element) -> tuple[str, bool]:
    for parameter in node.iterfind(".//responseparam"):
        if parameter.get("type") == "tolerance":
            value = parameter.get("default", "").strip()
            percent = value.endswith("%")
            return _decimal(value.removesuffix("%"), "tolerance"), percent
    return DEFAULT_TOLERANCE


def _number_answer(answer: str, tolerance: tuple[str, bool], hint: str) -> dict[str, Any]:
    limits = re.fullmatch(r"([\[(])\s*([^,]+),\s*([^\])]+)([\])])", answer.strip())
    if limits:
        return {
            "low": _decimal(limits[2], "range"),
            "high": _decimal(limits[3], "range"),
            "lowOpen": limits[1] == "(",
            "highOpen": limits[4] == ")",
            "hint": hint,
        }
    return {
        "value": _decimal(answer, "answer"),
        "tolerance": tolerance[0],
        "percent": tolerance[1],
        "hint": hint,
    }


def _decimal(value: str, what: str) -> str:
    text = value.strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Unsupported(f"the {what} “{text[:40]}” is a formula, not a number") from None
    if not number.is_finite() or len(text) > 60 or abs(number.adjusted()) > 300:
        raise Unsupported(f"the {what} “{text[:40]}” is no number that a computer can compare")
    return format(number, "f")
