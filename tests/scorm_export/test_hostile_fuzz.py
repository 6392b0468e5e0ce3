"""Any tree of blocks and any damage to an archive gives a package with an honest report, or one sentence."""

import io
import json
import os
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from scorm_export.check import schema_errors
from scorm_export.cli import check
from scorm_export.course import Course, read_course
from scorm_export.errors import CourseError, UsageError
from scorm_export.exporting import Options, export_course
from scorm_export.formats.registry import FORMATS
from scorm_export.report import Report
from scorm_export.report_page import report_page
from scorm_export.tags import CONTAINERS, STRUCTURES
from scorm_export.terminal import print_findings
from tests.scorm_export import hostile
from tests.scorm_export.courses import write_course

# By hand: HOSTILE_EXAMPLES=20000 pytest tests/scorm_export/test_hostile_fuzz.py
EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "60"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@given(
    course=hostile.courses(), format_name=st.sampled_from(sorted(FORMATS)), sandbox=st.booleans(), hidden=st.booleans()
)
@often
def test_any_tree_of_blocks_gives_an_honest_package_or_one_sentence(
    folder: Path, course: hostile.Course, format_name: str, sandbox: bool, hidden: bool
) -> None:
    path = hostile.write(folder / "course.zip", hostile.zipped(course))
    options = Options(format_name, sandbox_scripts=sandbox, include_hidden=hidden, lms_url="https://lms.example")
    export_and_check(path, folder / "package.zip", options)
    checked(path)


@given(kind=st.sampled_from(["zip", "tar", "tar.gz"]), damage=st.data())
@often
def test_any_damage_to_an_archive_gives_a_package_or_one_sentence(
    folder: Path, kind: str, damage: st.DataObject
) -> None:
    data = bytearray(good(kind))
    for _ in range(damage.draw(st.integers(1, 4))):
        place = damage.draw(st.integers(0, len(data)))
        data[place : place + damage.draw(st.sampled_from([0, 1, 1, 4, 100]))] = damage.draw(st.binary(max_size=4))
    path = hostile.write(
        folder / f"damaged.{kind}", bytes(data[: damage.draw(st.integers(1, len(data)) | st.just(len(data)))])
    )
    export_and_check(path, folder / "package.zip", Options())
    checked(path)


def good(kind: str, made: dict[str, bytes] = {}) -> bytes:  # noqa: B006 - made once
    if not made:
        made |= {kind: archive(kind) for kind in ("zip", "tar", "tar.gz")}
    return made[kind]


def archive(kind: str) -> bytes:
    """Return the small course as an archive."""
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        root = write_course(Path(place), {"static/a.png": hostile.PNG, "html/intro.html": '<img src="/static/a.png">'})
        files = {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }
    if kind == "zip":
        return hostile.zipped(files)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if kind == "tar.gz" else "w", format=tarfile.PAX_FORMAT) as out:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.pax_headers = len(data), {"comment": "é"}
            out.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def export_and_check(path: Path, output: Path, options: Options) -> None:
    """Export; what comes out is right, or it is one of the errors for people."""
    output.unlink(missing_ok=True)
    try:
        report, size = export_course(path, output, options)
    except (CourseError, UsageError) as error:
        assert str(error)
        assert not output.exists()
        return
    assert size == output.stat().st_size
    assert not list(output.parent.glob(".*"))
    honest(report, read_course(path))
    sound(output)


def honest(report: Report, course: Course) -> None:
    """Every leaf stands in the report once, everything adds up, everybody can read it."""
    told = report.as_json()
    assert schema_errors(json.loads(json.dumps(told)), "report.schema.json") == []
    json.dumps(told, ensure_ascii=False).encode()
    assert sum(count for name, count in told["totals"].items() if name != "blocks") == told["totals"]["blocks"]
    lines = Counter(line.id for line in report.blocks)
    leaves = {block.id for block in course.root.walk() if block.fault or block.tag not in CONTAINERS | STRUCTURES}
    assert {name for name, count in lines.items() if count > 1} == set()
    assert leaves - set(lines) == set()
    assert {name.partition("/")[0] for name in set(lines) - leaves} <= STRUCTURES
    report_page(report).encode()
    print_findings(report, Console(file=io.StringIO(), width=80))


def sound(package: Path) -> None:
    """Every name can be unpacked anywhere, and stays inside."""
    with zipfile.ZipFile(package) as out:
        names = out.namelist()
        assert out.testzip() is None
    folders = {"/".join(name.split("/")[:count]) for name in names for count in range(1, name.count("/") + 1)}
    assert len({name.casefold() for name in names}) == len(names)
    assert not folders & set(names)
    for name in names:
        assert name.isascii()
        assert len(name) <= 200
        assert all(part not in ("", ".", "..") and part[-1] not in ". " for part in name.split("/")), name


def checked(path: Path) -> None:
    """`mobility check` never ends with a traceback."""
    for flags in ([], ["--json"]):
        done = CliRunner().invoke(check, [str(path), *flags], standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, SystemExit | CourseError | UsageError), (
            done.exc_info
        )
