"""MobilityBlock: everything our XBlocks share in Open edX (contract 12).

A block brings a `Definition`, a `State`, rules and an element; the base reads and writes OLX, keeps the learner's
state, answers the `act` handler and publishes grade, completion and evidence. Works with XBlock 5.2 and newer, with
neither Django nor xblock.utils.
"""

import logging
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from lxml import etree
from webob import Response
from xblock.completable import CompletableXBlockMixin
from xblock.core import XBlock
from xblock.fields import Float, Integer, JSONField, Scope, String

from xblocks.core import catalogue, evidence, markup, request
from xblocks.core.definition import DefinitionError
from xblocks.core.fragment import page_part
from xblocks.core.outcome import Outcome, Refused
from xblocks.core.studio import StudioEditing
from xblocks.core.weight import points

log = logging.getLogger(__name__)
CORE = Path(__file__).parent
AUTHORED = (Scope.content, Scope.settings)
NOT_FIELDS = frozenset({"url_name", "xblock-family", "xblock_family", "slug", "org", "course"})


class JsonGroup(JSONField):
    """A JSON object. `from_json` never raises (Studio calls it unguarded): what is no object is none."""

    MUTABLE = False

    def from_json(self, value: Any) -> dict[str, Any] | None:
        return value if isinstance(value, dict) else None


