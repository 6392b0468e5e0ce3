"""Blocks that choose among others: who sees which of their leaves in a package ("shown to this learner", contract 3).

Libraries and random blocks draw once per learner; experiments draw a group; a conditional waits for another block.
What a package can't decide shows its first branch, and the report says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from scorm_export.course import Course
from scorm_export.json_text import read_json
from scorm_export.olx import Block
from scorm_export.package import Condition, Pool
from scorm_export.tags import CONTAINERS, STRUCTURES

Children = Callable[[Block], Iterator[Block]]
# Conditions of Open edX that a package knows about; what the player asks of the other block's record.
CONDITIONS = {
    "attempted": "attempted", "submitted": "attempted", "voted": "attempted", "completed": "attempted",
    "correct": "correct", "poll_answer": "choice", "is_attempted": "attempted", "is_submitted": "attempted",
    "is_correct": "correct",
}  # fmt: skip

_NAME = re.compile(r"type@([^+@]+)\+block@(.+)$|i4x://[^/]+/[^/]+/([^/]+)/(.+)$")
# Blocks that one conditional waits for.
MOST_SOURCES = 20


@dataclass(frozen=True)
class Shown:
    """One leaf of a unit, when it is shown, and what the report says of that.

    ``loss``: Open edX may decide otherwise; ``nobody``: no learner of the package sees it.
    """

    block: Block
    when: tuple[Condition, ...] = ()
    note: str = ""
    loss: bool = False
    nobody: bool = False


@dataclass
class Choices:
    """Finds the leaves of units; ``pools`` grows with what learners draw from.

    ``children`` gives a block's visible ones, ``known`` is every id of the course.
    """

    course: Course
    children: Children
    known: frozenset[str]
    pools: dict[str, Pool] = field(default_factory=dict)

    def leaves(self, block: Block) -> Iterator[Shown]:
        """Yield the leaves below ``block``, a unit or anything else."""
        yield from self._below(block, Shown(block))

    def _below(self, block: Block, around: Shown) -> Iterator[Shown]:
        if block.fault is not None or block.tag not in CONTAINERS | STRUCTURES:
            yield replace(around, block=block)
            return
        ways = {
            "library_content": self._library, "itembank": self._library, "randomize": self._one_of,
            "split_test": self._groups, "conditional": self._conditional,
        }  # fmt: skip
        way = ways.get(block.tag, self._all)
        found = False
        for child, shown in way(block, around):
            found = True
            yield from self._below(child, shown)
        if not found and block.tag in STRUCTURES:
            yield Shown(block, around.when, "there is nothing inside", loss=True)

    def _all(self, block: Block, around: Shown) -> Iterator[tuple[Block, Shown]]:
        for child in self.children(block):
            yield child, around

    def _library(self, block: Block, around: Shown) -> Iterator[tuple[Block, Shown]]:
        children = list(self.children(block))
        count = block.attributes.get("max_count", "1").strip()
        pick = int(count) if re.fullmatch(r"[0-9]{1,4}", count) and int(count) > 0 else len(children)
        yield from self._drawn(block, children, around, pick)

    def _one_of(self, block: Block, around: Shown) -> Iterator[tuple[Block, Shown]]:
        yield from self._drawn(block, list(self.children(block)), around, 1)

    def _drawn(self, block: Block, children: list[Block], around: Shown, pick: int) -> Iterator[tuple[Block, Shown]]:
        if pick >= len(children):
            yield from ((child, around) for child in children)
            return
        self.pools[block.id] = Pool(block.id, tuple(child.id for child in children), pick)
        note = f"each learner gets {pick} of {len(children)}, drawn once"
        for child in children:
            yield child, Shown(child, (*around.when, Condition(pool=block.id, option=child.id)), note, around.loss)

    def _groups(self, block: Block, around: Shown) -> Iterator[tuple[Block, Shown]]:
        """An experiment: learners are drawn into a group, the same in every experiment with that partition."""
        partition = block.attributes.get("user_partition_id", "").strip('" ')
        groups = _json_object(block.attributes.get("group_id_to_child", ""))
        by_name = {_url_name(str(child)): group for group, child in groups.items()}
        children = list(self.children(block))
        inside = [(child, by_name[child.url_name]) for child in children if child.url_name in by_name]
        if not inside or not self._is_random(partition):
            yield from self._first(children, around, "shows its first group; Open edX decides who is in which")
            return
        pool = f"partition/{partition}"
        options = (*(self.pools[pool].options if pool in self.pools else ()), *(group for _, group in inside))
        self.pools[pool] = Pool(pool, tuple(dict.fromkeys(options)), 1)
        note = "each learner is drawn into one group, as in Open edX"
        for child, group in inside:
            yield child, Shown(child, (*around.when, Condition(pool=pool, option=group)), note, around.loss)
        for child in children:
            if child.url_name not in by_name:
                yield child, Shown(child, note="belongs to no group", nobody=True)

    def _is_random(self, partition: str) -> bool:
        partitions = self.course.policy.get("user_partitions") or self.course.root.attributes.get(
            "user_partitions", "[]"
        )
        listed = _json_list(partitions) if isinstance(partitions, str) else partitions
        if not isinstance(listed, list):
            return False
        schemes = [p.get("scheme", "random") for p in listed if isinstance(p, dict) and str(p.get("id")) == partition]
        return schemes == ["random"]

    def _first(self, children: list[Block], around: Shown, note: str) -> Iterator[tuple[Block, Shown]]:
        for child in children[:1]:
            yield child, Shown(child, around.when, note, loss=True)
        for child in children[1:]:
            yield child, Shown(child, note="only the first branch is shown in a package", nobody=True)

    def _conditional(self, block: Block, around: Shown) -> Iterator[tuple[Block, Shown]]:
        when = self._waits_for(block)
        if when is None:
            note = "is always shown; a package can't tell what Open edX waits for"
            yield from ((child, Shown(child, around.when, note, loss=True)) for child in self.children(block))
            return
        note = f"is shown after {', '.join(condition.leaf for condition in when)}"
        for child in self.children(block):
            yield child, Shown(child, (*around.when, *when), note, around.loss)

    def _waits_for(self, block: Block) -> tuple[Condition, ...] | None:
        """Return what the conditional waits for; None when a package can't know it."""
        attributes = block.attributes
        found = [(name, attributes[name]) for name in CONDITIONS if name in attributes]
        if attributes.get("conditional_attr"):
            found = [(attributes["conditional_attr"], attributes.get("conditional_value", "True"))]
        sources = _sources(attributes.get("sources") or attributes.get("sources_list") or "")
        if len(found) != 1 or not 0 < len(sources) <= MOST_SOURCES or found[0][0] not in CONDITIONS:
            return None
        (name, value) = found[0]
        if not self.known.issuperset(sources):
            return None
        return tuple(Condition(leaf=source, asks=CONDITIONS[name], value=value.strip('" ')) for source in sources)


def _sources(text: str) -> list[str]:
    """Return block ids for `i4x://org/course/problem/x` and `block-v1:…+type@problem+block@x`, split by ";"."""
    listed = _json_list(text)
    names = [name for name in listed if isinstance(name, str)] if listed else text.split(";")
    found = [_NAME.search(name.strip()) for name in names[: 10 * MOST_SOURCES] if name.strip()]
    return list(dict.fromkeys(f"{m[1] or m[3]}/{m[2] or m[4]}" for m in found if m))


def _url_name(name: str) -> str:
    return re.split(r"@|/", name)[-1]


def _json_object(text: str) -> dict[str, object]:
    try:
        value = read_json(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _json_list(text: str) -> list[object]:
    try:
        value = read_json(text)
    except ValueError:
        return []
    return value if isinstance(value, list) else []
