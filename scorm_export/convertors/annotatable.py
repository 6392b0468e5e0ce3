"""The `annotatable` block: a text in which an author comments on passages."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from scorm_export.convertors.activity import activity
from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block
from scorm_export.xml import inner_html, take_out

COLOURS = frozenset({"yellow", "red", "orange", "green", "blue", "purple"})
MARK = "data-annotation"


class AnnotatableConvertor:
    """Converts `<annotatable>`: text in which each commented passage is a `<span data-annotation="<index>">`."""

    tags = ("annotatable",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return text and comments; it has no score and, as in Open edX, is done once it was shown."""
        node = deepcopy(block.node)
        instructions = _without_instructions(node, block, context)
        comments = list(_comments(node, block, context))
        text = context.html(inner_html(node), block.place)
        if not text:
            message = "<annotatable> has no text; write one or remove the block."
            context.report.problem("warning", "annotatable-empty", message, block.place)
            return placeholder(block, "This text is empty.", context, "empty")
        dropped = f"left out: {', '.join(context.dropped)}" if context.dropped else ""
        return activity(
            block,
            "annotatable",
            {"instructions": instructions, "text": text, "comments": comments},
            {},
            text=text,
            status="simplified" if dropped else "carried",
            detail=dropped,
        )


def _without_instructions(node: etree._Element, block: Block, context: Context) -> str:
    """Take the instructions out of ``node`` and return them as HTML."""
    found = node.find("instructions")
    if found is None:
        return ""
    markup = inner_html(found)
    take_out(found)
    return context.html(markup, block.place)


def _comments(node: etree._Element, block: Block, context: Context) -> Iterator[dict[str, Any]]:
    """Yield each comment in document order and mark its passage in ``node``; marks of the author's own go."""
    for each in node.iter(etree.Element):
        each.attrib.pop(MARK, "")
    for index, passage in enumerate(list(node.iter("annotation"))):
        colour = passage.get("highlight", "").strip().lower()
        yield {
            "title": passage.get("title", "").strip(),
            "html": context.html(passage.get("body", ""), block.place),
            "colour": colour if colour in COLOURS else "yellow",
        }
        if passage.get("problem") is not None:
            message = "Comments of this text name a question to go on to; in a package they lead nowhere."
            context.report.problem("info", "annotation-problem", message, block.place)
        passage.tag = "span"
        passage.attrib.clear()
        passage.set(MARK, str(index))
