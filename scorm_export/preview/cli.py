"""`mobility preview`: open a course or a package in the mini LMS."""

import errno
import signal
import tempfile
from pathlib import Path
from types import FrameType

import click

from scorm_export.errors import CourseError, UsageError
from scorm_export.exporting import Options, export_course
from scorm_export.formats.registry import FORMATS
from scorm_export.preview.kinds import kind_of
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package


@click.command()
@click.argument("course", metavar="COURSE|ZIP", type=click.Path(path_type=Path))
@click.option("--format", "format_name", type=click.Choice(list(FORMATS)), help="Of a course; a package says itself.")
@click.option("--port", type=click.IntRange(0, 65535), default=8401, show_default=True, help="0 takes any free port.")
@click.option("--state", type=click.Path(path_type=Path), help="Folder that keeps what learners did.")
@click.option("--hint", default="", help="A sentence for the page with the learners.")
def preview(course: Path, format_name: str | None, port: int, state: Path | None, hint: str) -> None:
    """Play a package, or a course exported on the fly, in a strict mini LMS that shows every SCORM call.

    A web site (--format web) is served as it is.
    """
    package = _package(course, format_name)
    server = _server(package, port, state, hint)
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"{'Web site' if server.site else 'Mini LMS'} at {server.url} (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Ended.")
    finally:
        server.server_close()


def _server(package: dict[str, bytes], port: int, state: Path | None, hint: str) -> MiniLms:
    try:
        gradebook = Gradebook(state)
    except OSError as error:
        raise click.ClickException(f"Can't use “{state}” as a folder for --state: {error.strerror}.") from error
    try:
        return MiniLms(("127.0.0.1", port), package, gradebook, hint)
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"can't be used ({error.strerror})"
        raise click.ClickException(f"Port {port} {why}. Choose another with --port, or 0 for any free one.") from error


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _package(path: Path, format_name: str | None) -> dict[str, bytes]:
    """Return the package at ``path``; anything but a package is taken as a course and exported first."""
    if path.is_file():
        try:
            package = read_package(path)
        except CourseError:
            if path.suffix == ".zip" and not _is_course(path):
                raise
        else:
            return _as_wanted(package, format_name)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "package.zip"
        export_course(path, output, Options(format=format_name or "scorm12"))
        return read_package(output)


def _as_wanted(package: dict[str, bytes], format_name: str | None) -> dict[str, bytes]:
    found = kind_of(package).name
    if format_name not in (None, found):
        raise UsageError(f"This package is of the format {found}. Leave --format out, or name the course itself.")
    return package


def _is_course(path: Path) -> bool:
    from scorm_export.files import open_files

    return "course.xml" in open_files(path)
