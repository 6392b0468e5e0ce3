"""Courses as they were written by hand before Studio: everything inline, slug and filename, tags that are gone."""

import json

from tests.awkward.course import Awkward, Shown, policy, question

_ASKED = question("Which tool cuts sheet metal?", "Tin snips", "A plane", "A rasp")

INLINE = Awkward(
    name="inline-2013",
    title="Sheet metal",
    files={
        # One line, single quotes, no names, text right in the problems.
        "course.xml": "<course url_name='2013_Spring' org='Hut' course='SM1' start='2013-02-04T00:00' display_name='Sheet metal'>"
        "<chapter graceperiod='1 day' due='October 29' display_name='Week 1'>"
        "<sequential graded='false' display_name='Tools'><vertical><video display_name='Lecture' youtube='1.0:0aaaaaaaaaa'/>"
        "</vertical><problem showanswer='attempted' attempts='3' graded='false' display_name='Quiz'>Look at the bench."
        "<multiplechoiceresponse direction='vertical'><choicegroup type='MultipleChoice'>"
        "<choice location='bottom' correct='true'><startouttext/>Tin snips<endouttext/></choice>"
        "<choice location='bottom' correct='false'><startouttext/>A plane<endouttext/></choice>"
        "</choicegroup></multiplechoiceresponse></problem>"
        "<vertical><html>The answer is <b>tin snips</b>, see <a href='/static/handouts/list.pdf'>the list</a>.</html></vertical></sequential>"
        "<sequential graded='true' format='Homework' display_name='Homework 1.1'><problem attempts='2' display_name='Bend'>Write the length."
        "<customresponse><textbox rows='4' cols='50'/><answer type='loncapa/python'><![CDATA[\ncorrect = ['correct']\n]]></answer>"
        "</customresponse></problem></sequential></chapter></course>",
        # Old places of both policies, and no folder static/.
        "policies/2013_Spring.json": policy("2013_Spring", start="2013-02-04T12:00", showanswer="attempted"),
        "grading_policy.json": json.dumps(
            {
                "GRADER": [
                    {"type": "Homework", "category": "Homework", "min_count": 1, "drop_count": 0, "weight": 1.0}
                ],
                "GRADE_CUTOFFS": {"A": 0.88, "C": 0.65},
            }
        ),
        "handouts/list.pdf": b"%PDF-1.4 a list",
        "course/2013_Spring.xml": "<course><chapter url_name='Old'/></course>",
    },
    shown=(
        Shown("Lecture"),
        Shown("Quiz", ("Look at the bench.", "Tin snips", "A plane")),
        Shown("Tools", ("The answer is tin snips",)),
        Shown("Bend"),
    ),
    leaves=("video/? simplified", "problem/?", "html/?", "problem/? simplified"),
    says=("no-captions course.xml:1",),
    finds=("missing-url-name course.xml:1",),
    files_there=("handouts/list.pdf",),
)

