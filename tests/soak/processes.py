"""A server's whole family of processes: killed at once, and its processor time (Linux, from /proc)."""

import os
import signal
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def kill(parent: int) -> None:
    """`kill -9` a process that we started, and all its children, before any of them can do one more thing."""
    os.kill(parent, signal.SIGSTOP)  # it starts no other child meanwhile
    for pid in [parent, *descendants(parent)]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def descendants(parent: int) -> list[int]:
    """The children of a process, their children, and so on."""
    parents = {pid: stat.parent for pid, stat in _all().items()}
    found, new = [], [parent]
    while new:
        new = [pid for pid, of in parents.items() if of in new]
        found += new
    return found


def cpu_seconds(parent: int) -> float:
    """Processor time that a process and its children have used, those that ended before it included."""
    known = _all()
    return sum(known[pid].ticks for pid in [parent, *descendants(parent)] if pid in known) / _TICKS


class _Stat:
    """What /proc tells of one process."""

    def __init__(self, line: str) -> None:
        words = line.rpartition(")")[2].split()
        self.parent = int(words[1])
        self.ticks = sum(map(int, words[11:15]))  # user, system, and both of the children it has waited for


def _all() -> dict[int, _Stat]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                found[int(entry.name)] = _Stat((entry / "stat").read_text())
            except OSError:
                continue
    return found
