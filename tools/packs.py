"""`make packs`: fills the dated facts of courses from their packs (courses/packs/README.md).

    python -m tools.packs               fill every <fact id="…"/> in <pack id="…"> of every mobility_facts
    python -m tools.packs --check       change nothing; say which file differs from its packs
    python -m tools.packs --due 2027-11 list the facts to be read again by that month, and the units that show them

Only facts are written, in the author's order; the rest of a file stays byte for byte. After a mistake, nothing is.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from jsonschema import Draft202012Validator

COURSES = Path(__file__).resolve().parent.parent / "courses"
SCHEMA: dict[str, Any] = json.loads((COURSES / "packs" / "pack.schema.json").read_text("utf-8"))
MONTHS = 12
_START_TAG = re.compile(rb"<fact(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)

Packs = Mapping[str, Mapping[str, Any]]
"""Packs by id, as their JSON."""


class PackError(ValueError):
    """Mistakes in packs or courses, one line each: where, what, and what to do."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = list(mistakes)


@dataclass(frozen=True)
class Use:
    """One <fact> in a course: its bytes are `data[start:end]` of the file."""

    file: Path
    line: int
    pack: str
    fact: str
    start: int
    end: int


def read_packs(courses: Path) -> Packs:
    """All packs of `courses`/packs; raises PackError with every mistake in them."""
    files = sorted((courses / "packs").glob("*/*.json"))
    packs: dict[str, Mapping[str, Any]] = {}
    mistakes: list[str] = []
    for path in files:
        name = path.relative_to(courses.parent)
        try:
            pack = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            mistakes.append(f"{name}: is not JSON ({error}).")
            continue
        found = pack_mistakes(pack, path)
        if not found and pack["id"] in packs:
            found = [f'the id "{pack["id"]}" is already that of another pack; give it an id of its own.']
        mistakes += [f"{name}: {mistake}" for mistake in found]
        if not found:
            packs[pack["id"]] = pack
    if mistakes:
        raise PackError(mistakes)
    return packs


def pack_mistakes(pack: Any, path: Path) -> list[str]:
    """What is wrong with one pack: its shape first, then what a schema can't say."""
    errors = sorted(
        Draft202012Validator(SCHEMA).iter_errors(pack), key=lambda error: [str(part) for part in error.path]
    )
    if errors:
        return [f"{_place(error.absolute_path, pack)}{error.message}" for error in errors]
    facts = pack["facts"]
    found = []
    if path.stem != pack["id"] or path.parent.name != pack["kind"]:
        found.append(f"lies in the wrong place; its kind and id ask for {pack['kind']}/{pack['id']}.json.")
    ids = [fact["id"] for fact in facts]
    found += [
        f'the id "{one}" stands {ids.count(one)} times; give each fact its own.'
        for one in dict.fromkeys(ids)
        if ids.count(one) > 1
    ]
    order: list[str] = SCHEMA["$defs"][f"{pack['kind']}-topic"]["enum"]
    if (topics := [fact["topic"] for fact in facts]) != sorted(topics, key=order.index):
        found.append(f"facts are not in the order of topics; it is {', '.join(order)}.")
    for fact in facts:
        checked, review = fact["checked"], fact["review"]
        if not 0 < _month(review) - _month(checked) <= MONTHS:
            found.append(f'fact "{fact["id"]}": review {review} must be 1 to {MONTHS} months after checked {checked}.')
    return found


