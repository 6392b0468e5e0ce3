"""A small course with a drag and drop, for tests: a workbench with a place for tools and one for waste."""

import json
import struct
import zlib
from html import escape
from pathlib import Path
from typing import Any

from tests.scorm_export.courses import write_course


def png(width: int, height: int) -> bytes:
    """Return a picture: grey, the right half lighter."""
    row = b"\0" + b"".join(bytes([90, 110, 120] if x < width // 2 else [205, 215, 220]) for x in range(width))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


def zone(uid: str, x: int, **changes: Any) -> dict[str, Any]:
    """Return a zone as the editor of Open edX writes it: sizes are strings there."""
    made = {
        "uid": uid, "title": uid.capitalize(), "description": f"The place for {uid}",
        "x": str(x), "y": "40", "width": "260", "height": "220", "align": "center",
    }  # fmt: skip
    return made | changes


def item(number: int, name: str, *zones: str, **changes: Any) -> dict[str, Any]:
    """Return an item for some zones; without any it is a decoy."""
    made = {
        "id": number, "displayName": name, "imageURL": "", "imageDescription": "", "zones": list(zones),
        "feedback": {"correct": f"<p>Yes: {name}.</p>", "incorrect": f"<p>Think of <em>{name}</em>.</p>"},
    }  # fmt: skip
    return made | changes


ITEMS = [
    item(0, "Pliers", "tools"),
    item(1, "<b>Spanner</b>", "tools"),
    item(2, "", "waste", imageURL="/static/rag.png", imageDescription="An oily rag", widthPercent="20"),
    item(3, "Sandwich"),
]
DATA: dict[str, Any] = {
    "zones": [zone("tools", 20), zone("waste", 320)],
    "items": ITEMS,
    "targetImg": "/static/bench.png",
    "targetImgDescription": "A workbench, seen from above.",
    "displayLabels": True,
    "displayBorders": False,
    "displayBordersDragging": True,
    "feedback": {"start": "<p>Tidy the bench.</p>", "finish": "<p>The bench is <strong>tidy</strong>.</p>"},
    "explanation": "<p>Oily rags can catch fire.</p>",
}


def olx(data: Any = DATA, **attributes: str) -> str:
    """Return the block; ``data`` as an object or as text."""
    text = data if isinstance(data, str) else json.dumps(data)
    given = {"url_name": "bench", "display_name": "Tidy up", "weight": "2.0", "data": text, **attributes}
    written = " ".join(f'{name}="{escape(value)}"' for name, value in given.items())
    return f"<drag-and-drop-v2 {written}/>"


def write_drag_course(folder: Path, *blocks: str) -> Path:
    """Write a course of one unit with these blocks."""
    pictures: dict[str, str | bytes] = {"static/bench.png": png(600, 300), "static/rag.png": png(120, 60)}
    unit = f'<vertical display_name="Bench">{"".join(blocks)}</vertical>'
    return write_course(folder, {"vertical/unit.xml": unit, **pictures})
