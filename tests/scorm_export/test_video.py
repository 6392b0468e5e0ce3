"""Films: where they play from, which part is meant, transcripts by every name Open edX knows, and what lies beside them."""

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorm_export.exporting import Options, convert_course
from scorm_export.films.places import places, site_address, youtube_id
from scorm_export.films.span import span
from scorm_export.package import Package
from scorm_export.report import Report
from tests.scorm_export.courses import write_course

SRT = "1\r\n00:00:01,500 --> 00:00:03,000\r\nStop the work.\r\n"
SJSON = json.dumps({"start": [1500], "end": [3000], "text": ["Stop the work."]})
CUES = [{"start": 1.5, "end": 3.0, "text": "Stop the work."}]
ID = "abcdefghi-_"
SITE = "https://films.example/a.mp4"
ASSET = "asset-v1:Org+C1+run+type@asset+block@"


def convert(folder: Path, video: str, **files: str | bytes) -> tuple[Package, Report]:
    named = {f"static/{name.replace('__', '.')}": data for name, data in files.items()}
    return convert_course(
        write_course(folder, {"vertical/unit.xml": f"<vertical>{video}</vertical>", **named}), Options()
    )


def film(folder: Path, attributes: str = "", children: str = "", **files: str | bytes) -> tuple[dict[str, Any], Report]:
    video = f'<video url_name="film" display_name="Film" {attributes}>{children}</video>'
    package, report = convert(folder, video, **files)
    return dict(package.units[0].contents[0]), report


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def listed(name: str, value: object) -> str:
    return f'{name}="{escape(json.dumps(value))}"'


# Where it plays from


def test_sources_and_transcripts_are_carried(tmp_path: Path) -> None:
    attributes = f"{listed('html5_sources', ['/static/film.mp4'])} {listed('transcripts', {'en': 'en.srt'})}"
    children = '<source src="/static/film.webm"/><transcript language="de" src="de.srt"/>'
    files: dict[str, str | bytes] = {"film__webm": b"w", "film__mp4": b"m", "en__srt": SRT, "de__srt": SRT}
    content, report = film(tmp_path, attributes, children, **files)
    assert content["sources"] == [
        {"src": "static/film.webm", "type": "video/webm"},
        {"src": "static/film.mp4", "type": "video/mp4"},
    ]
    assert content["transcripts"] == [{"language": "de", "cues": CUES}, {"language": "en", "cues": CUES}]
    assert report.blocks[0].status == "carried"
    assert report.problems == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp4", "video/mp4"),
        ("a.M4V", "video/mp4"),
        ("a.mov", "video/mp4"),
        ("a.webm", "video/webm"),
        ("a.ogv", "video/ogg"),
        ("a.mp3", "audio/mpeg"),
        ("a.m4a", "audio/mp4"),
    ],
)
def test_films_and_sounds_that_browsers_play(tmp_path: Path, name: str, kind: str) -> None:
    content, _ = film(tmp_path, children=f'<source src="/static/{name}"/>', **{name.replace(".", "__"): b"f"})
    assert [source["type"] for source in content["sources"]] == [kind]
    assert "more" not in content


@pytest.mark.parametrize(
    "url",
    [f"/{ASSET}My_film.mp4", f"https://lms.example/{ASSET}My_film.mp4", "/c4x/Org/C1/asset/My_film.mp4", "/static/My_film.mp4", "/static/My%20film.mp4"],
)  # fmt: skip
def test_course_files_by_every_address(tmp_path: Path, url: str) -> None:
    content, report = film(tmp_path, children=f'<source src="{url}"/>', **{"My film__mp4": b"f"})
    assert [source["type"] for source in content["sources"]] == ["video/mp4"]
    assert codes(report) == ["no-captions"]


def test_a_file_of_another_course_stays_where_it_is(tmp_path: Path) -> None:
    url = f"https://lms.example/{ASSET}other.mp4"
    content, report = film(tmp_path, children=f'<source src="{url}"/>')
    assert content["more"]["elsewhere"] == [{"kind": "file", "sources": [{"src": url, "type": "video/mp4"}]}]
    assert "missing-file" not in codes(report)


