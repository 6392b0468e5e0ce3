"""The checklist in Open edX: entry point `xblock.v1`, OLX tag mobility_checklist."""

from pathlib import Path

from xblock.fields import Scope, String

from xblocks.checklist import rules
from xblocks.checklist.model import Definition, State
from xblocks.core.block import MobilityBlock


class ChecklistBlock(MobilityBlock):
    """Who does what by when before a stay abroad, and how ready the learner is."""

    element = "mobility-checklist"
    folder = Path(__file__).parent
    definition_class = Definition
    state_class = State
    rules = rules

    display_name = String(display_name="Title", default="Checklist", scope=Scope.settings)

    def slots(self) -> dict[str, str]:
        return {"introduction": self.public_model().introduction}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        """What XBlock workbenches show."""
        return [
            (
                "Checklist before a stay",
                """<mobility_checklist display_name="Before my first day" presentation="timeline">
                  <introduction><p>What has to be in place before you leave.</p></introduction>
                  <item id="mentor-name" due="-7"><text>I know the name of my mentor.</text></item>
                  <item id="ticket" owner="family" due="-14"><text>My ticket is bought.</text></item>
                </mobility_checklist>""",
            )
        ]
