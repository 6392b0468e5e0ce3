"""Text answers: words or regular expressions, with hints for right and for particular wrong ones."""

from lxml import etree

from scorm_export.problems.numbers import old_hints
from scorm_export.problems.patterns import BrokenPattern, as_javascript
from scorm_export.problems.reading import Clean, Response, Unsupported, hint, markup

# The player's limit for typed answers, in code points (player/graders/index.ts).
MAX_TEXT = 80


def text(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<stringresponse>`."""
    kinds = node.get("type", "").lower().split(" ")
    ignore_case = "ci" in kinds
    old_or = "_or_" in node.get("answer", "").lower()
    regexp = "regexp" in kinds
    answers = _answers(node, clean)
    hints = _hints(node, clean, ignore_case)
    response: Response = {"kind": "text", "ignoreCase": ignore_case}
    old = old_hints(node, "stringhint", clean)
    if old:
        response["hintsOnly"] = True
        hints = [{"text": found.get("answer", "").strip(), "hint": said} for found, said in old]
        if regexp and not old_or:
            hints = [{**each, "text": as_javascript(each["text"], ignore_case), "regexp": True} for each in hints]
    if old_or:
        # Open edX knows a hint only for the whole of it, with all the "_or_" in it.
        hints = [*answers, *hints]
        words = node.get("answer", "").split("_or_")
        answers = [{"text": word.strip(), "hint": ""} for word in words]
    elif regexp:
        return [{**response, **_patterns(answers, ignore_case), "hints": hints}]
    if len(answers[0]["text"]) > MAX_TEXT:
        raise Unsupported(f"its right answer is longer than {MAX_TEXT} characters")
    return [{**response, "answers": answers, "hints": hints}]


def _answers(node: etree._Element, clean: Clean) -> list[Response]:
    answers = [{"text": node.get("answer", "").strip(), "hint": hint(node, "correcthint", clean)}]
    for extra in node.iterfind("additional_answer"):
        word = (extra.get("answer") or extra.text or "").strip()
        answers.append({"text": word, "hint": hint(extra, "correcthint", clean)})
    return answers


def _hints(node: etree._Element, clean: Clean, ignore_case: bool) -> list[Response]:
    """Return what is said about wrong answers; a hint without an answer is never said."""
    equal: list[tuple[etree._Element, Response]] = [(found, {}) for found in node.iterfind("stringequalhint")]
    alike: list[tuple[etree._Element, Response]] = [(found, {"regexp": True}) for found in node.iterfind("regexphint")]
    hints = []
    for found, kind in (*equal, *alike):
        answer = found.get("answer", "").strip()
        try:
            said = as_javascript(answer, ignore_case) if kind else answer
        except BrokenPattern:
            continue  # Open edX never says such a hint
        if answer:
            hints.append({"text": said, "hint": markup(found, clean), **kind})
    return hints


def _patterns(answers: list[Response], ignore_case: bool) -> Response:
    """Open edX puts "^" before the first and "$" behind the last expression, so those between may stand anywhere."""
    together = "^" + "|".join(answer["text"] for answer in answers) + "$"
    single = [{**answer, "text": as_javascript(answer["text"], ignore_case)} for answer in answers]
    return {"pattern": as_javascript(together, ignore_case), "answers": single}
