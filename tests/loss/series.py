"""A series of runs on one bench, and what they found, with the seeds that replay it."""

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.loss.bench import Bench
from tests.loss.formats import FORMATS
from tests.loss.run import Outcome, Run, name_of

COURSE = Path(__file__).parent.parent.parent / "courses" / "ready-there-back"


def series(name: str, seeds: list[int], course: Path = COURSE, pace: float = 1.0) -> list[Outcome]:
    """Run one seed after the other; compare with the record in the end."""
    bench = Bench(FORMATS[name], course, [name_of(seed) for seed in seeds])
    outcomes = []
    try:
        with sync_playwright() as playwright:
            for seed in seeds:
                outcomes.append(Run(playwright, bench, seed, pace).play())
                tell(outcomes[-1:])
        compare_record(bench, outcomes)
    finally:
        bench.end()
    return outcomes


def compare_record(bench: Bench, outcomes: list[Outcome]) -> None:
    """Hold the record against what each run expects of it."""
    held = bench.held()
    for outcome in outcomes:
        reported = held.get(name_of(outcome.seed))
        if outcome.expected is None:
            outcome.record += [f"{len(reported.messages)} messages without a claim"] if reported else []
        elif reported is None:
            outcome.record.append("the record knows nothing")
        else:
            outcome.record += reported.differences(outcome.expected, outcome.passes)
        tell([outcome] if outcome.record else [])


def tell(outcomes: Iterable[Outcome]) -> None:
    """Print what went wrong, with the seed that replays it."""
    for outcome in outcomes:
        if not outcome.good:
            print(f"--format {outcome.format} --seed {outcome.seed} ({outcome.disaster}, {outcome.host}):", flush=True)
            for kind in ("lost", "status", "illegal", "record", "errors"):
                for line in getattr(outcome, kind):
                    print(f"  {kind}: {line}", flush=True)
