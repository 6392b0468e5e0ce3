"""The `word_cloud` block: a few words of the learner's own.

Open edX makes a picture of everybody's words; a package knows one learner only and shows that learner's.
"""

import re

from scorm_export.convertors.activity import activity
from scorm_export.convertors.base import Context, Converted
from scorm_export.olx import Block

DETAIL = "the learner's answer is kept; what the class answered is not shown"
# Open edX asks for this many when the author says nothing.
USUAL = 5
MOST_WORDS = 10
# Code points; player/blocks/word-cloud/rules.ts says the same.
LONGEST_WORD = 40
LONGEST_INSTRUCTIONS = 2000


class WordCloudConvertor:
    """Converts `<word_cloud>`."""

    tags = ("word_cloud",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the fields for the learner's words; these are private texts in the state."""
        inputs = _inputs(block, context)
        instructions = block.attributes.get("instructions", "").strip()
        if len(instructions) > LONGEST_INSTRUCTIONS:
            message = (
                f"<word_cloud> The instructions are long; the first {LONGEST_INSTRUCTIONS} characters are carried."
            )
            context.report.problem("warning", "word-cloud-instructions", message, block.place)
        return activity(
            block,
            "word-cloud",
            {"instructions": instructions[:LONGEST_INSTRUCTIONS], "inputs": inputs},
            {"submitted": True},
            words=frozenset({"submitted"}),
            notes={str(number): LONGEST_WORD for number in range(1, inputs + 1)},
            status="simplified",
            detail=DETAIL,
        )


def _inputs(block: Block, context: Context) -> int:
    value = block.attributes.get("num_inputs", str(USUAL)).strip('" ')
    asked = int(value) if re.fullmatch("[0-9]{1,9}", value) else 0
    number = min(asked, MOST_WORDS) or USUAL
    if str(number) != value:
        message = f"<word_cloud> asks for “{value[:40]}” words; the package asks for {number}."
        context.report.problem("warning", "word-cloud-inputs", message, block.place)
    return number
