"""`make loss`, or `python -m tests.loss [--format NAME] [--runs N] [--seed N]`: the loss test.

Exit code 1 when anything was lost, wrong, illegal or different in the record.
"""

import argparse
import sys
import time

from rich.console import Console
from rich.table import Table

from tests.loss.formats import FORMATS
from tests.loss.run import Outcome
from tests.loss.series import in_parallel


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    wanted = arguments()
    started = time.monotonic()
    outcomes: list[Outcome] = []
    for name in wanted.format or FORMATS:
        seeds = [wanted.seed] if wanted.seed is not None else list(range(wanted.first, wanted.first + wanted.runs))
        outcomes += in_parallel(name, seeds, wanted.browsers)
    show(outcomes, (time.monotonic() - started) / 60)
    return 0 if all(outcome.good for outcome in outcomes) else 1


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.loss", description="Kills learners' browsers and looks for losses."
    )
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    parser.add_argument("--runs", type=int, default=200, help="per format")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="replay one run")
    parser.add_argument("--browsers", type=int, default=2, help="at the same time")
    return parser.parse_args()


def show(outcomes: list[Outcome], minutes: float) -> None:
    """Print the counts per format and disaster."""
    table = Table(title=f"Loss test: {len(outcomes)} runs in {minutes:.1f} minutes")
    for heading in (
        "format",
        "disaster",
        "runs",
        "answers submitted",
        "lost",
        "wrong statuses",
        "illegal calls",
        "record differences",
        "page errors",
        "minutes",
    ):
        table.add_column(heading, justify="left" if heading in ("format", "disaster") else "right")
    for key in dict.fromkeys((outcome.format, outcome.disaster) for outcome in outcomes):
        row([o for o in outcomes if (o.format, o.disaster) == key], key, table)
    row(outcomes, ("all", ""), table)
    Console(width=150).print(table)


def row(outcomes: list[Outcome], key: tuple[str, str], table: Table) -> None:
    """Add one line of sums."""
    sums = [sum(len(getattr(o, kind)) for o in outcomes) for kind in ("lost", "status", "illegal", "record", "errors")]
    counts = [len(outcomes), sum(o.shown for o in outcomes), *sums]
    table.add_row(*key, *map(str, counts), f"{sum(o.seconds for o in outcomes) / 60:.1f}")


if __name__ == "__main__":
    sys.exit(main())
