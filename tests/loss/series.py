"""A series of runs on one bench, and what they found, with the seeds that replay it."""

import multiprocessing
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.loss.bench import Bench
from tests.loss.formats import FORMATS
from tests.loss.run import Outcome, Run, name_of

COURSE = Path(__file__).parent.parent.parent / "courses" / "ready-there-back"


def in_parallel(
    name: str, seeds: Sequence[int], browsers: int = 2, course: Path = COURSE, pace: float = 1.0
) -> list[Outcome]:
    """Share the runs of a format among processes, each with a record of its own."""
    shares = [share for share in (list(seeds[i::browsers]) for i in range(browsers)) if share]
    with multiprocessing.get_context("spawn").Pool(len(shares)) as pool:
        found = pool.starmap(series, [(name, share, course, pace) for share in shares], chunksize=1)
    return [outcome for outcomes in found for outcome in outcomes]


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
