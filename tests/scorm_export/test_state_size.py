"""The exporter's worst case of a learner's state, beside what the player's own codec makes of such learners."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scorm_export import state_size
from scorm_export.exporting import Options, convert_course
from scorm_export.package import Package
from scorm_export.words import word_numbers
from tests.scorm_export.courses import write_course
from tests.xblocks.conftest import FACTS_OLX

Pack = Callable[[Package, dict[str, Any]], str]
DICE = random.Random(7)


@pytest.fixture(scope="module")
def pack(root: Path) -> Iterator[Pack]:
    """Pack learners in one Node process."""
    command = [sys.executable, str(root / "tools" / "node.py"), str(Path(__file__).with_name("state_twin.mjs"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:

        def ask(package: Package, learner: dict[str, Any]) -> str:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps({"words": dict(package.words), "learner": learner}) + "\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["trouble"] is None
            return str(answer["text"])

        yield ask
        process.stdin.close()  # type: ignore[union-attr]  # it is a pipe


def contents(package: Package) -> Iterator[dict[str, Any]]:
    yield from (dict(content) for unit in package.units for content in unit.contents)


# Responses whose answer is typed; the others' are one of few.
TYPED = frozenset({"text", "number"})


def worst_answer(response: dict[str, Any]) -> str | list[str]:
    if response["kind"] == "multiple":
        return [choice["id"] for choice in response["choices"]]
    if response["kind"] in ("single", "dropdown"):
        return str(max((choice["id"] for choice in response["choices"]), key=len))
    return signs(80, 0x1F300, 0x1FAFF) if response["kind"] == "text" else signs(40, 0x4E00, 0x9FFF)


def kinds(content: dict[str, Any]) -> list[str]:
    """What each response of a problem asks for."""
    return [part["kind"] for part in content.get("parts", []) if part["kind"] != "html"]


def signs(most: int, first: int, last: int) -> str:
    """Signs that no compression makes shorter."""
    return "".join(chr(DICE.randint(first, last)) for _ in range(most))


def worst_record(content: dict[str, Any], note: str | None) -> dict[str, Any]:
    if content["type"] == "problem":
        responses = [part for part in content["parts"] if part["kind"] != "html"]
        answers = {str(index + 1): worst_answer(response) for index, response in enumerate(responses)}
        attempts = min(content["maxAttempts"] or 5000, 5000)
        return {"kind": "problem", "answers": answers, "attempts": attempts, "correct": [True] * len(responses)}
    if content["type"] == "mobility_checklist":
        items = [item["id"] for item in content["definition"]["items"]]
        state = {
            "version": 1,
            "edition": "9ae16a3b",
            "items": {i: {"status": "not_needed"} for i in items},
            "best": 1000,
        }
        notes = dict.fromkeys(items, note)
        return {"kind": "block", "state": state, "notes": notes, "score": 1000, "complete": True}
    if content["type"] == "mobility_facts":
        longest = max(("other", *(pack["id"] for pack in content["definition"]["packs"])), key=len)
        state = {"version": 1, "chosen": longest}
        return {"kind": "block", "state": state, "notes": {}, "score": None, "complete": True}
    return {"kind": "seen"}


def worst(package: Package, note: str | None = None) -> dict[str, Any]:
    """A learner who did everything there is with the longest of everything."""
    counted = {leaf.id for unit in package.units for leaf in unit.leaves if leaf.complete != "never"}
    blocks = [content["id"] for content in contents(package) if content["type"] == "mobility_checklist"]
    bridge = {
        "owner": "0" * 32, "choice": "reporting", "device": "d" * 36, "token": "t" * 64, "refresh": "r" * 64,
        "source": "s" * 40, "nextSeq": 2**31, "departure": "2027-03-01",
        "acknowledged": dict.fromkeys(package.line_items, 1000),
        "passes": [gate.id for gate in package.gates], "unsent": blocks,
    }  # fmt: skip
    return {
        "leaves": {c["id"]: worst_record(c, note) for c in contents(package) if c["id"] in counted},
        "gates": {gate.id: {"at": 2**33 - 1, "score": 1000, "attempts": 5000} for gate in package.gates},
        "unit": max((unit.id for unit in package.units), key=len),
        "status": "passed",
        "bridge": bridge,
        "outline": "ffffffff",
        "gone": [],
    }


@pytest.fixture(scope="module", params=["ready-there-back", "awkward"])
def package(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Our own module, and a course of questions with long names."""
    if request.param == "awkward":
        return convert_course(awkward(tmp_path_factory.mktemp("course")), Options())[0]
    return convert_course(root / "courses" / request.param, Options())[0]


