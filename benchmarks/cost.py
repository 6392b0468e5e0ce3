"""What a program costs: CPU seconds and peak memory of its whole process, each run in a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
MIB = 1024 * 1024
# A process's own high-water mark, as the last thing it does: what wait4 tells starts with the memory of its parent.
EXPORT = """
import runpy, sys
sys.argv[0] = "mobility"
try:
    if len(sys.argv) > 1:
        runpy.run_module("scorm_export", run_name="__main__", alter_sys=False)
except SystemExit as end:
    if end.code:
        raise
finally:
    try:
        status = [line.split() for line in open("/proc/self/status")]
        print("peak", next(int(words[1]) * 1024 for words in status if words[0] == "VmHWM:"))
    except OSError:
        import resource
        print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system, children included), peak bytes of resident memory; ``failure``: what it said."""

    cpu: float
    peak: int
    failure: str = ""


class FailedError(Exception):
    """The program ended with an error; ``str()`` is the last line it wrote."""


def of_exporter(*arguments: object, runs: int = RUNS) -> Cost:
    """Return the cost of ``mobility`` with ``arguments``; of Python doing nothing without."""
    return of([sys.executable, "-c", EXPORT, *map(str, arguments)], runs=runs)


def of(command: Sequence[str], folder: Path | None = None, runs: int = RUNS) -> Cost:
    """Return the medians of ``runs``. A program that fails gives one cost with what it said."""
    try:
        costs = [_once(command, folder) for _ in range(runs)]
    except FailedError as failure:
        return Cost(0, 0, str(failure))
    middle = runs // 2
    return Cost(sorted(cost.cpu for cost in costs)[middle], sorted(cost.peak for cost in costs)[middle])


def _once(command: Sequence[str], folder: Path | None) -> Cost:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        watch = _Peak(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # Popen must not wait once more
        watch.stop()
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    own = [int(line.split()[1]) for line in lines if line.startswith("peak ")]
    if process.returncode:
        words = [line for line in lines if not line.startswith("peak ")]
        raise FailedError(words[-1] if words else f"code {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, own[-1] if own else watch.peak)


class _Peak:
    """Reads the high-water mark of a process that does not tell its own (zip), every two milliseconds."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._status = Path(f"/proc/{pid}/status")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.002):
            try:
                text = self._status.read_text(encoding="ascii", errors="replace")
            except OSError:
                return
            found = [int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("VmHWM")]
            self.peak = max([self.peak, *found])

    def stop(self) -> None:
        """Return once nothing is read any more."""
        self._over.set()
        self._thread.join()
