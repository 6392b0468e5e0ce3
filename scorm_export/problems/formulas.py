"""Formula answers: compared with the right one at points that the exporter chooses, the same in every export."""

import re
from random import Random

from lxml import etree

from scorm_export.problems import expressions
from scorm_export.problems.numbers import old_hints, tolerance
from scorm_export.problems.reading import Clean, Response, Unsupported

MOST_SAMPLES = 20
MOST_VARIABLES = 20


def formula(node: etree._Element, clean: Clean) -> list[Response]:
    """Read `<formularesponse>`."""
    case_sensitive = _case_sensitive(node)
    near, percent = tolerance(node)
    hints = [
        {**_sampled(found, case_sensitive), "hint": text}
        for found, text in reversed(old_hints(node, "formulahint", clean))
    ]
    return [
        {
            "kind": "formula",
            **_sampled(node, case_sensitive),
            "caseSensitive": case_sensitive,
            "tolerance": near,
            "percent": percent,
            "hints": hints,
        }
    ]


def _case_sensitive(node: etree._Element) -> bool:
    kinds = node.get("type", "").split(",")
    return "cs" in kinds and "ci" not in kinds


def _sampled(node: etree._Element, case_sensitive: bool) -> Response:
    answer, stated = node.get("answer", ""), node.get("samples", "")
    variables, ranges, count = _samples(stated)
    expressions.check(answer, "answer", variables, case_sensitive)
    dice = Random(f"{answer} {stated}")  # noqa: S311 - the same points in every export
    samples = [[dice.uniform(low, high) for low, high in ranges] for _ in range(count)]
    return {"answer": answer.strip(), "variables": variables, "samples": samples}


def _samples(stated: str) -> tuple[list[str], list[tuple[float, float]], int]:
    """Read "x,y@1,2:3,4#10": ten points with x from 1 to 3 and y from 2 to 4."""
    parts = re.fullmatch(r"([^@]*)@([^:#]*):([^:#]*)#\s*([0-9]{1,4})\s*", stated)
    if not parts:
        raise Unsupported(f"its samples “{stated[:40]}” can't be read")
    variables = parts[1].split(",")
    try:
        ranges = list(zip(map(float, parts[2].split(",")), map(float, parts[3].split(",")), strict=False))
    except ValueError:
        raise Unsupported(f"its samples “{stated[:40]}” are no numbers") from None
    finite = all(abs(end) < 1e300 for pair in ranges for end in pair)
    if not finite or len(variables) > min(len(ranges), MOST_VARIABLES) or int(parts[4]) < 1:
        raise Unsupported(f"its samples “{stated[:40]}” can't be used")
    return variables, ranges[: len(variables)], min(int(parts[4]), MOST_SAMPLES)
