"""Runs in its own environment: puts the Acid XBlock on the runtime our block tests use and prints what it says.

One line of JSON per check: [name, fault], the fault empty when Acid is content.
"""

import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from django.conf import settings

settings.configure(USE_TZ=True)

from acid import AcidBlock  # type: ignore[import-not-found] # noqa: E402 - settings first
from webob import Request  # noqa: E402

from tests.xblocks.runtime import TYPES, Course, LearnerRuntime, Usage  # noqa: E402

VIEWS = {"student_view": "ana", "studio_view": None}
ROW = re.compile(r'data-handler-url="([^"]+)"\s+data-scope="([^"]+)"\s+data-value="([^"]+)"')
SHARED = ("user_state_summary",)


class AddressedRuntime(LearnerRuntime):
    """The tests' runtime with whole handler addresses: Acid looks at suffix and query too."""

    def handler_url(
        self,
        block: Any,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,  # noqa: ARG002
    ) -> str:
        """Return /handler/<usage>/<handler>/<suffix>?<query>."""
        return f"{super().handler_url(block, handler_name)}/{suffix}?{query}"


def main() -> None:
    """Print every check."""
    TYPES["acid"] = AcidBlock
    course = Course()
    usage = course.add('<acid url_name="acid"/>')
    for view, learner in VIEWS.items():
        for scope, address, value in rows(course, usage, view, learner):
            say(f"{view}: {scope} is kept", call(course, learner, usage, address, value))
    for scope, address, value in rows(course, usage, "student_view", "ana"):
        answer = call(course, "ben", usage, address, value)
        shared = scope in SHARED
        fault = "another learner does not see it" if shared and answer else ""
        say(f"{scope} is {'shared' if shared else 'one learner’s own'}", fault or ("" if shared or answer else "seen"))


def rows(course: Course, usage: Usage, view: str, learner: str | None) -> Iterator[tuple[str, str, str]]:
    """Yield (scope, handler address, value) of each storage test on Acid's page."""
    runtime = AddressedRuntime(course.store, learner)
    block = runtime.block(usage)
    content = runtime.render(block, view).content
    block.save()
    found = ROW.findall(content)
    if not found:
        raise SystemExit(f"Acid's {view} holds no storage test")
    for address, scope, value in found:
        yield scope, unescape(address), value


def call(course: Course, learner: str | None, usage: Usage, address: str, value: str) -> str:
    """Return what Acid complains of when the address is called; empty when it is content."""
    path, _, query = address.partition("?")
    suffix = path.rpartition("/")[2]
    request = Request.blank(f"/?{query}", POST={"VALUE": value})
    runtime = AddressedRuntime(course.store, learner)
    answer = json.loads(runtime.handle(runtime.block(usage), "check_storage", request, suffix).body)
    return "" if answer["status"] == "ok" else str(answer["message"])


def say(name: str, fault: str) -> None:
    """Print one check."""
    print(json.dumps([name, fault]), flush=True)


if __name__ == "__main__":
    main()
