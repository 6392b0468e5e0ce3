"""The blocks on their way into a package: what the exporter gets from the entry point's convertor."""

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tests.xblocks.conftest import FACTS_OLX, OLX
from xblocks.checklist.model import SCHEMA
from xblocks.checklist.package import convertor
from xblocks.core.definition import DefinitionError
from xblocks.core.package import Convertor, NotBuilt
from xblocks.core.weight import points
from xblocks.facts.model import SCHEMA as FACTS_SCHEMA
from xblocks.facts.package import convertor as facts_convertor


def convert(olx: str) -> dict[str, Any]:
    return convertor.convert(etree.fromstring(olx), lambda html: html.replace("https://example.org/", "static/guide"))


def test_what_a_package_holds() -> None:
    made = convert(OLX)
    assert set(made) == {"title", "definition", "points", "text", "state", "words", "notes"}
    assert set(made["notes"].values()) == {300}
    assert (made["title"], made["points"]) == ("Before my first day", 2000)
    assert 'href="static/guide"' in made["definition"]["introduction"]
    assert made["text"].splitlines()[1] == "I know the name and the phone number of my in-company mentor."
    Draft202012Validator(SCHEMA).validate(made["definition"])


def test_what_a_package_holds_of_facts() -> None:
    made = facts_convertor.convert(etree.fromstring(FACTS_OLX), lambda html: html.replace("<b>", "<strong>"))
    assert (made["title"], made["points"], made["notes"]) == ("Rules in my host country", None, {})
    assert made["state"] == {"version": 1, "chosen": "other"}
    assert "<strong>coordinator" in made["definition"]["otherwise"]["html"]
    assert "Call the one number." in made["text"]
    Draft202012Validator(FACTS_SCHEMA).validate(made["definition"])


def test_without_title_and_weight() -> None:
    made = convert("<mobility_checklist/>")
    assert (made["title"], made["points"], made["text"]) == ("Checklist", None, "")


def test_the_node_is_left_as_it_was() -> None:
    node = etree.fromstring("<mobility_checklist><introduction>a<!-- b --></introduction></mobility_checklist>")
    before = etree.tostring(node)
    convertor.convert(node, str)
    assert etree.tostring(node) == before


def test_mistakes_have_lines() -> None:
    with pytest.raises(DefinitionError) as caught:
        convert('<mobility_checklist>\n<item id="a"/></mobility_checklist>')
    assert caught.value.line == 2


@pytest.mark.parametrize("made", [convertor, facts_convertor], ids=lambda made: made.tag)
def test_script_and_catalogues_are_where_the_exporter_finds_them(bundle: Path, made: Convertor) -> None:
    (entry,) = entry_points(group="scorm_export.convertors", name=made.tag)
    assert entry.load() is made
    script = made.script().read_text("utf-8")
    assert "mobilityPackage.registerBlock" in script
    assert "mobilityPackage.provides.lit" in script
    assert all((folder / "de.po").is_file() for folder in made.catalogues())


def test_a_missing_script_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="make build"):
        Convertor("x", "X", tmp_path, convertor.definition).script()


@pytest.mark.parametrize(
    ("weight", "expected"),
    [(None, None), ("", None), ("1.0", 1000), ("0", 0), ("0.0005", 1), ("0.00049", 0), ("2.5", 2500), (1.5, 1500)],
)
def test_weights_are_thousandths(weight: Any, expected: int | None) -> None:
    assert points(weight) == expected


@pytest.mark.parametrize("weight", ["heavy", "-1", "nan", "inf", "1001", "1e999"])
def test_impossible_weights(weight: str) -> None:
    with pytest.raises(DefinitionError, match="write a number"):
        points(weight)
