"""Targeted feedback: explanations that belong to single choices, and the right one's explanation after any answer."""

from lxml import etree

from scorm_export.problems.reading import Clean, Response, markup, true

ALWAYS = "alwaysShowCorrectChoiceExplanation"


def explain(node: etree._Element, group: etree._Element, choices: list[Response], clean: Clean) -> None:
    """Give each choice its explanation."""
    feedback = _set_after(node)
    if feedback is None:
        return
    texts = {found.get("explanation-id"): found for found in feedback.iterfind("targetedfeedback")}
    for choice, read in zip(group.iterfind("choice"), choices, strict=True):
        found = texts.get(choice.get("explanation-id")) if choice.get("explanation-id") else None
        if found is not None:
            read["explanation"] = markup(found, clean)


def always(node: etree._Element, group: etree._Element, clean: Clean) -> Response:
    """Return the right choice's explanation when the author wants it shown after any answer."""
    solution = shown_at_once(node, group)
    return {} if solution is None else {"always": markup(solution, clean)}


def shown_at_once(node: etree._Element, group: etree._Element) -> etree._Element | None:
    """Return the `<solution>` that Open edX shows as feedback; it is then no solution any more."""
    feedback = _set_after(node)
    if node.get("targeted-feedback") != ALWAYS or feedback is None:
        return None
    beside = feedback.getnext()
    if beside is None or beside.tag == "solution":
        return beside
    right = [choice.get("explanation-id") for choice in group.iterfind("choice") if true(choice.get("correct"))]
    found = [each for each in beside.iterfind("solution") if right and each.get("explanation-id") == right[-1]]
    return found[-1] if beside.tag == "solutionset" and found else None


def _set_after(node: etree._Element) -> etree._Element | None:
    if node.get("targeted-feedback") is None:
        return None
    return next(node.itersiblings("targetedfeedbackset"), None)