def uses(path: Path, data: bytes) -> list[Use]:
    """Every <fact> in a <pack> of a mobility_facts; raises PackError for what is not XML."""
    found: list[Use] = []
    open_elements: list[tuple[str, dict[str, str], int, int]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        open_elements.append((tag, attributes, parser.CurrentByteIndex, parser.CurrentLineNumber))

    def end(_tag: str) -> None:
        tag, attributes, begin, line = open_elements.pop()
        if tag == "fact" and [one[0] for one in open_elements[-2:]] == ["mobility_facts", "pack"]:
            pack = open_elements[-1][1].get("id", "")
            found.append(
                Use(path, line, pack, attributes.get("id", ""), begin, _end(data, begin, parser.CurrentByteIndex))
            )

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.upper() not in ("UTF-8", "US-ASCII", "ASCII"):
            raise PackError([f"{path}: is written in {encoding}; save it as UTF-8."])

    parser.StartElementHandler, parser.EndElementHandler, parser.XmlDeclHandler = start, end, declared
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise PackError([f"{path}:{error.lineno}: is not XML ({error})."]) from error
    return found


def filled(data: bytes, found: Sequence[Use], packs: Packs) -> bytes:
    """The file with every fact as its pack has it; raises PackError with every fact that no pack has."""
    pieces, last = [], 0
    unknown = [f"{use.file}:{use.line}: {wrong}" for use in found if (wrong := _unknown(use, packs))]
    if unknown:
        raise PackError(unknown)
    for use in found:
        fact = next(one for one in packs[use.pack]["facts"] if one["id"] == use.fact)
        pieces += [data[last : use.start], element(fact).encode()]
        last = use.end
    return b"".join([*pieces, data[last:]])


def element(fact: Mapping[str, Any]) -> str:
    """A fact as OLX, on one line."""
    source = fact["source"]
    attributes = {
        **{name: fact[name] for name in ("id", "topic", "applies", "checked", "review")},
        "source": source["title"],
        "url": source["url"],
        "source-language": source["language"],
    }
    written = "".join(f" {name}={_quoted(value)}" for name, value in attributes.items() if value)
    return f"<fact{written}>{escape(fact['text'])}</fact>"


def differing(courses: Path, packs: Packs) -> dict[Path, bytes]:
    """What each file should be that is not as its packs have it; raises PackError with every mistake."""
    wanted: dict[Path, bytes] = {}
    mistakes: list[str] = []
    for path in course_files(courses):
        data = path.read_bytes()
        try:
            made = filled(data, uses(path, data), packs)
        except PackError as error:
            mistakes += error.mistakes
            continue
        if made != data:
            wanted[path] = made
    if mistakes:
        raise PackError(mistakes)
    return wanted


def course_files(courses: Path) -> Iterator[Path]:
    """The units of all courses that hold facts."""
    return (path for path in sorted(courses.glob("*/vertical/*.xml")) if b"<mobility_facts" in path.read_bytes())


def due(courses: Path, packs: Packs, month: str) -> list[str]:
    """One line per fact whose review is in `month` or before, the oldest first, and the units that show it."""
    shown: dict[tuple[str, str], list[str]] = {}
    for path in course_files(courses):
        for use in uses(path, path.read_bytes()):
            shown.setdefault((use.pack, use.fact), []).append(str(path.relative_to(courses.parent)))
    facts = [(fact, pack) for pack in packs.values() for fact in pack["facts"] if fact["review"] <= month]
    return [
        f"{fact['review']} {'past' if fact['review'] < month else 'due '}  {pack['kind']}/{pack['id']}  {fact['id']}  "
        f"{fact['source']['url']}  {', '.join(dict.fromkeys(shown.get((pack['id'], fact['id']), ['in no course'])))}"
        for fact, pack in sorted(facts, key=lambda one: (one[0]["review"], one[1]["kind"], one[1]["id"]))
    ]


def write(wanted: Mapping[Path, bytes]) -> None:
    """Replaces each file in one step, so that none is ever half-written."""
    for path, data in wanted.items():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(path.stat().st_mode)
        Path(name).replace(path)


def main(arguments: Sequence[str] | None = None, courses: Path = COURSES) -> int:
    """Run the command; return the exit code: 1 after mistakes or, with --check, differences."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.packs", description="Fills the facts of courses from their packs."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="change nothing; fail when a course differs from its packs")
    what.add_argument(
        "--due", metavar="YYYY-MM", type=_asked_month, help="list the facts to be read again by that month"
    )
    options = parser.parse_args(arguments)
    try:
        packs = read_packs(courses)
        if options.due:
            print("\n".join(due(courses, packs, options.due)) or f"No fact is due by {options.due}.")
            return 0
        wanted = differing(courses, packs)
    except PackError as error:
        print(error, file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    if options.check:
        for path in wanted:
            print(f"{path}: differs from its packs; run `make packs`.", file=sys.stderr)
        return 1 if wanted else 0
    write(wanted)
    for path in wanted:
        print(f"{path}: filled.")
    print(f"Packs: {len(packs)}. Files changed: {len(wanted)}.")
    return 0


def _unknown(use: Use, packs: Packs) -> str:
    """What is wrong with a course's mention of a fact; "" for nothing."""
    if use.pack not in packs:
        return f'there is no pack "{use.pack}" in courses/packs; there is {", ".join(sorted(packs)) or "none yet"}.'
    known = [fact["id"] for fact in packs[use.pack]["facts"]]
    return "" if use.fact in known else f'the pack "{use.pack}" has no fact "{use.fact}"; it has {", ".join(known)}.'


def _end(data: bytes, begin: int, at: int) -> int:
    """Behind the element that begins at `begin`, when the parser stands at its end tag (`at`)."""
    tag = _START_TAG.match(data, begin)
    if tag and tag[0].endswith(b"/>"):
        return tag.end()
    return data.index(b">", at) + 1


def _place(path: Sequence[str | int], pack: Any) -> str:
    """'fact "daily-break", source, url: '."""
    words: list[str] = []
    for key in path:
        pack = pack[key]
        if isinstance(key, int):
            words[-1:] = [f'fact "{pack.get("id", key + 1)}"' if isinstance(pack, dict) else f"fact {key + 1}"]
        else:
            words.append(key)
    return f"{', '.join(words)}: " if words else ""


def _quoted(value: str) -> str:
    return '"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}) + '"'


def _month(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def _asked_month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise argparse.ArgumentTypeError("write a month, e.g. 2027-11")
    return text


if __name__ == "__main__":
    sys.exit(main())
