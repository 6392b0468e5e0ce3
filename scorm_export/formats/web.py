"""A web site: the package without an LMS, on any server or from a folder, and offline after the first visit.

The service worker needs to know every file with its digest, so that it never keeps a mix of two versions.
"""

import base64
import json
from collections.abc import Mapping

from scorm_export.content import Content, digest_of
from scorm_export.formats.site import site_files, with_version
from scorm_export.package import Package, script_json
from scorm_export.player_files import built

# Nothing but the browser's own room limits the state; this keeps the player's sums about notes meaningful.
STATE_LIMIT = 1_000_000
# An administrator may edit the first and drop the second; neither is part of the course.
# The last two only matter for installing the site; a server that lacks their type must not prevent offline use.
NOT_KEPT = frozenset({"mobility.json", "import-me.html", "site.webmanifest", "icon.svg"})


def web_files(package: Package) -> tuple[dict[str, Content], str]:
    """Return name → content of the whole site, and its version."""
    files = site_files(package, "web", STATE_LIMIT)
    files["icon.svg"] = built("icon.svg")
    files["site.webmanifest"] = _web_manifest(package).encode()
    files, version = with_version(package, "web", files)
    files["service-worker.js"] = _service_worker(version, files)
    return files, version


def _service_worker(version: str, files: Mapping[str, Content]) -> bytes:
    """Return the worker behind the list of what it keeps (``Files`` in player/service-worker.ts)."""
    listed = {name: _integrity(files[name]) for name in sorted(files) if name not in NOT_KEPT}
    newest = [name for name in ("mobility.json",) if name in files]
    constants = {"version": version, "kept": listed, "newest": newest}
    return f"self.mobilityFiles={script_json(constants)};\n".encode() + built("service-worker.js")


def _integrity(content: Content) -> str:
    """Return the digest as fetch's option ``integrity`` wants it (W3C Subresource Integrity)."""
    return "sha256-" + base64.b64encode(digest_of(content)).decode()


def _web_manifest(package: Package) -> str:
    """Return what a browser needs to install the site (W3C Web Application Manifest)."""
    manifest = {
        "name": package.title,
        "lang": package.language,
        "dir": package.direction,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
