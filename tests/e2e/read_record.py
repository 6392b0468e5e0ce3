"""Prints, as JSON, what the record holds about each learner: messages in order, and the current results."""

import json

import django

django.setup()

from mobility_record.people.sealing import open_details  # noqa: E402 - Django first
from mobility_record.results.models import Evidence, Message, Result  # noqa: E402


def main() -> None:
    learners: dict[str, dict[str, object]] = {}
    for message in Message.objects.select_related("person", "line_item", "source").order_by("source_id", "seq"):
        entry = learners.setdefault(
            open_details(message.person).given_name, {"messages": [], "results": {}, "evidence": []}
        )
        evidence = list(Evidence.objects.filter(message=message).order_by("position").values("type", "block", "data"))
        entry["messages"].append([message.source.source_id, message.seq, message.line_item.tag, message.given])  # type: ignore[attr-defined]
        entry["evidence"].extend(evidence)  # type: ignore[attr-defined]
    for result in Result.objects.select_related("person", "line_item"):
        learners[open_details(result.person).given_name]["results"][result.line_item.tag] = result.per_mille  # type: ignore[index]
    print(json.dumps(learners))


if __name__ == "__main__":
    main()
