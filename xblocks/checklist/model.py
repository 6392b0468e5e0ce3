"""What a checklist is (definition) and what one learner has done in it (state).

<mobility_checklist presentation="timeline">            Definition
  <introduction>HTML</introduction>                       .introduction
  <item id="mentor-name" owner="me" required="true" due="-7">   Item
    <text>one line</text><help>one line</help>
  </item>
</mobility_checklist>
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.resources import files
from typing import Self

from lxml import etree

from xblocks.core import markup, olx
from xblocks.core.definition import DefinitionError, Json, Path, check

STATUSES = ("not_yet", "in_hand", "done", "not_needed")
NOTE_LIMIT = 300
ITEM_ID = re.compile(r"[a-z0-9-]{1,64}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

SCHEMA: dict[str, Json] = json.loads((files(__package__) / "schema.json").read_text("utf-8"))
"""What Studio shows as a form, and what every definition is checked against."""


@dataclass(frozen=True)
class Item:
    """One step. `text` ≤ 160 and `help` ≤ 300 code points; `due` in whole days relative to departure."""

    id: str
    text: str
    help: str = ""
    owner: str = "me"
    required: bool = True
    due: int | None = None


@dataclass(frozen=True)
class Definition:
    """A checklist as its author wrote it; `introduction` is HTML as written, not cleaned."""

    presentation: str = "list"
    introduction: str = ""
    items: tuple[Item, ...] = ()

    @classmethod
    def schema(cls) -> dict[str, Json]:
        return SCHEMA

    @classmethod
    def from_json(cls, data: Json, lines: Mapping[Path, int] | None = None) -> Self:
        check(SCHEMA, data, lines)
        data = {
            "presentation": data["presentation"],
            "introduction": markup.tidy(data["introduction"]),
            "items": [{**item, **_one_lines(item)} for item in data["items"]],
        }
        check(SCHEMA, data, lines)
        items = tuple(Item(**{**item, "due": _whole(item["due"])}) for item in data["items"])
        _check_unique(items, lines or {})
        return cls(data["presentation"], data["introduction"], items)

    @classmethod
    def from_olx(cls, node: etree._Element) -> Self:
        olx.only(node, attributes=None, children=("introduction", "item"))
        introduction = olx.child(node, "introduction")
        items = node.findall("item")
        data = {
            "presentation": node.get("presentation", "list"),
            "introduction": "" if introduction is None else markup.inner_html(introduction),
            "items": [_item(item) for item in items],
        }
        places: dict[Path, etree._Element] = {("items", n): item for n, item in enumerate(items)}
        return cls.from_json(data, olx.lines({(): node, **places}))

    def to_json(self) -> dict[str, Json]:
        return {**asdict(self), "items": [asdict(item) for item in self.items]}

    def to_olx(self, node: etree._Element) -> None:
        node.set("presentation", self.presentation)
        if self.introduction:
            markup.fill(etree.SubElement(node, "introduction"), self.introduction)
        for item in self.items:
            element = etree.SubElement(node, "item", id=item.id, owner=item.owner)
            element.set("required", "true" if item.required else "false")
            if item.due is not None:
                element.set("due", str(item.due))
            etree.SubElement(element, "text").text = item.text
            if item.help:
                etree.SubElement(element, "help").text = item.help

    def with_html(self, clean: Callable[[str], str]) -> Self:
        return replace(self, introduction=clean(self.introduction) if self.introduction else "")

    def plain_text(self) -> str:
        words = [markup.plain(self.introduction)] if self.introduction else []
        for item in self.items:
            words += [item.text, item.help]
        return "\n".join(word for word in words if word)

    def largest_state(self) -> Json:
        full = State(edition(self), {item.id: Answer("not_needed") for item in self.items}, best=1000)
        return full.to_json()

    def state_words(self) -> list[str]:
        return [*State().to_json(), "gone", "status", *STATUSES, *(item.id for item in self.items)]

    def notes(self) -> dict[str, int]:
        return {item.id: NOTE_LIMIT for item in self.items}


@dataclass(frozen=True)
class Answer:
    """What a learner said about one step. `note` is private: it never leaves the learner's state."""

    status: str = "not_yet"
    note: str = ""

    def to_json(self) -> dict[str, Json]:
        status = {} if self.status == "not_yet" else {"status": self.status}
        return {**status, "note": self.note} if self.note else status


