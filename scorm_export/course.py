"""A whole course: its blocks, its grading policy and what it says about packages (contract 2)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files as package_files
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from scorm_export.errors import CourseError, Place
from scorm_export.files import Files, open_files
from scorm_export.gates import check_gates
from scorm_export.json_text import read_json
from scorm_export.olx import Block, CourseReader, name_of, read_root, shortened
from scorm_export.package import AssignmentType, Gate

LANGUAGE = r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}"
# Of the mistakes in one file's settings only the first is said; all of them may be a million.
MOST_ERRORS = 20
RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ks", "ps", "ur", "yi"})


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
        return "rtl" if self.language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"

    @property
    def ids(self) -> set[str]:
        """Every block id of the course."""
        return {block.id for block in self.root.walk()}


def read_course(path: Path) -> Course:
    """Return the course in the folder or archive ``path``; raises `CourseError`."""
    files = open_files(path)
    pointer, place = read_root(files)
    run = name_of(pointer) or pointer.get("run", "")
    policy_file = next((name for name in (f"policies/{run}/policy.json", f"policies/{run}.json") if name in files), "")
    policies = _only_objects(_json(files, policy_file))
    reader = CourseReader(files, policies)
    root = reader.block(pointer, place)
    if root.fault is not None:
        raise root.fault
    grading_file = f"policies/{run}/grading_policy.json"
    policy = policies.get(f"course/{run}", {})
    settings = _settings(root, policy, policy_file)
    check_gates(settings.gates, root, Place(settings.file))
    notes = list(reader.notes)
    language = _language(root.attributes.get("language", ""), notes, root.place)
    grading = (
        _grading(_json(files, grading_file), grading_file) if grading_file in files else _as_in_a_new_course(notes)
    )
    return Course(
        files=files,
        root=root,
        id=f"{shortened(root.attributes.get('org', 'org'))}+{shortened(root.attributes.get('course', 'course'))}",
        title=root.title or shortened(root.attributes.get("course", "")) or "Course",
        language=language,
        settings=settings,
        grading=grading,
        policy=policy,
        run=run,
        notes=tuple(notes),
    )


def _json(files: Files, name: str) -> dict[str, Any]:
    """Return the JSON object in file ``name``; an absent file is an empty object."""
    if name not in files:
        return {}
    try:
        value = read_json(files.read(name).decode("utf-8-sig"), parse_constant=_no_constant)
    except ValueError as error:  # also bytes that are no UTF-8, and numbers of thousands of digits
        line = getattr(error, "lineno", None)
        raise CourseError(f"The JSON is broken: {error}.", Place(name, line)) from error
    if not isinstance(value, dict):
        raise CourseError("Expected a JSON object {…}.", Place(name, 1))
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _language(written: str, notes: list[tuple[str, str, Place]], place: Place) -> str:
    """Return the course's language (BCP 47); English when it names none or something else."""
    if not written or re.fullmatch(LANGUAGE, written):
        return written.replace("_", "-") or "en"
    notes.append(("language", f"“{written}” is no language tag such as “de” or “pt-BR”; “en” is taken.", place))
    return "en"


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
    return Gate(gate["id"], gate["block"], gate["minimum"], tuple(gate["locks"]), gate.get("why", ""))


def _as_in_a_new_course(notes: list[tuple[str, str, Place]]) -> GradingPolicy:
    """Return what Open edX reckons with where a course brings no grading policy."""
    notes.append(("no-grading-policy", "The course has no grading policy; Open edX's own is taken.", Place()))
    weights = (("Homework", 150, 12, 2), ("Lab", 150, 12, 2), ("Midterm Exam", 300, 1, 0), ("Final Exam", 400, 1, 0))
    return GradingPolicy(tuple(AssignmentType(*each) for each in weights), 500)


def _grading(policy: Mapping[str, Any], file: str) -> GradingPolicy:
    """Read grading_policy.json; one without cut-offs passes a course at 50 %."""
    _check(policy, "grading-policy.schema.json", file)
    cutoffs = policy.get("GRADE_CUTOFFS", {}).values()
    assignments = tuple(
        AssignmentType(
            type=entry["type"],
            weight=round(entry["weight"] * 1000),
            min_count=int(entry.get("min_count", 0)),
            drop_count=int(entry.get("drop_count", 0)),
        )
        for entry in policy.get("GRADER", [])
    )
    return GradingPolicy(assignments, round(min(cutoffs, default=0.5) * 1000))
