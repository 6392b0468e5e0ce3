"""What many runs share: the course as a package, a record that knows it, and a code for each learner."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorm_export.exporting import Options, convert_course
from scorm_export.package import Package
from tests.e2e.record import RunningRecord
from tests.loss.codec import Codec
from tests.loss.faults import Front
from tests.loss.formats import Format


class Bench:
    """One record behind a breakable network, one package. ``names``: the learners, each with a claim code."""

    def __init__(self, format: Format, course: Path, names: list[str]) -> None:
        self.format = format
        self._folder = tempfile.TemporaryDirectory(prefix="loss-")
        self.folder = Path(self._folder.name)
        self.front = Front()
        self.front.begin()
        self.record = RunningRecord(self.folder)
        self.front.port = self.record.port
        output = self.folder / "package.zip"
        self.files = format.export(course, output, self.front.url)
        self.codec = Codec(self.files)
        self.package: Package = convert_course(course, Options())[0]
        self.units: list[tuple[str, list[dict[str, Any]]]] = [
            (unit.title, [json.loads(json.dumps(content)) for content in unit.contents]) for unit in self.package.units
        ]
        self.record.command("register-package", output)
        self.codes: dict[str, str] = self.record.script("seed_record", *names)["codes"]
        self.record.start()

    def held(self) -> dict[str, "Reported"]:
        """What the record holds of each learner."""
        found = self.record.script("read_record")
        return {name: Reported(**entry) for name, entry in found.items()}

    def end(self) -> None:
        """Stop everything."""
        self.codec.end()
        self.record.stop()
        self.front.end()
        self._folder.cleanup()


@dataclass(frozen=True)
class Reported:
    """One learner in the record. ``messages``: [source, seq, line item, per mille]; ``results``: the current ones."""

    messages: list[tuple[str, int, str, int]]
    results: dict[str, int]
    evidence: list[dict[str, Any]]

    def differences(self, expected: dict[str, int], passes: list[str]) -> list[str]:
        """Return where this is not what was done: ``expected`` results, ``passes`` the blocks of gates that were passed."""
        found = [
            f"{item} is {self.results.get(item)}, not {value}"
            for item, value in expected.items()
            if self.results.get(item) != value
        ]
        numbers: dict[str, list[int]] = {}
        for source, seq, *_ in self.messages:
            numbers.setdefault(source, []).append(seq)
        # A number may be left out after a kill (what it was for had arrived already); none may be used twice.
        found += [f"{source} sent {seqs}" for source, seqs in numbers.items() if len(set(seqs)) < len(seqs)]
        if len(numbers) > 1:
            found.append(f"there are {len(numbers)} sources")
        told = sorted(each["block"] for each in self.evidence if each["type"] == "check.passed")
        return found if told == sorted(passes) else [*found, f"passed: {told}, not {sorted(passes)}"]
