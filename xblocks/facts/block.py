"""Dated facts in Open edX: entry point `xblock.v1`, OLX tag mobility_facts."""

from pathlib import Path

from xblock.fields import Scope, String

from xblocks.core.block import MobilityBlock
from xblocks.facts import rules
from xblocks.facts.model import Definition, State


class FactsBlock(MobilityBlock):
    """The rules of the learner's own country or trade, each with its source and its date."""

    element = "mobility-facts"
    folder = Path(__file__).parent
    definition_class = Definition
    state_class = State
    rules = rules
    gradable = False

    display_name = String(display_name="Title", default="Facts", scope=Scope.settings)

    def slots(self) -> dict[str, str]:
        model = self.public_model()
        return {"introduction": model.introduction, "otherwise": model.otherwise.html}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What XBlock workbenches show."""
        return [
            (
                "Facts of a country",
                """<mobility_facts display_name="Rules in my host country">
                  <question>In which country will you work?</question>
                  <pack id="fi" title="Finland">
                    <fact id="call-112" topic="In an emergency" checked="2026-11" review="2027-11"
                        source="112.fi: The emergency number" url="https://112.fi/en/">Call 112.</fact>
                  </pack>
                  <otherwise title="Another country"><p>Ask your coordinator.</p></otherwise>
                </mobility_facts>""",
            )
        ]
