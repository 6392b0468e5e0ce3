"""A whole course: its blocks, its grading policy and what it says about packages (contract 2)."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files as package_files
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from scorm_export.errors import CourseError, Place
from scorm_export.files import Files, open_files
from scorm_export.gates import check_gates
from scorm_export.json_text import read_json
from scorm_export.languages import direction_of, guessed, tag_of
from scorm_export.olx import Block, CourseReader, shortened
from scorm_export.package import AssignmentType, Gate
from scorm_export.pointers import name_of
from scorm_export.root import read_root
from scorm_export.text import decoded

# Of the mistakes in one file's settings only the first is said; all of them may be a million.
MOST_ERRORS = 20
# Where policies are; other files in policies/ are lists of Studio's.
_POLICY = re.compile(r"policies/([^/]+)(?:/policy)?\.json")
_NO_RUNS = frozenset({"assets", "policy", "grading_policy"})
# What Open edX grades by where a course says nothing of its own.
_OPEN_EDX_TYPES = (
    AssignmentType("Homework", 150, 12, 2),
    AssignmentType("Lab", 150, 12, 2),
    AssignmentType("Midterm Exam", 300, 1, 0),
    AssignmentType("Final Exam", 400, 1, 0),
)
_OPEN_EDX_PASSING = 500


# Code, message, place.
Note = tuple[str, str, Place]


@dataclass(frozen=True)
class Settings:
    """The key ``mobility`` of a course's other_course_settings; everything has a default."""

    package_id: str | None = None
    gates: tuple[Gate, ...] = ()
    outcomes: Mapping[str, str] | None = None
    serves: Mapping[str, tuple[str, ...]] | None = None
    file: str | None = None


@dataclass(frozen=True)
class GradingPolicy:
    """Assignment types and the lowest passing cut-off (per mille)."""

    assignments: tuple[AssignmentType, ...]
    passing: int


@dataclass(frozen=True)
class Course:
    """What a course is, before anything is converted. ``policy`` is the course's own entry in its policy file."""

    files: Files
    root: Block
    id: str
    title: str
    language: str
    settings: Settings
    grading: GradingPolicy
    policy: Mapping[str, object]
    run: str = ""
    notes: tuple[tuple[str, str, Place], ...] = ()

    @property
    def direction(self) -> str:
        """``"rtl"`` or ``"ltr"``."""
        return direction_of(self.language)

    @property
    def ids(self) -> set[str]:
        """Every block id of the course."""
        return {block.id for block in self.root.walk()}


def read_course(path: Path) -> Course:
    """Return the course in the folder or archive ``path``; raises `CourseError`."""
    files = open_files(path)
    pointer, place = read_root(files)
    run = name_of(pointer) or pointer.get("run", "")
    notes: list[Note] = []
    policy_file = _policy_file(files, run, notes)
    policies = _only_objects(_json(files, policy_file))
    policy = policies.get(f"course/{run}", {} if _is_of(run, policy_file) else _only_course(policies))
    reader = CourseReader(files, {**policies, f"course/{name_of(pointer)}": policy}, notes)
    root = reader.block(pointer, place)
    if root.fault is not None:
        raise root.fault
    settings = _settings(root, policy, policy_file)
    check_gates(settings.gates, root, Place(settings.file))
    _check_id(root, notes, place)
    return Course(
        files=files,
        root=root,
        id=f"{shortened(root.attributes.get('org', 'org'))}+{shortened(root.attributes.get('course', 'course'))}",
        title=root.title or shortened(root.attributes.get("course", "")) or "Course",
        language=_language(root, notes),
        settings=settings,
        grading=_grading_of(files, run, policy_file, notes),
        policy=policy,
        run=run,
        notes=tuple(notes),
    )


def _policy_file(files: Files, run: str, notes: list[Note]) -> str:
    """Return where the run's policies are; a course that has but one of another name means that."""
    found = next((name for name in files.names() if _is_of(run, name)), "")
    others = [name for name in files.names() if (match := _POLICY.fullmatch(name)) and match[1] not in _NO_RUNS]
    if found or len(others) != 1:
        return found
    if run:
        message = f"The course is called “{run}”, its policies are not: Open edX does not read them, the package does."
        notes.append(("other-run", f"{message} Name the folder after the run.", Place(others[0])))
    return others[0]


def _is_of(run: str, policy_file: str) -> bool:
    return policy_file in (f"policies/{run}/policy.json", f"policies/{run}.json")


def _only_course(policies: Mapping[str, dict[str, object]]) -> dict[str, object]:
    entries = [entry for key, entry in policies.items() if key.startswith("course/")]
    return entries[0] if len(entries) == 1 else {}


def _check_id(root: Block, notes: list[Note], place: Place) -> None:
    """Two courses that name neither would be one to an LMS, and to a record."""
    missing = [name for name in ("org", "course") if not root.attributes.get(name)]
    if missing:
        message = f"The course does not name its {' and its '.join(missing)}, so its packages have no id of their own."
        notes.append(("unnamed-course", f"{message} Add that, or give --package-id.", place))


