"""The report as one page for teachers: what came along, what did not and why, what to do. No scripts, no requests.

The machine-readable report is `Report.as_json` (contract 10); this page says the same in words.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from scorm_export.errors import NotBuiltError
from scorm_export.report import BlockLine, Problem, Report
from scorm_export.report_words import FORMATS, SEVERITIES, explanations, part, problem_heading

HERE = Path(__file__).parent
TOKENS = HERE / "preview" / "assets" / "tokens.css"
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STATUSES = {
    "carried": ("Came along", "✓"),
    "simplified": ("Simplified", "◐"),
    "left_out": ("Left out", "✕"),
    "hidden": ("Only for staff", "–"),
}
LOST = {
    "simplified": ("What was simplified", "These parts are in the package, but not as they are in Open edX."),
    "left_out": ("What was left out", "Learners see a short note in place of each of these parts. They do not count for the grade."),
    "hidden": ("What is only for staff", "Learners do not see these parts in Open edX, so they are not in the package."),
}  # fmt: skip


def report_page(report: Report) -> str:
    """Return the page; every text of the course is escaped. Raises `NotBuiltError`."""
    if not TOKENS.is_file():
        raise NotBuiltError(f"{TOKENS} is missing. Run “make build”, or install from a wheel.")
    style = TOKENS.read_text(encoding="utf-8") + (HERE / "report_page.css").read_text(encoding="utf-8")
    title = report.course_title or report.course_id
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>Export report: {escape(title)}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>What came along: {_authors(title, report)}</h1>
<p>This page says what happened to each part of the course when it was exported from Open edX as a package
({escape(FORMATS.get(report.format, report.format))}{_version(report)}).</p>
{_verdict(report)}
</header>
<main>
{"".join(_sections(report))}</main>
</body>
</html>
"""


def _sections(report: Report) -> Iterator[str]:
    yield _counts(report)
    for status, (heading, lead) in LOST.items():
        yield _lost(report, status, heading, lead)
    yield _problems(report)
    yield _room(report)
    yield _next(report)
    yield _everything(report)


def _authors(text: str, report: Report, tag: str = "bdi") -> str:
    """Return the author's words in the author's language."""
    return f'<{tag} lang="{escape(report.language)}" dir="auto">{escape(text)}</{tag}>'


def _version(report: Report) -> str:
    return f", version {escape(report.package_version)}" if report.package_version else ""


def _verdict(report: Report) -> str:
    kind = "whole" if report.complete else "parts"
    return f'<div class="verdict {kind}"><p>{"✓" if report.complete else "!"} {escape(verdict(report))}</p></div>'


def verdict(report: Report) -> str:
    """Say in one sentence whether everything came along."""
    totals = report.totals
    told = sum(problem.severity != "info" for problem in report.problems)
    shown = totals["blocks"] - totals["hidden"]
    if not totals["simplified"] and not totals["left_out"]:
        everything = "Everything that learners see came along as it is"
        return f"{everything}; {_many(told, 'thing')} to look at." if told else f"{everything}."
    lost = [
        f"{totals[status]:,} {words}"
        for status, words in (("simplified", "simplified"), ("left_out", "left out"))
        if totals[status]
    ]
    return f"{totals['carried']:,} of {_many(shown, 'part')} came along as they are, {' and '.join(lost)}."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _counts(report: Report) -> str:
    totals = report.totals
    most = max(1, *(totals[status] for status in STATUSES))
    rows = "".join(
        f'<tr class="{status}"><th scope="row"><span aria-hidden="true">{sign}</span> {name}</th>'
        f'<td class="number">{totals[status]:,}</td>'
        f'<td aria-hidden="true">{_bar(totals[status], most)}</td></tr>'
        for status, (name, sign) in STATUSES.items()
    )
    return (
        f'<h2>In numbers</h2><table class="counts"><caption>{_many(totals["blocks"], "part")} of the course</caption>'
        f"<tbody>{rows}</tbody></table>\n"
    )


def _bar(count: int, most: int) -> str:
    return f'<span class="bar" style="inline-size:{100 * count / most:.1f}%"></span>' if count else ""


def _lost(report: Report, status: str, heading: str, lead: str) -> str:
    lines = [line for line in report.blocks if line.status == status]
    if not lines:
        return ""
    # A unit's parts stand together in the report; those of one unit under one heading in any case.
    order = {unit: place for place, unit in enumerate(dict.fromkeys(line.unit for line in lines))}
    lines.sort(key=lambda line: order[line.unit])
    groups = "".join(
        f'<h3>{_unit(unit, report)}</h3><ul class="cards">{"".join(_card(line, report) for line in group)}</ul>'
        for unit, group in groupby(lines, key=lambda line: line.unit)
    )
    return f"<h2>{heading} ({len(lines):,})</h2><p>{lead}</p>{groups}\n"


