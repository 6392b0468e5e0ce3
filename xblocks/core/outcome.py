"""The answer to one action of a learner, and how numbers in it are rounded (contract 12)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, Self, TypeVar

Action = Mapping[str, Any]
"""One action as the browser sends it, e.g. {"type": "status", "item": "partner", "value": "done"}."""


class BlockState(Protocol):
    """What one learner has done: a frozen dataclass that travels as plain JSON."""

    def to_json(self) -> dict[str, Any]: ...


S = TypeVar("S", bound=BlockState)


@dataclass(frozen=True)
class Evidence:
    """What a rule reports besides score and completion; the host adds `block` and `at`."""

    type: str
    v: int
    data: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, "v": self.v, "data": dict(self.data)}


class Refused(Exception):
    """The action can't be done; `code` is from the block's own list, the view words it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Outcome(Generic[S]):
    """Score and completion are per mille (0–1000); score is None for a block that has none."""

    state: S
    score: int | None
    completion: int
    evidence: tuple[Evidence, ...] = ()
    refused: str | None = None

    @property
    def complete(self) -> bool:
        return self.completion == 1000

    def refuse(self, code: str) -> Self:
        """The same standing, as the answer to an action that was refused."""
        return replace(self, evidence=(), refused=code)

    def to_json(self) -> dict[str, Any]:
        """As the `act` handler answers and as `frontend/host.ts` describes it."""
        answer: dict[str, Any] = {
            "state": self.state.to_json(),
            "score": self.score,
            "completion": self.completion,
            "complete": self.complete,
            "evidence": [one.to_json() for one in self.evidence],
        }
        return answer if self.refused is None else {**answer, "refused": self.refused}


def per_mille(part: int, whole: int) -> int:
    """`part` of `whole` in thousandths, halves rounded up, in integers only."""
    return (2 * part * 1000 + whole) // (2 * whole)
