"""Runs the command in children of one process, each with little memory, processor time and room on the disk.

As a program it answers requests, one JSON object a line; `Limited` starts it and asks.
"""

import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
MIB = 2**20
TRACEBACK = 99
# Ceilings of a tenth, so that tests reach them soon.
LOW = {
    "file_set.MAX_READ_ALL": 32 * MIB, "olx.MAX_BLOCKS": 5000, "check.reading.MAX_BLOCKS": 5000, "olx.MAX_MARKS": 150_000,
    "check.reading.MAX_MARKS": 150_000, "olx.MAX_TEXT": 16 * MIB, "sums.MAX_TEXTS": 32 * MIB, "xml.MOST_MARKS": 100_000,
    "assets.MAX_INSIDE_ALL": 16 * MIB,
}  # fmt: skip


@dataclass(frozen=True)
class Done:
    """How a run ended: exit code (negative: the signal), what it said, its largest memory in MiB."""

    code: int
    out: str
    err: str
    memory: int

    @property
    def sentence(self) -> str:
        """The one error it named."""
        errors = [line.removeprefix("Error: ") for line in self.err.splitlines() if line.startswith("Error: ")]
        assert len(errors) == 1, self
        return errors[0]


class Limited:
    """The program, running. ``tmp`` is the folder for temporary files that its children get."""

    def __init__(self, tmp: Path) -> None:
        self.tmp = tmp
        command = [sys.executable, "-m", "tests.scorm_export.limited"]
        self._program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, *words: object, memory: int = 600, seconds: int = 60, file: float = 4096, low: bool = False) -> Done:
        """Run `mobility` with at most so many MiB of memory, seconds of processor time, and MiB in one file.

        ``low``: with ceilings of a tenth.
        """
        limits = {"RLIMIT_AS": memory * MIB, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": int(file * MIB)}
        request = {"words": [str(word) for word in words], "limits": limits, "tmp": str(self.tmp), "low": low}
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps(request) + "\n")
        self._program.stdin.flush()
        return Done(**json.loads(self._program.stdout.readline()))

    def stop(self) -> None:
        """End the program."""
        self._program.communicate()


def refused(limited: Limited, course: Path, words: str) -> None:
    """Exporting and checking end with one sentence; nothing is left behind."""
    output = course.parent / "package.zip"
    before = snapshot(course.parent)
    for command in (("export", course, "-o", output), ("check", course)):
        done = limited.run(*command)
        assert done.code == 1, done
        assert re.search(words, done.sentence), done
        assert len(done.sentence) < 2200
    assert snapshot(course.parent) == before
    assert not list(limited.tmp.iterdir())


def harmless(limited: Limited, course: Path) -> dict[str, bytes]:
    """The course is exported; the package and nothing else is new. Returns the package."""
    output = course.parent / "package.zip"
    before = snapshot(course.parent)
    done = limited.run("export", course, "-o", output)
    assert done.code == 0, done
    assert snapshot(course.parent) - before == {output}
    assert not list(limited.tmp.iterdir())
    with zipfile.ZipFile(output) as package:
        return {name: package.read(name) for name in package.namelist()}


def snapshot(folder: Path) -> set[Path]:
    """Return everything below ``folder``."""
    return set(folder.rglob("*"))


def main() -> None:
    """Answer requests until there are no more."""
    import scorm_export.check
    import scorm_export.cli
    import scorm_export.terminal  # so that no child has to load them again

    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), scorm_export.cli.main)), flush=True)


def _answer(request: dict[str, Any], command: Any) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os._exit(_run(request, command))
        _, status, used = os.wait4(child, 0)
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode("utf-8", "replace"))
        code = os.waitstatus_to_exitcode(status)
        return {"code": code, "out": said[0], "err": said[1], "memory": used.ru_maxrss // 1024}


def _run(request: dict[str, Any], command: Any) -> int:
    for name, limit in request["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    tempfile.tempdir = request["tmp"]
    for name, ceiling in LOW.items() if request["low"] else ():
        module, _, constant = name.rpartition(".")
        setattr(importlib.import_module(f"scorm_export.{module}"), constant, ceiling)
    sys.argv = ["mobility", *request["words"]]
    try:
        command()
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except BaseException:
        import traceback

        traceback.print_exc()
        return TRACEBACK
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main()
