"""Blocks whose own package brings their convertor and script (entry points `scorm_export.convertors`): our XBlocks too.

Such a package imports nothing of ours; what it has to offer is written down in `ForeignBlock`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from lxml import etree

from scorm_export import state_size
from scorm_export.convertors.base import Context, Converted
from scorm_export.errors import CourseError, NotBuiltError, Place
from scorm_export.olx import Block


class ForeignBlock(Protocol):
    """What an entry point of the group `scorm_export.convertors` loads."""

    tag: str

    def script(self) -> Path:
        """Return the prebuilt script that registers the block in the player."""

    def catalogues(self) -> Sequence[Path]:
        """Return folders with gettext catalogues, ``<language>.po``."""

    def convert(self, node: etree._Element, html: Callable[[str], str]) -> dict[str, Any]:
        """Return title, definition, points (thousandths or None), text and what a learner's state can hold.

        That is ``state``, the largest one as JSON without private texts; ``words``, every name that may stand in it;
        ``notes``, the names of private texts with the most code points of each.
        Raises `ValueError`, with an attribute ``line``, for a broken definition.
        """


class ForeignConvertor:
    """Makes a `ForeignBlock` look like any other convertor."""

    def __init__(self, block: ForeignBlock) -> None:
        self._block = block
        self.tags = (block.tag,)

    def _script(self) -> Path:
        try:
            script = self._block.script()
        except RuntimeError as error:
            raise NotBuiltError(str(error)) from error
        if not script.is_file():
            raise NotBuiltError(f"{script} is missing. Run “make build”, or install from a wheel.")
        return script

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the block with its definition for the rules in the package."""
        try:
            made = self._block.convert(block.node, context.cleaner(block.place))
        except ValueError as error:
            line = getattr(error, "line", None) or block.place.line
            message = getattr(error, "message", str(error))
            raise CourseError(message, Place(block.place.file, line)) from error
        words = frozenset(made["words"])
        return Converted(
            content={
                "id": block.id,
                "type": block.tag,
                "title": made["title"],
                "definition": made["definition"],
            },
            complete="block",
            points=made["points"],
            text=made["text"],
            state_bits=state_size.block(made["state"], made["notes"], words),
            private_bits=state_size.notes(made["notes"]),
            words=words,
            scripts=(self._script(),),
            catalogues=tuple(self._block.catalogues()),
        )
