"""What learners read above a block whose author gave it no name."""

import re

from scorm_export.olx import Block

# Names that programs made up: Studio's, Open edX's for blocks without one, and ours.
_MADE_UP = re.compile(r"([a-z_]+_)?([0-9a-f]{12}|[0-9a-f]{32})")


def title_of(block: Block, around: Block | None = None) -> str:
    """Return the block's name, else its url_name in words; for what has neither, the first name inside or around."""
    if block.title:
        return block.title
    if block.url_name and not _MADE_UP.fullmatch(block.url_name):
        return re.sub(r"[_-]+", " ", block.url_name).strip() or block.tag
    inside = next((each.title for each in block.walk() if each.title), "")
    return inside or (title_of(around) if around is not None else "") or block.tag.replace("_", " ")
