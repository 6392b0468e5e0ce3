"""Drag and drops: everything an author drew comes along, and nothing that is broken stops the course."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorm_export import state_size
from scorm_export.exporting import Options, convert_course
from scorm_export.package import Package
from scorm_export.report import Report
from tests.scorm_export.drags import DATA, item, olx, write_drag_course, zone
from tests.scorm_export.test_state_size import Pack, pack, worst

__all__ = ["pack"]  # the fixture


def export(folder: Path, *blocks: str) -> tuple[Package, Report]:
    return convert_course(write_drag_course(folder, *blocks), Options())


def definition(folder: Path, data: Any = DATA, **attributes: str) -> dict[str, Any]:
    package, _ = export(folder, olx(data, **attributes))
    found: dict[str, Any] = dict(package.units[0].contents[0])["definition"]
    return found


def changed(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(DATA) | changes


def with_item(**changes: Any) -> dict[str, Any]:
    """The activity with another first item."""
    items = copy.deepcopy(DATA["items"])
    items[0] |= changes
    return changed(items=items)


# What comes along


def test_zones_items_and_words_come_along(tmp_path: Path) -> None:
    package, report = export(tmp_path, olx())
    (leaf,) = package.units[0].leaves
    (content,) = package.units[0].contents
    made = content["definition"]
    assert (leaf.id, leaf.type, leaf.complete, leaf.points) == (
        "drag-and-drop-v2/bench", "drag-and-drop-v2", "block", 2000,
    )  # fmt: skip
    assert (content["title"], made["mode"], made["attempts"], made["room"]) == ("Tidy up", "standard", None, None)
    assert made["zones"][0] == {
        "id": "tools", "title": "Tools", "description": "The place for tools",
        "x": 20, "y": 40, "width": 260, "height": 220, "align": "center",
    }  # fmt: skip
    assert made["items"][0] == {
        "id": "0", "name": "Pliers", "html": "", "image": None, "alt": "Pliers", "width": None, "bare": False,
        "zones": ["tools"], "right": "<p>Yes: Pliers.</p>", "wrong": "<p>Think of <em>Pliers</em>.</p>",
    }  # fmt: skip
    assert (made["items"][1]["name"], made["items"][1]["html"]) == ("Spanner", "<b>Spanner</b>")
    rag = made["items"][2]
    assert (rag["image"], rag["alt"], rag["name"], rag["width"]) == (
        "static/rag.png", "An oily rag", "An oily rag", 20,
    )  # fmt: skip
    assert made["items"][3]["zones"] == []
    assert (made["picture"], made["about"]) == ("static/bench.png", "A workbench, seen from above.")
    assert (made["labels"], made["borders"], made["show"]) == (True, "moving", "finished")
    assert (made["start"], made["explanation"]) == ("<p>Tidy the bench.</p>", "<p>Oily rags can catch fire.</p>")
    assert made["finish"] == "<p>The bench is <strong>tidy</strong>.</p>"
    assert set(package.files) == {"static/bench.png", "static/rag.png"}
    assert (report.totals["carried"], report.problems) == (1, [])


def test_settings_come_along(tmp_path: Path) -> None:
    made = definition(
        tmp_path, mode="assessment", max_attempts="3", max_items_per_zone="2", weight="0.5", show_title="false",
        show_question_header="false", question_text="<p>Where?</p>", item_background_color="#fed",
        item_text_color="navy", showanswer="attempted",
    )  # fmt: skip
    assert (made["mode"], made["attempts"], made["room"], made["points"]) == ("assessment", 3, 2, 500)
    assert (made["heading"], made["question"], made["background"], made["colour"], made["show"]) == (
        False, "<p>Where?</p>", "#fed", "navy", "attempted",
    )  # fmt: skip
    package, _ = export(tmp_path / "again", olx(show_title="false"))
    assert package.units[0].contents[0]["title"] == ""
    assert package.units[0].leaves[0].title == "Tidy up"


@pytest.mark.parametrize(
    ("name", "value", "key", "made"),
    [
        ("max_attempts", "null", "attempts", None),
        ("max_attempts", "0", "attempts", None),
        ("max_attempts", "many", "attempts", None),
        ("max_items_per_zone", "-1", "room", None),
        ("weight", "null", "points", 1000),
        ("weight", "0", "points", 0),
        ("weight", "heavy", "points", 1000),
        ("mode", '"assessment"', "mode", "assessment"),
        ("mode", "exam", "mode", "standard"),
        ("item_background_color", "red;position:fixed", "background", ""),
        ("item_background_color", "url(https://evil.example/x)", "background", ""),
        ("item_text_color", "rgb(1, 2, 3)", "colour", "rgb(1, 2, 3)"),
    ],
)
def test_odd_settings(tmp_path: Path, name: str, value: str, key: str, made: Any) -> None:
    assert definition(tmp_path, **{name: value})[key] == made


@pytest.mark.parametrize(("name", "value"), [("weight", "heavy"), ("mode", "exam")])
def test_a_setting_that_can_t_be_kept_is_reported(tmp_path: Path, name: str, value: str) -> None:
    _, report = export(tmp_path, olx(**{name: value}))
    assert report.blocks[0].status == "simplified"
    assert f"its {name}" in report.blocks[0].detail


# Older forms


def test_zones_of_2014_are_named_by_their_titles_and_items_have_one_zone(tmp_path: Path) -> None:
    old = {"id": "zone-1", "index": 1, "title": "Top", "x": 1.6, "y": 2, "width": 300, "height": 30}
    one = {"id": 0, "displayName": "A", "zone": "Top", "backgroundImage": "", "size": {"width": "190px"}}
    made = definition(tmp_path, changed(zones=[old], items=[one, item(1, "B") | {"zone": "none", "zones": None}]))
    assert [(z["id"], z["x"], z["align"]) for z in made["zones"]] == [("Top", 2, "center")]
    assert [i["zones"] for i in made["items"]] == [["Top"], []]
    assert made["items"][0]["right"] == ""


def test_older_names_of_pictures_and_of_the_question(tmp_path: Path) -> None:
    data = with_item(imageURL="", backgroundImage="/static/rag.png") | {"questionText": "<p>Old?</p>"}
    made = definition(tmp_path, data)
    assert (made["items"][0]["image"], made["question"]) == ("static/rag.png", "<p>Old?</p>")


@pytest.mark.parametrize(
    "url",
    [
        "/asset-v1:Org+C1+run+type@asset+block@bench.png",
        "asset-v1:Org+C1+run+type@asset+block@bench.png",
        "/c4x/Org/C1/asset/bench.png",
        "static/bench.png",
    ],
)
def test_pictures_are_found_by_every_address_studio_gave_them(tmp_path: Path, url: str) -> None:
    assert definition(tmp_path, changed(targetImg=url))["picture"] == "static/bench.png"


# Losses, each said


@pytest.mark.parametrize(
    "url",
    [
        "https://pictures.example/a.png",
        "//x.example/a.png",
        "/static/no.png",
        "/static/../course.xml",
        "data:image/png,x",
    ],
)
def test_a_picture_that_is_not_in_the_course_is_left_out_and_said(tmp_path: Path, url: str) -> None:
    package, report = export(tmp_path, olx(changed(targetImg=url)), olx(with_item(imageURL=url), url_name="two"))
    first, second = (content["definition"] for content in package.units[0].contents)
    assert (first["picture"], first["labels"], first["borders"]) == (None, True, "always")
    assert second["items"][0]["image"] is None
    assert [block.status for block in report.blocks] == ["simplified", "simplified"]
    assert "picture-elsewhere" in {problem.code for problem in report.problems}
    assert url not in json.dumps([dict(c) for c in package.units[0].contents])


@pytest.mark.parametrize("url", ["", None, "/xblock/resource/drag-and-drop-v2/public/img/triangle.png"])
def test_open_edx_s_own_picture_becomes_a_plain_area(tmp_path: Path, url: str | None) -> None:
    package, report = export(tmp_path, olx(changed(targetImg=url)))
    assert package.units[0].contents[0]["definition"]["picture"] is None
    assert report.blocks[0].status == "simplified"
    assert "plain area" in report.blocks[0].detail


def test_hostile_markup_is_cleaned_and_nothing_clickable_stands_in_an_item(tmp_path: Path) -> None:
    name = '<a href="https://x.example">A</a> <b id="b" tabindex="0" onclick="x()">B</b><script>x()</script> &lt;C&gt;'
    package, report = export(tmp_path, olx(with_item(displayName=name)))
    made = package.units[0].contents[0]["definition"]["items"][0]
    assert made["html"].split() == ["A", "<b>B</b>", "&lt;C&gt;"]
    assert made["name"] == "A B <C>"
    assert report.blocks[0].status == "simplified"
    assert "script" in report.blocks[0].detail


def test_titles_are_text(tmp_path: Path) -> None:
    data = changed(zones=[zone("tools", 0, title="<b>A</b> &amp; B<img src=x onerror=1>"), zone("waste", 300)])
    assert definition(tmp_path, data)["zones"][0]["title"] == "A & B"


LOST = [
    ("a zone", changed(zones=[*DATA["zones"], zone("tools", 5)])),
    ("a zone", changed(zones=[*DATA["zones"], {"x": 1}])),
    ("size of a zone", changed(zones=[zone("tools", 1, width="wide"), zone("waste", 300)])),
    ("an item", changed(items=[*DATA["items"], item(0, "Twice", "tools")])),
    ("an item", changed(items=[*DATA["items"], {"displayName": "No number"}])),
    ("an item", changed(items=[*DATA["items"], item("__proto__", "x", "tools")])),  # type: ignore[arg-type]  # DATA is plain JSON
    ("nobody drew", with_item(zones=["tools", "nowhere"])),
]


@pytest.mark.parametrize(("words", "data"), LOST, ids=range(len(LOST)))
def test_what_is_no_zone_or_item_is_left_out_and_said(tmp_path: Path, words: str, data: Any) -> None:
    package, report = export(tmp_path, olx(data))
    assert report.blocks[0].status == "simplified"
    assert words in report.blocks[0].detail
    made = package.units[0].contents[0]["definition"]
    assert (len(made["zones"]), len(made["items"])) == (2, 4)


UNUSABLE = [
    ("sample of Open edX", ""),
    ("no JSON", "{"),
    ("no JSON", "[" * 100_000),
    ("no JSON", '{"a":' + "9" * 5000 + "}"),
    ("no JSON object", "[1]"),
    ("no JSON object", "null"),
    ("no zones", {}),
    ("no zones", changed(zones=[])),
    ("no zones", changed(zones="x")),
    ("no items", changed(items=[1, None])),
    ("more than 200 items", changed(items=[item(n, "x") for n in range(201)])),
    ("told from the others", changed(items=[{"id": None}])),
]


@pytest.mark.parametrize(("words", "data"), UNUSABLE, ids=range(len(UNUSABLE)))
def test_what_nobody_can_play_becomes_a_placeholder_with_the_reason(tmp_path: Path, words: str, data: Any) -> None:
    package, report = export(tmp_path, olx(data))
    assert package.units[0].contents[0]["type"] == "placeholder"
    assert report.blocks[0].status == "left_out"
    assert words in report.blocks[0].detail
    assert [problem.code for problem in report.problems] == ["drag-and-drop-broken"]


def test_without_the_attribute_it_is_the_sample_of_open_edx(tmp_path: Path) -> None:
    _, report = export(tmp_path, '<drag-and-drop-v2 url_name="new"/>')
    assert report.blocks[0].status == "left_out"


def test_decoys_only_give_no_point_in_standard_mode(tmp_path: Path) -> None:
    data = changed(items=[item(0, "Sandwich")])
    package, _ = export(tmp_path, olx(data), olx(data, url_name="two", mode="assessment"))
    assert [leaf.points for leaf in package.units[0].leaves] == [None, 2000]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["<b>", "/static/x.png", "/static/../a", "tools", "none", "<!--", "&#0;", "\x00", "<a href='//x'>"]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=8,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The activity with some values, at any depth, replaced by anything or taken away."""
    data: Any = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 4))):
        spot, key = data, None
        while isinstance(spot, dict | list) and spot:
            parent, key = (
                spot,
                draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else list(range(len(spot))))),
            )
            spot = parent[key]
            if draw(st.booleans()):
                break
        if key is None:
            return draw(ANYTHING)
        if draw(st.booleans()):
            parent[key] = draw(ANYTHING)
        else:
            del parent[key]
    return data


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=mutated(),
    attribute=st.sampled_from(["weight", "mode", "max_attempts", "showanswer"]),
    value=st.text(max_size=6),
)
def test_whatever_the_data_are_there_is_a_leaf_or_a_placeholder(
    tmp_path: Path, data: Any, attribute: str, value: str
) -> None:
    source = json.dumps(data)
    safe = "".join(sign for sign in value if sign.isprintable() and sign.isascii())
    package, report = export(tmp_path, olx(source, **{attribute: safe}))
    (content,) = package.units[0].contents
    assert content["type"] in ("drag-and-drop-v2", "placeholder")
    json.dumps(dict(content), allow_nan=False).encode()
    assert len(report.blocks) == 1


