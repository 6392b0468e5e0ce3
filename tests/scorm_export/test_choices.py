"""Blocks that choose among others: what is drawn, what waits, and what the report says of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from scorm_export.exporting import Options, convert_course
from scorm_export.package import Package, outline
from scorm_export.report import Report
from tests.scorm_export.courses import SINGLE, write_course

PARTITION = [{"id": 7, "name": "Test", "scheme": "random", "groups": [{"id": 0, "name": "A"}, {"id": 1, "name": "B"}]}]


def convert(tmp_path: Path, inside: str, **changes: Any) -> tuple[Package, Report]:
    """Convert a course whose unit holds ``inside``; html a, b, c are there to be named."""
    files: dict[str, str | bytes] = {f"html/{n}.xml": f"<html><p>Text {n}</p></html>" for n in "abc"}
    files["vertical/unit.xml"] = f"<vertical>{inside}</vertical>"
    return convert_course(write_course(tmp_path, files, **changes), Options())


def conditions(package: Package) -> dict[str, list[dict[str, str]]]:
    return {leaf.id: [each.as_json() for each in leaf.when] for unit in package.units for leaf in unit.leaves}


ABC = '<html url_name="a"/><html url_name="b"/><html url_name="c"/>'


@pytest.mark.parametrize(
    ("block", "pick"),
    [
        ('<library_content url_name="l" max_count="2">', 2),
        ('<itembank url_name="l" max_count="1">', 1),
        ('<library_content url_name="l">', 1),
        ('<randomize url_name="l">', 1),
    ],
)
def test_learners_draw_from_libraries_and_random_blocks(tmp_path: Path, block: str, pick: int) -> None:
    tag = block[1:].split()[0]
    package, report = convert(tmp_path, f"{block}{ABC}</{tag}>")
    (pool,) = package.pools
    assert (pool.id, pool.options, pool.pick) == (f"{tag}/l", ("html/a", "html/b", "html/c"), pick)
    assert conditions(package)["html/b"] == [{"pool": f"{tag}/l", "option": "html/b"}]
    assert {line.status for line in report.blocks} == {"carried"}
    assert report.blocks[0].detail == f"each learner gets {pick} of 3, drawn once"
    shown = outline(package, "scorm12", 4096)
    assert shown["pools"] == [{"id": f"{tag}/l", "options": ["html/a", "html/b", "html/c"], "pick": pick}]
    assert {"html/a", f"{tag}/l"} <= package.words.keys()


@pytest.mark.parametrize("count", ["-1", "3", "9", "x"])
def test_a_library_that_shows_all_needs_no_draw(tmp_path: Path, count: str) -> None:
    package, _ = convert(tmp_path, f'<library_content url_name="l" max_count="{count}">{ABC}</library_content>')
    assert package.pools == ()
    assert set(map(str, conditions(package).values())) == {"[]"}


def test_an_experiment_draws_a_group_the_same_for_all_blocks_of_a_partition(tmp_path: Path) -> None:
    def split(name: str, first: str, second: str) -> str:
        children = json.dumps({"0": f"i4x://Org/C1/html/{first}", "1": f"block-v1:Org+C1+r+type@html+block@{second}"})
        return (
            f'<split_test url_name="{name}" user_partition_id="7" group_id_to_child=\'{children}\'>'
            f'<html url_name="{first}"><p>x</p></html><html url_name="{second}"><p>x</p></html></split_test>'
        )

    package, report = convert(tmp_path, split("s", "p", "q") + split("t", "v", "w"), user_partitions=PARTITION)
    (pool,) = package.pools
    assert (pool.id, pool.options, pool.pick) == ("partition/7", ("0", "1"), 1)
    assert conditions(package)["html/q"] == conditions(package)["html/w"] == [{"pool": "partition/7", "option": "1"}]
    assert {line.status for line in report.blocks} == {"carried"}


def test_groups_that_people_are_put_into_show_the_first_branch_and_say_so(tmp_path: Path) -> None:
    cohorts = [{**PARTITION[0], "scheme": "cohort"}]
    inside = (
        '<split_test url_name="s" user_partition_id="7" group_id_to_child=\'{"0": "x/a", "1": "x/b"}\'>'
        '<html url_name="a"/><html url_name="b"/></split_test>'
    )
    package, report = convert(tmp_path, inside, user_partitions=cohorts)
    assert list(conditions(package)) == ["html/a"]
    assert {line.id: line.status for line in report.blocks} == {"html/a": "simplified", "html/b": "left_out"}
    assert "first group" in report.blocks[0].detail


def test_a_conditional_waits_for_another_block(tmp_path: Path) -> None:
    inside = '<problem url_name="q1"/><conditional url_name="c" sources="i4x://Org/C1/problem/q1" correct="True"><html url_name="a"/></conditional>'
    package, report = convert(tmp_path, inside)
    assert conditions(package)["html/a"] == [{"leaf": "problem/q1", "asks": "correct", "value": "True"}]
    assert [line.status for line in report.blocks] == ["carried", "carried"]
    assert report.blocks[1].detail == "is shown after problem/q1"


@pytest.mark.parametrize(
    "attributes",
    [
        'sources="i4x://Org/C1/problem/gone" correct="True"',
        'sources="i4x://Org/C1/problem/q1" phase_of_moon="full"',
        'correct="True"',
        "",
    ],
)
def test_a_conditional_that_a_package_cannot_decide_is_shown_and_said(tmp_path: Path, attributes: str) -> None:
    inside = f'<problem url_name="q1"/><conditional url_name="c" {attributes}><html url_name="a"/></conditional>'
    package, report = convert(tmp_path, inside)
    assert conditions(package)["html/a"] == []
    assert report.blocks[1].status == "simplified"


def test_what_waits_for_a_block_that_stays_behind_is_shown(tmp_path: Path) -> None:
    inside = (
        '<problem url_name="s"><script type="loncapa/python">1</script><customresponse cfn="f"><textline/></customresponse></problem>'
        '<conditional url_name="c" sources="i4x://Org/C1/problem/s" attempted="True"><html url_name="a"/></conditional>'
    )
    package, report = convert(tmp_path, inside)
    assert conditions(package)["html/a"] == []
    assert "condition" in [problem.code for problem in report.problems]


def test_structures_inside_structures_add_up(tmp_path: Path) -> None:
    inside = f'<randomize url_name="r"><wrapper url_name="w"><library_content url_name="l" max_count="1">{ABC}</library_content></wrapper><html url_name="z"><p>z</p></html></randomize>'
    package, _ = convert(tmp_path, inside)
    assert conditions(package)["html/b"] == [
        {"pool": "randomize/r", "option": "wrapper/w"},
        {"pool": "library_content/l", "option": "html/b"},
    ]


@pytest.mark.parametrize("tag", ["wrapper", "videosequence", "problemset"])
def test_frames_around_blocks_are_opened(tmp_path: Path, tag: str) -> None:
    package, report = convert(tmp_path, f'<{tag} url_name="w">{ABC}</{tag}>')
    assert list(conditions(package)) == ["html/a", "html/b", "html/c"]
    assert {line.status for line in report.blocks} == {"carried"}


@pytest.mark.parametrize("tag", ["library_content", "randomize", "conditional", "split_test", "wrapper"])
def test_an_empty_structure_stands_in_the_report(tmp_path: Path, tag: str) -> None:
    package, report = convert(tmp_path, f'<{tag} url_name="w" display_name="W"/><html url_name="a"/>')
    assert [line.id for line in report.blocks] == [f"{tag}/w", "html/a"]
    assert report.blocks[0].status == "left_out"
    assert package.units[0].contents[0]["kind"] == "empty"


def test_a_drawn_question_counts_for_a_gate_and_a_state_that_holds_the_draw_fits_the_bound(tmp_path: Path) -> None:
    problems = "".join(f'<problem url_name="p{n}">{SINGLE.split(">", 1)[1]}' for n in range(3))
    without, _ = convert(tmp_path / "1", f'<wrapper url_name="l">{problems}</wrapper>')
    with_draw, _ = convert(tmp_path / "2", f'<library_content url_name="l" max_count="2">{problems}</library_content>')
    assert with_draw.state_answers > without.state_answers


def test_content_for_groups_is_shown_to_all_and_said(tmp_path: Path) -> None:
    inside = '<html url_name="a" group_access="{&quot;7&quot;: [0]}"><p>x</p></html><html url_name="b" group_access="{}"><p>x</p></html>'
    _, report = convert(tmp_path, inside)
    assert [line.status for line in report.blocks] == ["simplified", "carried"]
    assert "only to some groups" in report.blocks[0].detail
