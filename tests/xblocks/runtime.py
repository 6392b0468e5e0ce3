"""A small XBlock runtime: fields per learner, translations, the platform's user service, and what was published."""

# ruff: noqa: ARG002 - the signatures are those of XBlock's runtime

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from webob import Request
from xblock.core import XBlock
from xblock.fields import ScopeIds
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import DictKeyValueStore, KvsFieldData, NullI18nService, Runtime

from xblocks.checklist.block import ChecklistBlock
from xblocks.facts.block import FactsBlock

TYPES: dict[str, type[XBlock]] = {"mobility_checklist": ChecklistBlock, "mobility_facts": FactsBlock}


@dataclass(frozen=True)
class Usage:
    """A block's key, with the one part of an opaque key that blocks read."""

    block_type: str
    block_id: str

    def __str__(self) -> str:
        return f"{self.block_type}+{self.block_id}"


class I18n(NullI18nService):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def get_language(self) -> str:
        return self.language


class User(UserService):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def get_current_user(self) -> XBlockUser:
        user = XBlockUser(is_current_user=True, full_name=self.name)
        user.opt_attrs["edx-platform.user_id"] = 7
        return user


class ReplaceUrls:
    def replace_urls(self, text: str) -> str:
        return text.replace('"/static/', '"/assets/')


class LearnerRuntime(Runtime):
    """The blocks of one course as one learner meets them. `events`: (block id, event type, data) as published."""

    def __init__(self, store: DictKeyValueStore, learner: str | None, language: str = "en") -> None:
        services = {
            "field-data": KvsFieldData(store),
            "i18n": I18n(language),
            "user": User(learner or "author"),
            "replace_urls": ReplaceUrls(),
        }
        super().__init__(None, None, services=services)
        self.learner = learner
        self.events: list[tuple[str, str, dict[str, Any]]] = []
        self.failing: frozenset[str] = frozenset()

    def keys(self, usage: Usage) -> ScopeIds:
        return ScopeIds(self.learner, usage.block_type, usage, usage)

    def block(self, usage: Usage) -> Any:
        return self.construct_xblock_from_class(TYPES[usage.block_type], self.keys(usage))

    def call(self, usage: Usage, handler: str, body: bytes, method: str = "POST") -> Any:
        return self.handle(self.block(usage), handler, Request.blank("/", method=method, body=body))

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        if event_type in self.failing:
            raise RuntimeError(f"a receiver of {event_type} failed")
        self.events.append((str(block.scope_ids.usage_id), event_type, event_data))

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        return f"/handler/{block.scope_ids.usage_id}/{handler_name}"

    def local_resource_url(self, block: Any, uri: str) -> str:
        """As the platform makes it: from the package of the block's class."""
        cls = getattr(type(block), "unmixed_class", type(block))
        return f"/resource/{cls.__module__.rpartition('.')[0]}/{uri}"

    def resource_url(self, resource: str) -> str:
        return f"/static/{resource}"

    def wrap_xblock(self, block: Any, view: str, frag: Any, context: Any) -> Any:
        return frag

    def render_asides(self, block: Any, view_name: str, frag: Any, context: Any) -> Any:
        return frag


@dataclass
class Course:
    """Blocks and everybody's fields."""

    store: DictKeyValueStore = field(default_factory=DictKeyValueStore)

    def runtime(self, learner: str | None = "ana", language: str = "en") -> LearnerRuntime:
        return LearnerRuntime(self.store, learner, language)

    def add(self, olx: str) -> Usage:
        """Imports one block and gives its key; raises what the block raises."""
        node = etree.fromstring(olx)
        usage = Usage(node.tag, node.get("url_name"))
        author = self.runtime(None)
        block = TYPES[node.tag].parse_xml(node, author, author.keys(usage))
        block.save()
        return usage

    def export(self, usage: Usage, learner: str | None = None) -> Any:
        node = etree.Element("unknown")
        self.runtime(learner).block(usage).add_xml_to_node(node)
        return node


@contextmanager
def receiving(signal: Any, receiver: Any) -> Iterator[None]:
    """Connects `receiver` to a Django signal for a while."""
    signal.connect(receiver)
    try:
        yield
    finally:
        signal.disconnect(receiver)
