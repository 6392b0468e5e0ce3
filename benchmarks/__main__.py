"""`make bench`: prints what our own parts cost on this machine, as the tables of docs/reference/figures.md."""

import sys
from pathlib import Path

from benchmarks import export_cost, first_paint, opening_calls, record_cost, script_sizes


def main() -> None:
    """Run every measurement; each prints its own table."""
    course = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("courses/ready-there-back")
    export_cost.main(course)
    script_sizes.main()
    opening_calls.main(course)
    first_paint.main(course)
    record_cost.main([])


if __name__ == "__main__":
    main()
