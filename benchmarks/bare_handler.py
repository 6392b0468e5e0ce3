"""The least that an HTTP server in Python can do with the same SQL: parse, look the token up, append, answer.

No framework, no checks, no refusals: the upper bound that `record_cost` compares the service with.
"""

import hashlib
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import django

django.setup()  # for the statements only: no request meets it

from mobility_record.results.ledger_postgresql import APPEND  # noqa: E402  # after Django is set up
from mobility_record.stays.senders import POSTGRESQL as SENDER  # noqa: E402  # after Django is set up

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
_CONNECTIONS = 8


class Application:
    """The ASGI application; its connections are opened at its start."""

    def __init__(self) -> None:
        self._pool: Any = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one POST; or begin and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        answer = json.dumps(await self._append(json.loads(body))).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        database = os.environ["MOBILITY_RECORD_DATABASE"]
        self._pool = await asyncpg.create_pool(database, min_size=_CONNECTIONS, max_size=_CONNECTIONS)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _append(self, told: dict[str, Any]) -> dict[str, object]:
        now_us = time.time_ns() // 1000
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(numbered(SENDER), hashlib.sha256(told["token"].encode()).digest())
            line_items = json.loads(row[8])
            rows = [_row(index, event, line_items, now_us) for index, event in enumerate(told["events"])]
            found = await connection.fetch(numbered(APPEND), row[3], row[4], json.dumps(rows), "self-reported")
        return {"accepted": [told["events"][place]["id"] for place, _moved in found], "now": now_us}


def _row(position: int, event: dict[str, Any], line_items: dict[str, list[int]], now_us: int) -> dict[str, Any]:
    score = event["score"]
    times = {"claimed_us": now_us, "at_us": now_us, "received_us": now_us, "reached_us": now_us}
    points = {"given": score["scoreGiven"], "maximum": score["scoreMaximum"], "per_mille": score["scoreGiven"]}
    progress = {"activity": score["activityProgress"], "grading": score["gradingProgress"], "evidence": []}
    what = {"position": position, "event_id": event["id"], "seq": event["seq"]}
    return {**what, "line_item_id": line_items[event["lineitem"]][0], **times, **points, **progress}


def numbered(statement: str) -> str:
    """`%s` as PostgreSQL itself counts them: `$1`, `$2` …"""
    parts = statement.split("%s")
    return parts[0] + "".join(f"${number}{part}" for number, part in enumerate(parts[1:], 1))


application = Application()
