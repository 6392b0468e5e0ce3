"""The blocks whose rules are written twice, and how to ask them: every shared test runs on each."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from xblocks import checklist, facts
from xblocks.checklist import model as checklist_model
from xblocks.checklist import rules as checklist_rules
from xblocks.core.outcome import Outcome, Refused
from xblocks.facts import model as facts_model
from xblocks.facts import rules as facts_rules

NOW = datetime(2027, 3, 14, tzinfo=UTC)


@dataclass(frozen=True)
class Subject:
    """A block's folder, model and rules in Python. ``str`` is its OLX tag."""

    name: str
    package: ModuleType
    model: Any
    rules: Any

    def __str__(self) -> str:
        return f"mobility_{self.name}"

    @property
    def shared(self) -> dict[str, Any]:
        """What cases.json holds: "definitions" by name, and "cases"."""
        path = Path(str(self.package.__file__)).parent / "cases.json"
        shared: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return shared

    def outcome(self, definition: Any, state: Any, action: Any) -> Outcome[Any]:
        """What the rules make of one action, or of none: the standing."""
        standing: Outcome[Any] = self.rules.standing(definition, state)
        if action is None:
            return standing
        try:
            answer: Outcome[Any] = self.rules.apply(definition, state, action, NOW)
        except Refused as refused:
            return standing.refuse(refused.code)
        return answer

    def play(self, question: dict[str, Any]) -> list[Outcome[Any]]:
        """{"definition", "stored", "actions"} → the standing and one outcome per action."""
        definition = self.model.Definition.from_json(question["definition"])
        outcomes = [self.outcome(definition, self.model.State.restore(definition, question["stored"]), None)]
        for action in question["actions"]:
            outcomes.append(self.outcome(definition, outcomes[-1].state, action))
        return outcomes


CHECKLIST = Subject("checklist", checklist, checklist_model, checklist_rules)
FACTS = Subject("facts", facts, facts_model, facts_rules)
SUBJECTS = (CHECKLIST, FACTS)
