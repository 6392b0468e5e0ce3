"""The `drag-and-drop-v2` block: items that learners put into zones of a picture.

Rules and view stand in `player/blocks/drag-and-drop/`; they count as the XBlock does: (items in a right zone + decoys
left alone) / items.
"""

import re
from collections.abc import Mapping
from typing import Any

from scorm_export import state_size
from scorm_export.convertors.activity import activity
from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.drag_and_drop_data import Drawing, Unusable, plain, text
from scorm_export.convertors.placeholder import placeholder
from scorm_export.olx import Block

STATE_WORDS = frozenset({"at", "best", "tries", "done"})
# The XBlock's own picture of a triangle, which authors leave in place; it belongs to Open edX, not to the course.
_SAMPLE = re.compile(r"/?(xblock/resource/|static/)?drag[-_]and[-_]drop[-_]v2/.*")
_COLOUR = re.compile(r"[a-zA-Z]{3,30}|#[0-9a-fA-F]{3,8}|(rgb|hsl)a?\([0-9.,%/ a-z]{1,40}\)")


class DragAndDropConvertor:
    """Converts `<drag-and-drop-v2>`."""

    tags = ("drag-and-drop-v2",)

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the activity, or a placeholder with the reason when nobody could play it."""
        try:
            drawing = Drawing.of(block, context)
            zones = drawing.zones()
            items = drawing.items(zones)
            if not zones or not items:
                raise Unusable("no zone or no item in it can be told from the others")
        except Unusable as reason:
            message = f"This activity is left out: {reason}."
            context.report.problem("warning", "drag-and-drop-broken", message, block.place)
            return placeholder(block, message, context, "activity")
        definition = _definition(block, drawing, zones, items)
        losses = drawing.losses + context.dropped
        detail = f"left out: {', '.join(losses)}" if losses else ""
        words = _words([zone["id"] for zone in zones])
        return activity(
            block,
            "drag-and-drop",
            definition,
            _largest_state(definition, words),
            title=block.title if _true(block, "show_title") else "",
            points=definition["points"] if _reachable(definition) else None,
            words=words,
            text=f"{block.title} {plain(definition['question'])}".strip(),
            status="simplified" if losses else "carried",
            detail=detail,
        )


def _definition(
    block: Block, drawing: Drawing, zones: list[dict[str, Any]], items: list[dict[str, Any]]
) -> dict[str, Any]:
    data = drawing.data
    picture = _picture(drawing)
    question = (
        block.attributes.get("question_text") or text(data.get("questionText")) or text(data.get("question_text"))
    )
    borders = "moving" if data.get("displayBordersDragging") is True else "never"
    return {
        "name": block.title,
        "mode": _mode(block, drawing),
        "attempts": _whole(block, "max_attempts"),
        "room": _whole(block, "max_items_per_zone"),
        "points": _points(block, drawing),
        "question": drawing.html(question),
        "heading": _true(block, "show_question_header"),
        "picture": picture,
        "about": plain(text(data.get("targetImgDescription"))),
        # On a plain area there is nothing to tell zones by, but their borders and names.
        "borders": "always" if data.get("displayBorders") is True or picture is None else borders,
        "labels": data.get("displayLabels") is True or picture is None,
        "background": _colour(block, "item_background_color"),
        "colour": _colour(block, "item_text_color"),
        "zones": zones,
        "items": items,
        "start": drawing.feedback("start"),
        "finish": drawing.feedback("finish"),
        "explanation": drawing.html(data.get("explanation")),
        "show": _setting(block, "showanswer") or "finished",
    }


def _picture(drawing: Drawing) -> str | None:
    url = text(drawing.data.get("targetImg"))
    if not url or _SAMPLE.fullmatch(url):
        drawing.lose("Open edX's own picture (zones stand on a plain area)")
        return None
    return drawing.picture(url, "the picture (zones stand on a plain area)")


def _mode(block: Block, drawing: Drawing) -> str:
    mode = _setting(block, "mode") or "standard"
    if mode not in ("standard", "assessment"):
        drawing.lose("its mode, which Open edX does not know")
    return "assessment" if mode == "assessment" else "standard"


def _points(block: Block, drawing: Drawing) -> int:
    weight = _setting(block, "weight") or "1"
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{0,6})?", weight):
        drawing.lose("its weight, which is no number from 0 to 9999 (now 1)")
        return 1000
    return round(float(weight) * 1000)


def _reachable(definition: Mapping[str, Any]) -> bool:
    """With decoys only, Open edX has nobody drop anything, and gives no point in standard mode."""
    return definition["mode"] == "assessment" or any(item["zones"] for item in definition["items"])


def _largest_state(definition: Mapping[str, Any], words: frozenset[str]) -> dict[str, Any]:
    """The longest state that the rules can make."""
    every = [zone["id"] for zone in definition["zones"]]
    assessment = definition["mode"] == "assessment"
    at = {}
    for item in definition["items"]:
        zones = every if assessment else item["zones"]
        if zones:
            at[item["id"]] = max(zones, key=lambda name: state_size.string(name, words))
    tries = (definition["attempts"] or state_size.MOST_ATTEMPTS) if assessment else 0
    return {"at": at, "best": 1000} | ({"tries": tries} if assessment else {"done": True})


def _words(zones: list[str]) -> frozenset[str]:
    """A name shorter than the number of a word stands as it is."""
    return frozenset(name for name in {*zones, *STATE_WORDS} if state_size.string(name, ()) > state_size.word())


def _setting(block: Block, name: str) -> str:
    value = block.attributes.get(name, "").strip('" ')
    return "" if value == "null" else value


def _true(block: Block, name: str) -> bool:
    return _setting(block, name).lower() != "false"


def _whole(block: Block, name: str) -> int | None:
    value = _setting(block, name)
    return int(value) if re.fullmatch("[0-9]{1,6}", value) and int(value) > 0 else None


def _colour(block: Block, name: str) -> str:
    value = _setting(block, name)
    return value if _COLOUR.fullmatch(value) else ""
