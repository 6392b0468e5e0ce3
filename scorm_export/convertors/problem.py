"""The `problem` block: Open edX's own questions, graded in the package."""

import re

from scorm_export import state_size
from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block
from scorm_export.problems import Question, Unsupported, read_problem
from scorm_export.report import Status


class ProblemConvertor:
    """Converts `<problem>`."""

    tags = ("problem",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the question, or a placeholder with the reason when a package can't grade it."""
        try:
            question = read_problem(block.node, context.cleaner(block.place))
            attempts = _attempts(block)
            points = _points(block, question)
        except Unsupported as reason:
            return placeholder(block, f"This question is not graded here: {reason}.", context, "question")
        notes = [f"left out: {', '.join(context.dropped)}"] if context.dropped else []
        if any(node.get("shuffle", "").lower() == "true" for node in block.node.iter()):
            notes.append("choices keep the author's order")
        content = {
            "id": block.id,
            "type": "problem",
            "title": block.title,
            "parts": list(question.parts),
            "solutions": list(question.solutions),
            "hints": list(question.hints),
            "maxAttempts": attempts,
            "showAnswer": block.attributes.get("showanswer", "finished"),
        }
        status: Status = "simplified" if notes else "carried"
        return Converted(
            content,
            "submit",
            points,
            status,
            "; ".join(notes),
            text=block.title,
            state_bits=state_size.problem(question.answer_bits, attempts),
            words=question.words,
        )


def _attempts(block: Block) -> int | None:
    value = block.attributes.get("max_attempts", "").strip('" ')
    return int(value) if re.fullmatch("[0-9]{1,6}", value) and int(value) > 0 else None


def _points(block: Block, question: Question) -> int:
    """Open edX: the weight, else one point for each answer asked for."""
    value = block.attributes.get("weight", "").strip('" ')
    if not value or value == "null":
        return 1000 * len(question.responses)
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{0,6})?", value):
        raise Unsupported(f"its weight “{value}” is no number from 0 to 9999")
    return round(float(value) * 1000)
