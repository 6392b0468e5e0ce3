"""The formats under test: how each is exported and served, and what is kept of a learner afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from scorm_export.export import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import Handler, MiniLms, read_package
from tests.loss.faults import Faults, Quiet, hang_up
from tests.loss.lms import StrictLms


@dataclass(frozen=True)
class Kept:
    """What an LMS holds. ``score``: None when none was written; ``state``: suspend_data."""

    status: str
    score: float | None
    state: str
    extra: Mapping[str, str] = field(default_factory=dict)


class Host(Protocol):
    """Where a learner opens the course."""

    faults: Faults

    @property
    def course_url(self) -> str: ...
    def kept(self) -> Kept: ...
    def illegal(self) -> list[str]: ...
    def end(self) -> None: ...


@dataclass(frozen=True)
class Format:
    """One package format. ``hosts``: the systems it is played in, by turns."""

    name: str
    hosts: tuple[str, ...]
    framed: bool = True

    def export(self, course: Path, output: Path, record: str) -> dict[str, bytes]:
        """Write the package, and return its files."""
        export_course(course, output, Options(record=record, languages=("de",)))
        return read_package(output)

    def serve(self, host: str, files: dict[str, bytes]) -> Host:
        """Begin to serve the package to one learner."""
        made = {"mini": lambda: MiniHost(files), "strict": lambda: StrictHost(self.name, files)}
        return made[host]()


FORMATS = {"scorm12": Format("scorm12", ("mini", "strict"))}


class StrictHost:
    """Our own strict LMS."""

    def __init__(self, version: str, files: dict[str, bytes]) -> None:
        self.faults = Faults()
        self.lms = StrictLms(version, files, self.faults)
        self.lms.begin()

    @property
    def course_url(self) -> str:
        """Where the learner opens the course."""
        return f"{self.lms.url}/launch/lena"

    def kept(self) -> Kept:
        """What is stored."""
        values = self.lms.values
        if self.lms.version == "scorm12":
            return kept12(values.get("cmi.core.lesson_status", ""), values.get("cmi.core.score.raw"), values)
        return kept2004(values)

    def illegal(self) -> list[str]:
        """Calls against the rules."""
        return list(self.lms.illegal)

    def end(self) -> None:
        """Stop serving."""
        self.lms.end()


class BreakableHandler(Handler):
    """The mini LMS when its server is in trouble."""

    server: "BreakableLms"

    def _route(self, method: str) -> None:
        if self.server.faults.mode == "cut":
            return hang_up(self)
        return super()._route(method)

    def _commit(self, learner_id: str, body: bytes) -> None:
        faults = self.server.faults
        if faults.mode == "error":
            return self.send_error(500)
        with faults.turn:
            faults.wait()
            if faults.mode not in ("mute", "cut"):
                return super()._commit(learner_id, body)
            self._send, answer = lambda *_: None, self._send  # type: ignore[method-assign]
            super()._commit(learner_id, body)
            self._send = answer  # type: ignore[method-assign]
        return hang_up(self)


class BreakableLms(MiniLms, Quiet):
    """The mini LMS with a switch for trouble."""

    def __init__(self, files: dict[str, bytes], faults: Faults) -> None:
        self.faults = faults
        super().__init__(("127.0.0.1", 0), files, Gradebook())
        self.RequestHandlerClass = BreakableHandler


class MiniHost:
    """The mini LMS: scorm-again."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.faults = Faults()
        self.lms = BreakableLms(files, self.faults)
        self.lms.begin()

    @property
    def course_url(self) -> str:
        """Where the learner opens the course."""
        return f"http://127.0.0.1:{self.lms.server_address[1]}/launch/lena"

    def kept(self) -> Kept:
        """What is stored."""
        cmi = self.lms.gradebook.cmi("lena")
        core = cmi.get("core", {})
        return kept12(core.get("lesson_status", ""), (core.get("score") or {}).get("raw"), flat(cmi))

    def illegal(self) -> list[str]:
        """Calls that were answered with an error; a commit that fails is the server's doing."""
        calls = self.lms.gradebook.calls("lena")
        wrong = [call for call in calls if call[3] not in ("", "0") and call[0] not in ("LMSCommit", "LMSFinish")]
        over = [
            call for call in calls if call[0] in ("LMSCommit", "LMSFinish") and call[3] not in ("", "0", "101", "391")
        ]
        return [str(call)[:300] for call in wrong + over]

    def end(self) -> None:
        """Stop serving."""
        self.lms.end()


def kept12(status: str, raw: str | None, values: Mapping[str, Any]) -> Kept:
    """SCORM 1.2's one status and score."""
    return Kept(status, float(raw) if raw not in (None, "") else None, str(values.get("cmi.suspend_data", "")), {})


def kept2004(values: Mapping[str, str]) -> Kept:
    """SCORM 2004: success and completion apart."""
    scaled = values.get("cmi.score.scaled")
    extra = {
        "completion": values.get("cmi.completion_status", "unknown"),
        "progress": values.get("cmi.progress_measure", ""),
    }
    score = None if scaled in (None, "") else float(scaled) * 100  # type: ignore[arg-type]
    return Kept(values.get("cmi.success_status", "unknown"), score, values.get("cmi.suspend_data", ""), extra)


def flat(tree: Mapping[str, Any], prefix: str = "cmi") -> dict[str, str]:
    """Nested run-time data as element → value."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        here = f"{prefix}.{name}"
        found.update(flat(value, here) if isinstance(value, Mapping) else {here: "" if value is None else str(value)})
    return found