@dataclass(frozen=True)
class State:
    """What one learner has done, and what it says about steps that are no longer there.

    `edition` names the set of steps the answers belong to. When the author takes a step away, its answer waits
    in `gone` for one edition: if the next one has the step again, so does the learner; if not, it is dropped.
    """

    edition: str = ""
    items: Mapping[str, Answer] = field(default_factory=dict)
    gone: Mapping[str, Answer] = field(default_factory=dict)
    best: int = 0

    def to_json(self) -> dict[str, Json]:
        """{"version": 1, "edition": "9ae16a3b", "items": {id: {"status", "note"}}, "best": 500}, also "gone"."""
        gone = {"gone": _answers_json(self.gone)} if self.gone else {}
        return {
            "version": 1,
            "edition": self.edition,
            "items": _answers_json(self.items),
            "best": self.best,
            **gone,
        }

    @classmethod
    def restore(cls, definition: Definition, stored: Json) -> Self:
        """State from what was stored; of nothing, an older shape or something damaged, what can be read."""
        now = edition(definition)
        if not isinstance(stored, dict) or _integer(stored.get("version")) != 1:
            return cls(now)
        there = {item.id for item in definition.items}
        items, gone = _answers(stored.get("items")), _answers(stored.get("gone"))
        back = {key: value for key, value in {**gone, **items}.items() if key in there}
        waiting = {key: value for key, value in items.items() if key not in there}
        if stored.get("edition") == now:
            waiting = {**{key: value for key, value in gone.items() if key not in there}, **waiting}
        best = _integer(stored.get("best"))
        return cls(now, back, waiting, best if best is not None and 0 <= best <= 1000 else 0)


def edition(definition: Definition) -> str:
    """Eight hex digits that name the set of step ids (FNV-1a, 32 bits), whatever their words, order, dates."""
    digest = 0x811C9DC5
    for byte in "\n".join(sorted(item.id for item in definition.items)).encode("ascii"):
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return f"{digest:08x}"


def is_note(value: Json) -> bool:
    """Whether a value is text that every store and every wire can hold (no half of a surrogate pair)."""
    return isinstance(value, str) and not _LONE_SURROGATE.search(value)


def _item(node: etree._Element) -> dict[str, Json]:
    olx.only(node, attributes=("id", "owner", "required", "due"), children=("text", "help"))
    found = {
        "text": olx.text(node, "text"),
        "help": olx.text(node, "help") or "",
        "owner": node.get("owner", "me"),
        "required": olx.boolean(node, "required", default=True),
        "due": olx.integer(node, "due"),
        "id": node.get("id"),
    }
    return {name: value for name, value in found.items() if value is not None or name == "due"}


def _one_lines(item: dict[str, Json]) -> dict[str, str]:
    return {name: markup.one_line(item[name]) for name in ("text", "help")}


def _check_unique(items: tuple[Item, ...], lines: Mapping[Path, int]) -> None:
    first: dict[str, int] = {}
    for position, item in enumerate(items):
        if item.id in first:
            raise DefinitionError(
                f'item {position + 1}: the id "{item.id}" is already that of item {first[item.id] + 1}; '
                "give it an id of its own.",
                lines.get(("items", position)),
            )
        first[item.id] = position


def _whole(value: Json) -> int | None:
    return None if value is None else int(value)


def _integer(value: Json) -> int | None:
    """The integer JSON means, as JavaScript would read it (1.0 is 1, true is none)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        return None
    return int(value)


def _answers(stored: Json) -> dict[str, Answer]:
    entries = stored.items() if isinstance(stored, dict) else ()
    read = {key: _answer(value) for key, value in entries if ITEM_ID.fullmatch(key) and isinstance(value, dict)}
    return {key: answer for key, answer in read.items() if answer != Answer()}


def _answer(stored: dict[str, Json]) -> Answer:
    status, note = stored.get("status", "not_yet"), stored.get("note", "")
    readable = is_note(note) and len(note) <= NOTE_LIMIT
    return Answer(status if status in STATUSES else "not_yet", note if readable else "")


def _answers_json(answers: Mapping[str, Answer]) -> dict[str, Json]:
    return {key: answer.to_json() for key, answer in answers.items()}
