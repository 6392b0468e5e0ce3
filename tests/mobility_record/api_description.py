"""`docs/reference/record-api.yaml` in one piece, and what it says of an answer."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from mobility_bridge import schemas

FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "record-api.yaml"
METHODS = ("get", "post", "put", "delete")


@cache
def bundled() -> dict[str, Any]:
    """The description with the bridge's schemas in it instead of references to files."""
    described: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    named = described["components"]["schemas"]
    files = {
        Path(schema["$ref"]).name: name for name, schema in named.items() if schema.get("$ref", "").startswith("..")
    }
    for file, name in files.items():
        text = json.dumps({key: value for key, value in schemas.load(file).items() if key not in ("$schema", "$id")})
        for other, place in files.items():
            text = text.replace(f'"{schemas.BASE}{other}"', f'"#/components/schemas/{place}"')
        named[name] = json.loads(text)
    return described


def operation(method: str, path: str) -> tuple[str, dict[str, Any] | None]:
    """The described path that `path` fits, and its operation; empty when there is none."""
    for template, item in bundled()["paths"].items():
        if re.fullmatch(re.sub(r"\\{\w+\\}|\{\w+\}", "[^/]+", template), path):
            return template, item.get(method.lower())
    return "", None


def fault(method: str, path: str, status: int, media_type: str, body: bytes) -> str:
    """What of an answer is not described; empty when all is."""
    template, described = operation(method, path)
    if not template or (described is None and status == 405):
        return ""
    if described is None:
        return f"{method} {template} is not described"
    response = _resolved(described["responses"].get(str(status)))
    if response is None:
        return f"{method} {template} answers {status}"
    content = response.get("content", {})
    kind = media_type.partition(";")[0]
    if (kind if body else "") not in (content or {"": None}):
        return f"{method} {template} answers {status} as {kind}"
    if kind.endswith("json") and body:
        for error in _validator(json.dumps(content[kind]["schema"])).iter_errors(json.loads(body)):
            return f"{method} {template} answers {status}: {error.message} at {error.json_path}"
    return ""


def _resolved(value: dict[str, Any] | None) -> dict[str, Any] | None:
    if value is None or "$ref" not in value:
        return value
    found: dict[str, Any] = bundled()["components"]["responses"][value["$ref"].rpartition("/")[2]]
    return found


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": bundled()["components"]})
