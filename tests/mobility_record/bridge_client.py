"""Asks the bridge as a package in a browser does, and holds every answer against its JSON Schema."""

import json
from typing import Any

from django.test import Client

from mobility_bridge import schemas


class Asker:
    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, endpoint: str, body: Any, **extra: Any) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        extra = {"HTTP_ORIGIN": "https://lms.example", **extra}
        response = self.client.post(f"/bridge/v1/{endpoint}", raw, content_type="text/plain", **extra)
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
        answer = response.json()
        name = f"{endpoint}-answer" if response.status_code == 200 else "error-answer"
        schemas.validator(f"{name}.schema.json").validate(answer)
        return response.status_code, answer
