"""Open edX's own activities (polls, drag and drop, …): a leaf with a definition, which a script in the package plays.

Each family stands in `player/blocks/<family>/`, with rules and view as our XBlocks have them (contract 12), and comes
into the package only when the course uses it.
"""

from collections.abc import Mapping
from typing import Any

from scorm_export import state_size
from scorm_export.convertors.base import PLAYER, Converted, script_file
from scorm_export.olx import Block
from scorm_export.report import Status


def activity(
    block: Block,
    family: str,
    definition: Mapping[str, Any],
    largest_state: Any,
    *,
    title: str | None = None,
    points: int | None = None,
    words: frozenset[str] = frozenset(),
    notes: Mapping[str, int] | None = None,
    text: str = "",
    status: Status = "carried",
    detail: str = "",
) -> Converted:
    """Return the leaf whose script is ``player/dist/blocks/<family>.js``.

    ``definition`` is JSON for the script; ``largest_state`` the largest state of a learner as JSON, without private
    texts; ``words`` every name that may stand in it; ``notes`` private texts with their most code points; ``points``
    thousandths of a point, None for no score. Raises `NotBuiltError`.
    """
    most_notes = notes or {}
    return Converted(
        content={
            "id": block.id,
            "type": block.tag,
            "title": block.title if title is None else title,
            "definition": definition,
        },
        complete="block",
        points=points,
        status=status,
        detail=detail,
        text=text,
        state_bits=state_size.block(largest_state, most_notes, words),
        private_bits=state_size.notes(most_notes),
        words=words,
        scripts=(script_file(PLAYER / "dist" / "blocks" / f"{family}.js"),),
        catalogues=(PLAYER / "blocks" / "locale", PLAYER / "blocks" / family / "locale"),
    )
