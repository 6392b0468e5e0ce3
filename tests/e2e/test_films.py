"""Films that live elsewhere: nothing is asked before the click, what is watched counts, and no box stays empty."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect

from scorm_export.exporting import Options, export_course
from scorm_export.preview.learners import Gradebook
from scorm_export.preview.server import MiniLms, read_package
from tests.e2e.apprentice import Apprentice
from tests.e2e.axe import violations
from tests.e2e.test_access import SCREENS, TARGETS, WIDTH, press_until
from tests.scorm_export.courses import write_course
from tests.scorm_export.site import POLICY

pytestmark = pytest.mark.browser

ID = "abcdefghij0"
TUBE = "https://www.youtube-nocookie.com"
SITE = "https://films.example"
START = f"Start the film from {TUBE.removeprefix('https://')}"
WATCHED = "I have watched this film"
SEEN = "You have watched this film"
TROUBLE = "The film does not come."
SRT = "1\n00:00:00,500 --> 00:00:03,000\n{}\n\n2\n00:00:04,000 --> 00:00:06,000\n{}\n"
UNITS = {
    "tube": f"""<video url_name="tube" display_name="Lift with your legs" youtube="1.00:{ID}" start_time="00:00:10"
  end_time="00:00:30" handout="/static/plan.pdf" download_track="true">
  <transcript language="en" src="en.srt"/><transcript language="de" src="de.srt"/></video>""",
    "site": f'<video url_name="site" display_name="Safe on site"><source src="{SITE}/a.mp4"/>'
    '<transcript language="en" src="en.srt"/></video>',
    "both": f'<video url_name="both" display_name="Our own film" youtube="{ID}"><source src="/static/own.mp4"/></video>',
    "part": '<video url_name="part" display_name="One part" start_time="2" end_time="6"><source src="/static/own.mp4"/>'
    "</video>",
    "link": f'<video url_name="link" display_name="Far away"><source src="{SITE}/a.m3u8"/></video>',
}
# Speaks as YouTube's frame does; the test says where the film is.
FAKE_TUBE = """<!doctype html><html lang="en"><title>Film</title><body><main><h1>Film</h1><button>Play</button></main><script>
window.heard = [];
addEventListener("message", ({data, origin}) => {
  heard.push(data);
  if (JSON.parse(data).event === "listening") window.page = origin;
});
window.tell = (event, info) => parent.postMessage(JSON.stringify({event, info, id: 1, channel: "widget"}), page);
window.play = (from, to) => { for (let time = from; time <= to; time++) tell("infoDelivery", {currentTime: time, duration: 60}); };
</script></body></html>"""


@pytest.fixture(scope="module")
def lms(tmp_path_factory: pytest.TempPathFactory, course: Path) -> Iterator[MiniLms]:
    """A course of films in the mini LMS, English and German."""
    folder = tmp_path_factory.mktemp("films")
    files: dict[str, str | bytes] = {
        "sequential/seq.xml": "<sequential display_name='Lesson'>"
        + "".join(f'<vertical url_name="{name}"/>' for name in UNITS)
        + "</sequential>",
        **{
            f"vertical/{name}.xml": f'<vertical display_name="{name}">{film}</vertical>' for name, film in UNITS.items()
        },
        "static/en.srt": SRT.format("Bend your knees.", "Keep 2 < 3 metres & wait."),
        "static/de.srt": SRT.format("Geh in die Knie.", "Halte Abstand."),
        "static/plan.pdf": b"%PDF-1.4",
        "static/own.mp4": (course / "static" / "stay-safe.mp4").read_bytes(),
    }
    export_course(write_course(folder / "course", files), folder / "p.zip", Options(languages=("de",)))
    server = MiniLms(("127.0.0.1", 0), read_package(folder / "p.zip"), Gradebook())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(context: BrowserContext, course: Path) -> list[str]:
    """Every address of another host that the browser asks; two of them answer, the rest can't be reached."""
    return watch_network(context, course)


