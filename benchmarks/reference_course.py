"""Courses of a known size, made from a fixed seed, so that figures of any two machines and days compare.

The reference course has 5 chapters of 10 pages, each with a text of about 1.8 kB, a picture of about 47 kB that does
not compress, and a single-choice question. The block courses hold n blocks, mixed as public courses are: 55 % texts,
25 % problems, 8 % films, the rest discussions, polls and the like.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

CHAPTERS, PAGES = 5, 10
WIDTH, HEIGHT = 320, 180  # of a picture
GREYS = 91  # values a pixel may have: of 57,600 random pixels deflate leaves 47 kB
WORDS: tuple[str, ...] = ("analysis", "answer", "course", "design", "energy", "example", "figure", "learning")
WORDS += (
    "measure",
    "method",
    "module",
    "practice",
    "process",
    "question",
    "reader",
    "report",
    "result",
    "review",
    "sample",
    "section",
)
WORDS += ("signal", "student", "system", "table", "teacher", "theory", "value")
MIX: tuple[str, ...] = ("html",) * 55 + ("problem",) * 25 + ("video",) * 8 + ("discussion",) * 5 + ("poll",) * 3
MIX += ("word_cloud", "word_cloud", "survey", "done")
LEAVES, UNITS, SUBSECTIONS = 5, 4, 5  # in a unit, a subsection, a section
SUBTITLES = "\n\n".join(
    f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\nThe {n}. line is spoken." for n in range(30)
)


def write_reference(folder: Path, film: int = 0) -> Path:
    """Write the reference course; ``film`` adds a page with a film of so many random bytes. Returns the folder."""
    rng = Random(1)  # noqa: S311 - no secret
    files = _Files(folder)
    for chapter in range(1, CHAPTERS + 1):
        pages = [f"{chapter}_{page}" for page in range(1, PAGES + 1)]
        for name in pages:
            _page(files, rng, name)
        inside = [("vertical", f"v{name}") for name in pages]
        if film and chapter == 1:
            _film_page(files, rng, film)
            inside.append(("vertical", "film"))
        files.holder("sequential", f"s{chapter}", f"Lesson {chapter}", inside, graded="true", format="Homework")
        files.holder("chapter", f"c{chapter}", f"Chapter {chapter}", [("sequential", f"s{chapter}")])
    files.course("Reference course", [("chapter", f"c{chapter}") for chapter in range(1, CHAPTERS + 1)])
    return folder


def write_blocks(folder: Path, count: int) -> Path:
    """Write a course of ``count`` leaf blocks, five to a unit, and return the folder."""
    rng = Random(2)  # noqa: S311 - no secret
    files = _Files(folder)
    files.write("static/film.mp4", rng.randbytes(1000))
    files.write("static/film-en.srt", SUBTITLES)
    for number in range(20):
        files.write(f"static/img_{number}.png", png(rng, 32, 18))
    ids = [(rng.choice(MIX), f"b{number}") for number in range(count)]
    for kind, name in ids:
        _block(files, rng, kind, name)
    units = list(_held(files, "vertical", ids, LEAVES))
    subsections = list(_held(files, "sequential", units, UNITS, graded="true", format="Homework"))
    files.course(f"{count} blocks", list(_held(files, "chapter", subsections, SUBSECTIONS)))
    return folder


def png(rng: Random, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Return a grey picture of noise (PNG, 8 bits)."""
    rows = b"".join(b"\0" + bytes(rng.randrange(GREYS) for _ in range(width)) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


Ids = list[tuple[str, str]]


class _Files:
    """Writes a course as Studio exports it: each block a file that its parent points to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, data: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def holder(self, tag: str, name: str, title: str, inside: Ids, **attributes: str) -> None:
        more = "".join(f' {key}="{value}"' for key, value in attributes.items())
        pointers = "".join(f'\n  <{kind} url_name="{child}"/>' for kind, child in inside)
        self.write(f"{tag}/{name}.xml", f'<{tag} display_name="{title}"{more}>{pointers}\n</{tag}>\n')

    def course(self, title: str, chapters: Ids) -> None:
        self.write("course.xml", '<course org="Ref" course="R1" url_name="run"/>')
        self.holder("course", "run", title, chapters, language="en")
        grader = [{"type": "Homework", "min_count": 5, "drop_count": 0, "short_label": "HW", "weight": 1.0}]
        self.write("policies/run/policy.json", json.dumps({"course/run": {"display_name": title, "language": "en"}}))
        self.write("policies/run/grading_policy.json", json.dumps({"GRADER": grader, "GRADE_CUTOFFS": {"Pass": 0.5}}))


def _held(files: _Files, tag: str, ids: Ids, most: int, **attributes: str) -> Iterator[tuple[str, str]]:
    for number, start in enumerate(range(0, len(ids), most)):
        name = f"{tag[0]}{number}"
        files.holder(tag, name, f"{tag.capitalize()} {number + 1}", ids[start : start + most], **attributes)
        yield tag, name


def _page(files: _Files, rng: Random, name: str) -> None:
    files.write(f"static/img_{name}.png", png(rng))
    _html(files, rng, f"h{name}", f"Page {name.replace('_', '.')}", f"/static/img_{name}.png")
    _problem(files, rng, f"q{name}")
    files.holder(
        "vertical", f"v{name}", f"Page {name.replace('_', '.')}", [("html", f"h{name}"), ("problem", f"q{name}")]
    )


def _film_page(files: _Files, rng: Random, size: int) -> None:
    path = files.folder / "static" / "film.mp4"
    with path.open("wb") as stream:
        for start in range(0, size, 1_000_000):
            stream.write(rng.randbytes(min(1_000_000, size - start)))
    files.write("static/film-en.srt", SUBTITLES)
    _video(files, "film")
    files.holder("vertical", "film", "A film", [("video", "film")])


def _block(files: _Files, rng: Random, kind: str, name: str) -> None:
    if kind == "html":
        picture = f"/static/img_{rng.randrange(20)}.png" if rng.random() < 0.4 else ""
        _html(files, rng, name, sentence(rng, 3), picture)
    elif kind == "problem":
        _problem(files, rng, name)
    elif kind == "video":
        _video(files, name)
    elif kind == "poll":
        answers = json.dumps([["a", {"label": "Yes", "img": ""}], ["b", {"label": "No", "img": ""}]])
        answers = answers.replace('"', "&quot;")
        files.write(
            f"poll/{name}.xml", f'<poll display_name="Poll" question="{sentence(rng, 6)}" answers="{answers}"/>'
        )
    else:
        files.write(f"{kind}/{name}.xml", f'<{kind} display_name="{sentence(rng, 3)}"/>')


def _html(files: _Files, rng: Random, name: str, title: str, picture: str) -> None:
    shown = f'<p><img src="{picture}" alt="{sentence(rng, 4)}"></p>' if picture else ""
    files.write(f"html/{name}.xml", f'<html filename="{name}" display_name="{title}"/>')
    text = [" ".join(sentence(rng, rng.randint(8, 13)) + "." for _ in range(7)) for _ in range(3)]
    files.write(f"html/{name}.html", shown + "".join(f"<p>{each}</p>" for each in text))


def _problem(files: _Files, rng: Random, name: str) -> None:
    right = rng.randrange(4)
    choices = "".join(f'<choice correct="{str(n == right).lower()}">{sentence(rng, 4)} {n}</choice>' for n in range(4))
    files.write(
        f"problem/{name}.xml",
        f'<problem display_name="Question {name}" max_attempts="2" weight="1.0"><multiplechoiceresponse>'
        f'<label>{sentence(rng, 11)}?</label><choicegroup type="MultipleChoice">{choices}</choicegroup>'
        "</multiplechoiceresponse></problem>",
    )


def _video(files: _Files, name: str) -> None:
    files.write(
        f"video/{name}.xml",
        '<video display_name="A film" html5_sources="[&quot;/static/film.mp4&quot;]">'
        '<source src="/static/film.mp4"/><transcript language="en" src="film-en.srt"/></video>',
    )


def sentence(rng: Random, words: int) -> str:
    """Return so many words, the first with a capital letter."""
    return " ".join(rng.choices(WORDS, k=words)).capitalize()
