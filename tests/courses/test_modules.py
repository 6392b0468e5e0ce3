"""What every course of ours promises: outcomes that are practised and assessed, feedback for every option, sources.

The rubric behind it is in `docs/reference/course-quality.md`; these are the parts of it that a program can check.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from reading import Reading, readings

from scorm_export.course import Course, read_course
from scorm_export.exporting import Options, convert_course, export_course
from scorm_export.olx import Block
from tests.scorm_export.test_cli import mobility

COURSES = Path(__file__).parent.parent.parent / "courses"
NAMES = sorted(path.parent.name for path in COURSES.glob("*/course.xml"))
# Flesch–Kincaid grade of a unit: apprentices read A2–B1, trainers B2.
GRADE = {"ready-there-back": 6.0, "design-and-run": 10.0}
# Words in the longest sentence a reader meets.
SENTENCE = {"ready-there-back": 22, "design-and-run": 30}
# What SCORM 1.2 has room for, less a fifth for a course that grows.
ROOM = 3600
CHECKED = re.compile(r"Checked (January|February|March|April|May|June|July|August|September|October|November) 20\d\d\.")
OURS = re.compile(r"\bour own\b")
OPTIONS = {"choice": "choicehint", "option": "optionhint"}


@pytest.fixture(scope="module", params=NAMES)
def folder(request: pytest.FixtureRequest) -> Path:
    """Each course of ours."""
    return COURSES / str(request.param)


@pytest.fixture(scope="module")
def course(folder: Path) -> Course:
    return read_course(folder)


def problems(course: Course) -> Iterator[Block]:
    return (block for block in course.root.walk() if block.tag == "problem")


def banks(course: Course) -> list[Block]:
    return [block for block in course.root.walk() if block.tag == "itembank"]


def graded_places(course: Course) -> list[tuple[Block, ...]]:
    """Return what each graded place may ask: one problem, or those of its bank."""
    subs = [sub for sub in course.root.walk() if sub.tag == "sequential" and sub.attributes.get("graded") == "true"]
    inside = [place for sub in subs for unit in sub.children for place in unit.children if place.tag != "html"]
    return [place.children if place.tag == "itembank" else (place,) for place in inside]


def serves(course: Course, block: Block) -> frozenset[str]:
    return frozenset((course.settings.serves or {}).get(block.id, ()))


def pages(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_text("utf-8")) for kind in ("html", "tabs") for path in folder.glob(f"{kind}/*.html")]


def rows_of(readme: str, heading: str) -> list[list[str]]:
    """Return the cells of the first table under a heading of the README."""
    table = readme.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_check_finds_nothing(folder: Path) -> None:
    done = mobility("check", folder, "--json")
    found = json.loads(done.stdout)["problems"]
    assert done.returncode == 0
    assert [problem for problem in found if problem["severity"] != "info"] == []


def test_every_outcome_is_practised_and_assessed_whatever_is_drawn(course: Course) -> None:
    outcomes = set(course.settings.outcomes or {})
    assessed = {
        o for place in graded_places(course) for o in frozenset.intersection(*(serves(course, b) for b in place))
    }
    graded = {block.id for place in graded_places(course) for block in place}
    practised = {
        o
        for block in course.root.walk()
        if block.id not in graded and not block.children
        for o in serves(course, block)
    }
    assert outcomes
    assert outcomes - assessed == set(), "no graded item, or not on every draw"
    assert outcomes - practised == set(), "no activity"


def test_every_question_names_its_outcome(course: Course) -> None:
    known = set(course.settings.outcomes or {})
    assert [block.id for block in problems(course) if not serves(course, block) & known] == []


def test_the_map_in_the_readme_is_the_one_the_course_carries(folder: Path, course: Course) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    shown = {match[1] for row in rows_of(readme, "Outcomes") if (match := re.match(r"\*\*(LO[\w-]+)\*\*", row[0]))}
    assert shown == set(course.settings.outcomes or {})
    named = {name for row in rows_of(readme, "Outcomes") for name in re.findall(r"`([a-z0-9/_-]+)`", " ".join(row[1:]))}
    there = {name for block in course.root.walk() for name in (block.url_name, block.id)}
    assert named - there == set()


def test_each_bank_holds_more_than_one_attempt_and_one_kind_of_question(course: Course) -> None:
    assert banks(course)
    for bank in banks(course):
        asked = int(bank.attributes.get("max_count", "1"))
        assert len(bank.children) > asked > 0, bank.id
        assert len({serves(course, block) for block in bank.children}) == 1, f"{bank.id}: outcomes differ"
        assert len({responses(block) for block in bank.children}) == 1, f"{bank.id}: points differ"


def responses(problem: Block) -> int:
    return sum(1 for node in problem.node.iter() if isinstance(node.tag, str) and node.tag.endswith("response"))


def test_every_option_says_why(course: Course) -> None:
    silent = []
    for problem in problems(course):
        for node in problem.node.iter(*OPTIONS):
            hints = [hint for hint in node.iter(OPTIONS[node.tag]) if " ".join(hint.itertext()).strip()]
            wanted = 2 if node.getparent().tag == "checkboxgroup" else 1
            if len(hints) < wanted:
                silent.append((problem.id, " ".join("".join(node.itertext()).split())[:60]))
    assert silent == []


def test_every_question_explains_its_answer(course: Course) -> None:
    assert [block.id for block in problems(course) if block.node.find(".//solution") is None] == []


def test_the_right_option_can_t_be_told_by_its_length_or_place(course: Course) -> None:
    longest = places = single = 0
    first: Counter[int] = Counter()
    for problem in problems(course):
        for group in problem.node.iter("choicegroup"):
            options = list(group.iter("choice"))
            lengths = [len("".join(_own_words(option))) for option in options]
            right = [option.get("correct", "").lower() == "true" for option in options].index(True)
            single += 1
            longest += lengths[right] == max(lengths)
            places += group.get("shuffle") == "true"
            first[right] += group.get("shuffle") != "true"
    assert longest <= single * 0.5, f"the right option is the longest in {longest} of {single}"
    assert max(first.values(), default=0) <= max(4, (single - places) * 0.5), first


def _own_words(option: etree._Element) -> Iterator[str]:
    """Yield an option's words without its hints."""
    yield option.text or ""
    for child in option:
        if child.tag not in OPTIONS.values():
            yield "".join(child.itertext())
        yield child.tail or ""