def watch_network(context: BrowserContext, course: Path) -> list[str]:
    found: list[str] = []
    film = (course / "static" / "stay-safe.mp4").read_bytes()

    def answer(route: Route) -> None:
        if route.request.url.startswith(TUBE):
            route.fulfill(body=FAKE_TUBE, content_type="text/html")
        elif route.request.url == f"{SITE}/a.mp4":
            route.fulfill(body=film, content_type="video/mp4")
        else:
            route.abort()

    elsewhere = re.compile(r"^(?!http://127\.0\.0\.1:)")
    context.on("request", lambda request: found.append(request.url) if elsewhere.match(request.url) else None)
    context.route(elsewhere, answer)
    return found


@pytest.fixture
def lena(lms: MiniLms, asked: list[str], context: BrowserContext) -> Apprentice:
    """A learner who begins."""
    lms.gradebook.forget("lena")
    return Apprentice(context, lms.url, "lena", [])


def tube(page: Page) -> Frame:
    """YouTube's frame, once it has been greeted."""
    handle = page.frame_locator("#course").locator("iframe").element_handle()
    frame = handle.content_frame()
    assert frame
    frame.wait_for_url(f"{TUBE}/**")
    frame.wait_for_function("window.page !== undefined")
    return frame


def begin(lena: Apprentice) -> Frame:
    lena.course.get_by_role("button", name=START).click()
    return tube(lena.page)


def test_nothing_is_asked_of_another_site_before_the_click(lena: Apprentice, asked: list[str]) -> None:
    for title in UNITS:
        lena.go(title)
    assert asked == []
    lena.go("tube")
    expect(lena.course.get_by_text("your browser asks www.youtube-nocookie.com")).to_be_visible()
    begin(lena)
    origin = quote(lena.lms.rstrip("/"), safe="")
    expected = f"{TUBE}/embed/{ID}?enablejsapi=1&autoplay=1&playsinline=1&rel=0&start=10&end=30&origin={origin}"
    assert asked == [expected]
    frame = lena.course.locator("iframe")
    expect(frame).to_have_attribute("title", "Lift with your legs")
    assert frame.evaluate("frame => frame === document.activeElement")
    assert lena.errors == []


def test_only_the_lms_is_named_to_the_site(lena: Apprentice) -> None:
    with lena.page.context.expect_event("request", lambda request: request.url.startswith(TUBE)) as asked:
        lena.course.get_by_role("button", name=START).click()
    assert asked.value.all_headers().get("referer") == lena.lms


def test_what_was_watched_of_the_part_counts(lena: Apprentice) -> None:
    frame = begin(lena)
    frame.evaluate("play(0, 28)")
    expect(lena.course.get_by_role("button", name=WATCHED)).to_be_visible()
    assert lena.finished() == 0
    frame.evaluate("tell('infoDelivery', {currentTime: 29, duration: 60})")
    expect(lena.course.get_by_text(SEEN)).to_be_visible()
    assert lena.finished() == 1
    expect(lena.course.locator("iframe")).to_have_count(1)  # the film goes on


def test_a_leap_is_no_watching(lena: Apprentice) -> None:
    frame = begin(lena)
    frame.evaluate("play(10, 12); play(20, 30)")
    frame.evaluate("new Promise(done => setTimeout(done, 300))")
    assert lena.finished() == 0


def test_messages_of_others_change_nothing(lena: Apprentice) -> None:
    begin(lena)
    course = lena.page.frames[1]
    message = json.dumps({"event": "infoDelivery", "info": {"currentTime": 0, "duration": 60}})
    course.evaluate(
        """([text, tube]) => {
          const frame = document.querySelector("iframe").contentWindow;
          for (let time = 0; time <= 60; time++) {
            const data = text.replace('"currentTime": 0', `"currentTime": ${time}`);
            postMessage(data, "*");
            dispatchEvent(new MessageEvent("message", {data, origin: "https://evil.example", source: frame}));
            dispatchEvent(new MessageEvent("message", {data, origin: tube, source: window}));
            dispatchEvent(new MessageEvent("message", {data, origin: tube}));
          }
        }""",
        [message, TUBE],
    )
    tube(lena.page).evaluate("parent.postMessage('nonsense', page); parent.postMessage({event: 'infoDelivery'}, page)")
    lena.page.wait_for_timeout(300)
    assert lena.finished() == 0
    tube(lena.page).evaluate("play(10, 30)")
    expect(lena.course.get_by_text(SEEN)).to_be_visible()
    assert lena.errors == []


