"""Lists of what does not come along, as they stand in the report: each name once, and not without end."""

from collections.abc import Iterable

MOST = 40
LONGEST = 200
AND_MORE = "and more"


def add_losses(known: list[str], names: Iterable[str]) -> None:
    """Add those of ``names`` that ``known`` lacks; a list that would be too long for a reader ends with “and more”."""
    for name in names:
        if len(known) > MOST:
            return
        short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
        if short not in known:
            known.append(short if len(known) < MOST else AND_MORE)
