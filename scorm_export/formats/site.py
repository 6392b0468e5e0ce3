"""The files every format shares: index.html, player, blocks, units, translations, import-me.html (contract 7)."""

import hashlib
import json
from collections.abc import Mapping
from html import escape

from scorm_export.content import Content, digest_of
from scorm_export.formats.import_me import import_me
from scorm_export.package import Package, outline, script_json
from scorm_export.player_files import built
from scorm_export.problems.key import hidden

# Not part of the package version: these name the version, or follow from it.
UNVERSIONED = frozenset({"mobility.json", "import-me.html", "imsmanifest.xml", "service-worker.js"})


def site_files(package: Package, format_name: str, limit: int) -> dict[str, Content]:
    """Return name → content of everything but the manifest, mobility.json and import-me.html."""
    files: dict[str, Content] = dict(package.files)
    files["index.html"] = _index(package, format_name, limit).encode()
    files["player.js"] = built("player.js")
    files["player.css"] = built("player.css")
    if package.record:
        files["bridge.js"] = built("bridge.js")
    if package.scripts:
        files["blocks.js"] = b"\n".join(script.strip() for script in package.scripts) + b"\n"
    for unit in package.units:
        if unit.file in files:
            raise ValueError(f"two units would share {unit.file}")
        content = script_json({"leaves": [hidden(content) for content in unit.contents]})
        files[unit.file] = f"mobilityPackage.unit({script_json(unit.id)},{content});\n".encode()
    for language, entries in package.messages.items():
        files[f"lang/{language}.js"] = (
            f"mobilityPackage.messages({script_json(language)},{script_json(entries)});\n".encode()
        )
    return files


def package_version(files: Mapping[str, Content]) -> str:
    """Return the first 12 hex digits of SHA-256 over the sorted (name, SHA-256) list (contract 1)."""
    lines = (f"{name} {digest_of(files[name]).hex()}\n" for name in sorted(files) if name not in UNVERSIONED)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def with_version(package: Package, format_name: str, files: Mapping[str, Content]) -> tuple[dict[str, Content], str]:
    """Return the files plus those that name the version, and the version."""
    version = package_version(files)
    made = dict(files)
    if package.record:
        made["mobility.json"] = _reporting(package, version).encode()
    made["import-me.html"] = import_me(package, format_name, version, files).encode()
    return made, version


def _reporting(package: Package, version: str) -> str:
    reporting = {
        "version": 1,
        "record": package.record,
        "package": package.id,
        "package_version": version,
        "line_items": list(package.line_items),
    }
    return json.dumps(reporting, indent=1) + "\n"


def _index(package: Package, format_name: str, limit: int) -> str:
    """The first unit's text stands in the page, so that something is readable at once and without scripts."""
    scripts = ["player.js", *(f"lang/{language}.js" for language in package.messages)]
    scripts += ["blocks.js"] if package.scripts else []
    tags = "\n".join(f'<script src="{name}"></script>' for name in scripts)
    links = '<link rel="stylesheet" href="player.css">'
    if format_name == "web":
        links += '\n<link rel="manifest" href="site.webmanifest">\n<link rel="icon" href="icon.svg">'
    return f"""<!doctype html>
<html lang="{escape(package.language)}" dir="{package.direction}" data-reporting="{str(bool(package.record)).lower()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(package.title)}</title>
{links}
<script type="application/json" id="outline">{script_json(outline(package, format_name, limit))}</script>
</head>
<body>
<div id="player">
<main lang="{escape(package.language)}">
<h1>{escape(package.title)}</h1>
{_first_text(package)}
</main>
</div>
<noscript><p>This course needs JavaScript to save your progress. Please switch it on and open the course again.</p></noscript>
{tags}
</body>
</html>
"""


def _first_text(package: Package) -> str:
    first = package.units[0] if package.units else None
    if first is None:
        return ""
    texts = (str(content["html"]) for content in first.contents if content["type"] == "html")
    return f"<h2>{escape(first.title)}</h2>\n" + "\n".join(texts)
