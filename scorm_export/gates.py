"""Gates that keep their word: each waits for something that can be reached, and locks something that can be locked.

A gate is about safety (contract 2). One that nobody can pass would lock learners out for ever; one that locks nothing
would let them in. Both are refused, with the file that says so.
"""

from collections.abc import Iterator, Sequence

from scorm_export.errors import CourseError, Place
from scorm_export.olx import Block
from scorm_export.package import Gate

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
    _check_reach(gates, root, place)


def _check_lock(gate: Gate, locked: str, blocks: dict[str, Block], place: Place) -> None:
    if locked not in blocks:
        raise CourseError(f"Gate “{gate.id}” locks “{locked}”, which is not in the course.", place)
    if blocks[locked].tag not in LOCKABLE:
        raise CourseError(
            f"Gate “{gate.id}” locks “{locked}”; only a section, subsection or unit can be locked. Name one of those.",
            place,
        )


def _check_reach(gates: Sequence[Gate], root: Block, place: Place) -> None:
    """Open one gate after the other, as a learner would; whatever stays closed can never be passed."""
    chains = dict(_chains(root, ()))
    closed = list(gates)
    while closed:
        locked = {name for gate in closed for name in gate.locks}
        around_locked = {name for lock in locked for name in chains[lock]}
        # Free: nothing of its block is locked, neither around it nor inside it.
        passable = {
            gate.id for gate in closed if gate.block not in around_locked and not locked & {*chains[gate.block]}
        }
        if not passable:
            gate = closed[0]
            raise CourseError(
                f"Gate “{gate.id}” can never be passed: what it waits for ({gate.block}) is locked by itself or by a "
                "gate that waits for it. Lock only what comes after the check.",
                place,
            )
        closed = [gate for gate in closed if gate.id not in passable]


def _chains(block: Block, around: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each block's id with the ids of the block itself and of all around it."""
    chain = (*around, block.id)
    yield block.id, chain
    for child in block.children:
        yield from _chains(child, chain)
