"""The `problem` block: Open edX's own questions, graded in the package."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from scorm_export import state_size
from scorm_export.convertors.base import PLAYER, Context, Converted, script_file
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block
from scorm_export.problems import Question, Unsupported, read_problem, read_ungraded
from scorm_export.problems.markdown import from_markdown
from scorm_export.report import Status

# What only questions.js shows (player/questions/).
MORE_KINDS = ("image", "formula")
MORE_WORDS = {"inline", "shuffle", "pool"}
RANDOMIZE = {"never": "never", "onreset": "onreset", "always": "always", "true": "always", "per_student": "per_student"}


class ProblemConvertor:
    """Converts `<problem>`."""

    tags = ("problem",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the question; where a package can't grade it, its text and why."""
        root = _root(block)
        try:
            question = read_problem(root, context.cleaner(block.place))
            points = _points(block, question)
        except Unsupported as reason:
            return _ungraded(block, root, str(reason), context)
        attempts = _whole(block, "max_attempts") or None
        notes = [f"left out: {', '.join(context.dropped)}"] if context.dropped else []
        status: Status = "simplified" if notes else "carried"
        content = {
            **_head(block),
            "parts": list(question.parts),
            "solutions": list(question.solutions),
            "hints": list(question.hints),
            "maxAttempts": attempts,
            **_settings(block),
        }
        return Converted(
            content,
            "submit",
            points,
            status,
            "; ".join(notes),
            text=block.title,
            state_bits=state_size.problem(question.answer_bits, attempts, question.parts_of_points),
            words=question.words,
            scripts=_scripts(question, content),
            catalogues=(PLAYER / "questions" / "locale",) if _asks_more(question, content) else (),
        )


def _asks_more(question: Question, content: Mapping[str, Any]) -> bool:
    """Return whether questions.js is needed to show the question."""
    parts = any(response["kind"] in MORE_KINDS or MORE_WORDS & response.keys() for response in question.responses)
    return parts or bool({"showReset", "waitSeconds", "randomize"} & content.keys())


def _scripts(question: Question, content: Mapping[str, Any]) -> tuple[Path, ...]:
    names = (("graders.js", question.calculates), ("questions.js", _asks_more(question, content)))
    return tuple(script_file(PLAYER / "dist" / name) for name, needed in names if needed)


def _root(block: Block) -> etree._Element:
    """Return the problem's XML; where an author has only written Studio's Markdown, what that means."""
    source = block.attributes.get("markdown", "").strip()
    if len(block.node) or (block.node.text or "").strip() or source in ("", "null"):
        return block.node
    return from_markdown(source)


def _head(block: Block) -> dict[str, Any]:
    return {"id": block.id, "type": "problem", "title": block.title}


def _settings(block: Block) -> Mapping[str, Any]:
    """Return how the question behaves; what is as usual is left out."""
    randomize = RANDOMIZE.get(_attribute(block, "rerandomize").lower(), "never")
    after = _whole(block, "attempts_before_showanswer_button")
    wait = _whole(block, "submission_wait_seconds")
    return {
        "showAnswer": _attribute(block, "showanswer") or "finished",
        **({"showAfter": after} if after else {}),
        **({"showReset": True} if _attribute(block, "show_reset_button").lower() == "true" else {}),
        **({"waitSeconds": wait} if wait else {}),
        **({"randomize": randomize} if randomize != "never" else {}),
    }


def _ungraded(block: Block, root: etree._Element, reason: str, context: Context) -> Converted:
    """Return the problem as text to read; it counts for nothing."""
    markup = read_ungraded(root, context.cleaner(block.place))
    if not markup.strip():
        return placeholder(block, f"This question is not graded here: {reason}.", context, "question")
    content = {
        **_head(block),
        "parts": [{"kind": "html", "html": markup}],
        "solutions": [],
        "hints": [],
        "maxAttempts": None,
        "showAnswer": "never",
        "ungraded": True,
    }
    detail = f"shown as text and not graded here: {reason}"
    return Converted(content, "never", None, "simplified", detail, text=block.title)


def _attribute(block: Block, name: str) -> str:
    """Return a setting; Studio writes some of them in quotes, and "null" for none."""
    value = block.attributes.get(name, "").strip().strip('"').strip()
    return "" if value == "null" else value


def _whole(block: Block, name: str) -> int:
    value = _attribute(block, name)
    return int(value) if re.fullmatch("[0-9]{1,6}", value) else 0


def _points(block: Block, question: Question) -> int:
    """Open edX: the weight, else one point for each answer asked for."""
    value = _attribute(block, "weight")
    if not value:
        return 1000 * len(question.responses)
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{0,6})?", value):
        raise Unsupported(f"its weight “{value}” is no number from 0 to 9999")
    return round(float(value) * 1000)