def awkward(folder: Path) -> Path:
    choices = "".join(f'<choice name="n{n}-{"x" * n}" correct="{n == 1}">{n}</choice>' for n in range(9))
    boxes = "".join(f'<choice correct="{n % 2 == 0}">{n}</choice>' for n in range(40))
    options = "".join(f'<option correct="{n == 0}">Möglichkeit {n} 😀</option>' for n in range(12))
    questions = [
        f"<multiplechoiceresponse><choicegroup>{choices}</choicegroup></multiplechoiceresponse>",
        f"<choiceresponse><checkboxgroup>{boxes}</checkboxgroup></choiceresponse>",
        f"<optionresponse><optioninput>{options}</optioninput></optionresponse>",
        '<stringresponse answer="a"><textline/></stringresponse>',
        '<numericalresponse answer="1"><formulaequationinput/></numericalresponse>',
    ]
    problems = [f'<problem url_name="q{n}">{question}</problem>' for n, question in enumerate(questions * 12)]
    problems.append(f'<problem url_name="all">{"".join(questions)}</problem>')
    facts = FACTS_OLX.replace('"aa"', f'"{"a-" * 32}"')
    unit = f'<vertical display_name="Unit">{"".join(problems)}{facts}</vertical>'
    return write_course(folder, {"vertical/unit.xml": unit})


def test_the_worst_case_holds_and_is_no_exaggeration(package: Package, pack: Pack) -> None:
    needed = len(pack(package, worst(package)))
    assert needed <= package.state_answers
    assert needed > 0.8 * package.state_answers


def test_private_texts_add_what_was_promised(package: Package, pack: Pack) -> None:
    needed = len(pack(package, worst(package, signs(300, 0x1F300, 0x1FAFF))))
    assert needed <= package.state_answers + package.state_private


def test_no_learner_needs_more(package: Package, pack: Pack) -> None:
    """Any part of the work, any answers: the bound is a bound."""
    dice = random.Random(11)
    everything = worst(package)
    typed = {(c["id"], str(n + 1)) for c in contents(package) for n, kind in enumerate(kinds(c)) if kind in TYPED}
    for _ in range(60):
        learner = json.loads(json.dumps(everything))
        for name in list(learner["leaves"]):
            if dice.random() < 0.5:
                del learner["leaves"][name]
            elif learner["leaves"][name]["kind"] == "problem":
                answers = learner["leaves"][name]["answers"]
                for key, longest in answers.items():
                    some = "".join(chr(dice.randrange(32, 40000)) for _ in range(20))
                    answers[key] = dice.choice([longest, some, some[:3]] if (name, key) in typed else [longest])
        assert len(pack(package, learner)) <= package.state_answers


def test_numbers_of_words_outlive_versions() -> None:
    before = word_numbers(["html/a", "html/b", "done"])
    after = word_numbers(["html/b", "html/c", "done", "zebra"])
    assert all(after[word] == before[word] for word in ("html/b", "done"))
    assert len(set(word_numbers(f"html/{n}" for n in range(20000)).values())) == 20000
    alone, met = word_numbers(["html/03695"]), word_numbers(["html/03695", "html/02110"])
    assert alone["html/03695"] not in met.values()


@pytest.mark.parametrize(("value", "bits"), [(0, 1), (1, 3), (2, 3), (3, 5), (1023, 21)])
def test_whole_numbers(value: int, bits: int) -> None:
    assert state_size.count(value) == bits
