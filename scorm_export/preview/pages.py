"""The two pages of the mini LMS: the list of learners, and the course in its frame with the calls beside it."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from scorm_export.package import script_json
from scorm_export.preview.kinds import Kind, summary
from scorm_export.preview.learners import Learner


def home_page(title: str, learners: Sequence[Learner], kept: Mapping[str, Mapping[str, Any]], hint: str) -> str:
    """Return the list of learners, each with the status and score the LMS holds."""
    cards = "".join(_card(learner, kept.get(learner.id, {})) for learner in learners)
    note = f'<p class="hint">{escape(hint)}</p>' if hint else ""
    body = f"""<main>
<h1>{escape(title)}</h1>
<p>This is a mini LMS. Choose who you are; what you do is kept until you forget it.</p>
{note}
<ul class="cards">{cards}</ul>
</main>"""
    return _page("Mini LMS", body)


def launch_page(learner: Learner, kind: Kind, cmi: Mapping[str, Any]) -> str:
    """Return the page with the SCORM API of the package's version, the course in a frame and the list of calls."""
    who = {"id": learner.id, "name": learner.name}
    start = script_json({"learner": who, "version": kind.name, "mastery": kind.mastery, "cmi": cmi})
    body = f"""<header class="bar"><a href="/">All learners</a><p>{escape(learner.name)}</p>
<p id="status" role="status"></p></header>
<main class="frame"><h1 class="unseen">Course</h1>
<iframe id="course" title="Course" allow="fullscreen"></iframe></main>
<details class="calls"><summary>SCORM calls (<span id="count">0</span>, <span id="refused">0</span> refused)</summary>
<div class="scroll" tabindex="0" role="region" aria-label="SCORM calls"><table><thead><tr><th scope="col">Call</th>
<th scope="col">Arguments</th><th scope="col">Result</th><th scope="col">Error</th></tr></thead><tbody id="calls"></tbody></table>
</div></details>
<script type="application/json" id="start">{start}</script>
<script src="/lms/{kind.name}.min.js"></script>
<script src="/lms/strict.js"></script>
<script src="/lms/lms.js"></script>"""
    return _page(f"{learner.name} – Mini LMS", body, "launch")


def _card(learner: Learner, cmi: Mapping[str, Any]) -> str:
    status, raw = summary(cmi)
    score = f", score {escape(raw)}" if raw else ""
    name = escape(learner.name)
    return f"""<li class="card"><h2>{name}</h2><p>{escape(learner.about)}</p>
<p class="kept">{escape(status)}{score}</p>
<p><a class="go" href="/launch/{learner.id}">Open the course as {name}</a></p>
<form method="post" action="/forget/{learner.id}"><button>Forget what {name} did</button></form></li>"""


def _page(title: str, body: str, kind: str = "home") -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/lms/tokens.css"><link rel="stylesheet" href="/lms/lms.css"></head>
<body class="{kind}">{body}</body></html>
"""