def test_pictures_say_what_they_mean(folder: Path) -> None:
    texts = [*pages(folder), *((path.name, path.read_text("utf-8")) for path in folder.glob("problem/*.xml"))]
    dumb = [
        (n, tag) for n, text in texts for tag in re.findall(r"<img\b[^>]*>", text) if not re.search(r'alt="[^"]', tag)
    ]
    assert dumb == []


def test_films_have_captions_and_a_transcript(course: Course, folder: Path) -> None:
    for film in (block for block in course.root.walk() if block.tag == "video"):
        captions = json.loads(film.attributes.get("transcripts", "{}") or "{}")
        names = [*captions.values(), *(node.get("src") for node in film.node.iter("transcript"))]
        assert names and all((folder / "static" / name).is_file() for name in names), film.id
        units = [unit for unit in course.root.walk() if film in unit.children]
        texts = "".join(
            (folder / "html" / f"{leaf.url_name}.html").read_text() for leaf in units[0].children if leaf.tag == "html"
        )
        assert "<summary>Read the text of the film</summary>" in texts, film.id


def test_sources_are_linked_and_dated(folder: Path) -> None:
    for name, text in pages(folder):
        page = html.fragment_fromstring(text, create_parent="div")
        for details in page.iter("details"):
            if (details.findtext("summary") or "").strip() != "Sources":
                continue
            for item in details.iter("li"):
                words = " ".join("".join(item.itertext()).split())
                assert CHECKED.search(words) or OURS.search(words), f"{name}: no date: {words[:80]}"


def test_a_facilitator_s_page_and_a_take_away_are_there(folder: Path, course: Course) -> None:
    tabs = course.policy.get("tabs")
    assert isinstance(tabs, list)
    assert "for-facilitators" in [tab.get("url_slug") for tab in tabs]
    assert (folder / "tabs" / "for-facilitators.html").is_file()
    papers = list(folder.glob("static/*take-away.pdf"))
    assert len(papers) == 1
    assert len(re.findall(rb"/Type\s*/Page\b", papers[0].read_bytes())) == 1, "a take-away is one page"
    linked = [name for name, text in pages(folder) if papers[0].name in text]
    assert len(linked) >= 2, "linked from a unit and from the facilitator's page"


def test_at_least_sixty_percent_of_the_minutes_are_doing(folder: Path) -> None:
    rows = rows_of((folder / "README.md").read_text("utf-8"), "Units")
    units = [[int(cell.strip("*")) for cell in row[-3:]] for row in rows]  # reading, doing, minutes
    assert all(reading + doing == minutes for reading, doing, minutes in units)
    *each, total = units
    assert [sum(column) for column in zip(*each, strict=True)] == total
    assert total[1] >= 0.6 * total[2]


@pytest.fixture(scope="module")
def read(folder: Path) -> list[Reading]:
    return readings(folder)


def test_units_read_as_easily_as_their_readers_need(folder: Path, read: list[Reading]) -> None:
    hard = [(unit.title, round(unit.grade, 1)) for unit in read if unit.grade > GRADE[folder.name]]
    long = [sentence for unit in read for sentence in unit.longer_than(SENTENCE[folder.name])]
    assert (hard, long) == ([], [])


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004", "web"])
def test_it_exports_whole_and_its_answers_fit(folder: Path, tmp_path: Path, format_name: str) -> None:
    chosen = Options(format=format_name)
    report, _ = export_course(folder, tmp_path / "p.zip", chosen)
    lost = [line for line in report.blocks if line.status not in ("carried", "hidden")]
    assert lost == []
    if format_name == "scorm12":
        package, _ = convert_course(folder, chosen)
        assert package.state_answers <= ROOM
