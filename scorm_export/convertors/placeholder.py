"""A block the package can't show: said openly where it would have stood, never dropped in silence."""

from scorm_export.convertors.base import Converted
from scorm_export.olx import Block


def placeholder(block: Block, reason: str) -> Converted:
    """Return a leaf that names the block and says why it is not here; it counts for nothing."""
    content = {
        "id": block.id,
        "type": "placeholder",
        "title": block.title,
        "tag": block.tag,
        "reason": reason,
    }
    return Converted(content, "never", status="left_out", detail=reason)
