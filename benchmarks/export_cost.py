"""CPU seconds and memory of one export, each in a process of its own; beside it, an interpreter that does nothing."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
# The child reads its own memory: a parent's wait4 would count what the parent had before it started the child.
CHILD = """
import json, resource, runpy, sys
sys.argv = sys.argv[1:]
try:
    if len(sys.argv) > 1:
        runpy.run_module("scorm_export", run_name="__main__", alter_sys=False)
except SystemExit as end:
    assert not end.code, end.code
used = resource.getrusage(resource.RUSAGE_SELF)
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
except OSError:
    peak = used.ru_maxrss / 1024 / 1024
print(json.dumps([used.ru_utime + used.ru_stime, peak]))
"""


def main(course: Path) -> None:
    """Print the median of five runs."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "p.zip"
        exports = [_cost("mobility", "export", str(course), "--output", str(output)) for _ in range(RUNS)]
        idle = [_cost("nothing") for _ in range(RUNS)]
        size = output.stat().st_size
    print(f"\nExport of {course} ({size / 1e6:.2f} MB zip), median of {RUNS}\n")
    print("| what | CPU s | peak MiB |\n|---|---|---|")
    for name, costs in (("mobility export", exports), ("Python alone", idle)):
        print(f"| {name} | {_median([c for c, _ in costs]):.2f} | {_median([m for _, m in costs]):.0f} |")


def _cost(*arguments: str) -> tuple[float, float]:
    """Return CPU seconds and peak resident MiB of the command with ``arguments``."""
    command = [sys.executable, "-c", CHILD, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    cpu, peak = json.loads(done.stdout.splitlines()[-1])
    return cpu, peak


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
