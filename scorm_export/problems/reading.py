"""What all readers of CAPA share: the refusal, author HTML without hints, hints as HTML."""

from collections.abc import Callable
from typing import Any

from lxml import etree

from scorm_export.xml import inner_html, plain_text

Clean = Callable[[str], str]
Response = dict[str, Any]
HINTS = ("choicehint", "optionhint", "correcthint", "stringequalhint", "regexphint", "compoundhint", "hintgroup")
# What a learner answers in.
FIELDS = frozenset(
    {
        "choicegroup", "checkboxgroup", "radiogroup", "optioninput", "textline", "formulaequationinput",
        "numericalinput", "imageinput",
    }
)  # fmt: skip


class Unsupported(Exception):
    """The problem needs something a package can't grade; ``str()`` says what, for a teacher."""


def first(node: etree._Element, *tags: str) -> etree._Element:
    """Return the first field of ``tags``; raises `Unsupported` when there is none."""
    for found in node.iterdescendants(*tags):
        return found
    raise Unsupported(f"<{node.tag}> has no <{tags[0]}>")


def true(value: str | None) -> bool:
    """Return whether an author said "true", in any case."""
    return (value or "").strip().lower() == "true"


def hint(node: etree._Element, tag: str, clean: Clean) -> str:
    """Return the hint of a node as HTML; empty when it has none."""
    return markup(node.find(tag), clean)


def markup(node: etree._Element | None, clean: Clean) -> str:
    """Return the markup inside ``node`` as clean HTML."""
    return "" if node is None else clean(without(node, ()))


def without(node: etree._Element, tags: tuple[str, ...]) -> str:
    """Return the markup inside ``node`` without its hints; the text after a hint stays."""
    return inner_html(stripped(node, tags))


def text_without_hints(node: etree._Element) -> str:
    """Return the plain text inside ``node`` without its hints."""
    return plain_text(stripped(node, HINTS))


def stripped(node: etree._Element, tags: tuple[str, ...]) -> etree._Element:
    """Return a copy of ``node`` without elements of ``tags``."""
    copy = etree.fromstring(etree.tostring(node, with_tail=False))
    etree.strip_elements(copy, *tags, with_tail=False)
    # Old courses put text into <text>; cleaning would take its words along.
    etree.strip_tags(copy, "text")
    return copy


def credit_of(node: etree._Element) -> list[str]:
    """Return the ways in which an answer may give part of the points ("edc", "close", …); empty for none."""
    stated = node.get("partial_credit", "false").strip().lower()
    return [] if stated in ("false", "") else [word.strip() for word in stated.split(",")]


def one_credit_of(node: etree._Element, *known: str) -> str:
    """Return the one way of `credit_of`, "" for none; raises `Unsupported` for another."""
    ways = credit_of(node)
    if not ways:
        return ""
    if len(ways) > 1 or ways[0] not in known:
        raise Unsupported(f"Open edX does not know “{node.get('partial_credit', '')[:40]}” as partial credit here")
    return ways[0]