def test_a_missing_file_is_no_film(tmp_path: Path) -> None:
    content, report = film(tmp_path, children='<source src="/static/gone.mp4"/>')
    assert content["type"] == "placeholder"
    assert codes(report) == ["missing-file"]
    assert report.blocks[0].status == "left_out"


@pytest.mark.parametrize(
    "attributes",
    [f'youtube_id_1_0="{ID}"', f'youtube="{ID}"', f'youtube="0.75:aaaaaaaaaaa,1.00:{ID}"', f'youtube="1.00:{ID}" youtube_id_1_0=""',
     f'youtube="1.00:{ID}" youtube_id_1_0="?"', listed("html5_sources", [f"https://www.youtube.com/watch?v={ID}"]), listed("html5_sources", [f"https://youtu.be/{ID}"])],
)  # fmt: skip
def test_a_film_on_youtube(tmp_path: Path, attributes: str) -> None:
    content, report = film(tmp_path, attributes)
    assert content["sources"] == []
    assert content["more"]["elsewhere"] == [{"kind": "youtube", "id": ID}]
    assert (report.blocks[0].status, "YouTube" in report.blocks[0].detail) == ("simplified", True)


@pytest.mark.parametrize("name", ["abc", "a" * 12, "abcdefghij?", "../../../..", '"onload=x"', "abcdefghij\n"])
def test_what_is_no_id_of_youtube(tmp_path: Path, name: str) -> None:
    content, report = film(tmp_path, f'youtube="1.00:{escape(name)}"')
    assert content["type"] == "placeholder"
    assert codes(report) == ["film-elsewhere"]
    assert youtube_id({"youtube_id_1_0": name}) is None


def test_a_film_of_another_site_is_named_with_its_host(tmp_path: Path) -> None:
    content, report = film(tmp_path, children=f'<source src="{SITE}"/><source src="//films.example/a.webm?x=1"/>')
    sources = [{"src": SITE, "type": "video/mp4"}, {"src": "https://films.example/a.webm?x=1", "type": "video/webm"}]
    assert content["more"]["elsewhere"] == [{"kind": "file", "sources": sources}]
    assert report.blocks[0].detail == "the film stays at films.example and needs a network"


@pytest.mark.parametrize(
    "url", ["https://films.example/a.m3u8", "https://vimeo.example/1234", "http://films.example/a.mp4"]
)
def test_what_can_not_play_here_is_a_link(tmp_path: Path, url: str) -> None:
    content, _ = film(tmp_path, children=f'<source src="{url}"/>')
    assert content["more"]["elsewhere"] == [{"kind": "page", "url": url}]


@pytest.mark.parametrize("url", ["javascript:alert(1)//a.mp4", "data:video/mp4;base64,AAAA", "file:///etc/passwd.mp4", "https://", "https://a b/c.mp4", "https://good.example\\@evil.example/a.mp4", "ftp://x/a.mp4", "https://[::1/a.mp4", "https://x:99999/a.mp4", f"https://x/{'a' * 3000}.mp4"])  # fmt: skip
def test_a_hostile_address_is_none(tmp_path: Path, url: str) -> None:
    assert site_address(url) is None
    content, report = film(tmp_path, children=f'<source src="{url}"/>')
    assert content["type"] == "placeholder"
    assert codes(report) == ["film-elsewhere"]


def test_the_courses_own_file_plays_and_youtube_is_a_link(tmp_path: Path) -> None:
    content, report = film(tmp_path, f'youtube_id_1_0="{ID}"', '<source src="/static/film.mp4"/>', film__mp4=b"m")
    assert content["sources"] == [{"src": "static/film.mp4", "type": "video/mp4"}]
    assert content["more"]["elsewhere"] == [{"kind": "youtube", "id": ID}]
    assert report.blocks[0].status == "carried"


def test_nothing_playable_is_a_placeholder(tmp_path: Path) -> None:
    content, report = film(tmp_path, 'youtube="1.00:abc"')
    assert content["type"] == "placeholder"
    assert report.blocks[0].status == "left_out"
    assert codes(report) == ["film-elsewhere"]


