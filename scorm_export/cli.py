"""The command `mobility` (contract 11): its own subcommands, and those other parts bring by entry point.

Exit codes: 0 done; 1 the course can't be exported (or --strict and something was not carried); 2 wrong usage.
"""

import json
import signal
import sys
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

import click

from scorm_export.course import read_course
from scorm_export.errors import CourseError, NotBuiltError, UsageError
from scorm_export.exporting import Options, convert, export_course
from scorm_export.files import open_files
from scorm_export.formats.registry import FORMATS
from scorm_export.new_file import new_file
from scorm_export.report import Report

GROUP = "mobility.commands"
# Subcommands that need an extra, and a module by which one sees whether it is installed.
EXTRAS = {"record": ("record", "django"), "demo": ("record", "django")}
COURSE = click.argument("course", type=click.Path(path_type=Path))


class Commands(click.Group):
    """Subcommands from entry points; one whose extra is not installed says which extra that is."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in alphabetical order."""
        return sorted(point.name for point in entry_points(group=GROUP))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load one subcommand, or a stand-in that names the missing extra."""
        found: EntryPoint | None = next((p for p in entry_points(group=GROUP) if p.name == cmd_name), None)
        if found is None:
            return None
        extra, module = EXTRAS.get(cmd_name, ("", ""))
        if extra and find_spec(module) is None:
            return _needs_extra(cmd_name, extra)
        command = found.load()
        return command if isinstance(command, click.Command) else None


def _needs_extra(name: str, extra: str) -> click.Command:
    def say() -> None:
        raise click.ClickException(
            f"“mobility {name}” needs more than the base. Install it with: pip install 'blended-mobility[{extra}]'"
        )

    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(name, callback=say, help=f"Needs the extra “{extra}”.", context_settings=anything)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="blended-mobility")
def mobility() -> None:
    """Courses for blended mobility: export them to other LMSs, keep the record of a mobility."""


@click.command()
@COURSE
@click.option("--output", "-o", required=True, type=click.Path(path_type=Path), help="The zip to write.")
@click.option("--format", type=click.Choice(list(FORMATS)), default="scorm12", show_default=True, help="What to write.")
@click.option("--record", help="Address of the mobility record the package reports to.")
@click.option("--language", "languages", multiple=True, help="Language of the player's own texts; may be repeated.")
@click.option(
    "--report",
    "report_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write the report: a page to read when the name ends with .html, else JSON; may be repeated.",
)
@click.option("--strict", is_flag=True, help="Write nothing unless everything is carried over as it is.")
@click.option("--include-hidden", is_flag=True, help="Take units along that only staff may see.")
@click.option("--package-id", help="Identity of the package; stable over its versions.")
@click.option(
    "--mastery",
    type=click.IntRange(0, 100),
    help="Mastery score in the manifest; not for courses with gates.",
)
@click.option("--lms-url", help="Where the original course is: what stays there gets a link.")
@click.option("--sandbox-scripts", is_flag=True, help="Isolate author programs fully: without the LMS's origin.")
@click.option("--report-failed", is_flag=True, help="Let the package tell the LMS “failed”.")
def export(course: Path, output: Path, report_files: tuple[Path, ...], **options: object) -> None:
    """Export COURSE (a folder or an archive from Studio) to a package that other LMSs import."""
    if output.resolve() == course.resolve():
        raise UsageError("--output names the course itself, which would be lost. Name another file.")
    for report_file in report_files:
        if not report_file.absolute().parent.is_dir():
            raise UsageError(f"There is no folder for --report “{report_file}”.")
        if report_file.resolve() in (course.resolve(), output.resolve()):
            raise UsageError(f"--report “{report_file}” names the course or the package. Name another file.")
    report, size = export_course(course, output, Options(**options))  # type: ignore[arg-type]  # click names them alike
    for report_file in report_files:
        _write_report(report, report_file)
    _print_report(report, err=True)
    if size is None:
        raise click.ClickException(
            "Nothing was written, because --strict is on and something was not carried over as it is."
        )
    click.echo(f"{output}: {size / 1_000_000:.2f} MB, version {report.package_version}")


@click.command()
@COURSE
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(course: Path, as_json: bool) -> None:
    """Check COURSE: what a package would hold, what Studio would stumble over, what an author should mend."""
    report = _checked(course)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=1, ensure_ascii=False))
    else:
        _print_report(report)
    if any(problem.severity != "info" for problem in report.problems):
        sys.exit(1)


def _checked(course: Path) -> Report:
    """Return the report of a check; of a course that can't be exported as far as its files tell."""
    from scorm_export.check import check_course, check_files  # an export needs none of it

    files = open_files(course)
    try:
        read = read_course(course)
        package, report = convert(read, Options())
    except CourseError as error:
        if "course.xml" not in files:
            raise
        report = Report()
        report.problem("error", "not-exportable", error.message, error.place)
        check_files(files, report)
        return report
    check_course(read, package, report)
    return report


def _write_report(report: Report, path: Path) -> None:
    text = json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n"
    if path.suffix.lower() in (".html", ".htm"):
        from scorm_export.report_page import report_page  # only where someone wants the page

        text = report_page(report)
    try:
        with new_file(path) as stream:
            stream.write(text.encode("utf-8", "replace"))
    except UsageError as error:
        raise UsageError(f"Can't write --report “{path}”: {error}") from error


def _print_report(report: Report, *, err: bool = False) -> None:
    if report.problems or not report.complete or not err:
        from scorm_export.terminal import print_report  # takes as long to load as a small export

        print_report(report, err=err)
    totals = report.totals
    if totals["blocks"]:
        click.echo(
            f"{totals['blocks']} blocks: {totals['carried']} carried, {totals['simplified']} simplified, "
            f"{totals['left_out']} left out, {totals['hidden']} hidden.",
            err=err,
        )


def main() -> None:
    """Run the command; errors for people, no traceback for bad input."""
    signal.signal(signal.SIGTERM, _end)
    try:
        mobility(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    except (CourseError, NotBuiltError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except MemoryError:
        click.echo("Error: The course needs more memory than there is. Split it.", err=True)
        sys.exit(1)


def _end(number: int, _frame: object) -> None:
    """Go as one goes at an error: half-written files are taken away."""
    sys.exit(128 + number)
