"""`make conformance`, or `python -m tests.conformance [JUDGE…]`: runs the judges and prints what they say.

Exit code 1 when a check failed, and under CI (`CI=true`) also when a judge could not run.
"""

import os
import sys
import time
import traceback
from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.conformance import (
    judge_acid,
    judge_capa,
    judge_demo_course,
    judge_openedx_scorm,
    judge_pythons,
    judge_schemathesis,
    judge_scormhost,
)
from tests.conformance.environments import python_of
from tests.conformance.verdicts import Check, Judge, NotRun, Verdict

JUDGES = (
    judge_capa.JUDGE,
    judge_openedx_scorm.JUDGE,
    judge_scormhost.JUDGE,
    judge_acid.JUDGE,
    judge_demo_course.JUDGE,
    judge_pythons.JUDGE,
    judge_schemathesis.JUDGE,
)
MOST_FAULTS = 40  # shown per judge


def main() -> int:
    """Run the judges named on the command line, all without a name; return the exit code."""
    wanted = set(sys.argv[1:])
    unknown = wanted - {judge.name for judge in JUDGES}
    if unknown:
        print(f"No judge is called {', '.join(sorted(unknown))}. There are: {', '.join(j.name for j in JUDGES)}.")
        return 2
    verdicts = [hear(judge) for judge in JUDGES if not wanted or judge.name in wanted]
    show(verdicts)
    if any(verdict.not_run for verdict in verdicts) and os.environ.get("CI"):
        return 1
    return 1 if any(verdict.failed for verdict in verdicts) else 0


def hear(judge: Judge) -> Verdict:
    """Run one judge to its end, whatever happens."""
    verdict = Verdict(judge.name)
    started = time.monotonic()
    try:
        python = python_of(judge)
        for check in judge.run(python):
            verdict.checks.append(check)
    except NotRun as reason:
        verdict.not_run = str(reason)
    except Exception as error:
        traceback.print_exc()
        verdict.checks.append(Check("runs to its end", f"{type(error).__name__}: {error}"))
    print(f"{judge.name}: {len(verdict.checks)} checks in {time.monotonic() - started:.0f} s", flush=True)
    return verdict


def show(verdicts: list[Verdict]) -> None:
    """Print the faults, the accepted differences and the table."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table("judge", "checks", "passed", "failed", "not run (why)")
    for verdict in verdicts:
        failed = verdict.failed
        for check in failed[:MOST_FAULTS]:
            console.print(f"FAILED {verdict.judge}: {check.name}: {check.fault}", markup=False)
        if len(failed) > MOST_FAULTS:
            console.print(f"… and {len(failed) - MOST_FAULTS} more of {verdict.judge}")
        for name, count in Counter(check.accepted for check in verdict.checks if check.accepted).items():
            console.print(f"accepted {verdict.judge}: {name} × {count}", markup=False)
        total = len(verdict.checks)
        table.add_row(verdict.judge, str(total), str(total - len(failed)), str(len(failed)), verdict.not_run)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