@given(st.text(), st.lists(st.text()))
def test_places_take_any_text(youtube: str, urls: list[str]) -> None:
    found = [
        address for url in [*urls, f"https://{youtube}", f"//youtu.be/{youtube}"] if (address := site_address(url))
    ]
    places(youtube_id({"youtube": youtube}), found)


def test_the_script_comes_only_when_it_is_used(tmp_path: Path) -> None:
    own, _ = convert(tmp_path / "a", '<video url_name="f"><source src="/static/f.mp4"/></video>', f__mp4=b"m")
    other, _ = convert(tmp_path / "b", f'<video url_name="f" youtube="{ID}"/>')
    assert [b"player-film" in script for script in own.scripts] == []
    assert [b"player-film" in script for script in other.scripts] == [True]


def test_the_text_of_the_script_is_translated(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"vertical/unit.xml": f'<vertical><video url_name="f" youtube="{ID}"/></vertical>'}
    package, _ = convert_course(write_course(tmp_path, files), Options(languages=("de",)))
    assert package.messages["de"]["I have watched this film"] == "Ich habe diesen Film gesehen"


# Which part is meant


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        ("00:11:39", "00:12:57", (699, 777)),
        ("01:00:00", "", (3600, None)),
        ("90", "120.5", (90, 120)),
        ("90.0", "null", (90, None)),
        ("", "00:00:10", (0, 10)),
        ("00:00:00", "00:00:00", (0, None)),
        ('"00:00:05"', "", (5, None)),
    ],
)
def test_the_part_that_is_meant(start: str, end: str, part: tuple[int, int | None]) -> None:
    assert span({"start_time": start, "end_time": end}) == (*part, [])
    assert span({"from": start, "to": end}) == (*part, [])


@pytest.mark.parametrize(("start", "end"), [("soon", ""), ("00:00:20", "00:00:10"), ("-5", ""), ("9" * 400, "")])
def test_a_part_that_is_none_is_reported(tmp_path: Path, start: str, end: str) -> None:
    content, report = film(
        tmp_path, f'start_time="{start}" end_time="{end}"', '<source src="/static/f.mp4"/>', f__mp4=b"m"
    )
    assert "bad-time" in codes(report)
    assert content.get("end") is None


def test_files_begin_and_end_where_the_part_does(tmp_path: Path) -> None:
    attributes = 'start_time="00:00:02" end_time="00:00:08"'
    content, _ = film(tmp_path, attributes, '<source src="/static/f.mp4"/>', f__mp4=b"m")
    assert content["sources"][0]["src"] == "static/f.mp4#t=2,8"
    assert (content["start"], content["end"]) == (2, 8)


# Transcripts


@pytest.mark.parametrize(
    ("attributes", "children", "files"),
    [
        (listed("transcripts", {"de": "x.srt"}), "", {"x__srt": SRT}),
        (listed("transcripts", {"de": "x.sjson"}), "", {"x__sjson": SJSON}),
        (listed("transcripts", {"de": "x.vtt"}), "", {"x__vtt": "WEBVTT\n\n00:01.500 --> 00:03.000\nStop the work.\n"}),
        ("", '<transcript language="de" src="/static/x.srt"/>', {"x__srt": SRT}),
        ('edx_video_id="v-1"', '<video_asset><transcripts><transcript language_code="de" file_format="srt"/></transcripts></video_asset>', {"v-1-de__srt": SRT}),
        ('sub="x.y"', "", {"de_subs_x.y__srt__sjson": SJSON, "subs_z__srt__sjson": SJSON}),
        ('sub="x"', "", {"de_subs_x__srt": SRT}),
    ],
)  # fmt: skip
def test_a_transcript_is_found(tmp_path: Path, attributes: str, children: str, files: dict[str, str | bytes]) -> None:
    content, _ = film(tmp_path, f'youtube="{ID}" {attributes}', children, **files)
    assert content["transcripts"] == [{"language": "de", "cues": CUES}]


def test_sub_means_english(tmp_path: Path) -> None:
    content, report = film(
        tmp_path, f'youtube="{ID}" sub="x"', subs_x__srt__sjson=SJSON, zh_HANS_subs_x__srt__sjson=SJSON
    )
    assert [transcript["language"] for transcript in content["transcripts"]] == ["en", "zh-HANS"]
    assert codes(report) == []


