"""Reading nested OLX: what an element may hold, its words, flags and numbers, and the line of a mistake."""

import re
from collections.abc import Collection, Mapping

from lxml import etree

from xblocks.core.definition import DefinitionError, Path
from xblocks.core.markup import one_line

_INTEGER = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)


def line(node: etree._Element) -> int | None:
    """The line of an element in its file; None for one that was not read from a file."""
    number: int | None = getattr(node, "sourceline", None)
    return number


def lines(places: Mapping[Path, etree._Element]) -> dict[Path, int]:
    """The lines of the elements that hold the values at these paths, where they are known."""
    found = {path: line(node) for path, node in places.items()}
    return {path: number for path, number in found.items() if number is not None}


def only(node: etree._Element, *, attributes: Collection[str] | None, children: Collection[str]) -> None:
    """Raises DefinitionError for whatever else stands in `node`, so no slip is lost (attributes None: any)."""
    if attributes is not None:
        only_attributes(node, attributes)
    texts = [node.text]
    for element in node:
        texts.append(element.tail)
        if isinstance(element.tag, str) and element.tag not in children:
            known = ", ".join(f"<{child}>" for child in children)
            raise DefinitionError(f"<{node.tag}> can't hold <{element.tag}>; it holds {known}.", line(element))
    loose = one_line(" ".join(text or "" for text in texts))
    if loose:
        raise DefinitionError(
            f'"{loose[:40]}" stands loose in <{node.tag}>; put it into <{next(iter(children))}>.', line(node)
        )


def only_attributes(node: etree._Element, known: Collection[str]) -> None:
    """Raises DefinitionError for any other attribute."""
    for name in map(str, node.attrib):
        if name not in known:
            raise DefinitionError(f'<{node.tag}> knows no attribute "{name}"; it has {", ".join(known)}.', line(node))


def child(node: etree._Element, tag: str) -> etree._Element | None:
    """The one child `tag`, or None; raises DefinitionError for a second one."""
    found = node.findall(tag)
    if len(found) > 1:
        raise DefinitionError(f"<{node.tag}> has more than one <{tag}>; keep one.", line(found[1]))
    return found[0] if found else None


def text(node: etree._Element, tag: str) -> str | None:
    """The words of the child `tag` on one line; raises DefinitionError when it holds more than words."""
    found = child(node, tag)
    return None if found is None else words(found)


def words(node: etree._Element) -> str:
    """The words of an element on one line; raises DefinitionError when it holds more than words."""
    elements = [inner for inner in node if isinstance(inner.tag, str)]
    if elements:
        raise DefinitionError(
            f"<{node.tag}> holds plain words only, without <{elements[0].tag}>.", line(elements[0]) or line(node)
        )
    return one_line("".join([node.text or "", *(inner.tail or "" for inner in node)]))


def boolean(node: etree._Element, name: str, *, default: bool) -> bool:
    value = node.get(name)
    if value not in (None, "true", "false"):
        raise DefinitionError(f'{name}="{value}": write true or false.', line(node))
    return default if value is None else value == "true"


def integer(node: etree._Element, name: str) -> int | None:
    value = node.get(name)
    if value is None:
        return None
    if not _INTEGER.fullmatch(value.strip()):
        raise DefinitionError(f'{name}="{value}": write a whole number, e.g. -7.', line(node))
    return int(value)
