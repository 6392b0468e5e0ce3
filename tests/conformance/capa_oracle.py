"""Runs in capa's own environment: Open edX's grader answers JSON lines.

{"xml", "cases": [{"1": answer, …}]} → [{"1": ["correct" | "incorrect" | "refused", [hint text, …]]}, …]
{"texts": [what a learner typed]}    → [number | null, …]; null when capa reads no real, finite number in it
"""

import json
import logging
import math
import re
import sys
from gettext import NullTranslations
from typing import Any
from unittest.mock import MagicMock

from django.conf import settings

settings.configure(
    STATIC_URL="/static/",
    FEATURES={},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
)
from calc import evaluator  # type: ignore[import-not-found] # noqa: E402 - settings first
from lxml import html  # noqa: E402
from xblocks_contrib.problem.capa.capa_problem import (  # type: ignore[import-not-found] # noqa: E402
    LoncapaProblem,
    LoncapaSystem,
)
from xblocks_contrib.problem.capa.responsetypes import StudentInputError  # type: ignore[import-not-found] # noqa: E402

SYSTEM = LoncapaSystem(
    ajax_url="/",
    anonymous_student_id="learner",
    cache=None,
    can_execute_unsafe_code=lambda: False,
    get_python_lib_zip=lambda: None,
    DEBUG=False,
    i18n=NullTranslations(),
    render_template=lambda _template, _context: "<div/>",
    resources_fs=MagicMock(root_path="."),
    seed=1,
    xqueue=None,
)


def grade(xml: str, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Grade each case as a submission of its own."""
    problem = LoncapaProblem(xml, "1", SYSTEM, MagicMock(), seed=1)
    return [submission(problem, case) for case in cases]


def submission(problem: Any, case: dict[str, Any]) -> dict[str, Any]:
    """Grade one submission; an absent answer stands for a field the learner left alone."""
    answers = {capa_id(response): answer for response, answer in case.items() if answer is not None}
    try:
        graded = problem.grade_answers(answers)
    except StudentInputError:
        return {response: ["refused", []] for response in case}
    return {
        response: [graded.get_correctness(capa_id(response)), hints(graded.get_msg(capa_id(response)))]
        for response in case
    }


def capa_id(response: str) -> str:
    """Return capa's name for the n-th response of problem 1: it counts responses from 2, fields from 1."""
    return f"1_{int(response) + 1}_1"


def hints(message: str | None) -> list[str]:
    """Return the plain texts of the hints in capa's message."""
    if not message:
        return []
    found = html.fragment_fromstring(message, create_parent="div").xpath("//*[@class='hint-text']")
    return [re.sub(r"\s+", " ", hint.text_content()).strip() for hint in found]


def value(text: str) -> float | None:
    """Return what capa's calculator makes of ``text``."""
    try:
        result = evaluator({}, {}, text)
        number = complex(result)
    except Exception:  # as capa does: whatever calc raises means that the text is no number
        return None
    return number.real if not number.imag and math.isfinite(number.real) else None


def main() -> None:
    """Answer until the input ends."""
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        question = json.loads(line)
        answer = (
            [value(text) for text in question["texts"]]
            if "texts" in question
            else grade(question["xml"], question["cases"])
        )
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