@pytest.mark.parametrize("attributes", [listed("transcripts", {"en": "gone.srt"}), 'sub="gone"'])
def test_a_missing_transcript_is_reported(tmp_path: Path, attributes: str) -> None:
    content, report = film(tmp_path, f'youtube="{ID}" {attributes}')
    assert content["transcripts"] == []
    assert codes(report) == ["missing-file", "no-captions"]


def test_broken_captions_are_reported(tmp_path: Path) -> None:
    _, report = film(tmp_path, f'youtube="{ID}" {listed("transcripts", {"en": "x.srt"})}', x__srt=f"hello\n\n{SRT}")
    assert [(p.code, p.message) for p in report.problems] == [
        ("broken-captions", "static/x.srt has parts that are no captions; they are left out: 1.")
    ]


@pytest.mark.parametrize(
    "value", [{"<b>": "x.srt"}, {"": "x.srt"}, {"en": ".."}, {"en": "\ud800"}, {"en": "\0"}, {"en": None}, ["x"], 7, {"e" * 300: "x"}]
)  # fmt: skip
def test_a_hostile_list_of_transcripts_gives_none(tmp_path: Path, value: object) -> None:
    content, report = film(tmp_path, f'youtube="{ID}" {listed("transcripts", value)}', x__srt=SRT)
    assert content["transcripts"] == []
    assert set(codes(report)) <= {"missing-file", "no-captions"}


# What lies beside it


def test_handout_and_transcript_file_are_carried(tmp_path: Path) -> None:
    children = f'<track src="/static/Text_of_it.pdf"/><handout src="/{ASSET}plan.png"/>'
    content, report = film(
        tmp_path, f'youtube="{ID}" download_track="true"', children, **{"Text of it__pdf": b"p", "plan__png": b"i"}
    )
    transcript, handout = content["more"]["papers"]
    assert (transcript["kind"], transcript["src"].startswith("static/text-of-it-")) == ("transcript", True)
    assert handout == {"kind": "handout", "src": "static/plan.png", "language": None}
    assert codes(report) == ["no-captions"]


def test_a_missing_handout_is_reported_and_not_offered(tmp_path: Path) -> None:
    content, report = film(tmp_path, f'youtube="{ID}" handout="/static/gone.pdf" track="/static/gone.txt"')
    assert content["more"]["papers"] == []
    assert codes(report).count("missing-file") == 2


def test_a_handout_of_another_site_is_a_link_and_a_program_none(tmp_path: Path) -> None:
    content, _ = film(tmp_path, f'youtube="{ID}" handout="https://x.example/a.pdf" track="javascript:alert(1)"')
    assert content["more"]["papers"] == [{"kind": "handout", "src": "https://x.example/a.pdf", "language": None}]


def test_the_download_is_the_authors_choice(tmp_path: Path) -> None:
    text = listed("transcripts", {"en": "x.srt"})
    on, _ = film(tmp_path / "a", f'youtube="{ID}" {text} download_track="true"', x__srt=SRT)
    off, _ = film(tmp_path / "b", f'youtube="{ID}" {text} download_track="false" track="/static/x.srt"', x__srt=SRT)
    assert on["more"]["papers"] == [{"kind": "transcript", "src": "static/x.srt", "language": "en"}]
    assert off["more"]["papers"] == []


def test_a_picture_before_the_film(tmp_path: Path) -> None:
    source = '<source src="/static/f.mp4"/>'
    own, _ = film(tmp_path / "a", 'poster="/static/p.png"', source, f__mp4=b"m", p__png=b"i")
    uploaded, _ = film(tmp_path / "b", "", f'{source}<video_asset image="p.png"/>', f__mp4=b"m", p__png=b"i")
    other, report = film(
        tmp_path / "c", 'thumbnail="https://x.example/p.png"', f'{source}<video_asset image="q.png"/>', f__mp4=b"m"
    )
    assert [own["poster"], uploaded["poster"], other["poster"]] == ["static/p.png", "static/p.png", None]
    assert codes(report) == ["no-captions"]
