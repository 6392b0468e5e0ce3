"""What a block's handlers accept from a browser: JSON of bounded size and depth, in the shape contract 12 gives."""

import json
from typing import Any

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_ACTIONS = 200


class BadRequest(ValueError):
    """The request has a shape no page of ours sends; answered with 400."""


def read_json(body: bytes) -> Any:
    """The JSON value in `body`; raises BadRequest for anything else, too large or too deep."""
    if len(body) > MAX_BYTES:
        raise BadRequest(f"The request is larger than {MAX_BYTES} bytes.")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("The request is not JSON.") from error
    if not _shallow(value):
        raise BadRequest(f"The request is nested deeper than {MAX_DEPTH} levels.")
    return value


def read_actions(body: bytes) -> list[dict[str, Any]]:
    """The actions in {"actions": [...]}; raises BadRequest."""
    data = read_json(body)
    actions = data.get("actions") if isinstance(data, dict) else None
    if not isinstance(actions, list) or not all(isinstance(action, dict) for action in actions):
        raise BadRequest('The request must be {"actions": [{…}, …]}.')
    if len(actions) > MAX_ACTIONS:
        raise BadRequest(f"The request holds more than {MAX_ACTIONS} actions.")
    return actions


def _shallow(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        lists = [one if isinstance(one, list) else list(one.values()) for one in level if isinstance(one, list | dict)]
        level = [inner for one in lists for inner in one]
        if not level:
            return True
    return False