def test_who_watched_it_elsewhere_says_so_and_finds_it_again(lena: Apprentice, asked: list[str]) -> None:
    lena.course.get_by_role("button", name=WATCHED).click()
    seen = lena.course.locator(".seen")
    expect(seen).to_have_text(SEEN)
    expect(seen).to_be_focused()
    assert lena.finished() == 1
    lena.close()
    lena.open()
    expect(lena.course.get_by_text(SEEN)).to_be_visible()
    expect(lena.course.get_by_role("button", name=WATCHED)).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize("title", ["tube", "site", "link"])
def test_each_film_has_a_link_of_its_own(lena: Apprentice, title: str) -> None:
    lena.go(title)
    address = {"tube": f"https://www.youtube.com/watch?v={ID}&t=10s", "site": f"{SITE}/a.mp4", "link": f"{SITE}/a.m3u8"}
    link = lena.course.get_by_role("link", name="Open the film at")
    expect(link).to_have_attribute("href", address[title])
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(lena.course.get_by_role("button", name=WATCHED)).to_be_visible()


def test_a_film_of_another_site_plays_and_counts(lena: Apprentice, asked: list[str]) -> None:
    lena.go("site")
    lena.course.get_by_role("button", name="Start the film from films.example").click()
    film = lena.course.locator("video")
    expect(film).to_be_focused()
    assert film.evaluate("film => film.textTracks[0].cues[1].text") == "Keep 2 &lt; 3 metres &amp; wait."
    lena.watch()
    expect(lena.course.get_by_text(SEEN)).to_be_visible()
    assert set(asked) == {f"{SITE}/a.mp4"}


def test_the_courses_own_film_plays_and_youtube_is_a_link(lena: Apprentice, asked: list[str]) -> None:
    lena.go("both")
    expect(lena.course.get_by_role("button", name=re.compile("Start the film"))).to_have_count(0)
    expect(lena.course.get_by_role("link", name="Open the film at www.youtube.com")).to_be_visible()
    lena.watch()
    expect(lena.course.locator("nav#contents .mark.done")).to_have_count(1)
    assert asked == []


def test_the_part_that_is_meant_plays_and_is_enough(lena: Apprentice) -> None:
    lena.go("part")
    film = lena.course.locator("video")
    film.evaluate("film => film.readyState > 0 || new Promise(done => film.addEventListener('loadeddata', done))")
    assert film.evaluate("film => film.currentTime") == 2
    film.evaluate("film => { film.muted = true; return film.play(); }")
    film.evaluate("film => new Promise(done => film.addEventListener('pause', done))")
    assert film.evaluate("film => film.currentTime") < 8
    expect(lena.course.locator("nav#contents .mark.done")).to_have_count(1)


def test_a_script_that_does_not_arrive_is_said(lms: MiniLms, asked: list[str], context: BrowserContext) -> None:
    context.route("**/package/blocks.js", lambda route: route.abort())
    yara = Apprentice(context, lms.url, "yara", [])
    expect(yara.course.get_by_text("This activity did not load.")).to_be_visible()


def test_the_text_is_there_in_both_languages(lena: Apprentice) -> None:
    text = lena.course.locator("details.transcript")
    text.locator("summary").click()
    expect(text.locator("div[lang=en]")).to_contain_text("Bend your knees.")
    text.get_by_label("Language of the text").select_option(label="Deutsch")
    expect(text.locator("div[lang=de]")).to_contain_text("Geh in die Knie.")
    expect(text.locator("summary")).to_have_text("Text of the video (Deutsch)")
    papers = lena.course.locator("ul.papers a")
    assert [link.get_attribute("href") for link in papers.all()] == [
        "static/en.srt",
        "static/de.srt",
        "static/plan.pdf",
    ]
    expect(papers.last).to_have_text("Handout")


def blocked(context: BrowserContext) -> None:
    """The LMS lets nothing of other hosts through."""

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    context.route("**/package/index.html", with_policy)


