"""Places in a picture: rectangles, and regions that are the convex hull of an author's points."""

import json
import re
from typing import Any

from lxml import etree

from scorm_export.problems.reading import Clean, Response, Unsupported
from scorm_export.xml import escaped

_RECTANGLE = re.compile(r"[(\[]([0-9]{1,6}),([0-9]{1,6})[)\]]-[(\[]([0-9]{1,6}),([0-9]{1,6})[)\]]")
Point = tuple[float, float]
MOST_POINTS = 1000


def image(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<imageresponse>`, one response per picture in it."""
    fields = list(node.iterdescendants("imageinput"))
    if not fields:
        raise Unsupported("<imageresponse> has no <imageinput>")
    return [_picture(field, clean) for field in fields]


def _picture(field: etree._Element, clean: Clean) -> Response:
    areas = [*_rectangles(field.get("rectangle") or ""), *_regions(field.get("regions") or "")]
    if not areas:
        raise Unsupported("no place in its picture is right")
    return {
        "kind": "image",
        "src": _source(field, clean),
        "alt": field.get("alt", ""),
        "width": _length(field, "width"),
        "height": _length(field, "height"),
        "areas": areas,
    }


def _source(field: etree._Element, clean: Clean) -> str:
    """Return where the picture is in the package; it is carried along as any picture in a text."""
    address = escaped(field.get("src", "")).replace('"', "&quot;")
    made = clean('<img src="' + address + '" alt="">')
    found = etree.fromstring(f"<div>{made}</div>", etree.HTMLParser())
    pictures = [str(picture.get("src")) for picture in found.iter("img") if picture.get("src")]
    if not pictures:
        raise Unsupported("its picture is not in the course")
    return pictures[0]


def _length(field: etree._Element, name: str) -> int:
    stated = (field.get(name) or "").strip().removesuffix("px")
    if not re.fullmatch("[0-9]{1,5}", stated) or int(stated) == 0:
        raise Unsupported(f"its picture has no {name} in pixels")
    return int(stated)


def _rectangles(stated: str) -> list[Response]:
    found = [_RECTANGLE.match(part.replace(" ", "").strip()) for part in stated.split(";")] if stated else []
    if None in found:
        raise Unsupported(f"the rectangle “{stated[:40]}” can't be read")
    corners = [tuple(map(int, part.groups())) for part in found if part]
    return [{"kind": "rectangle", "x1": x1, "y1": y1, "x2": x2, "y2": y2} for x1, y1, x2, y2 in corners]


def _regions(stated: str) -> list[Response]:
    """Read one list of points, or a list of such lists."""
    if not stated.strip():
        return []
    try:
        read = json.loads(stated)
        many = [read] if read and not isinstance(read[0][0], list) else read
        shapes = [hull([_point(point) for point in region]) for region in many]
    except (ValueError, TypeError, IndexError, KeyError, RecursionError):
        raise Unsupported(f"the regions “{stated[:40]}” can't be read") from None
    return [{"kind": "region", "points": [list(point) for point in shape]} for shape in shapes if len(shape) > 2]


def _point(value: Any) -> Point:
    x, y = value
    if not all(isinstance(each, int | float) and abs(each) < 1e6 for each in (x, y)):
        raise ValueError("no point")
    return x, y


def hull(points: list[Point]) -> list[Point]:
    """Return the corners of the smallest convex shape around ``points``, in order (Andrew's monotone chain).

    >>> hull([(0, 0), (4, 0), (2, 1), (4, 4), (0, 4)])
    [(0, 0), (4, 0), (4, 4), (0, 4)]
    """
    ranked = sorted(set(points))
    if len(ranked) > MOST_POINTS:
        raise ValueError("too many points")
    below, above = _half(ranked), _half(ranked[::-1])
    return below[:-1] + above[:-1]


def _half(ranked: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ranked:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
