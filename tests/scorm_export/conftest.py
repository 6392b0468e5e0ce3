"""What tests against hostile courses share."""

from collections.abc import Iterator

import pytest

from tests.scorm_export.courses import write_course
from tests.scorm_export.limited import Limited


@pytest.fixture(scope="session")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    """The command in children with little of everything."""
    program = Limited(tmp_path_factory.mktemp("temporary"))
    yield program
    program.stop()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small course."""
    root = write_course(tmp_path_factory.mktemp("course"), {"html/intro.html": '<img src="/static/p" alt="P">'})
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
