"""Groups of learners: who may see what, and what a content experiment shows to whom."""

from collections.abc import Mapping
from typing import Any

from scorm_export.check.raw import RawBlock, RawCourse, Say
from scorm_export.errors import Place

# Partitions that every course has without naming them: enrolment tracks and content gating.
BUILT_IN = frozenset({50, 51})
# Open edX allows 50.
MOST_GROUPS = 200


def check_groups(course: RawCourse, say: Say) -> None:
    """Say which blocks name groups that the course does not have."""
    partitions = _partitions(course)
    dynamic = BUILT_IN | _team_partitions(course)
    for block in course.blocks:
        access = block.value("group_access")
        if isinstance(access, dict):
            place = course.policy.place(block.id, "group_access") if "group_access" in block.policy else block.place
            for number, groups in access.items():
                if _whole(number) not in dynamic:
                    _check_access(block, _whole(number), groups, partitions, place, say)


def _check_access(
    block: RawBlock,
    number: int | None,
    groups: Any,
    partitions: Mapping[int, Mapping[str, Any]],
    place: Place,
    say: Say,
) -> None:
    wanted = groups[:MOST_GROUPS] if isinstance(groups, list) else []
    if not wanted:
        return
    partition = partitions.get(number) if number is not None else None
    if partition is None:
        message = f"{block} is for groups of configuration {number}, which user_partitions lack. Nobody can be in them."
        say("warning", "unknown-group", message, place)
        return
    there = _groups(partition)
    for group in (group for group in wanted if group not in there):
        message = f"{block} is for group {group}, which “{partition.get('name', number)}” does not have."
        say("warning", "unknown-group", message, place)


def check_experiments(course: RawCourse, say: Say) -> None:
    """Say which content experiments show nothing to some group, or something to nobody."""
    partitions = _partitions(course)
    for block in course.of("split_test"):
        targets = block.value("group_id_to_child")
        if not isinstance(targets, dict):
            message = f"{block} needs group_id_to_child, a JSON object; Open edX can't load the experiment."
            say("error", "split-test", message, block.place)
            continue
        partition = partitions.get(_whole(block.value("user_partition_id")) or -1)
        if partition is None:
            message = f"{block} uses a group configuration that user_partitions lack. Name one that is there."
            say("error", "split-test", message, block.place)
            continue
        _check_targets(block, targets, partition, say)


def _check_targets(block: RawBlock, targets: Mapping[str, Any], partition: Mapping[str, Any], say: Say) -> None:
    children = {child.name for child in block.children}
    if partition.get("scheme", "random") != "random":
        message = (
            f"{block} uses “{partition.get('name')}”, whose groups are not drawn at random as an experiment needs."
        )
        say("warning", "split-test", message, block.place)
    for group in _groups(partition):
        if last_part(targets.get(str(group))) not in children:
            message = f"{block} shows nothing to group {group}: group_id_to_child names no child for it."
            say("warning", "split-test", message, block.place)
    shown = {last_part(targets.get(str(group))) for group in _groups(partition)}
    for name in sorted(children - shown):
        message = f"{block} shows “{name}” to nobody: no group of the configuration leads to it."
        say("warning", "split-test", message, block.place)


def last_part(key: Any) -> str:
    """Return the block's name from a key of either form.

    >>> last_part("i4x://Org/C1/vertical/a"), last_part("block-v1:Org+C1+run+type@vertical+block@b")
    ('a', 'b')
    """
    return str(key).rpartition("@")[2].rpartition("/")[2]


def _partitions(course: RawCourse) -> dict[int, Mapping[str, Any]]:
    found = course.root.value("user_partitions")
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    return {number: entry for entry in entries if (number := _whole(entry.get("id"))) is not None}


def _groups(partition: Mapping[str, Any]) -> list[int]:
    found = partition.get("groups")
    entries = [entry for entry in found[:MOST_GROUPS] if isinstance(entry, dict)] if isinstance(found, list) else []
    return [number for entry in entries if (number := _whole(entry.get("id"))) is not None]


def _team_partitions(course: RawCourse) -> set[int]:
    teams = course.root.value("teams_configuration")
    sets = [value for key in ("team_sets", "teamsets", "topics") for value in _list(teams, key)]
    numbers = (_whole(one.get("user_partition_id")) for one in sets if isinstance(one, dict))
    return {number for number in numbers if number is not None}


def _list(value: Any, key: str) -> list[Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value) < 20:
        return int(value)
    return value if isinstance(value, int) else None
