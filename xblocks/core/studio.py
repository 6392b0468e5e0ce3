"""Editing a block in Studio: a form made from the definition's JSON Schema, and saving with checks.

The browser half is studio.ts. Item ids are made and kept by the form, never by position.
"""

from collections.abc import Callable
from typing import Any

from web_fragments.fragment import Fragment
from webob import Response
from xblock.core import XBlock

from xblocks.core import request
from xblocks.core.definition import DefinitionError, check
from xblocks.core.weight import MOST, points

FRAME = (
    '<div class="mobility-studio editor-with-buttons">'
    '<div class="mobility-studio-form"></div>'
    '<p class="mobility-studio-message" role="alert"></p>'
    '<div class="xblock-actions"><ul>'
    '<li class="action-item"><button type="button" class="button action-primary save-button">Save</button></li>'
    '<li class="action-item"><button type="button" class="button cancel-button">Cancel</button></li>'
    "</ul></div></div>"
)


class StudioEditing:
    """Mixin: `studio_view` and the handler that saves it. No Django, so that every host can show the form."""

    definition_class: type[Any]
    """The block's `Definition` (a BlockDefinition)."""
    gradable: bool
    display_name: Any
    weight: Any
    definition: Any
    fields: Any
    model: Callable[[], Any]
    asset_url: Callable[[str], str]

    def studio_view(self, context: Any = None) -> Fragment:  # noqa: ARG002 - XBlock's signature
        fragment = Fragment(FRAME)
        fragment.add_javascript_url(self.asset_url("studio.js"))
        fragment.initialize_js("MobilityStudio", {"schema": self._form(), "value": self._form_value()})
        return fragment

    @XBlock.handler
    def studio_save(self, http_request: Any, suffix: str = "") -> Response:  # noqa: ARG002 - XBlock's signature
        """{"display_name", "weight", "definition"} → {"result": "success"}; 400 {"error": what to do}.

        A block that can't be graded has no "weight".
        """
        if http_request.method != "POST":
            return Response(json_body={"error": "Method must be POST"}, status=405, allow=["POST"])
        try:
            self._save_form(request.read_json(http_request.body))
        except (request.BadRequest, DefinitionError) as error:
            return Response(json_body={"error": str(error)}, status=400)
        return Response(json_body={"result": "success"})

    def _save_form(self, form: Any) -> None:
        check({**self._form(), "properties": self._own_fields() | {"definition": {"type": "object"}}}, form)
        model = self.definition_class.from_json(form["definition"])
        points(form.get("weight"))
        for name in self._own_fields():
            setattr(self, name, form[name])
        self.definition = model.to_json()

    def _form(self) -> dict[str, Any]:
        own = self._own_fields()
        return {
            "type": "object",
            "title": self.fields["display_name"].default,
            "additionalProperties": False,
            "required": [*own, "definition"],
            "properties": {**own, "definition": {**self.definition_class.schema(), "title": "Content"}},
        }

    def _own_fields(self) -> dict[str, Any]:
        title = {
            "type": "string",
            "title": "Title",
            "pattern": r"\S",
            "maxLength": 255,
            "options": {"patternmessage": "Write something."},
        }
        weight = {
            "type": ["number", "null"],
            "title": "Weight in the grade",
            "description": "Points this block can give. Empty: it is not graded.",
            "minimum": 0,
            "maximum": MOST,
        }
        return {"display_name": title, **({"weight": weight} if self.gradable else {})}

    def _form_value(self) -> dict[str, Any]:
        own = {name: getattr(self, name) for name in self._own_fields()}
        return {**own, "definition": self.model().to_json()}
