"""What a block of facts is (definition) and what one learner chose in it (state).

<mobility_facts>                                        Definition
  <introduction>HTML</introduction>                       .introduction
  <question>one line</question>                           .question
  <pack id="fi" title="Finland">                        Pack
    <fact id="daily-break" topic="…" applies="…"          Fact
        checked="2026-11" review="2027-11"
        source="…" url="https://…" source-language="en">one line</fact>
  </pack>
  <otherwise title="Another country">HTML</otherwise>   Otherwise
</mobility_facts>
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from importlib.resources import files
from typing import Self

from lxml import etree

from xblocks.core import markup, olx
from xblocks.core.definition import DefinitionError, Json, Path, check
from xblocks.core.weight import points

PACK_ID = re.compile(r"[a-z0-9-]{1,64}")
OTHER = "other"
"""The choice of a learner whose country or trade is none of the packs'."""
ATTRIBUTES = ("id", "topic", "applies", "checked", "review", "source", "url", "source-language")

SCHEMA: dict[str, Json] = json.loads((files(__package__) / "schema.json").read_text("utf-8"))
"""What Studio shows as a form, and what every definition is checked against."""


@dataclass(frozen=True)
class Fact:
    """`text` ≤ 300 code points; `checked` and `review` are a month or a day, YYYY-MM or YYYY-MM-DD."""

    id: str
    topic: str
    text: str
    checked: str
    review: str
    source: str
    applies: str = ""
    url: str = ""
    language: str = ""


@dataclass(frozen=True)
class Pack:
    """The facts of one country or trade, in the author's order."""

    id: str
    title: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Otherwise:
    """What a learner reads for whom there is no pack; without a title it is not offered. `html` is not cleaned."""

    title: str = ""
    html: str = ""


@dataclass(frozen=True)
class Definition:
    """Facts as their author chose them; `introduction` is HTML as written, not cleaned."""

    introduction: str = ""
    question: str = ""
    packs: tuple[Pack, ...] = ()
    otherwise: Otherwise = field(default_factory=Otherwise)

    @classmethod
    def schema(cls) -> dict[str, Json]:
        return SCHEMA

    @classmethod
    def from_json(cls, data: Json, lines: Mapping[Path, int] | None = None) -> Self:
        check(SCHEMA, data, lines)
        data = _tidied(data)
        check(SCHEMA, data, lines)
        packs = tuple(
            Pack(**{**pack, "facts": tuple(Fact(**fact) for fact in pack["facts"])}) for pack in data["packs"]
        )
        definition = cls(data["introduction"], data["question"], packs, Otherwise(**data["otherwise"]))
        _check_whole(definition, lines or {})
        return definition

    @classmethod
    def from_olx(cls, node: etree._Element) -> Self:
        olx.only(node, attributes=None, children=("introduction", "question", "pack", "otherwise"))
        _check_ungraded(node)
        introduction, question = olx.child(node, "introduction"), olx.text(node, "question")
        otherwise = olx.child(node, "otherwise")
        packs = node.findall("pack")
        data = {
            "introduction": "" if introduction is None else markup.inner_html(introduction),
            **({} if question is None else {"question": question}),
            "packs": [_pack(pack) for pack in packs],
            "otherwise": _otherwise(otherwise),
        }
        places: dict[Path, etree._Element] = {(): node, ("packs",): node}
        for number, pack in enumerate(packs):
            places[("packs", number)] = pack
            places |= {("packs", number, "facts", n): fact for n, fact in enumerate(pack.findall("fact"))}
        places |= {("otherwise",): otherwise} if otherwise is not None else {}
        return cls.from_json(data, olx.lines(places))

    def to_json(self) -> dict[str, Json]:
        packs = [{**asdict(pack), "facts": [asdict(fact) for fact in pack.facts]} for pack in self.packs]
        return {**asdict(self), "packs": packs}

    def to_olx(self, node: etree._Element) -> None:
        if self.introduction:
            markup.fill(etree.SubElement(node, "introduction"), self.introduction)
        etree.SubElement(node, "question").text = self.question
        for pack in self.packs:
            element = etree.SubElement(node, "pack", id=pack.id, title=pack.title)
            for fact in pack.facts:
                _write(fact, etree.SubElement(element, "fact"))
        if self.otherwise.title:
            markup.fill(etree.SubElement(node, "otherwise", title=self.otherwise.title), self.otherwise.html)

    def with_html(self, clean: Callable[[str], str]) -> Self:
        def cleaned(html: str) -> str:
            return clean(html) if html else ""

        otherwise = replace(self.otherwise, html=cleaned(self.otherwise.html))
        return replace(self, introduction=cleaned(self.introduction), otherwise=otherwise)

    def plain_text(self) -> str:
        words = [markup.plain(self.introduction), self.question]
        for pack in self.packs:
            words += [pack.title, *(_sentence(fact) for fact in pack.facts)]
        words += [self.otherwise.title, markup.plain(self.otherwise.html)]
        return "\n".join(word for word in words if word)

    def largest_state(self) -> Json:
        longest = max((*(pack.id for pack in self.packs), OTHER), key=len)
        return State(longest).to_json()

    def state_words(self) -> list[str]:
        return [*State(OTHER).to_json(), OTHER, *(pack.id for pack in self.packs)]

    def notes(self) -> dict[str, int]:
        return {}


