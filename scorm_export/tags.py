"""Which OLX tags hold other blocks."""

CONTAINERS = frozenset({"course", "chapter", "sequential", "vertical"})
# Blocks that hold other blocks and decide who sees which.
STRUCTURES = frozenset(
    {
        "library_content", "itembank", "split_test", "conditional", "randomize", "problemset", "wrapper",
        "videosequence",
    }
)  # fmt: skip
# Markup that stands between blocks by mistake; Open edX drops it.
STRAY = frozenset({
    "a", "b", "blockquote", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ol", "p", "pre", "span", "strong", "table", "u", "ul",
})  # fmt: skip
# Lessons: what they hold are units.
LESSONS = frozenset({"sequential", "problemset", "videosequence"})
