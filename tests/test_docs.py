"""The documentation keeps its word: links lead somewhere, commands exist, settings are explained."""

import re
import subprocess
import sys
from pathlib import Path

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/**/*.md", "courses/**/*.md", "xblocks/**/*.md")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(root: Path) -> list[Path]:
    return sorted(path for pattern in PAGES for path in root.glob(pattern))


def test_every_link_inside_the_project_leads_somewhere(root: Path) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_command_in_the_documentation_exists(root: Path) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages(root))
    named = set(re.findall(r"mobility (export|check|preview|demo|record)\b", text))
    assert named == {"export", "check", "preview", "demo", "record"}
    for sub in sorted(set(re.findall(r"(?:^|`)mobility record ([a-z][a-z-]+)", text, re.MULTILINE))):
        done = subprocess.run(
            [sys.executable, "-m", "scorm_export", "record", sub, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"mobility record {sub}: {done.stderr}"


def test_every_make_target_in_the_documentation_exists(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for page in pages(root):
        for target in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8")):
            assert target in targets, f"{page.name}: make {target}"
    assert {"help", "build", "demo", "test", "check", "format", "bench", "conformance", "clean"} <= targets


def test_every_decision_says_why(root: Path) -> None:
    for record in sorted((root / "docs" / "decisions").glob("0*.md")):
        text = record.read_text(encoding="utf-8")
        assert "## Context" in text, record.name
        assert "## Decision" in text, record.name
