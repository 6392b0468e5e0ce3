"""The spine, as its users walk it: an apprentice plays the package, the LMS keeps it, the record shows it once.

Closed tabs, a record that is switched off, two learners on one computer: nothing lost, nothing twice.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.apprentice import Apprentice, Problem
from tests.e2e.conftest import Spine

pytestmark = pytest.mark.browser
Learner = Callable[..., Apprentice]
STEPS = {
    "insurance-asked": "done",
    "safety-training": "done",
    "equipment-sizes": "not_needed",
    "under-18-rules": "done",
    "mentor-name": "done",
    "emergency-contact": "done",
    "phrases-practised": "done",
    "address-and-112": "done",
    "feeling-bad": "done",
}


def settle(apprentice: Apprentice) -> None:
    """Wait until everything is reported."""
    expect(apprentice.course.get_by_text("Reported", exact=False).first).to_be_visible(timeout=30_000)


def once_and_in_order(messages: list[list[object]]) -> bool:
    """True when each source's sequence numbers run without gap or repetition."""
    sources: dict[object, list[object]] = {}
    for source, seq, *_ in messages:
        sources.setdefault(source, []).append(seq)
    return all(found == list(range(found[0], found[0] + len(found))) for found in sources.values())  # type: ignore[operator,arg-type]


def test_an_apprentice_works_through_the_module_and_the_coordinator_sees_it_once(
    path: Spine, learner: Learner, context: BrowserContext
) -> None:
    context.clock.install()
    lena = learner("lena")
    lena.claim(path.seeded["codes"]["Lena"])
    half = len(path.units) // 2
    for title, problems in path.units[:half]:
        work_through(lena, title, problems, wrong_first=True)
    before = lena.progress()
    last_title, last_problems = path.units[half - 1]

    lena.page.close(run_before_unload=False)  # the tab closes without warning
    lena.open()
    assert lena.progress() == before
    expect(lena.heading).to_have_text(last_title)
    for index, _ in enumerate(last_problems):
        expect(lena.problem(index).locator(".result.right").first).to_be_visible()

    for title, problems in path.units[half:]:
        work_through(lena, title, problems, wrong_first=False)
    for item, status in STEPS.items():
        lena.tick(item, status)
    expect(lena.course.locator(".progress label")).to_have_text("Progress: 100 %", timeout=15_000)
    settle(lena)
    lena.close()

    kept = learner("lena").lms_state()
    assert kept["cmi"]["core"]["lesson_status"] == "passed"
    assert float(kept["cmi"]["core"]["score"]["raw"]) == 100
    assert refused(kept["calls"]) == []
    states = [c[1][1] for c in kept["calls"] if c[0] == "LMSSetValue" and c[1][0] == "cmi.suspend_data"]
    assert max(map(len, states)) <= path.state_size <= 4096
    held = path.record.script("read_record")["Lena"]
    assert held["results"] == {"progress": 1000, "grade": 1000, "gate:work-safety": 1000}
    assert once_and_in_order(held["messages"])
    passed = [found for found in held["evidence"] if found["type"] == "check.passed"]
    assert [found["block"] for found in passed] == ["sequential/work-safety-check"]
    checklist = [found for found in held["evidence"] if found["type"] == "checklist.state"][-1]
    assert checklist["data"]["readiness"] == 1000
    assert lena.errors == []


def refused(calls: list[list[str]]) -> list[list[str]]:
    """Calls the strict LMS answered with an error."""
    return [call for call in calls if call[3] not in ("", "0")]


def work_through(apprentice: Apprentice, title: str, problems: list[Problem], *, wrong_first: bool) -> None:
    """Read, watch and answer everything in a unit; each question wrongly first, if that is wanted."""
    apprentice.go(title)
    apprentice.read_unit()
    if apprentice.course.locator("video").count():
        apprentice.watch()
    apprentice.choose_facts()
    for index, problem in enumerate(apprentice.shown(problems)):
        if wrong_first:
            apprentice.answer(index, problem, right=False)
        apprentice.answer(index, problem, right=True)


