"""Films: sources, and transcripts carried as cues."""

from pathlib import Path

from scorm_export.convertors.video import srt_cues
from scorm_export.exporting import Options, convert_course
from tests.scorm_export.courses import write_course

SRT = "1\r\n00:00:01,500 --> 00:00:03,000\r\nStop the work.\r\n\r\n2\r\n01:00:00.25 --> 01:00:02.000\r\n<i>Ask</i>\r\nagain.\r\n"
VIDEO = """<video url_name="film" display_name="Film" html5_sources="[&quot;/static/film.mp4&quot;]"
 transcripts="{&quot;en&quot;: &quot;film-en.srt&quot;}"><source src="/static/film.webm"/>
 <transcript language="de" src="film-de.srt"/></video>"""


def test_cues_have_seconds_and_plain_text() -> None:
    assert list(srt_cues(SRT)) == [
        {"start": 1.5, "end": 3.0, "text": "Stop the work."},
        {"start": 3600.25, "end": 3602.0, "text": "Ask again."},
    ]


def test_broken_cues_are_passed_over() -> None:
    assert list(srt_cues("hello\n\n00:01 --> \n\n")) == []


def test_sources_and_transcripts_are_carried(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "vertical/unit.xml": f"<vertical>{VIDEO}</vertical>",
        "static/film.webm": b"w",
        "static/film.mp4": b"m",
        "static/film-en.srt": SRT,
        "static/film-de.srt": SRT,
    }
    package, report = convert_course(write_course(tmp_path, files), Options())
    (content,) = package.units[0].contents
    assert content["sources"] == [
        {"src": "static/film.webm", "type": "video/webm"},
        {"src": "static/film.mp4", "type": "video/mp4"},
    ]
    assert [transcript["language"] for transcript in content["transcripts"]] == ["en", "de"]
    assert report.totals["carried"] == 1
    assert set(package.files) == {"static/film.mp4", "static/film.webm"}


def test_a_film_without_captions_or_file_is_reported(tmp_path: Path) -> None:
    unit = '<vertical><video url_name="a" youtube="1.00:abc" display_name="Tube"/></vertical>'
    package, report = convert_course(write_course(tmp_path, {"vertical/unit.xml": unit}), Options())
    assert report.blocks[0].status == "left_out"
    assert package.units[0].contents[0]["type"] == "placeholder"
