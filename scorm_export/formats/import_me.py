"""One page for whoever brings a package to learners: what is in the zip, how to import it, which settings matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from scorm_export.content import Content, size_of
from scorm_export.package import Package

STYLE = (
    "body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}th,td{border:1px solid #888;padding:.4rem .6rem;text-align:start;vertical-align:top}"
    "th{overflow-wrap:normal}@media (prefers-color-scheme:dark){body{background:#14191b;color:#eee}a{color:#8fd3de}}"
)


@dataclass(frozen=True)
class Guide:
    """What one format needs to be told. ``settings`` are (place, what to do there); all is plain text."""

    verb: str
    what: str
    first: str
    heading: str
    caption: str
    settings: tuple[tuple[str, str], ...]


MOODLE = (
    "Add activity → SCORM package. Appearance: “Current window” or a new window. Grade: highest attempt. "
    "“Force new attempt”: No. “Lock after final attempt”: No. Completion: status “Passed” and “Completed”."
)
OPEN_EDX = "Use the SCORM XBlock. Upload the zip in Studio. “Scored” on if the course is graded."
GUIDES = {
    "scorm12": Guide(
        "import",
        "SCORM 1.2, one SCO",
        "Import the zip as it is. Do not unpack it.",
        "Settings",
        "Settings that matter, by LMS",
        (
            ("Moodle", MOODLE),
            ("ILIAS", "Add new item → Learning module SCORM. Set it online. “Auto review” off, “Unlimited session timeout” on."),
            ("Open edX", OPEN_EDX),
            ("Others", "Import as SCORM 1.2, one SCO. Keep the learner's attempt when the course is opened again."),
        ),
    ),
    "scorm2004": Guide(
        "import",
        "SCORM 2004 4th Edition, one SCO",
        "Import the zip as it is. Do not unpack it.",
        "Settings",
        "Settings that matter, by LMS",
        (
            ("Moodle", f"{MOODLE} Moodle was built for SCORM 1.2; take the SCORM 1.2 package there if you can choose."),
            ("ILIAS", "Add new item → Learning module SCORM, type SCORM 2004. Set it online. “Auto review” off, "
             "“Unlimited session timeout” on."),
            ("Open edX", OPEN_EDX),
            ("Others", "Import as SCORM 2004 4th Edition. One SCO, no sequencing rules, no global objectives. "
             "Keep the learner's attempt when the course is opened again."),
        ),
    ),
    "web": Guide(
        "publish",
        "A web site, for use without an LMS",
        "Unpack the zip into a folder of a web server and give learners the address of that folder.",
        "Ways",
        "Ways to bring it to learners",
        (
            ("Web server", "Any server that hands out files will do, also in a folder below others. Put all files there as they "
             "are: a server or a service that rewrites pages or scripts on the way stops the offline use."),
            ("https", "With https the course works without a network after the first visit, and a browser can install it. "
             "With plain http it needs the network each time."),
            ("New version", "Replace all files. Learners get the new version when they open the course again after a visit "
             "with a network; never a mix of two."),
            ("USB stick", "Unpack the zip and open index.html. Everything is there; offline use and installing are not needed."),
        ),
    ),
}  # fmt: skip


def import_me(package: Package, format_name: str, version: str, files: Mapping[str, Content]) -> str:
    """Return the page as HTML."""
    guide = GUIDES[format_name]
    size = sum(map(size_of, files.values()))
    rows = "".join(f"<tr><th scope=row>{name}</th><td>{escape(text)}</td></tr>" for name, text in guide.settings)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How to {guide.verb} “{escape(package.title)}”</title><style>{STYLE}</style></head>
<body><main>
<h1>How to {guide.verb} “{escape(package.title)}”</h1>
<p>{guide.first}</p>
<h2>What it is</h2>
<ul>
<li>{guide.what}, version {version}, {len(files)} files, {size / 1_000_000:.1f} MB unpacked</li>
<li>Language of the course: {escape(package.language)}</li>
<li>Package: {escape(package.id)}</li>
</ul>
<h2>{guide.heading}</h2>
<table><caption>{guide.caption}</caption><tbody>{rows}</tbody></table>
{_received(package, format_name)}
<h2>What else is reported</h2>
<p>{_reporting(package, "server" if format_name == "web" else "LMS")}</p>
</main></body></html>
"""


def _received(package: Package, format_name: str) -> str:
    if format_name == "web":
        return """<h2>What you receive</h2>
<p>Nothing: without an LMS, what learners do stays in their browser.</p>"""
    told = _graded(package, format_name) if package.graded else _ungraded(format_name)
    return f"""<h2>What your LMS receives</h2>
<p>It gets the {told}; the time spent; and where the learner stopped. A new version of the same course keeps
what learners did.</p>"""


def _graded(package: Package, format_name: str) -> str:
    enough = f"from {package.passing / 10:g} % with every gate passed"
    failed = "“failed” when everything is done, until then " if package.report_failed else ""
    decides = (
        f" (your LMS decides by the score alone: passed from {package.mastery} %, else failed)"
        if package.mastery is not None
        else ""
    )
    if format_name == "scorm2004":
        return f"score 0 to 100, success “passed” {enough} (else {failed}“unknown”){decides}, completion and progress"
    return f"score 0 to 100 and status “passed” {enough}, else {failed}“incomplete”{decides}"


def _ungraded(format_name: str) -> str:
    if format_name == "scorm2004":
        return "completion status (“completed” when everything is done, else “incomplete”) and progress; no score"
    return "status “completed” when everything is done, else “incomplete”; no score"


def _reporting(package: Package, host: str) -> str:
    if not package.record:
        nothing = "It reports nothing." if host == "server" else "This package reports to your LMS only."
        return f"{nothing} It makes no other network call."
    return (
        f"With a claim code, the course also reports to the mobility record at <code>{escape(package.record)}</code>. "
        f"Only progress, grade, passed gates and counts of checklist steps leave your {host}, under a pseudonym; no names "
        f"and no free text. Your {host} must allow the browser to reach that address (Content-Security-Policy: connect-src)."
    )
