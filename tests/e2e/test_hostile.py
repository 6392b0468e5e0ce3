"""A course whose every name and text tries to run a program in the learner's page, played in a real browser."""

import json
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, expect

from scorm_export.exporting import Options, export_course
from tests.e2e.test_author_pages import Learner, running
from tests.scorm_export.courses import write_course

pytestmark = pytest.mark.browser

# Tries to leave a mark in the uppermost window, in the player's and in its own.
RUN = "try{top.ran=1;parent.ran=1}catch(e){};window.ran=1;alert(1)"
MARKUP = f"""</script></style></textarea><img src=x onerror="{RUN}"><svg onload="{RUN}"></svg><script>{RUN}</script>
<a href="javascript:{RUN}">go</a><a href="java&#10;script:{RUN}">go</a><iframe srcdoc="<script>{RUN}</script>"></iframe>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">"""
NAME = escape(MARKUP.replace("\n", " "))
UNITS = {
    "first": f'<html url_name="t" display_name="{NAME}"/><lti url_name="l" display_name="{NAME}"/>',
    "second": f'<problem url_name="q" display_name="{NAME}"><multiplechoiceresponse><label>{NAME}<img src="x" onerror="{RUN}"/></label>'
    f'<choicegroup><choice correct="true">{NAME}<choicehint>{NAME}</choicehint></choice><choice correct="false">b</choice>'
    f"</choicegroup></multiplechoiceresponse><demandhint><hint>{NAME}</hint></demandhint></problem>",
    "third": f'<video url_name="v" display_name="{NAME}" youtube_id_1_0="aaaaaaaaaaa"/>'
    f'<poll_question url_name="o" display_name="{NAME}"><p>{NAME}</p><answer id="yes">{NAME}</answer></poll_question>'
    f'<annotatable url_name="a" display_name="{NAME}"><p><annotation title="{NAME}" body="{NAME}">x</annotation></p></annotatable>',
}
FILES: dict[str, str | bytes] = {
    "chapter/ch.xml": f'<chapter display_name="{NAME}"><sequential url_name="seq"/></chapter>',
    "sequential/seq.xml": f'<sequential display_name="{NAME}">'
    + "".join(f'<vertical url_name="{name}"/>' for name in UNITS)
    + "</sequential>",
    **{
        f"vertical/{name}.xml": f'<vertical display_name="Unit {name} {NAME}">{inside}</vertical>'
        for name, inside in UNITS.items()
    },
    "html/t.xml": '<html filename="t"/>',
    "html/t.html": MARKUP,
    "policies/run/policy.json": json.dumps({"course/run": {"display_name": MARKUP}}),
}


def test_no_name_and_no_text_runs_a_program_in_the_learners_page(browser: Browser, tmp_path: Path) -> None:
    output = tmp_path / "package.zip"
    export_course(write_course(tmp_path / "course", FILES), output, Options(sandbox_scripts=True))
    dialogs: list[str] = []
    with running(output) as server, browser.new_context() as context:

        def refuse(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        context.on("dialog", refuse)
        learner = Learner(context, server.url)
        for unit in UNITS:
            learner.course.locator("nav#contents").get_by_role("button", name=f"Unit {unit}").click()
            expect(learner.course.locator("#heading")).to_contain_text(f"Unit {unit}")
            learner.page.wait_for_timeout(500)  # what would run, runs by then
            assert learner.page.evaluate("window.ran") is None, unit
            player = learner.page.frame(name="course") or learner.page.frames[1]
            assert player.locator("#heading").count() == 1
            assert player.evaluate("window.ran") is None, unit
            assert player.locator("[onerror], [onload], [onclick], a[href^='java']").count() == 0, unit
    assert dialogs == []