SLUGS = Awkward(
    name="slugs-2012",
    title="The forge",
    files={
        "course.xml": '<course name="The forge" slug="2012_Fall" org="Hut" course="F1" graceperiod="1 day">\n'
        '<chapter filename="Overview" slug="Overview" name="First things"/>\n'
        '<chapter name="Week 2" slug="week2">\n'
        # A section with one child is that child, one with several is a lesson.
        '<section name="Fire" format="Lecture"><vertical slug="fire"><html slug="flame">Keep <b>water</b> near.</html></vertical></section>\n'
        '<section name="Steel"><html slug="kinds">Soft and hard steel.</html><video slug="film" name="Film" youtube="0.75:0bbbbbbbbbb,1.0:0cccccccccc"/></section>\n'
        '<videosequence slug="films" name="Two films"><video slug="one" name="One" youtube="1.0:0dddddddddd"/><html slug="two" name="After">After the film.</html></videosequence>\n'
        '<include file="chapter/more.xml"/>\n'
        "</chapter>\n"
        '<chapter name="Gone" slug="gone"><sequential slug="old" name="Old kinds">\n'
        '<customtag impl="book" page="12" slug="b12"/>\n<slides slug="s3" page="3"/>\n'
        "<graphical_slider_tool slug=\"gst\"><render><p>Move</p></render><configuration/></graphical_slider_tool>\n"
        '<combinedopenended slug="coe" name="Essay" attempts="1" max_score="1"><rubric/><task/></combinedopenended>\n'
        '<foldit slug="fi" show_basic_score="true"/>\n<discussion for="Talk" id="forge_talk" discussion_category="Week 2" slug="talk"/>\n'
        '<annotatable slug="ann" name="Poem"><instructions><p>Read.</p></instructions><p>The <annotation title="Hot" body="900 °C" problem="0">iron</annotation> glows.</p></annotatable>\n'
        '<poll_question slug="poll" name="Poll"><p>Ready?</p><answer id="yes">Yes</answer><answer id="no">No</answer></poll_question>\n'
        "</sequential></chapter>\n</course>",
        # The file of a chapter whose root is a sequential, its children named by filename.
        "chapter/Overview.xml": "<sequential>\n"
        '<video youtube="1.0:0eeeeeeeeee" slug="Welcome" name="Welcome"/>\n'
        '<sequential filename="Rules" slug="Rules" name="House rules"/>\n'
        '<vertical slug="Lab0" name="Lab 0" graded="true" format="Lab">\n<html slug="intro"> See the <a href="/section/labintro"> lab </a>, the <a href="/course/wiki">wiki</a></html>\n'
        '<html slug="page" filename="page"/>\n<problem filename="H1" slug="H1_Energy" name="H1: Energy" attempts="2"/>\n</vertical>\n'
        "</sequential>",
        "sequential/Rules.xml": '<sequential><html slug="rules" name="Rules"/></sequential>',
        "html/rules.xml": "<div><p>Wear <em>goggles</em>.</p></div>",
        "html/page.html": "<p>A page<br>that is no XML",
        "problems/H1.xml": f"<problem>{_ASKED}</problem>",
        "chapter/more.xml": '<sequential slug="more" name="More"><html slug="last">The last words.</html></sequential>',
        "custom_tags/book": '<p>Read page ${page} of <a href="/static/book.pdf">the book</a>.</p>',
        "custom_tags/slides": "<p>\n% if page:\nSlide ${page}\n% endif\n</p>",
        "static/book.pdf": b"%PDF-1.4 a book",
    },
    shown=(
        Shown("Welcome"),
        Shown("Rules", ("Wear goggles.",)),
        Shown("Lab 0", ("See the lab", "wiki", "A page", "that is no XML", "Tin snips")),
        Shown("Fire", ("Keep water near.",)),
        Shown("kinds", ("Soft and hard steel.",)),
        Shown("Film"),
        Shown("One"),
        Shown("After", ("After the film.",)),
        Shown("last", ("The last words.",)),
        Shown("b12", ("Read page 12 of the book.",)),
        Shown("s3"),
        Shown("gst"),
        Shown("Essay"),
        Shown("fi"),
        Shown("talk"),
        Shown("Poem", ("iron",)),
        Shown("Poll", ("Ready?",)),
    ),
    leaves=(
        "video/Welcome simplified", "html/rules", "html/intro simplified", "html/page", "problem/H1_Energy", "html/flame",
        "html/kinds", "video/film simplified", "video/one simplified", "html/two", "html/last", "customtag/b12",
        "customtag/s3 left_out", "graphical_slider_tool/gst left_out", "combinedopenended/coe left_out",
        "foldit/fi left_out", "discussion/talk left_out", "annotatable/ann", "poll_question/poll simplified",
    ),
    says=(
        "wrong-root chapter/Overview.xml:1", "wrong-root html/rules.xml:1", "pointer-with-attributes sequential/Rules.xml:1",
        "misplaced chapter/Overview.xml:4", "misplaced course.xml:4", "broken-link chapter/Overview.xml:5", "template course.xml:11",
        "no-captions chapter/Overview.xml:2",
        "no-captions course.xml:5", "no-captions course.xml:6", "unknown-tag course.xml:12", "unknown-tag course.xml:14",
    ),
    finds=("removed-block course.xml:13",),
    files_there=("book.pdf",),
)  # fmt: skip

