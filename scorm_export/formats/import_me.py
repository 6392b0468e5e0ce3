"""One page for the LMS administrator: what is in the zip, how to import it, which settings matter."""

from collections.abc import Mapping
from html import escape

from scorm_export.package import Package

STYLE = (
    "body{font:17px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{border:1px solid #888;padding:.4rem .6rem;text-align:start;vertical-align:top}"
    "@media (prefers-color-scheme:dark){body{background:#14191b;color:#eee}a{color:#8fd3de}}"
)
SETTINGS = (
    ("Moodle", "Add activity → SCORM package. Appearance: “Current window” or a new window. Grade: highest attempt. "
     "“Force new attempt”: No. “Lock after final attempt”: No. Completion: status “Passed” and “Completed”."),
    ("ILIAS", "Add new item → Learning module SCORM. Set it online. “Auto review” off, “Unlimited session timeout” on."),
    ("Open edX", "Use the SCORM XBlock. Upload the zip in Studio. “Scored” on if the course is graded."),
    ("Others", "Import as SCORM 1.2, one SCO. Keep the learner's attempt when the course is opened again."),
)  # fmt: skip


def import_me(package: Package, version: str, files: Mapping[str, bytes]) -> str:
    """Return the page as HTML."""
    size = sum(len(data) for data in files.values())
    rows = "".join(f"<tr><th scope=row>{name}</th><td>{escape(text)}</td></tr>" for name, text in SETTINGS)
    reporting = (
        f"With a claim code, the course also reports to the mobility record at <code>{escape(package.record)}</code>. "
        "Only progress, grade, passed gates and counts of checklist steps leave your LMS, under a pseudonym; no names and "
        "no free text. Your LMS must allow the browser to reach that address (Content-Security-Policy: connect-src)."
        if package.record
        else "This package reports to your LMS only. It makes no other network call."
    )
    graded = (
        f"score 0 to 100 and status “passed” from {package.passing / 10:g} % with every gate passed, else “incomplete”"
        if package.graded
        else "status “completed” when everything is done, else “incomplete”; no score"
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How to import “{escape(package.title)}”</title><style>{STYLE}</style></head>
<body><main>
<h1>How to import “{escape(package.title)}”</h1>
<p>Import the zip as it is. Do not unpack it.</p>
<h2>What it is</h2>
<ul>
<li>SCORM 1.2, one SCO, version {version}, {len(files)} files, {size / 1_000_000:.1f} MB unpacked</li>
<li>Language of the course: {escape(package.language)}</li>
<li>Package: {escape(package.id)}</li>
</ul>
<h2>Settings</h2>
<table><caption>Settings that matter, by LMS</caption><tbody>{rows}</tbody></table>
<h2>What your LMS receives</h2>
<p>It gets the {graded}; the time spent; and where the learner stopped. A new version of the same course keeps
what learners did.</p>
<h2>What else is reported</h2>
<p>{reporting}</p>
</main></body></html>
"""