def _json(files: Files, name: str) -> dict[str, Any]:
    """Return the JSON object in file ``name``; an absent file is an empty object."""
    if name not in files:
        return {}
    try:
        value = read_json(decoded(files.read(name))[0], parse_constant=_no_constant)
    except ValueError as error:  # also numbers of thousands of digits
        line = getattr(error, "lineno", None)
        raise CourseError(f"The JSON is broken: {error}.", Place(name, line)) from error
    if not isinstance(value, dict):
        raise CourseError("Expected a JSON object {…}.", Place(name, 1))
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _language(root: Block, notes: list[Note]) -> str:
    """Return the course's language (BCP 47); where it names none, what its titles are written in, else English."""
    written = root.attributes.get("language", "")
    if written:
        if tag_of(written) is None:
            message = f"“{written}” is no language tag such as “de” or “pt-BR”; “en” is taken."
            notes.append(("language", message, root.place))
        return tag_of(written) or "en"
    found = guessed(block.title for block in root.walk())
    if found is None:
        return "en"
    message = f"The course does not say its language; by its letters “{found}” is taken. Set it in Studio."
    notes.append(("language-unsaid", message, root.place))
    return found


def _only_objects(policies: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    return {key: value for key, value in policies.items() if isinstance(value, dict)}


def _settings(root: Block, policy: Mapping[str, object], file: str) -> Settings:
    """Read ``mobility`` from the policy file, else from the JSON attribute Studio writes on <course>."""
    other = policy.get("other_course_settings")
    if other is None and "other_course_settings" in root.attributes:
        file = root.place.file or "course.xml"
        other = _attribute_json(root.attributes["other_course_settings"], file)
    if isinstance(other, str):
        other = _attribute_json(other, file)
    if other is None:
        return Settings()
    if not isinstance(other, dict):
        raise CourseError("other_course_settings must be a JSON object {…}.", Place(file))
    mobility = other.get("mobility")
    if mobility is None:
        return Settings()
    _check(mobility, "mobility-settings.schema.json", file)
    return Settings(
        package_id=mobility.get("package_id"),
        gates=tuple(_gate(gate) for gate in mobility.get("gates", [])),
        outcomes={outcome["id"]: outcome["text"] for outcome in mobility.get("outcomes", [])},
        serves={block: tuple(ids) for block, ids in mobility.get("serves", {}).items()},
        file=file,
    )


def _attribute_json(text: str, file: str) -> object:
    try:
        return read_json(text)
    except ValueError as error:
        raise CourseError(f"other_course_settings holds no JSON: {error}.", Place(file)) from error


def _check(value: object, schema: str, file: str) -> None:
    text = (package_files("scorm_export") / "schemas" / schema).read_text(encoding="utf-8")
    found = islice(Draft202012Validator(json.loads(text)).iter_errors(value), MOST_ERRORS)
    errors = sorted(found, key=lambda e: list(map(str, e.path)))
    if errors:
        top = "mobility" if schema.startswith("mobility") else ""
        where = "/".join(str(part) for part in [top, *errors[0].path] if part != "")
        raise CourseError(f"{where}: {errors[0].message[:300]}.", Place(file))


def _gate(gate: Mapping[str, Any]) -> Gate:
    return Gate(gate["id"], gate["block"], gate["minimum"], tuple(dict.fromkeys(gate["locks"])), gate.get("why", ""))


def _as_in_a_new_course(notes: list[Note]) -> GradingPolicy:
    """Return what Open edX reckons with where a course brings no grading policy."""
    notes.append(("no-grading-policy", "The course has no grading policy; Open edX's own is taken.", Place()))
    return GradingPolicy(_OPEN_EDX_TYPES, _OPEN_EDX_PASSING)


def _grading_of(files: Files, run: str, policy_file: str, notes: list[Note]) -> GradingPolicy:
    """Return the grading policy: of the run, beside its policies, or, as in 2012, beside course.xml."""
    folder = policy_file.rpartition("/")[0]
    for file in (f"policies/{run}/grading_policy.json", f"{folder}/grading_policy.json", "grading_policy.json"):
        if file in files:
            return _grading(_json(files, file), file)
    return _as_in_a_new_course(notes)


def _grading(policy: Mapping[str, Any], file: str) -> GradingPolicy:
    """Read grading_policy.json; what it does not say is as in Open edX's own policy."""
    _check(policy, "grading-policy.schema.json", file)
    assignments = tuple(
        AssignmentType(
            type=entry["type"],
            weight=_thousandths(entry["weight"]),
            min_count=int(entry.get("min_count", 0)),
            drop_count=int(entry.get("drop_count", 0)),
        )
        for entry in policy.get("GRADER", [])
    )
    passing = _passing(policy["GRADE_CUTOFFS"].values()) if "GRADE_CUTOFFS" in policy else _OPEN_EDX_PASSING
    return GradingPolicy(assignments if "GRADER" in policy else _OPEN_EDX_TYPES, passing)


def _thousandths(weight: float) -> float:
    """Return a whole number where that says the same: a third stays a third."""
    whole = round(weight * 1000)
    return whole if whole / 1000 == weight else weight * 1000


def _passing(cutoffs: Iterable[float]) -> int:
    """Return the lowest cut-off above zero, rounded up, so that nobody passes below it; 0 when there is none."""
    lowest = min((cutoff for cutoff in cutoffs if cutoff > 0), default=0)
    return math.ceil(Decimal(str(lowest)) * 1000)
