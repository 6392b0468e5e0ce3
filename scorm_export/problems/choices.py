"""Single choice, checkboxes, true or false, dropdowns.

Names of choices follow capa: `multiplechoiceresponse` keeps an author's name ("b" becomes choice_b), checkboxes are
always numbered from choice_0, dropdown options are known by their text.
"""

import ast
import re
from decimal import Decimal, InvalidOperation
from itertools import count

from lxml import etree

from scorm_export.problems import targeted
from scorm_export.problems.reading import (
    HINTS,
    Clean,
    Response,
    Unsupported,
    first,
    hint,
    markup,
    one_credit_of,
    text_without_hints,
    true,
    without,
)  # fmt: skip
from scorm_export.xml import escaped


def single(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<multiplechoiceresponse>`."""
    group = first(node, "choicegroup")
    partial = one_credit_of(node, "points")
    choices = _named(group, clean)
    if partial:
        for choice, read in zip(group.iterfind("choice"), choices, strict=True):
            read |= _share(choice)
    targeted.explain(node, group, choices, clean)
    response = {"kind": "single", "choices": _answerable(choices)}
    return [
        {
            **response,
            **({"partial": partial} if partial else {}),
            **_order(group, choices),
            **targeted.always(node, group, clean),
        }
    ]


def true_or_false(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<truefalseresponse>`: every statement that is true has to be ticked."""
    return [{"kind": "multiple", "choices": _answerable(_named(first(node, "choicegroup"), clean))}]


def multiple(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<choiceresponse>`: all right choices and no wrong one."""
    group = first(node, "checkboxgroup", "radiogroup")
    partial = one_credit_of(node, "edc", "halves")
    choices = [_checkbox(choice, index, clean) for index, choice in enumerate(group.iterdescendants("choice"))]
    if group.tag == "radiogroup":
        return [_radio(choices)]
    compound = list(_compound(group, clean))
    response = {"kind": "multiple", "choices": _answerable(choices)}
    return [{**response, **({"compound": compound} if compound else {}), **({"partial": partial} if partial else {})}]


def dropdown(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<optionresponse>`, today's form (`<option>` elements) and the old one (an `options` attribute).

    It may hold several dropdowns; only the first one's hints are shown, as in Open edX.
    """
    fields = list(node.iterdescendants("optioninput"))
    if not fields:
        raise Unsupported("<optionresponse> has no <optioninput>")
    responses = [_options(field, clean) for field in fields]
    for response in responses[1:]:
        response["choices"] = [{**choice, "hint": ""} for choice in response["choices"]]
    return responses


def _named(group: etree._Element, clean: Clean) -> list[Response]:
    unnamed = count()
    return [
        {
            "id": f"choice_{choice.get('name') or next(unnamed)}",
            "html": clean(without(choice, HINTS)),
            "correct": true(choice.get("correct")),
            "hint": hint(choice, "choicehint", clean),
            **({"fixed": True} if choice.get("fixed") == "true" else {}),
        }
        for choice in group.iterfind("choice")
    ]


def _share(choice: etree._Element) -> Response:
    """Half the points, or what the author says."""
    if (choice.get("correct") or "").lower() != "partial":
        return {}
    stated = choice.get("point_value", "0.5").strip()
    try:
        part, whole = Decimal(stated).as_integer_ratio()
    except (InvalidOperation, ValueError, OverflowError):
        part, whole = 0, 1
    if not 0 < part < whole <= 10_000:
        raise Unsupported(f"“{stated[:20]}” is no part of the points between 0 and 1")
    return {"share": [part, whole]}


def _order(group: etree._Element, choices: list[Response]) -> Response:
    pool = (group.get("answer-pool") or "0").strip()
    if not re.fullmatch("[0-9]{1,3}", pool):
        raise Unsupported(f"its answer-pool “{pool[:20]}” is no number")
    if pool.strip("0"):
        if all(choice["correct"] for choice in choices):
            raise Unsupported("its answer-pool has no wrong choice")
        return {"pool": int(pool)}
    return {"shuffle": True} if group.get("shuffle") == "true" else {}


def _checkbox(choice: etree._Element, index: int, clean: Clean) -> Response:
    hints = {found.get("selected", "").lower(): found for found in choice.iterfind("choicehint")}
    correct = (choice.get("correct") or "false").strip().lower()
    return {
        "id": f"choice_{index}",
        "html": clean(without(choice, HINTS)),
        "correct": correct == "true",
        "hint": markup(hints.get("true"), clean),
        "hintUnselected": markup(hints.get("false"), clean),
        **({} if correct in ("true", "false") else {"idle": True}),
    }


def _radio(choices: list[Response]) -> Response:
    """One can be chosen, so two right ones can't both be."""
    alone = sum(choice["correct"] for choice in choices) == 1
    plain = [
        {"id": choice["id"], "html": choice["html"], "correct": choice["correct"] and alone, "hint": ""}
        for choice in choices
    ]
    return {"kind": "single", "choices": _answerable(plain)}


def _compound(group: etree._Element, clean: Clean) -> list[Response]:
    """Return feedback for exactly one set of choices, named by letters or by ids of their own."""
    names = {
        (choice.get("id") or chr(ord("A") + index)).upper(): f"choice_{index}"
        for index, choice in enumerate(group.iterdescendants("choice"))
    }
    hints = [(set(found.get("value", "").upper().split()), found) for found in group.iterfind("compoundhint")]
    return [
        {"choices": sorted(names[word] for word in wanted), "hint": markup(found, clean)}
        for wanted, found in hints
        if wanted <= set(names)
    ]


def _options(field: etree._Element, clean: Clean) -> Response:
    options = [
        (" ".join(text_without_hints(option).split()), true(option.get("correct")), hint(option, "optionhint", clean))
        for option in field.iterfind("option")
    ]
    if not options:
        options = [(text, text == field.get("correct"), "") for text in _old_options(field.get("options", ""))]
    elif sum(right for _, right, _ in options) > 1:
        raise Unsupported("a dropdown can have only one right answer")
    choices = [{"id": text, "html": escaped(text), "correct": right, "hint": found} for text, right, found in options]
    return {"kind": "dropdown", "choices": _answerable(choices)}


def _answerable(choices: list[Response]) -> list[Response]:
    if not any(choice["correct"] for choice in choices):
        raise Unsupported("none of its choices is right")
    return choices


def _old_options(value: str) -> list[str]:
    """Read ``('one','two')`` as capa does, without running it; a quote between letters is an apostrophe there."""
    try:
        options = ast.literal_eval(value)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        found = re.findall(r"'((?:[^']|(?<=[A-Za-z])'(?=[A-Za-z]))*)'", value.replace("\\'", "\u2019"))
        if not re.fullmatch(r"\s*\(.*\)\s*", value, re.DOTALL) or not found or len(value) > 10_000:
            raise Unsupported("the dropdown's options can't be read") from error
        return [text.replace("\u2019", "'") for text in found]
    if isinstance(options, str):
        return [options]
    if not isinstance(options, list | tuple):
        raise Unsupported("the dropdown's options are no list")
    return [str(option) for option in options]
