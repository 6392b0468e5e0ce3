"""The learners of the mini LMS and what it keeps for each: the run-time data of the last commit, and every call."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scorm_export.preview.kinds import is_run_time_data

MAX_CALLS = 5000


@dataclass(frozen=True)
class Learner:
    """A fictional learner; ``name`` as SCORM wants it, “Last, First”."""

    id: str
    name: str
    about: str


LEARNERS = (
    Learner("lena", "Hartwig, Lena", "18, electronics, goes from Germany to Finland"),
    Learner("marcos", "Villalba, Marcos", "20, electronics, goes from Spain to Germany"),
    Learner("yara", "Claes, Yara", "18, hospitality, goes from Belgium to Portugal"),
)


def _read(path: Path) -> Any:
    """Return what a file holds; a damaged one is as good as none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None


@dataclass
class Gradebook:
    """Keeps CMI data per learner, in memory and, with a folder, on disk; safe for several threads."""

    folder: Path | None = None
    _cmi: dict[str, dict[str, Any]] = field(default_factory=dict)
    _calls: dict[str, list[Any]] = field(default_factory=dict)
    _newest: dict[str, tuple[str, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            for path in self.folder.glob("*.json"):
                kept = _read(path)
                if is_run_time_data(kept):
                    self._cmi[path.stem] = kept

    def commit(self, learner: str, cmi: dict[str, Any], visit: str = "", number: int = 0) -> None:
        """Keep ``cmi`` as the learner's newest data; written to disk in one step.

        Of one page's ``visit`` a lower ``number`` that arrives late (beacons overtake each other) changes nothing.
        """
        with self._lock:
            if self._newest.get(learner, ("", 0)) > (visit, number) and self._newest[learner][0] == visit:
                return
            self._newest[learner] = (visit, number)
            self._cmi[learner] = cmi
            if self.folder is not None:
                temporary = self.folder / f".{learner}.tmp"
                temporary.write_text(json.dumps(cmi, ensure_ascii=False), encoding="utf-8")
                temporary.replace(self.folder / f"{learner}.json")

    def cmi(self, learner: str) -> dict[str, Any]:
        """Return the newest data; empty before the first commit."""
        with self._lock:
            return self._cmi.get(learner, {})

    def log(self, learner: str, calls: list[Any]) -> None:
        """Add SCORM calls ``[name, arguments, result, error]`` to the learner's list."""
        with self._lock:
            kept = self._calls.setdefault(learner, [])
            kept.extend(calls)
            del kept[:-MAX_CALLS]

    def calls(self, learner: str) -> list[Any]:
        """Return the calls so far."""
        with self._lock:
            return list(self._calls.get(learner, []))

    def forget(self, learner: str) -> None:
        """Drop all data of a learner: a fresh attempt."""
        with self._lock:
            self._cmi.pop(learner, None)
            self._calls.pop(learner, None)
            if self.folder is not None:
                (self.folder / f"{learner}.json").unlink(missing_ok=True)