@XBlock.needs("i18n")
@XBlock.wants("user", "replace_urls")
class MobilityBlock(StudioEditing, CompletableXBlockMixin, XBlock):
    """Base of our blocks. A subclass sets the first five names below and its `display_name`."""

    element: str
    """Custom element that shows the block, e.g. "mobility-checklist"."""
    folder: Path
    """Where the block's `locale/` is."""
    state_class: type[Any]
    rules: ModuleType
    gradable = True
    """False for a block that has no score: it can't be given a weight, and Studio does not ask for one."""

    display_name = String(display_name="Title", default="", scope=Scope.settings)
    weight = Float(display_name="Weight", default=None, scope=Scope.settings)
    definition = JsonGroup(default=None, scope=Scope.content)
    learner_state = JsonGroup(default=None, scope=Scope.user_state)
    highest_completion = Integer(default=0, scope=Scope.user_state)

    # What it is made of

    def model(self) -> Any:
        """What the author wrote (a BlockDefinition); an empty one for a block nobody has edited yet."""
        return self.definition_class() if self.definition is None else self.definition_class.from_json(self.definition)

    def public_model(self) -> Any:
        """What may go to a browser: author HTML cleaned, course files found. A block with answers leaves them out."""
        return self.model().with_html(self._browser_html)

    def public_definition(self) -> dict[str, Any]:
        return self.public_model().to_json()

    def slots(self) -> dict[str, str]:
        """Author HTML by slot name; it stands in the page itself."""
        return {}

    def state(self) -> Any:
        return self.state_class.restore(self.model(), self.learner_state)

    # Views

    @XBlock.supports("multi_device")
    def student_view(self, context: Any = None) -> Any:  # noqa: ARG002 - XBlock's signature
        language, messages = self._texts()
        arguments = {
            "element": self.element,
            "definition": self.public_definition(),
            "state": self.state().to_json(),
            "messages": messages,
            "context": {
                "language": language,
                "direction": catalogue.direction(language),
                "departure": None,
                "readonly": False,
            },
        }
        return page_part(self, arguments, self.slots())

    def student_view_data(self, context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - XBlock's signature
        """The block's content for apps and other programs; the learner's state is not in it."""
        return {"display_name": self.display_name, "definition": self.public_definition()}

    def index_dictionary(self) -> dict[str, Any]:
        known = super().index_dictionary()
        content = {"display_name": self.display_name, "text": self.model().plain_text()}
        return {**known, "content": content, "content_type": self.fields["display_name"].default}

    # Acting

    @XBlock.handler
    def act(self, http_request: Any, suffix: str = "") -> Response:  # noqa: ARG002 - XBlock's signature
        """{"actions": [...]} → {"outcomes": [...]}; 400 for a wrong shape, 200 with `refused` for what can't be."""
        if http_request.method != "POST":
            return Response(json_body={"error": "Method must be POST"}, status=405, allow=["POST"])
        try:
            actions = request.read_actions(http_request.body)
        except request.BadRequest as error:
            return Response(json_body={"error": str(error)}, status=400)
        outcomes = self._apply(actions)
        return Response(json_body={"outcomes": [outcome.to_json() for outcome in outcomes]})

    def _apply(self, actions: list[dict[str, Any]]) -> list[Outcome[Any]]:
        definition, now = self.model(), datetime.now(UTC)
        state, outcomes = self.state(), []
        for action in actions:
            try:
                outcome = self.rules.apply(definition, state, action, now)
            except Refused as refused:
                outcome = self.rules.standing(definition, state).refuse(refused.code)
            state = outcome.state
            outcomes.append(outcome)
        done = [outcome for outcome in outcomes if outcome.refused is None]
        if done:
            self._keep(done, now)
        return outcomes

    def _keep(self, done: list[Outcome[Any]], now: datetime) -> None:
        """Saves first: whatever a receiver of grade or completion does, the learner's work is there."""
        last = done[-1]
        self.learner_state = last.state.to_json()
        self.highest_completion = max(self.highest_completion, last.completion)
        self.save()
        facts = evidence.stamped((one for outcome in done for one in outcome.evidence), self._block_id(), now)
        evidence.send(self, self._user_id(), facts)
        self.emit_completion(self.highest_completion / 1000)
        if self.has_score and last.score is not None:
            self.runtime.publish(self, "grade", {"value": last.score / 1000, "max_value": 1})

    # Grade

    @property
    def has_score(self) -> bool:
        """Graded only when the author gave a weight."""
        return self.gradable and self.weight is not None

    def max_score(self) -> int | None:
        return 1 if self.has_score else None

    # OLX

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        """Reads attributes as fields and child elements as the definition; raises DefinitionError with the line."""
        block = runtime.construct_xblock_from_class(cls, keys)
        model = cls.definition_class.from_olx(node)
        points(node.get("weight"), node.sourceline)
        own = etree.Element(node.tag)
        model.to_olx(own)
        for name, value in node.items():
            if name not in own.attrib and name not in NOT_FIELDS:
                _set_from_olx(block, name, value, node.sourceline)
        block.definition = model.to_json()
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """Writes the definition as child elements; nothing of a learner's work, and no field that was left empty."""
        super().add_xml_to_node(node)
        for name, field in self.fields.items():
            if name == "definition" or field.scope not in AUTHORED or getattr(self, name) is None:
                node.attrib.pop(name, None)
        self.model().to_olx(node)

    # Files for the browser

    def asset_url(self, name: str) -> str:
        """URL of a file in core/public. The platform makes it from the class: the base class gives all one URL."""
        core = MobilityBlock(self.runtime, scope_ids=self.scope_ids)
        return self.runtime.local_resource_url(core, f"public/{name}")

    @classmethod
    def _open_resource(cls, uri: str) -> Any:
        return files("xblocks.core").joinpath(uri).open("rb")

    # The platform's answers

    def _block_id(self) -> str:
        usage = self.scope_ids.usage_id
        return f"{self.scope_ids.block_type}/{getattr(usage, 'block_id', usage)}"

    def _user_id(self) -> int | None:
        service = self.runtime.service(self, "user")
        return service.get_current_user().opt_attrs.get("edx-platform.user_id") if service else None

    def _texts(self) -> tuple[str, dict[str, str]]:
        """The learner's language, as the platform knows it, and our texts in it; English where we have none."""
        asked = getattr(self.runtime.service(self, "i18n"), "get_language", None)
        language = str((asked() if asked else None) or "en")
        messages = catalogue.messages((CORE / "locale", self.folder / "locale"), language)
        return (language if messages else "en", messages)

    def _browser_html(self, html: str) -> str:
        service = self.runtime.service(self, "replace_urls")
        cleaned = markup.clean(html)
        return service.replace_urls(cleaned) if service else cleaned


def _set_from_olx(block: Any, name: str, value: str, line: int | None) -> None:
    field = block.fields.get(name)
    if field is None or field.scope not in AUTHORED or name == "definition":
        log.warning(
            "%s: the attribute %s is not one of this block's and was passed over", block.scope_ids.usage_id, name
        )
        return
    try:
        setattr(block, name, field.from_string(value))
    except (ValueError, TypeError) as error:
        raise DefinitionError(f'{name}="{value}": {error}', line) from error
