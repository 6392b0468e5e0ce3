"""A block the package can't show: said openly where it would have stood, never dropped in silence."""

from scorm_export.convertors.base import Context, Converted
from scorm_export.olx import Block


def placeholder(block: Block, reason: str, context: Context, kind: str = "unknown") -> Converted:
    """Return a leaf that names the block and says what is done elsewhere; it counts for nothing.

    ``reason`` goes into the report; the learner reads the words for ``kind`` in
    player/embeds/note.ts, and gets a link to the original where ``--lms-url`` says where that is.
    """
    context.use_embeds()
    content = {
        "id": block.id,
        "type": "placeholder",
        "title": block.title,
        "tag": block.tag,
        "kind": kind,
        "href": context.links.original(block),
    }
    return Converted(content, "never", status="left_out", detail=reason)