ROOTS = Awkward(
    name="roots-2013",
    title="Glass",
    files={
        # What a link "course.xml -> roots/2013_Fall.xml" becomes where there are no links.
        "course.xml": "roots/2013_Fall.xml",
        "roots/2013_Fall.xml": '<course org="Hut" course="G1" url_name="2013_Fall"/>',
        "roots/2014_Fall.xml": '<course org="Hut" course="G1" url_name="2014_Fall"/>',
        "course/2013_Fall.xml": '<course><textbook title="Sand" book_url="/static/sand/"/><chapter url_name="Blow"/></course>',
        "course/2014_Fall.xml": "<course/>",
        "chapter/Blow.xml": '<chapter url_name="Blow"><sequential url_name="seq1"><html url_name="g1"/></sequential></chapter>',
        "html/g1.xml": "<html><p>Glass is hot before it glows.</p></html>",
        "policies/2013_Fall.json": policy(
            "2013_Fall",
            {
                "chapter/Blow": {"display_name": "Blowing"},
                "sequential/seq1": {"display_name": "Heat", "format": "Lecture Sequence"},
                "html/g1": {"display_name": "Hot glass"},
            },
            display_name="Glass",
            tabs=[
                {"type": "courseware"},
                {"type": "course_info", "name": "Course Info"},
                {"type": "static_tab", "url_slug": "faq", "name": "Questions"},
                {"type": "static_tab", "url_slug": "map", "name": "Map"},
                {"type": "external_link", "name": "Forum", "link": "https://forum.example/"},
            ],
        ),
        "tabs/2013_Fall/faq.html": "<p>Bring gloves.</p>",
        "tabs/map.html": "<p>House 7.</p>",
        "info/2013_Fall/updates.html": "<ol><li><h2>May 1</h2><p>The oven is new.</p></li></ol>",
        "info/2013_Fall/handouts.html": '<p><a href="/static/plan.pdf">Plan</a></p>',
        "about/2013_Fall/overview.html": "<p>About glass.</p>",
        "about/short_description.html": "Work with glass",
        "static/plan.pdf": b"%PDF-1.4 plan",
    },
    shown=(
        Shown("Hot glass", ("Glass is hot",)),
        Shown("About this course", ("About glass.",)),
        Shown("Updates", ("The oven is new.",)),
        Shown("Handouts", ("Plan",)),
        Shown("Textbooks", ("Sand",)),
        Shown("Questions", ("Bring gloves.",)),
        Shown("Map", ("House 7.",)),
    ),
    leaves=("html/g1",),
    says=("missing-file course/2013_Fall.xml:1",),
    files_there=("plan.pdf",),
)

LATEX = Awkward(
    name="latex2edx",
    title="Électricité à la maison",
    language="fr",
    files={
        "course.xml": '<course url_name="A2015" org="Hut" course="Hut.latex2edx"/>',
        # Words that TeX left between the blocks.
        "course/A2015.xml": '<?xml version="1.0"?>\n<course number="EM" semester="A2015" display_name="&#xC9;lectricit&#xE9; &#xE0; la maison" language="fr">\n  <p>\nCours </p>\n'
        '  <chapter url_name="Chapitre_1"/>\n</course>',
        "chapter/Chapitre_1.xml": '<chapter display_name="avec des accents &#xE0; &#xE8;" linenum="1" tex_filename="./min.tex" refnum="1">\n'
        '<sequential display_name="Premi&#xE8;re question" refnum="1" url_name="Premiere_Question">\n'
        '<vertical refnum="1" url_name="Premi&#xE8;re_question_vertical">\n<html url_name="Qu&#x27;est-ce_que_le_courant?"/>\n<problem url_name="Prise?"/>\n</vertical></sequential></chapter>',
        "html/Qu'est-ce_que_le_courant?.xml": "<html display_name=\"Qu'est-ce que le courant ?\"><p>Le courant suit le fil.</p></html>",
        "problem/Prise?.xml": f"<problem display_name=\"Prise\">{question('Quelle prise ?', 'La verte', 'La noire')}</problem>",
        "src/min.tex": "\\documentclass{article}",
    },
    shown=(Shown("Première question vertical", ("Le courant suit le fil.", "Quelle prise ?", "La verte")),),
    leaves=("html/Qu'est-ce_que_le_courant?", "problem/Prise?"),
    says=("stray-text course/A2015.xml:3",),
    finds=("stray-text course/A2015.xml:3", "url-name-signs chapter/Chapitre_1.xml:4"),
)  # fmt: skip

NAMELESS = Awkward(
    name="no-org-no-run",
    title="Bread",
    files={
        "course.xml": "<course/>",
        "course/2014.xml": '<course display_name="Bread"><chapter display_name="Dough"><sequential display_name="Knead">'
        '<vertical display_name="Ten minutes"><html><p>Knead for ten minutes.</p></html></vertical></sequential></chapter></course>',
        "policies/2014/policy.json": policy("2014", language="en"),
        "policies/assets.json": "{}",
    },
    shown=(Shown("Ten minutes", ("Knead for ten minutes.",)),),
    leaves=("html/?",),
    says=("unnamed-course course.xml:1",),
    finds=("course-identity course.xml:1",),
)

COURSES = (INLINE, SLUGS, ROOTS, LATEX, NAMELESS)
