"""Blocks that need an LMS with people or a server behind it: a calm note in their place, and a link."""

from collections.abc import Mapping

from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block

# OLX tag → what kind of thing it is (`Elsewhere` in player/package.ts words it), and the report's words for it.
KINDS: Mapping[str, tuple[str, str]] = {
    "discussion": ("discussion", "a discussion between learners"),
    "discussion-forum": ("discussion", "a discussion between learners"),
    "openassessment": ("review", "work that other learners or teachers review"),
    "peergrading": ("review", "work that other learners review"),
    "combinedopenended": ("review", "work that other learners or teachers review"),
    "edx_sga": ("handed-in", "work handed in to teachers"),
    "staffgradedxblock": ("handed-in", "work that teachers mark"),
    "freetextresponse": ("handed-in", "a text that teachers mark"),
    "submit-and-compare": ("handed-in", "a text to compare with an example"),
    "lti": ("tool", "a tool on another server (LTI)"),
    "lti_consumer": ("tool", "a tool on another server (LTI)"),
    "scorm": ("activity", "a SCORM package; course exports do not hold its files"),
    "h5pxblock": ("activity", "an H5P activity; course exports do not hold its files"),
    "h5p": ("activity", "an H5P activity; course exports do not hold its files"),
    "google-document": ("tool", "a document on a Google server"),
    "google-calendar": ("tool", "a calendar on a Google server"),
    "proctored_exam": ("handed-in", "an exam under supervision"),
    "recommender": ("discussion", "resources that learners recommend to each other"),
    "teams": ("discussion", "work in teams"),
    "team_problem": ("discussion", "work in teams"),
}


class ElsewhereConvertor:
    """Converts every tag that is known to need the LMS."""

    tags = tuple(KINDS)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the note; the report says what is done elsewhere."""
        kind, words = KINDS[block.tag]
        return placeholder(block, f"It is {words}: that stays in the original course.", context, kind)
