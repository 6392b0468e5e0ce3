"""The `done` block: one button by which a learner marks a part of the course as done."""

from scorm_export.convertors.activity import activity
from scorm_export.convertors.base import Context, Converted
from scorm_export.olx import Block


class DoneConvertor:
    """Converts `<done>`; it gives one point in Open edX."""

    tags = ("done",)

    def convert(self, block: Block, context: Context) -> Converted:  # noqa: ARG002 - every convertor gets the course
        """Return the button."""
        return activity(block, "done", {}, {"done": True}, points=1000, words=frozenset({"done"}))
