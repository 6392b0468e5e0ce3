"""What a drag-and-drop author drew: zones and items out of the attribute ``data``, brought into today's shape.

The JSON comes from the XBlock's editor, in any of the forms it ever wrote (2014 to now), or from anywhere: whatever is
no zone or no item is passed over and named in ``losses``, nothing is guessed.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from scorm_export.convertors.base import Context
from scorm_export.errors import CourseError, Place
from scorm_export.html import markup_of, tree_of
from scorm_export.json_text import read_json
from scorm_export.markup_limits import check_markup
from scorm_export.olx import Block
from scorm_export.xml import without_controls

MOST = 200  # zones, and items: a screen holds some twenty
LARGEST = 20_000  # pixels
# Elements that can't stand inside a button.
NO_INSIDE = ("a", "details", "summary", "audio", "video", "source", "track")
ALIGNMENTS = ("left", "right", "center")
_ASSET = re.compile(r"/?asset-v1:[^@]*@asset\+block@(.+)|/?c4x/[^/]+/[^/]+/asset/(.+)")


class Unusable(Exception):
    """The data hold no activity; the text says why."""


@dataclass
class Drawing:
    """Reads one block's ``data``. ``losses`` says in words what could not come along."""

    data: Mapping[str, Any]
    context: Context
    place: Place
    losses: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, block: Block, context: Context) -> "Drawing":
        """Return the drawing of ``block``; raises `Unusable`."""
        source = block.attributes.get("data", "").strip()
        if not source:
            raise Unusable("its author has not filled it in: it holds the sample of Open edX only")
        try:
            data = read_json(source)
        except ValueError:
            raise Unusable("its data are no JSON") from None
        if not isinstance(data, dict):
            raise Unusable("its data are no JSON object")
        return cls(data, context, block.place)

    def lose(self, loss: str) -> None:
        """Note a loss once."""
        if loss not in self.losses:
            self.losses.append(loss)

    def html(self, value: Any) -> str:
        """Return an author's markup, cleaned; empty when there is none."""
        markup = text(value)
        try:
            return self.context.html(markup, self.place) if markup else ""
        except (CourseError, ValueError, etree.LxmlError):
            self.lose("a text that is no HTML")
            return ""

    def feedback(self, key: str) -> str:
        """Return the markup of ``start`` or ``finish``."""
        return self.html(entry(self.data, "feedback", {}).get(key))

    def zones(self) -> list[dict[str, Any]]:
        """Return the zones, sizes in pixels of the picture."""
        found: dict[str, dict[str, Any]] = {}
        for zone in self._listed("zones", "zones"):
            # Until 2016 a zone had no uid; its title named it.
            name = text(zone.get("uid")) if "uid" in zone else text(zone.get("title"))
            if not name or name in found:
                self.lose("a zone without a name of its own")
            else:
                found[name] = {"id": name, **self._zone(zone)}
        return list(found.values())

    def _zone(self, zone: Mapping[str, Any]) -> dict[str, Any]:
        align = zone.get("align")
        width, height = pixels(zone.get("width")), pixels(zone.get("height"))
        if not width or not height:
            self.lose("the size of a zone")
        return {
            "title": plain(text(zone.get("title"))),
            "description": plain(text(zone.get("description"))),
            "x": pixels(zone.get("x")) or 0,
            "y": pixels(zone.get("y")) or 0,
            "width": width or 100,
            "height": height or 100,
            "align": align if align in ALIGNMENTS else "center",
        }

    def items(self, zones: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the items, each with the zones it may lie in; none: a decoy."""
        there = {zone["id"] for zone in zones}
        found: dict[str, dict[str, Any]] = {}
        for item in self._listed("items", "items"):
            name = _number(item.get("id"))
            if name is None or name in found:
                self.lose("an item without a number of its own")
            else:
                found[name] = {"id": name, **self._item(item, there)}
        return list(found.values())

    def _item(self, item: Mapping[str, Any], there: set[str]) -> dict[str, Any]:
        markup = self._inside_button(self.html(item.get("displayName")))
        name = plain(markup)
        alt = plain(text(item.get("imageDescription")))
        source = text(item.get("imageURL")) or text(item.get("backgroundImage"))
        feedback = entry(item, "feedback", {})
        width = pixels(item.get("widthPercent"))
        return {
            "name": name or alt,
            "html": "" if markup == _escaped(name) else markup,
            "image": self.picture(source, "a picture of an item") if source else None,
            "alt": alt or name,
            "width": width if width and width <= 100 else None,
            "bare": item.get("noPadding") is True,
            "zones": self._zones_of(item, there),
            "right": self.html(feedback.get("correct")),
            "wrong": self.html(feedback.get("incorrect")),
        }

    def _zones_of(self, item: Mapping[str, Any], there: set[str]) -> list[str]:
        """Until 2016 an item had one zone, or “none”."""
        listed = item.get("zones")
        if listed is None:
            listed = [] if item.get("zone") in (None, "", "none") else [item["zone"]]
        names = list(dict.fromkeys(map(text, listed))) if isinstance(listed, list) else []
        if len([name for name in names if name in there]) < len(names):
            self.lose("a zone that an item names and nobody drew")
        return [name for name in names if name in there]

    def _inside_button(self, markup: str) -> str:
        if "<" not in markup:
            return markup
        root = tree_of(markup)
        etree.strip_tags(root, *NO_INSIDE)
        for node in root.iter(etree.Element):
            for name in ("id", "tabindex", "role", "aria-hidden"):
                node.attrib.pop(name, "")
        return markup_of(root)

    def picture(self, url: str, what: str) -> str | None:
        """Return the path of a picture in the package, None when the course does not hold it: it is never fetched."""
        asset = _ASSET.fullmatch(url.strip())
        try:
            path = self.context.assets.carry(f"/static/{asset[1] or asset[2]}" if asset else url, self.place)
        except CourseError:
            path = None
        if path is not None and re.split("[?#]", path)[0] in self.context.assets.carried:
            return path
        self.lose(what)
        self.context.report.problem(
            "warning", "picture-elsewhere", f"The picture {url[:200]} is not in the course. It is left out.", self.place
        )
        return None

    def _listed(self, key: str, what: str) -> Iterator[Mapping[str, Any]]:
        listed = self.data.get(key)
        entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        if not entries:
            raise Unusable(f"it has no {what}")
        if len(entries) > MOST:
            raise Unusable(f"it has more than {MOST} {what}")
        yield from entries


def entry(data: Mapping[str, Any], key: str, default: dict[str, Any]) -> dict[str, Any]:
    """Return an object inside an object."""
    value = data.get(key)
    return value if isinstance(value, dict) else default


def text(value: Any) -> str:
    """Return a string as XML could hold it; numbers in words, anything else empty."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return without_controls(str(value)).strip() if isinstance(value, str) or abs(value) < 10**9 else ""


def pixels(value: Any) -> int | None:
    """Return a whole number from 0 to 20,000, as a number or in digits; None for anything else.

    >>> pixels("12.6"), pixels(-3), pixels("wide")
    (13, 0, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return round(min(max(number, 0), LARGEST)) if math.isfinite(number) else None


def plain(markup: str) -> str:
    """Return the text of markup, white space folded."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    try:
        check_markup(markup)
    except CourseError:
        return ""
    return " ".join("".join(map(str, tree_of(markup).itertext())).split())


def _number(value: Any) -> str | None:
    """The XBlock counts items; so their names are digits, which no script takes for anything else."""
    found = text(value)
    return str(int(found)) if re.fullmatch("[0-9]{1,9}", found) else None


def _escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
