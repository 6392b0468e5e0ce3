"""A report in the terminal: what was not carried, findings grouped by file, worst first; 80 columns do, and a pipe."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from scorm_export.report import Problem, Report, Severity
from scorm_export.text import printable

ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}
STYLES: Mapping[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
NO_FILE = "The course as a whole"
MOST_ROWS = 500


def print_report(report: Report, *, err: bool = False) -> None:
    """Print what was not carried over as it is, and every problem."""
    console = Console(stderr=err, highlight=False)
    table = Table("status", "block", "unit", "detail", title=escape(printable(report.course_title)))
    lost = [line for line in report.blocks if line.status != "carried"]
    for line in lost[:MOST_ROWS]:
        table.add_row(line.status, *(escape(printable(text)) for text in (line.id, line.unit, line.detail)))
    if len(lost) > MOST_ROWS:
        table.add_row("…", f"and {len(lost) - MOST_ROWS} more; --report writes all", "", "")
    if table.row_count:
        console.print(table)
    print_findings(report, console)


def print_findings(report: Report, console: Console) -> None:
    """Print every problem of ``report`` under its file, then how many there are of each kind."""
    for file, problems in _by_file(report.problems):
        console.print(Text(printable(file), style="bold"), soft_wrap=True)
        console.print(_table(problems))
    counts = Counter(problem.severity for problem in report.problems)
    said = ", ".join(_count(counts[severity], severity) for severity in ORDER if counts[severity])
    console.print(Text(f"{printable(report.course_title) or 'This course'}: {said or 'nothing to mend'}."))


def _by_file(problems: Iterable[Problem]) -> list[tuple[str, list[Problem]]]:
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in sorted(problems, key=lambda one: (ORDER[one.severity], one.place.line or 0)):
        groups[problem.place.file or NO_FILE].append(problem)
    return sorted(groups.items(), key=lambda group: (ORDER[group[1][0].severity], group[0]))


def _table(problems: list[Problem]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(no_wrap=True, min_width=9)
    table.add_column(no_wrap=True, justify="right", min_width=4)
    table.add_column(overflow="fold")
    for problem in problems:
        message = Text.assemble(printable(problem.message), " ", (f"[{problem.code}]", "dim"))
        line = str(problem.place.line or "")
        table.add_row(Text(f"  {problem.severity}", style=STYLES[problem.severity]), line, message)
    return table


def _count(number: int, severity: Severity) -> str:
    words = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("hint", "hints")}[severity]
    return f"{number} {words[number != 1]}"
