"""docs/reference/attacks.md keeps its word: all 20 rows stand there, each names tests or is not there yet, and every test exists."""

import re
from pathlib import Path

NAMED = re.compile(r'"(test_[a-z0-9_]+)" \(`(tests/[a-z0-9_/]+\.py)`\)')


def test_every_row_names_tests_that_exist(root: Path) -> None:
    page = (root / "docs/reference/attacks.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE))
    assert [int(number) for number in rows] == list(range(1, 21))
    assert [n for n, row in rows.items() if not NAMED.search(row) and "**Not there yet**" not in row] == []
    missing = [
        (file, name)
        for name, file in NAMED.findall(page)
        if f"\ndef {name}(" not in (root / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_guard_of_the_last_table_is_one_that_is_removed(root: Path) -> None:
    page = (root / "docs/reference/attacks.md").read_text(encoding="utf-8")
    removals = (root / "tests/mobility_record/removals.py").read_text(encoding="utf-8")
    told = re.findall(r"^\| ([^|]+) \| [^|]+ \| `[^`]+` \| failed, as it must \|$", page, re.MULTILINE)
    assert len(told) == len(re.findall(r"^    off\(", removals, re.MULTILINE))
    assert [guard for guard in told if f'"{guard}"' not in removals] == []
