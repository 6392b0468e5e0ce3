"""Numerical answers: a value with its tolerance or a range, further values, part of the points for coming near."""

import re

from lxml import etree

from scorm_export.problems import expressions
from scorm_export.problems.reading import Clean, Response, Unsupported, credit_of, hint, markup

# capa compares numbers within this share of the right answer when the author names no tolerance.
DEFAULT_TOLERANCE = ("0.001", True)
# Further right answers count only exactly, whatever the tolerance.
EXACTLY = ("0", False)


def number(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<numericalresponse>`."""
    near = tolerance(node)
    answers = [_answer(node.get("answer", ""), near, hint(node, "correcthint", clean))]
    for extra in node.iterfind("additional_answer"):
        value = expressions.number(extra.get("answer", ""), "answer")
        answers.append(_value(value, EXACTLY, hint(extra, "correcthint", clean)))
    hints = [
        {"value": expressions.number(found.get("answer", ""), "hint"), "hint": text}
        for found, text in old_hints(node, "numericalhint", clean)
    ]
    partial = _partial(node)
    return [
        {
            "kind": "number",
            "answers": answers,
            **({"partial": partial} if partial else {}),
            **({"hints": hints} if hints else {}),
        }
    ]


def tolerance(node: etree._Element) -> tuple[str, bool]:
    """Return the tolerance as an expression, and whether it is a percentage."""
    for parameter in node.iterdescendants("responseparam"):
        if parameter.get("type") == "tolerance" and parameter.get("default") is not None:
            value = parameter.get("default", "").strip()
            expressions.check(value.removesuffix("%"), "tolerance")
            return value.removesuffix("%"), value.endswith("%")
    return DEFAULT_TOLERANCE


def old_hints(node: etree._Element, tag: str, clean: Clean) -> list[tuple[etree._Element, str]]:
    """Return the conditions of an old `<hintgroup>`, each with its text; of several that hold the first one counts.

    Open edX shows the last part that fits, so they come in turned order.
    """
    group = node.find("hintgroup")
    if group is None:
        return []
    if group.get("hintfn"):
        raise Unsupported("its hints come from a program, which only Open edX runs")
    named = {found.get("name"): found for found in group.iterfind(tag)}
    parts = [(named.get(part.get("on")), part) for part in group.iterfind("hintpart")]
    shown = [(condition, _part_text(part, clean)) for condition, part in parts if condition is not None]
    return list(reversed(shown))


def _part_text(part: etree._Element, clean: Clean) -> str:
    text = part.find("text")
    return markup(part if text is None else text, clean)


def _answer(answer: str, near: tuple[str, bool], text: str) -> Response:
    limits = re.fullmatch(r"([\[(])([^,]*),([^,]*)(?:,.*)?([\])])", answer)
    if limits:
        return {
            "low": expressions.number(limits[2], "range"),
            "high": expressions.number(limits[3], "range"),
            "lowOpen": limits[1] == "(",
            "highOpen": limits[4] == ")",
            "hint": text,
        }
    return _value(expressions.number(answer, "answer"), near, text)


def _value(value: str, near: tuple[str, bool], text: str) -> Response:
    return {"value": value, "tolerance": near[0], "percent": near[1], "hint": text}


def _partial(node: etree._Element) -> Response | None:
    ways = credit_of(node)
    if not ways:
        return None
    if not set(ways) <= {"list", "close"}:
        raise Unsupported(f"Open edX does not know “{node.get('partial_credit', '')[:40]}” as partial credit here")
    found = [param.get("partial_range") for param in node.iterfind("responseparam[@partial_range]")]
    stated = (found or ["2"])[0] or "2"
    if not re.fullmatch(r"\s*[0-9]{1,6}(\.[0-9]{1,6})?\s*", stated):
        raise Unsupported(f"“{stated[:20]}” does not say how near is near")
    listed = [param.get("partial_answers", "") for param in node.iterfind("responseparam[@partial_answers]")]
    values = [expressions.number(value.strip(), "answer") for value in listed[0].split(",")] if listed else []
    return {
        **({"list": values} if "list" in ways else {}),
        **({"close": True} if "close" in ways else {}),
        "range": float(stated),
    }
