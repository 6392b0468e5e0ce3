"""Runs in capa's own environment: Open edX's grader answers JSON lines.

{"xml", "cases": [{"1": answer, …}]} → [{"1": [verdict, [hint text, …], points]}, …]; responses are numbered by their
    fields in document order; verdict: "correct", "incorrect", "partially-correct", "refused" (the learner is told to
    answer differently) or "broken" (the page would show an error)
{"xml", "cases"} of a problem that capa can't open → "broken"
{"texts": [what a learner typed]}    → [[real, imaginary] | null, …]; null when capa reads no number in it
"""

import json
import logging
import math
import random
import re
import sys
from copy import deepcopy
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
from lxml import html  # noqa: E402  # after Django is set up
from xblocks_contrib.problem.capa.capa_problem import (  # type: ignore[import-not-found] # noqa: E402  # after Django is set up
    LoncapaProblem,
    LoncapaSystem,
)
from xblocks_contrib.problem.capa.responsetypes import StudentInputError  # type: ignore[import-not-found] # noqa: E402  # after Django is set up

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


def grade(xml: str, cases: list[dict[str, Any]]) -> list[dict[str, Any]] | str:
    """Grade each case as a submission of its own."""
    try:
        problem = LoncapaProblem(xml, "1", SYSTEM, MagicMock(), seed=1)
    except Exception:  # whatever it is, nobody can answer such a problem in Open edX
        return "broken"
    # A choice that an answer pool left out can't be chosen.
    names = [answer_id for responder in problem.responders.values() for answer_id in responder.answer_ids]
    ids = {str(number): answer_id for number, answer_id in enumerate(names, start=1)}
    return [submission(problem, case, ids) for case in cases]


def submission(problem: Any, case: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """Grade one submission; an absent answer stands for a field the learner left alone.

    Each response is graded for itself: capa's page sends all, but one that breaks must not hide the others.
    """
    answers = {ids[response]: answer for response, answer in case.items() if answer is not None}
    random.seed(1)
    found = {}
    for responder in problem.responders.values():
        mine = {response: ids[response] for response in case if ids[response] in responder.answer_ids}
        if mine:
            found |= marks(problem, responder, answers, mine)
    return found


def marks(problem: Any, responder: Any, answers: dict[str, Any], mine: dict[str, str]) -> dict[str, Any]:
    """Return what one `<…response>` says of its fields."""
    try:
        graded = responder.evaluate_answers(answers, problem.correct_map)
    except StudentInputError:
        return {response: ["refused", [], 0] for response in mine}
    except Exception:  # whatever it is, capa can't grade this answer; the judge compares that too
        return {response: ["broken", [], 0] for response in mine}
    problem.student_answers = answers
    explained = explanations(problem, responder)
    return {
        response: [
            graded.get_correctness(answer_id),
            [*hints(graded.get_msg(answer_id)), *old_hint(graded.get_hint(answer_id)), *explained],
            float(graded.get_npoints(answer_id)),
        ]
        for response, answer_id in mine.items()
    }


def explanations(problem: Any, responder: Any) -> list[str]:
    """Return the targeted feedback that Open edX shows beside the response."""
    if responder.xml.get("targeted-feedback") is None:
        return []
    tree = deepcopy(problem.tree)
    problem.done = True
    if hasattr(problem, "has_targeted"):
        del problem.has_targeted
    problem.do_targeted_feedback(tree)
    copy = next(node for node in tree.iter(responder.xml.tag) if node.get("id") == responder.id)
    feedback = next(copy.itersiblings("targetedfeedbackset"), None)
    shown = [] if feedback is None else list(feedback.iter("targetedfeedback"))
    for node in shown:
        for reader in node.findall("span[@class='sr']"):
            reader.text = ""
    return [
        folded(node.text_content() if hasattr(node, "text_content") else "".join(node.itertext())) for node in shown
    ]


def hints(message: str | None) -> list[str]:
    """Return the plain texts of the hints in capa's message."""
    if not message:
        return []
    found = html.fragment_fromstring(message, create_parent="div").xpath("//*[@class='hint-text']")
    return [folded(hint.text_content()) for hint in found]


def old_hint(text: str | None) -> list[str]:
    """Return the hint of an old `<hintgroup>`."""
    return [folded(text)] if text and folded(text) else []


def folded(text: str) -> str:
    """Return ``text`` with white space folded."""
    return re.sub(r"\s+", " ", text).strip()


def value(text: str) -> list[Any] | None:
    """Return what capa's calculator makes of ``text``; what is not finite as text."""
    try:
        number = complex(evaluator({}, {}, text))
    except Exception:  # as capa does: whatever calc raises means that the text is no number
        return None
    return [part if math.isfinite(part) else str(part) for part in (number.real, number.imag)]


def main() -> None:
    """Answer until the input ends."""
    logging.disable(logging.CRITICAL)
    import numpy as np

    np.seterr(all="ignore")
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