# The learner's state


def worst_state(made: dict[str, Any]) -> dict[str, Any]:
    """Every item in the zone whose name is longest, as the rules could leave it."""
    assessment = made["mode"] == "assessment"
    every = [zone["id"] for zone in made["zones"]]
    at = {i["id"]: max(every if assessment else i["zones"], key=len) for i in made["items"] if assessment or i["zones"]}
    tries = made["attempts"] or state_size.MOST_ATTEMPTS
    return {"at": at, "best": 1000} | ({"tries": tries} if assessment else {"done": True})


@pytest.mark.parametrize("attributes", [{}, {"mode": "assessment"}, {"mode": "assessment", "max_attempts": "999999"}])
def test_the_largest_state_fits_what_was_reckoned(tmp_path: Path, pack: Pack, attributes: dict[str, str]) -> None:
    names = ["a", "choice_7", "zone-1", "Größe 😀", "a long name with spaces in it", "z" * 80]
    zones = [zone(name, 10) for name in names]
    items = [item(n * 7, f"Item {n}", *names[: n % 7]) for n in range(40)]
    package, _ = export(tmp_path, olx(changed(zones=zones, items=items), **attributes))
    learner = worst(package)
    made = dict(package.units[0].contents[0])["definition"]
    record = {"kind": "block", "state": worst_state(made), "notes": {}, "score": 1000, "complete": True}
    learner["leaves"] = {"drag-and-drop-v2/bench": record}
    needed = len(pack(package, learner))
    assert needed <= package.state_answers
    assert needed > 0.7 * package.state_answers
