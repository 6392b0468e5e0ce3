"""Definitions, stored states and actions of the blocks for hypothesis: believable and hostile ones."""

from typing import Any

from hypothesis import strategies as st

from xblocks.checklist.model import STATUSES

IDS = ["a", "b", "mentor-name", "constructor", "valueof", "0", "-", "x" * 64]
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**6)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)

ITEM = st.fixed_dictionaries(
    {
        "text": WORDS,
        "help": st.just("") | WORDS,
        "owner": st.sampled_from(["me", "school", "host", "coordinator", "family"]),
        "required": st.booleans(),
        "due": st.none() | st.integers(-730, 730),
    }
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=6))
    return {
        "presentation": draw(st.sampled_from(["list", "timeline"])),
        "introduction": draw(st.just("") | WORDS.map(lambda word: word.replace("<", "").replace("&", ""))),
        "items": [{"id": one, **draw(ITEM)} for one in ids],
    }


NOTE = (
    st.text(max_size=20)
    | st.sampled_from(["", "😀" * 300, "😀" * 301, "x" * 300, "x" * 301, "a\ud83d", "\udc00b", "</script>"])
    | JSON
)
ACTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.just("status"),
            "item": st.sampled_from([*IDS, "gone", "__proto__"]),
            "value": st.sampled_from([*STATUSES, "toString", ""]) | JSON,
        }
    )
    | st.fixed_dictionaries({"type": st.just("note"), "item": st.sampled_from(IDS) | JSON, "value": NOTE})
    | st.dictionaries(st.sampled_from(["type", "item", "value", "__proto__"]), JSON, max_size=3),
    max_size=12,
)
ANSWERS = st.dictionaries(
    st.sampled_from([*IDS, "gone", "A B", "__proto__", "x" * 65, "a\n"]),
    st.fixed_dictionaries({}, optional={"status": st.sampled_from([*STATUSES, "ready"]) | JSON, "note": NOTE}) | JSON,
    max_size=5,
)
STORED = (
    st.fixed_dictionaries(
        {},
        optional={
            "version": st.sampled_from([1, 1, 1, 1.0, 2, True, "1"]),
            "edition": st.sampled_from(["811c9dc5", "f840dee8", ""]) | JSON,
            "items": ANSWERS | JSON,
            "gone": ANSWERS | JSON,
            "best": st.integers(-1, 1001) | JSON,
        },
    )
    | JSON
)
CHECKLIST = st.fixed_dictionaries({"definition": definitions(), "stored": STORED, "actions": ACTIONS})
"""A question for both twins, as `Subject.play` takes it."""

# Facts

PACK_IDS = ["fi", "pt", "constructor", "valueof", "0", "-", "x" * 64]
FACT = st.fixed_dictionaries(
    {
        "topic": st.sampled_from(["Breaks and rest", "Under 18"]),
        "text": WORDS,
        "applies": st.just("") | WORDS,
        "checked": st.sampled_from(["2026-11", "2026-11-30", "2025-01"]),
        "review": st.sampled_from(["2027-11", "2027-02-28", "2026-11"]),
        "source": WORDS,
        "url": st.sampled_from(["", "https://example.org/?a=1&b=2", "javascript:alert(1)", "not an address"]),
        "language": st.sampled_from(["", "fi", "pt-PT"]),
    }
)


@st.composite
def facts_definitions(draw: st.DrawFn) -> dict[str, Any]:
    def facts() -> list[dict[str, Any]]:
        ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=3))
        return [{"id": one, **draw(FACT)} for one in ids]

    ids = draw(st.lists(st.sampled_from(PACK_IDS), unique=True, max_size=4))
    otherwise = draw(st.booleans())
    return {
        "introduction": draw(st.just("") | WORDS.map(lambda word: word.replace("<", "").replace("&", ""))),
        "question": draw(WORDS),
        "packs": [{"id": one, "title": draw(WORDS), "facts": facts()} for one in ids],
        "otherwise": {"title": draw(WORDS) if otherwise else "", "html": "<p>Ask.</p>" if otherwise else ""},
    }


CHOICE = st.sampled_from([*PACK_IDS, "other", "gone", "__proto__", "x" * 65, "fi\n", ""]) | JSON
FACTS = st.fixed_dictionaries(
    {
        "definition": facts_definitions(),
        "stored": st.fixed_dictionaries(
            {}, optional={"version": st.sampled_from([1, 1, 1, 1.0, 2, True, "1"]), "chosen": CHOICE}
        )
        | JSON,
        "actions": st.lists(
            st.fixed_dictionaries({"type": st.just("choose"), "value": CHOICE})
            | st.dictionaries(st.sampled_from(["type", "value", "__proto__"]), JSON, max_size=3),
            max_size=8,
        ),
    }
)
