"""Polls: `poll` and `survey` of xblock-poll, and Open edX's old `poll_question`.

A package knows one learner only, so the answer is kept and what the class answered is not shown.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from scorm_export import state_size
from scorm_export.convertors.activity import activity
from scorm_export.convertors.base import Context, Converted
from scorm_export.convertors.placeholder import placeholder
from scorm_export.convertors.poll_items import Item, Items
from scorm_export.markdown import markdown_html, markdown_line
from scorm_export.olx import Block
from scorm_export.state_size import MOST_ATTEMPTS
from scorm_export.xml import inner_html, take_out

DETAIL = "the learner's answer is kept; what the class answered is not shown"
# The one question of a poll; learners' states do not hold it.
QUESTION = "question"

Shown = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is asked. ``most``: how often a learner may answer, 0 for any number."""

    questions: list[Shown]
    answers: list[Shown]
    feedback: str = ""
    most: int = 0


class PollConvertor:
    """Converts `<poll>`, `<survey>` and `<poll_question>`."""

    tags = ("poll", "survey", "poll_question")

    def convert(self, block: Block, context: Context) -> Converted:
        """Return the form, or a placeholder when the author wrote nothing to choose from."""
        items = Items(block, context)
        asked = _READERS[block.tag](items)
        if not asked.questions or not asked.answers:
            items.warn("poll-empty", "has no question or no answers that can be read; fill it in or remove it")
            return placeholder(block, "The author has not filled in this poll.", context, "empty")
        words = frozenset({"choice", "submissions", *(item["id"] for item in [*asked.questions, *asked.answers])})
        return activity(
            block,
            "poll",
            vars(asked),
            _largest_state(block.tag, asked, words),
            title=block.title or block.attributes.get("block_name", "").strip(),
            words=words,
            text=" ".join(str(item.get("html", "")) for item in asked.questions),
            status="simplified",
            detail="; ".join([DETAIL, *([f"left out: {', '.join(context.dropped)}"] if context.dropped else [])]),
        )


def _largest_state(tag: str, asked: Asked, words: frozenset[str]) -> Mapping[str, Any]:
    longest = max((str(answer["id"]) for answer in asked.answers), key=lambda text: state_size.string(text, words))
    choice = {question["id"]: longest for question in asked.questions} if tag == "survey" else longest
    return {"choice": choice, "submissions": asked.most or MOST_ATTEMPTS}


def _poll(items: Items) -> Asked:
    question = items.text(items.block.attributes.get("question")) or items.block.title
    return Asked(
        [{"id": QUESTION, "html": _html(items, markdown_html(question)), "picture": None}],
        [_marked_up(items, item) for item in items.listed("answers")],
        _feedback(items),
        _most(items),
    )


def _survey(items: Items) -> Asked:
    return Asked(
        [_marked_up(items, item) for item in items.listed("questions")],
        [{"id": item.id, "text": item.text or item.description or item.id} for item in items.listed("answers")],
        _feedback(items),
        _most(items),
    )


def _poll_question(items: Items) -> Asked:
    """Answers are elements here, and all else is the question; ``reset="false"``: answered once and for all."""
    node = deepcopy(items.block.node)
    answers = [child for child in node if child.tag == "answer"]
    texts = [Item(items.id(answer.get("id")), inner_html(answer)) for answer in answers]
    for answer in answers:
        take_out(answer)
    if not all(item.id for item in texts):
        items.warn("poll-broken", "answers: an answer has no id, so it is left out")
    question = inner_html(node) or items.block.title
    again = items.block.attributes.get("reset", "true").strip().lower() != "false"
    return Asked(
        [{"id": QUESTION, "html": _html(items, question), "picture": None}],
        [
            {"id": item.id, "html": _html(items, item.text) or item.id, "picture": None}
            for item in items.distinct("answers", [item for item in texts if item.id])
        ],
        most=0 if again else 1,
    )


_READERS: Mapping[str, Callable[[Items], Asked]] = {"poll": _poll, "survey": _survey, "poll_question": _poll_question}


def _marked_up(items: Items, item: Item) -> Shown:
    """Return the item with its text as HTML and its picture, if the course has the file."""
    picture = _picture(items, item)
    words = "" if picture else item.description or item.id
    return {"id": item.id, "html": _html(items, markdown_line(item.text)) or words, "picture": picture}


def _picture(items: Items, item: Item) -> Shown | None:
    if not item.picture:
        return None
    source = items.context.assets.carry(item.picture, items.block.place)
    if source is None:
        items.warn("poll-picture", f"The picture {item.picture[:200]} is no file of this course, so it is left out")
        return None
    if not item.description and not item.text:
        items.warn("poll-picture", f"The picture {item.picture[:200]} has no description; learners hear “{item.id}”")
    return {"src": source, "alt": item.description or ("" if item.text else item.id)}


def _feedback(items: Items) -> str:
    return _html(items, markdown_html(items.text(items.block.attributes.get("feedback"))))


def _html(items: Items, markup: str) -> str:
    return items.context.html(markup, items.block.place)


def _most(items: Items) -> int:
    """Open edX: once, unless the author says otherwise."""
    value = items.block.attributes.get("max_submissions", "1").strip('" ')
    if re.fullmatch("[0-9]{1,9}", value):
        return min(int(value), MOST_ATTEMPTS)
    items.warn("poll-broken", f"max_submissions is “{value[:40]}”, no number; learners answer once")
    return 1
