"""Questions and answers of xblock-poll: lists in JSON that stand in attributes, in the old and in today's form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scorm_export.convertors.base import Context
from scorm_export.json_text import read_json
from scorm_export.olx import Block
from scorm_export.xml import without_controls

MOST_ITEMS = 100
LONGEST_ID = 255
# Characters of a question, an answer or a feedback.
LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Item:
    """A question or an answer: id, text as the author wrote it, and a picture's address with its description."""

    id: str
    text: str
    picture: str = ""
    description: str = ""


@dataclass
class Items:
    """Reads the lists of one block; what can't be read gets a line in the report and the rest goes on."""

    block: Block
    context: Context
    _said: set[str] = field(default_factory=set)

    def listed(self, name: str) -> list[Item]:
        """Return what attribute ``name`` lists: ``[id, "text"]`` or ``[id, {"label", "img", "img_alt"}]``."""
        return self.distinct(name, [item for entry in self._entries(name) if (item := self._item(name, entry))])

    def distinct(self, name: str, items: list[Item]) -> list[Item]:
        """Return at most `MOST_ITEMS`, all with different ids: the second “R” becomes “R~2”."""
        if len(items) > MOST_ITEMS:
            self.warn("poll-too-many", f"{name}: {len(items)} are listed, the first {MOST_ITEMS} are carried")
        seen: set[str] = set()
        return [self._named(name, item, seen) for item in items[:MOST_ITEMS]]

    def text(self, value: object) -> str:
        """Return a text of bearable length that XML and JSON can hold."""
        text = without_controls(value) if isinstance(value, str) else ""
        if len(text) > LONGEST_TEXT:
            self.warn("poll-too-long", f"A text has {len(text)} characters, the first {LONGEST_TEXT} are carried")
        return text[:LONGEST_TEXT].strip()

    def warn(self, code: str, message: str) -> None:
        """Say what could not be read."""
        self.context.report.problem("warning", code, f"<{self.block.tag}> {message}.", self.block.place)

    def _entries(self, name: str) -> Iterator[Any]:
        text = self.block.attributes.get(name)
        if text is None:
            return
        try:
            value = read_json(text)
        except ValueError:
            value = None
        if isinstance(value, list):
            yield from value
        else:
            self.warn("poll-broken", f"{name} is no list in JSON, so nothing of it is carried")

    def _item(self, name: str, entry: object) -> Item | None:
        key, value = entry if isinstance(entry, list) and len(entry) == 2 else (None, None)
        parts = value if isinstance(value, dict) else {"label": value}
        item_id = self.id(key)
        text, picture = self.text(parts.get("label")), self.text(parts.get("img"))
        if not item_id or not (text or picture):
            self.warn("poll-broken", f"{name}: an entry has no id or no text, so it is left out")
            return None
        return Item(item_id, text, picture, self.text(parts.get("img_alt")))

    def id(self, value: object) -> str:
        """Return an id, "" when this can be none."""
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        found = without_controls(text).strip() if isinstance(text, str) else ""
        return found if len(found) <= LONGEST_ID else ""

    def _named(self, name: str, item: Item, seen: set[str]) -> Item:
        number, found = 1, item.id
        while found in seen:
            number += 1
            found = f"{item.id}~{number}"
        seen.add(found)
        if found == item.id:
            return item
        self.warn("poll-duplicate", f"{name}: “{item.id}” stands here again; this one is now “{found}”")
        return Item(found, item.text, item.picture, item.description)