@pytest.mark.parametrize("title", ["tube", "site"])
def test_a_policy_that_stops_films_leaves_no_empty_box(lena: Apprentice, asked: list[str], title: str) -> None:
    blocked(lena.context)
    lena.close()
    lena.open()
    lena.go(title)
    lena.course.get_by_role("button", name=re.compile("Start the film")).click()
    expect(lena.course.get_by_text(TROUBLE)).to_be_visible()
    expect(lena.course.locator(".trouble")).to_be_focused()
    expect(lena.course.locator("iframe, video")).to_have_count(0)
    expect(lena.course.get_by_role("link", name="Open the film at")).to_be_visible()
    expect(lena.course.get_by_role("button", name=WATCHED)).to_be_visible()
    assert asked == []


def test_a_network_that_stops_films_is_named_in_time(lena: Apprentice) -> None:
    lena.page.clock.install()
    lena.page.reload()
    lena.context.route(f"{TUBE}/**", lambda route: route.abort())
    lena.course.get_by_role("button", name=START).click()
    expect(lena.course.locator("iframe")).to_have_count(1)
    expect(lena.course.get_by_text(TROUBLE)).to_have_count(0)
    lena.page.clock.run_for(20_000)
    expect(lena.course.get_by_text(TROUBLE)).to_be_visible()


def test_a_film_that_youtube_does_not_give_is_named(lena: Apprentice) -> None:
    frame = begin(lena)
    frame.evaluate("tell('infoDelivery', {currentTime: 5, duration: 60}); tell('onError', 150)")
    expect(lena.course.get_by_text(TROUBLE)).to_be_visible()
    frame.evaluate("tell('infoDelivery', {currentTime: 5, playerState: -1})")
    lena.page.wait_for_timeout(300)
    expect(lena.course.get_by_text(TROUBLE)).to_be_visible()
    frame.evaluate("play(10, 11)")
    expect(lena.course.get_by_text(TROUBLE)).to_have_count(0)


def test_the_keyboard_is_enough(lena: Apprentice) -> None:
    lena.course.locator("#heading").focus()
    press_until(lena.page, START)
    lena.page.keyboard.press("Enter")
    expect(tube(lena.page).locator("button")).to_be_visible()
    assert lena.course.locator("iframe").evaluate("frame => frame === document.activeElement")
    press_until(lena.page, WATCHED)
    lena.page.keyboard.press("Enter")
    expect(lena.course.locator(".seen")).to_be_focused()
    press_until(lena.page, "Text of the video", "summary")
    lena.page.keyboard.press("Enter")
    press_until(lena.page, "", "select")
    lena.page.keyboard.press("ArrowDown")
    expect(lena.course.locator("div[lang=de]")).to_be_visible()


@pytest.mark.parametrize(
    ("screen", "how"),
    [
        ("desktop", {"color_scheme": "light"}),
        ("phone", {"color_scheme": "dark"}),
        ("phone", {"color_scheme": "light", "locale": "de-DE"}),
        ("small", {"forced_colors": "active", "reduced_motion": "reduce"}),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, lms: MiniLms, course: Path, screen: str, how: dict[str, object]
) -> None:
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, **({"locale": "en-GB"} | how))  # type: ignore[arg-type]  # how a browser is set
    watch_network(context, course)
    lms.gradebook.forget("yara")
    page = context.new_page()
    page.goto(f"{lms.url}launch/yara")
    inside = page.frame_locator("#course")
    expect(inside.locator("player-film").first).to_be_visible()
    look(page)
    inside.locator(".elsewhere button.primary").click()
    tube(page).evaluate("tell('onError', 150)")
    expect(inside.locator(".trouble .notice")).to_be_visible()
    inside.locator("details.transcript summary").click()
    look(page)
    inside.locator("button.watched").click()
    expect(inside.locator(".seen")).not_to_be_empty()
    look(page)
    context.close()


def look(page: Page) -> None:
    """Nothing for axe, nothing wider than the screen, nothing too small for a finger."""
    assert violations(page) == []
    assert page.frames[1].evaluate(WIDTH) <= 0
    assert page.frames[1].evaluate(TARGETS) == []
