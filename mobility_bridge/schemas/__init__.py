"""The JSON Schemas (draft 2020-12) of everything that crosses the bridge, one file each, with examples beside them."""

import json
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

BASE = "https://w3id.org/blended-mobility/schemas/"
_FOLDER = resources.files(__name__)


def names() -> list[str]:
    """File names of all schemas, sorted, such as `score.schema.json`."""
    return sorted(item.name for item in _FOLDER.iterdir() if item.name.endswith(".schema.json"))


def load(name: str) -> dict[str, Any]:
    """The schema in the file `name`."""
    loaded: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return loaded


@cache
def validator(name: str) -> Draft202012Validator:
    """A validator for `name` that finds the schemas it refers to here, never on the network."""
    registry: Registry[Any] = Registry().with_resources(
        (f"{BASE}{each}", Resource.from_contents(load(each))) for each in names()
    )
    return Draft202012Validator(load(name), registry=registry)
