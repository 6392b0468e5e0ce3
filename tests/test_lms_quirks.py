"""docs/reference/lms-quirks.md keeps its word: every line names a test, and every test it names exists."""

import re
from pathlib import Path

import pytest

NAMED = re.compile(r'"([^"]+)" \(`([^`]+)`\)')
HEADING = "| what LMSs do or want | what we do | test |"


def lines(root: Path) -> list[str]:
    """The rows of the page's tables of quirks."""
    page = (root / "docs" / "reference" / "lms-quirks.md").read_text(encoding="utf-8")
    tables = [part.split("\n\n")[0] for part in page.split(HEADING)[1:]]
    return [row for table in tables for row in table.splitlines() if row.startswith("| ")]


def stands_in(name: str, text: str) -> bool:
    """True when ``text`` is a test file that holds a test, or a row of a table of tests, called ``name``."""
    if name.startswith("test_"):
        return re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE) is not None
    quoted = f'"{re.escape(name)}"'
    return (
        re.search(rf"^ *(?:test\(|\](?: as const)?\)\(|test\.each\(.*\)\(|\[)\s*{quoted},", text, re.MULTILINE)
        is not None
    )


def test_every_line_names_tests_that_exist(root: Path) -> None:
    rows = lines(root)
    assert len(rows) > 50
    missing = []
    for row in rows:
        named = NAMED.findall(row)
        if not named:
            missing.append(f"no test: {row}")
        for name, file in named:
            path = root / file
            if not path.is_file() or not stands_in(name, path.read_text(encoding="utf-8")):
                missing.append(f"{file}: {name}")
    assert missing == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('  test("a b", () => {', True),
        ('  test.each([["x"]])("a b", (x) => {', True),
        ('])("a b", (x) => {', True),
        ('    ["a b", choice(), 1],', True),
        ('  // test("a b", () => {', False),
        ('  test("a b c", () => {', False),
        ('  expect("a b").toBe(1)', False),
    ],
)
def test_only_real_tests_count(text: str, found: bool) -> None:
    assert stands_in("a b", text) is found
