"""Values against our JSON Schemas."""

import json
from importlib.resources import files

from jsonschema import Draft202012Validator


def schema_errors(value: object, schema: str) -> list[str]:
    """Return what is wrong with ``value`` under one of our schemas, such as ``report.schema.json``."""
    text = (files("scorm_export") / "schemas" / schema).read_text(encoding="utf-8")
    return [error.message for error in Draft202012Validator(json.loads(text)).iter_errors(value)]
