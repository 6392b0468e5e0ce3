"""How courses were written in 2012 and 2013, and what the same is called today."""

from collections.abc import Mapping

from lxml import etree

# Attributes that were renamed, for all blocks and for one.
RENAMED: Mapping[str, str] = {"name": "display_name"}
RENAMED_IN: Mapping[str, Mapping[str, str]] = {"problem": {"attempts": "max_attempts"}}
# Tags that became `<customtag impl="…">`: templates in custom_tags/.
CUSTOM_TAGS = frozenset({"book", "discuss", "image", "slides", "videodev"})


def attributes_of(node: etree._Element) -> dict[str, str]:
    """Return the attributes under the names of today; where both stand, that of today counts."""
    renamed = {**RENAMED, **RENAMED_IN.get(str(node.tag), {})}
    written = {str(key): str(value) for key, value in node.attrib.items()}
    old = {renamed[key]: value for key, value in written.items() if key in renamed}
    return {**old, **{key: value for key, value in written.items() if key not in renamed}}


def as_today(node: etree._Element) -> etree._Element:
    """Return ``node``, changed to what Open edX takes it for.

    A `<section>` with one block inside is that block, with the section's attributes; any other is a lesson.
    """
    while node.tag == "section":
        inside = [child for child in node if isinstance(child.tag, str)]
        if len(inside) != 1 or inside[0].tag == "include":
            node.tag = "sequential"
        else:
            for key, value in node.attrib.items():
                inside[0].set(key, value)
            node = inside[0]
    if node.tag in CUSTOM_TAGS:
        node.set("impl", str(node.tag))
        node.tag = "customtag"
    return node
