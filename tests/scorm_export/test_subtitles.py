"""Subtitle files: three forms, every encoding people use, and anything else without an error."""

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_export.films.cues import MOST_BYTES, MOST_CUES, Cue, decoded, plain, read_subtitles

SRT = "1\n00:00:01,500 --> 00:00:03,000\nStop – the work.\n\n2\n01:00:00.25 --> 01:00:02.000\n<i>Größe</i>\nagain.\n"
CUES = (Cue(1.5, 3.0, "Stop – the work."), Cue(3600.25, 3602.0, "Größe again."))
VTT = """WEBVTT - safety
Kind: captions

STYLE
::cue { color: red }

NOTE not for
learners

intro
00:01.500 --> 00:03.000 align:start position:10%
Stop – the work.

01:00:00.250 --> 01:00:02.000 line:0
<v.loud Mary>Größe <c.x>again.</c> &amp; <00:01.000>go
"""
SJSON = json.dumps({"start": [1500, 3600250], "end": [3000, 3602000], "text": ["Stop – the work.", "Größe\nagain."]})


@pytest.mark.parametrize(
    "data",
    [
        SRT.encode(),
        SRT.replace("\n", "\r\n").encode(),
        SRT.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + SRT.encode(),
        SRT.encode("utf-16"),
        codecs.BOM_UTF16_BE + SRT.encode("utf-16-be"),
        SRT.encode("utf-16-le"),
        SRT.encode("utf-16-be"),
        SRT.encode("cp1252"),
        SJSON.encode(),
        codecs.BOM_UTF8 + SJSON.encode(),
        json.dumps(json.loads(SJSON), ensure_ascii=False).encode("utf-16"),
    ],
)
def test_the_same_words_in_every_encoding(data: bytes) -> None:
    subtitles = read_subtitles(data)
    assert subtitles.cues == CUES
    assert subtitles.broken == 0


def test_latin_1_with_signs_that_windows_has_not() -> None:
    assert decoded("Größe\x81".encode("latin-1")) == "Größe\x81".replace("\x81", "\x81")


def test_one_damaged_sign_does_not_spoil_the_rest() -> None:
    assert decoded("Größe, Äpfel, Öl".encode() + b"\xc3") == "Größe, Äpfel, Öl\ufffd"


def test_webvtt_without_notes_styles_settings_and_tags() -> None:
    subtitles = read_subtitles(VTT.encode())
    assert subtitles.cues == (CUES[0], Cue(3600.25, 3602.0, "Mary: Größe again. & go"))
    assert subtitles.broken == 0


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{\\an8}<font color='red'>Stop</font>", "Stop"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("&lt;b&gt; is a tag &#39;x&#39;", "<b> is a tag 'x'"),
        ("a\u0000b", "ab"),
    ],
)
def test_words_are_plain(markup: str, words: str) -> None:
    assert plain(markup) == words


def test_cues_may_overlap() -> None:
    text = "1\n00:00:01,0 --> 00:00:05,0\nA\n\n2\n00:00:02,0 --> 00:00:06,0\nB\n"
    assert [(cue.start, cue.end) for cue in read_subtitles(text.encode()).cues] == [(1, 5), (2, 6)]


def test_a_missing_empty_line_is_no_matter() -> None:
    text = "1\n00:00:01,0 --> 00:00:02,0\nA\n2\n00:00:02,0 --> 00:00:03,0\nB\n"
    assert [cue.text for cue in read_subtitles(text.encode()).cues] == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("hello\n\n00:01 --> \n\n", 2),
        ("1\n00:00:05,0 --> 00:00:01,0\nBackwards\n", 1),
        ("{not json", 1),
        ('{"start": [1], "end": [2], "text": [3]}', 1),
        ('{"start": [1, 2], "end": [2], "text": ["a"]}', 1),
        ('{"start": ["x"], "end": [1e999], "text": ["a"]}', 1),
        ('{"start": 3}', 0),
        ('{"start": ' + "[" * 100_000, 1),
        ("", 0),
    ],
)
def test_what_is_no_cue_is_counted(text: str, broken: int) -> None:
    assert read_subtitles(text.encode()).broken == broken


def test_there_are_ceilings() -> None:
    one = "00:00:01,0 --> 00:00:02,0\nA\n\n"
    many = read_subtitles((one * (MOST_CUES + 5)).encode())
    assert (len(many.cues), many.broken) == (MOST_CUES, 5)
    assert read_subtitles(one.encode() + b"\n" * MOST_BYTES).broken == 1
    assert len(plain("<v " + "x " * 100_000)) < 10_000


@given(
    st.one_of(
        st.binary(), st.text().map(str.encode), st.binary().map(lambda data: b"1\n00:00:01,0 --> 00:00:02,0\n" + data)
    )
)
def test_any_bytes_are_read(data: bytes) -> None:
    for cue in read_subtitles(data).cues:
        assert 0 <= cue.start <= cue.end
        assert cue.text.encode("utf-8").decode("utf-8") == cue.text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.sampled_from(["start", "end", "text"]), v),
    )
)
def test_any_json_is_read(value: object) -> None:
    read_subtitles(json.dumps(value).encode())


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**7),
            st.integers(0, 10**5),
            st.text(st.characters(codec="utf-8", exclude_characters="<>&{}\x00"), min_size=1),
        )
    )
)
def test_sjson_and_subrip_say_the_same(lines: list[tuple[int, int, str]]) -> None:
    """Words without white space at their ends, in one line."""
    spoken = [(start, start + length, " ".join(text.split())) for start, length, text in lines]
    spoken = [each for each in spoken if plain(each[2]) and "-->" not in each[2]]
    sjson = {"start": [s for s, _, _ in spoken], "end": [e for _, e, _ in spoken], "text": [t for _, _, t in spoken]}
    srt = "".join(f"{i}\n{clock(s)} --> {clock(e)}\n{t}\n\n" for i, (s, e, t) in enumerate(spoken))
    assert read_subtitles(srt.encode()).cues == read_subtitles(json.dumps(sjson).encode()).cues


def clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{rest:03}"