@dataclass(frozen=True)
class State:
    """What one learner chose: the id of a pack, "other", or nothing yet.

    A pack that the author took away stays chosen, unseen: the learner had done this, and the pack may come back.
    """

    chosen: str | None = None

    def to_json(self) -> dict[str, Json]:
        """{"version": 1, "chosen": "fi"}; "chosen" is absent until there is a choice."""
        return {"version": 1, **({} if self.chosen is None else {"chosen": self.chosen})}

    @classmethod
    def restore(cls, definition: Definition, stored: Json) -> Self:  # noqa: ARG003 - every block's state takes it
        """State from what was stored; of nothing, an older shape or something damaged: nothing chosen."""
        if not isinstance(stored, dict) or not _is_one(stored.get("version")):
            return cls()
        chosen = stored.get("chosen")
        return cls(chosen if isinstance(chosen, str) and PACK_ID.fullmatch(chosen) else None)


def _pack(node: etree._Element) -> dict[str, Json]:
    olx.only(node, attributes=("id", "title"), children=("fact",))
    facts = [_fact(fact, node.get("id", "")) for fact in node.findall("fact")]
    return {**_attributes(node), "facts": facts}


def _fact(node: etree._Element, pack: str) -> dict[str, Json]:
    olx.only_attributes(node, ATTRIBUTES)
    text = olx.words(node)
    if not text and set(node.attrib) <= {"id"}:
        raise DefinitionError(
            f'the fact "{node.get("id", "")}" of the pack "{pack}" is empty; run `make packs`, which fills it from '
            "courses/packs, or write its words and attributes.",
            olx.line(node),
        )
    found = {"applies": "", "url": "", "source-language": "", **_attributes(node), "text": text}
    return {("language" if name == "source-language" else name): value for name, value in found.items()}


def _attributes(node: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _otherwise(node: etree._Element | None) -> dict[str, Json]:
    if node is None:
        return {"title": "", "html": ""}
    olx.only_attributes(node, ("title",))
    if not markup.one_line(node.get("title", "")):
        raise DefinitionError('<otherwise> has no title; write one, e.g. title="Another country".', olx.line(node))
    return {"title": node.get("title"), "html": markup.inner_html(node)}


def _write(fact: Fact, node: etree._Element) -> None:
    known = {**asdict(fact), "source-language": fact.language}
    for name in ATTRIBUTES:
        if known[name]:
            node.set(name, known[name])
    node.text = fact.text


def _tidied(data: dict[str, Json]) -> dict[str, Json]:
    """Texts on one line, HTML in the one spelling that survives a way through OLX."""

    def lined(values: dict[str, Json]) -> dict[str, Json]:
        return {name: markup.one_line(value) if isinstance(value, str) else value for name, value in values.items()}

    return {
        "introduction": markup.tidy(data["introduction"]),
        "question": markup.one_line(data["question"]),
        "packs": [{**lined(pack), "facts": [lined(fact) for fact in pack["facts"]]} for pack in data["packs"]],
        "otherwise": {
            "title": markup.one_line(data["otherwise"]["title"]),
            "html": markup.tidy(data["otherwise"]["html"]),
        },
    }


def _check_ungraded(node: etree._Element) -> None:
    if points(node.get("weight"), olx.line(node)) is not None:
        raise DefinitionError("facts are never graded; take weight away.", olx.line(node))


def _check_whole(definition: Definition, lines: Mapping[Path, int]) -> None:
    """What the schema can't say: ids of their own, days that exist, words that would never be shown."""
    if definition.otherwise.html and not definition.otherwise.title:
        raise DefinitionError("otherwise: it has words and no title; give it one, e.g. Another country.", None)
    _check_unique("pack", [(pack.id, ("packs", n)) for n, pack in enumerate(definition.packs)], lines)
    for number, pack in enumerate(definition.packs):
        here: Path = ("packs", number)
        if pack.id == OTHER:
            raise DefinitionError(f'pack {number + 1}: the id "{OTHER}" is kept for <otherwise>.', lines.get(here))
        _check_unique("fact", [(fact.id, (*here, "facts", n)) for n, fact in enumerate(pack.facts)], lines)
        for n, fact in enumerate(pack.facts):
            _check_days(fact, lines.get((*here, "facts", n)))


def _check_unique(noun: str, ids: Iterable[tuple[str, Path]], lines: Mapping[Path, int]) -> None:
    first: dict[str, Path] = {}
    for one, path in ids:
        if one in first:
            raise DefinitionError(
                f'{noun} {int(path[-1]) + 1}: the id "{one}" is already that of {noun} {int(first[one][-1]) + 1}; '
                "give it an id of its own.",
                lines.get(path),
            )
        first[one] = path


def _check_days(fact: Fact, line: int | None) -> None:
    for name, day in (("checked", fact.checked), ("review", fact.review)):
        try:
            date.fromisoformat(f"{day}-01"[:10])
        except ValueError:
            raise DefinitionError(f'fact "{fact.id}", {name}: there is no day {day}.', line) from None
    if fact.review[:7] < fact.checked[:7]:
        message = f"review {fact.review} is before checked {fact.checked}; give the later date as review."
        raise DefinitionError(f'fact "{fact.id}": {message}', line)


def _sentence(fact: Fact) -> str:
    """A fact with what makes it one, for pages without scripts and for search."""
    applies = f" ({fact.applies})" if fact.applies else ""
    return f"{fact.topic}: {fact.text}{applies} – {fact.source}, {fact.checked}"


def _is_one(version: Json) -> bool:
    """As JavaScript would read it: 1.0 is 1, true is not."""
    return not isinstance(version, bool) and version == 1