def test_a_killed_browser_loses_no_answer_whose_feedback_was_shown(
    path: Spine, browser: Browser, learner: Learner
) -> None:
    profile = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    lena = learner("lena", profile)
    title, problems = next((title, problems) for title, problems in path.units if problems)
    lena.go(title)
    lena.answer(0, problems[0], right=True)
    profile.close()  # no pagehide, no LMSFinish: as if the process was killed

    again = learner("lena")
    expect(again.heading).to_have_text(title)
    expect(again.problem(0).locator(".result.right").first).to_be_visible()
    assert again.lms_state()["cmi"]["core"]["exit"] in ("suspend", "")


def test_a_record_that_is_switched_off_loses_nothing_and_nobody_notices(path: Spine, learner: Learner) -> None:
    lena = learner("lena")
    lena.claim(path.seeded["codes"]["Lena"])
    units = [(title, problems) for title, problems in path.units if problems][:3]
    for number, (title, problems) in enumerate(units):
        if number == 1:
            path.record.stop()
        lena.go(title)
        for index, problem in enumerate(problems):
            lena.answer(index, problem, right=True)
        if number == 1:
            expect(lena.course.get_by_text("Waiting for network")).to_be_visible(timeout=15_000)
            lena.close()
            lena.open()
            expect(lena.course.get_by_role("alert")).to_have_count(0)
    path.record.start()
    lena.close()
    lena.open()
    settle(lena)

    held = path.record.script("read_record")["Lena"]
    answered = sum(len(problems) for _, problems in units)
    total = int(lena.course.locator(".outline, nav#contents").get_by_text(" of ").first.inner_text().split()[-1])
    assert held["results"]["progress"] == (2 * answered * 1000 + total) // (2 * total)
    assert once_and_in_order(held["messages"])
    assert lena.errors == []


def test_two_learners_on_one_computer_see_and_send_nothing_of_each_other(path: Spine, learner: Learner) -> None:
    title, problems = next((title, problems) for title, problems in path.units if problems)
    lena = learner("lena")
    lena.claim(path.seeded["codes"]["Lena"])
    lena.go(title)
    lena.answer(0, problems[0], right=True)
    settle(lena)
    path.record.stop()  # so that something of Lena's is still waiting in the browser
    lena.answer(0, problems[0], right=False)
    lena.close()
    path.record.start()

    marcos = learner("marcos")
    expect(marcos.course.get_by_label("Code")).to_be_visible()
    assert marcos.progress() == "Progress: 0 %"
    marcos.go(title)
    expect(marcos.problem(0).locator(".result")).to_have_count(0)
    sent: list[str] = []
    marcos.page.on(
        "request", lambda request: sent.append(request.post_data or "") if "/bridge/" in request.url else None
    )
    marcos.answer(0, problems[0], right=True)
    marcos.page.wait_for_timeout(1500)
    assert sent == []
    marcos.claim(path.seeded["codes"]["Marcos"])
    settle(marcos)

    held = path.record.script("read_record")
    assert once_and_in_order(held["Marcos"]["messages"])
    assert {source for source, *_ in held["Lena"]["messages"]}.isdisjoint(s for s, *_ in held["Marcos"]["messages"])
    assert len({source for source, *_ in held["Marcos"]["messages"]}) == 1


def test_what_the_coordinator_sees_is_what_the_package_reported(
    path: Spine, learner: Learner, browser: Browser
) -> None:
    title, problems = next((title, problems) for title, problems in path.units if problems)
    lena = learner("lena")
    lena.claim(path.seeded["codes"]["Lena"])
    lena.go(title)
    for index, problem in enumerate(problems):
        lena.answer(index, problem, right=True)
    settle(lena)

    office = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB").new_page()
    office.goto(path.record.url + "/")
    office.get_by_label("E-mail").fill(path.seeded["email"])
    office.get_by_label("Password").fill(path.seeded["password"])
    office.get_by_role("button", name="Sign in").click()
    expect(office.get_by_text("Lena")).to_be_visible()
    office.get_by_role("link", name="Lena").first.click()
    expect(office.get_by_text("Work safety").first).to_be_visible()
    per_mille = path.record.script("read_record")["Lena"]["results"]["progress"]
    expect(office.get_by_text(f"{per_mille // 10} %").first).to_be_visible()
    office.context.close()
