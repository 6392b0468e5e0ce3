"""The courses of this project say of a country or a trade what its pack says, and every pack keeps its rules."""

from pathlib import Path

from jsonschema import Draft202012Validator

from tools import packs


def test_every_pack_keeps_the_rules(root: Path) -> None:
    found = packs.read_packs(root / "courses")
    Draft202012Validator.check_schema(packs.SCHEMA)
    assert len(found) == len(list((root / "courses" / "packs").glob("*/*.json")))


def test_every_course_says_what_its_packs_say(root: Path) -> None:
    courses = root / "courses"
    assert packs.differing(courses, packs.read_packs(courses)) == {}, "run `make packs`"