def _unit(unit: str, report: Report) -> str:
    title = report.unit_titles.get(unit)
    name = _authors(title, report) if title else "Unit"
    return f'{name} <small class="id">{escape(unit)}</small>'


def _card(line: BlockLine, report: Report) -> str:
    title = _authors(line.title, report, "b") if line.title else "<b>Without a title</b>"
    why = f"<p>{escape(_sentence(line.detail))}</p>" if line.detail else ""
    more = "".join(f'<p class="quiet">{escape(words)}</p>' for words in explanations(line.detail))
    return (
        f'<li class="card">{title} <span class="quiet">({escape(part(line.type))})</span> '
        f'<small class="id">{escape(line.id)}</small>{why}{more}</li>'
    )


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "!", "?", ")")) else f"{whole}."


def _problems(report: Report) -> str:
    if not report.problems:
        return ""
    found = []
    for severity, (heading, lead) in SEVERITIES.items():
        problems = [problem for problem in report.problems if problem.severity == severity]
        if problems:
            found.append(f"<h3>{heading} ({len(problems):,})</h3><p>{lead}</p>{''.join(_kinds(problems))}")
    return f"<h2>What the exporter noticed</h2>{''.join(found)}\n"


def _kinds(problems: Iterable[Problem]) -> Iterator[str]:
    by_heading: dict[str, list[Problem]] = {}
    for problem in problems:
        by_heading.setdefault(problem_heading(problem.code), []).append(problem)
    for heading, group in by_heading.items():
        lines = "".join(f"<li>{_place(problem)}{escape(problem.message)}</li>" for problem in group)
        yield f"<h4>{escape(heading)}</h4><ul>{lines}</ul>"


def _place(problem: Problem) -> str:
    return f"<code>{escape(str(problem.place))}</code>: " if str(problem.place) else ""


def _room(report: Report) -> str:
    return f"<h2>Room for answers</h2><p>{escape(room(report))}</p>\n"


def room(report: Report) -> str:
    """Say whether the answers of a learner who does everything fit into what an LMS keeps."""
    if report.limit is None:
        return "A web site keeps answers in the learner's own browser; there is room for all of them."
    used = f"{report.worst_case:,} of {report.limit:,} characters"
    if report.worst_case <= report.limit:
        return f"All answers fit: {used}."
    if any(problem.code == "state-too-large" for problem in report.problems):
        return (
            f"The answers of a learner who does everything may not fit: up to {used}. "
            "Split the course into several packages, or take SCORM 2004, which keeps more."
        )
    return (
        f"All answers fit. With long private notes it can be up to {used}; the learner is told before one is refused."
    )


def _next(report: Report) -> str:
    steps = []
    if any(problem.severity == "error" for problem in report.problems):
        steps.append("Mend what stands under “Mend these first” in Studio, then export again.")
    if report.totals["simplified"] or report.totals["left_out"]:
        steps.append("Read what was simplified and left out, and decide whether learners still have all they need.")
    steps.append("Play the package once as a learner: <code>mobility preview FILE.zip</code>.")
    if report.format == "web":
        steps.append("Unpack the zip on a web server. The page <code>import-me.html</code> in it says how.")
    else:
        steps.append(
            "Give the zip to the people who run your LMS. The page <code>import-me.html</code> in it has the settings."
        )
    steps.append("Keep this page: it says what learners in the package do not get.")
    return f"<h2>What to do next</h2><ol>{''.join(f'<li>{step}</li>' for step in steps)}</ol>\n"


def _everything(report: Report) -> str:
    rows = "".join(
        f"<tr><td>{_authors(line.title or '–', report)}</td><td>{escape(part(line.type))}</td>"
        f'<td>{STATUSES[line.status][0]}</td><td><small class="id">{escape(line.id)}</small></td></tr>'
        for line in report.blocks
    )
    head = "<tr><th>Title</th><th>Kind</th><th>In the package</th><th>Id</th></tr>"
    return (
        f"<h2>All parts</h2><details><summary>Show the list of {_many(len(report.blocks), 'part')}</summary>"
        f'<table class="wide"><thead>{head}</thead><tbody>{rows}</tbody></table></details>\n'
    )
