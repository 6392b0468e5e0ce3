"""`make soak`, or `python -m tests.soak [--engine NAME] [--messages N] [--seed N] …`: exactness under fire.

Exit code 1 when anything was lost, doubled, or other than the model says.
"""

import argparse
import os
import sys

from tests.mobility_record import postgresql_server
from tests.soak.run import Size, soak


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    wanted = arguments()
    good = True
    for engine in wanted.engine or ["postgresql", "sqlite"]:
        if engine == "postgresql" and postgresql_server.programs() is None:
            print("NOT RUN – PostgreSQL: its server programs (initdb, postgres) are not installed.", flush=True)
            good = good and not os.environ.get("CI")
            continue
        messages = wanted.messages if engine == "postgresql" else wanted.messages * wanted.sqlite_share // 100
        print(f"{engine}: {messages:,} messages, seed {wanted.seed}, load {os.getloadavg()[0]:.1f}", flush=True)
        outcome = soak(engine, Size(messages, wanted.server_kills, wanted.postgresql_kills, wanted.seed))
        print("\n".join(outcome.lines()), f"\n  load at the end {os.getloadavg()[0]:.1f}\n", flush=True)
        good = good and not outcome.faults
    return 0 if good else 1


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Kills the record while it is busy.")
    parser.add_argument("--engine", action="append", choices=["postgresql", "sqlite"])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--sqlite-share", type=int, default=100, help="per cent of the messages that SQLite gets")
    parser.add_argument("--server-kills", type=int, default=20)
    parser.add_argument("--postgresql-kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
