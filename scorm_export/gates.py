"""Gates that keep their word: each waits for something that can be reached, and locks something that can be locked.

A gate is about safety (contract 2). One that nobody can pass would lock learners out for ever; one that locks nothing
would let them in. Both are refused, with the file that says so.
"""

from collections.abc import Iterator, Sequence

from scorm_export.errors import CourseError, Place
from scorm_export.olx import Block
from scorm_export.package import Gate

Path = tuple[str, ...]
LOCKABLE = ("chapter", "sequential", "vertical")


def check_gates(gates: Sequence[Gate], root: Block, place: Place) -> None:
    """Raise `CourseError` for the first gate that could not do what it says."""
    blocks = {block.id: block for block in root.walk()}
    if len({gate.id for gate in gates}) < len(gates):
        raise CourseError("Two gates have the same id. Give each gate its own.", place)
    for gate in gates:
        if gate.block not in blocks:
            raise CourseError(f"Gate “{gate.id}” waits for “{gate.block}”, which is not in the course.", place)
        for locked in gate.locks:
            _check_lock(gate, locked, blocks, place)
    _check_reach(gates, root, blocks, place)


def _check_lock(gate: Gate, locked: str, blocks: dict[str, Block], place: Place) -> None:
    if locked not in blocks:
        raise CourseError(f"Gate “{gate.id}” locks “{locked}”, which is not in the course.", place)
    if blocks[locked].tag not in LOCKABLE:
        raise CourseError(
            f"Gate “{gate.id}” locks “{locked}”; only a section, subsection or unit can be locked. Name one of those.",
            place,
        )


def _check_reach(gates: Sequence[Gate], root: Block, blocks: dict[str, Block], place: Place) -> None:
    """Open one gate after the other, as a learner would; whatever stays closed can never be passed."""
    closed = list(gates)
    paths = dict(_paths(root, (), {gate.block for gate in gates}))
    while closed:
        locked = {block.id for gate in closed for name in gate.locks for block in blocks[name].walk()}
        passable = [gate for gate in closed if _free(gate.block, paths, blocks, locked)]
        if not passable:
            gate = closed[0]
            raise CourseError(
                f"Gate “{gate.id}” can never be passed: what it waits for ({gate.block}) is locked by itself or by a "
                "gate that waits for it. Lock only what comes after the check.",
                place,
            )
        closed = [gate for gate in closed if gate not in passable]


def _free(block: str, paths: dict[str, Path], blocks: dict[str, Block], locked: set[str]) -> bool:
    """True when nothing of ``block`` is locked, neither inside it nor around it."""
    return not {*(found.id for found in blocks[block].walk()), *paths[block]} & locked


def _paths(block: Block, above: Path, wanted: set[str]) -> Iterator[tuple[str, Path]]:
    """Yield each wanted block with the ids of all that it stands in."""
    if block.id in wanted:
        yield block.id, above
    for child in block.children:
        yield from _paths(child, (*above, block.id), wanted)
