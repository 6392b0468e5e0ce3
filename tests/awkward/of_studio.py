"""Courses as Studio has exported them since 2014, and as converters imitate it."""

import json

from tests.awkward.course import Awkward, Shown, grading, policy, question

_A, _B, _C, _D, _E, _F, _G = (letter * 32 for letter in "abcdef0")
_RIGHT = question("What keeps dough warm?", "A cloth", "A stone")

OF_2015 = Awkward(
    name="studio-2015",
    title="Dough",
    files={
        "course.xml": '<course url_name="course" org="Hut" course="D1"/>\n',
        "course/course.xml": '<course advanced_modules="[&quot;annotatable&quot;]" display_name="Dough" language="en" '
        'start="2015-01-01T00:00:00Z" discussion_topics="{&quot;General&quot;: {&quot;id&quot;: &quot;x&quot;}}" ispublic="false">\n'
        f'  <chapter url_name="{_A}"/>\n  <wiki slug="Hut.D1.course"/>\n  <license>creative-commons: BY SA</license>\n</course>\n',
        f"chapter/{_A}.xml": f'<chapter display_name="Warmth">\n  <sequential url_name="{_B}"/>\n</chapter>\n',
        f"sequential/{_B}.xml": f'<sequential display_name="Resting" due="&quot;2015-03-01T00:00:00+00:00&quot;" format="Homework" graded="true">\n  <vertical url_name="{_C}"/>\n</sequential>\n',
        f"vertical/{_C}.xml": f'<vertical display_name="Let it rest">\n  <html url_name="{_D}"/>\n  <problem url_name="{_E}"/>\n'
        f'  <discussion url_name="{_F}"/>\n</vertical>\n',
        f"html/{_D}.xml": f'<html filename="{_D}" display_name="Text" editor="visual"/>\n',
        f"html/{_D}.html": '<p>Cover it. <img src="/static/bowl_of_dough.png" alt="A bowl"> <a href="/c4x/Hut/D1/asset/My_list.pdf">List</a></p>\n'
        f'<p><a href="/jump_to_id/{_E}">To the question</a>, <a href="/courses/Hut/D1/course/jump_to/i4x://Hut/D1/problem/{_E}">again</a></p>',
        f"problem/{_E}.xml": f'<problem display_name="Cloth" markdown="null" max_attempts="null" weight="null" rerandomize="never">{_RIGHT}\n'
        '  <tagging_aside xblock-family="xblock_asides.v1"><tag name="x">y</tag></tagging_aside>\n</problem>\n',
        f"discussion/{_F}.xml": '<discussion discussion_category="Week 1" display_name="Talk" discussion_id="abc" discussion_target="Rest"/>\n',
        # Not published: no learner has seen these.
        f"drafts/vertical/{_G}.xml": f'<vertical display_name="Draft" parent_url="i4x://Hut/D1/sequential/{_B}" index_in_children_list="1">\n  <html url_name="{_G}"/>\n</vertical>\n',
        f"drafts/html/{_G}.xml": f'<html filename="{_G}" display_name="Secret"/>\n',
        f"drafts/html/{_G}.html": "<p>Not for learners yet</p>",
        "policies/course/policy.json": policy("course", display_name="Dough", cert_html_view_enabled=True, tabs=[
            {"type": "courseware", "name": "Courseware"}, {"type": "course_info", "name": "Course Info"},
            {"type": "static_tab", "name": "Staff only", "url_slug": "staff", "course_staff_only": True},
            {"type": "static_tab", "name": "Kitchen rules", "url_slug": "c5e"},
        ]),
        "policies/course/grading_policy.json": grading("Homework"),
        "policies/assets.json": '{"bowl_of_dough.png": {"displayname": "bowl of dough.png"}}',
        "assets/assets.xml": "<assets/>",
        "tabs/c5e.html": "<p>Wash your hands.</p>",
        "tabs/staff.html": "<p>Answers</p>",
        "about/overview.html": '<section class="about">\n  <h2>About This Course</h2>\n  <p>Include your long course description here. The long course description should contain 150-400 words.</p></section>',
        "info/updates.items.json": json.dumps([
            {"date": "May 2", "content": "<p>Second news</p>", "id": 2, "status": "visible"},
            {"date": "May 1", "content": "<p>Taken back</p>", "id": 1, "status": "deleted"},
        ]),
        "info/updates.html": "<ol></ol>",
        "static/bowl_of_dough.png": b"\x89PNG bowl",
        "static/My_list.pdf": b"%PDF-1.4 list",
    },
    shown=(
        Shown("Let it rest", ("Cover it.", "List", "What keeps dough warm?", "A cloth")),
        Shown("Updates", ("Second news",)),
        Shown("Kitchen rules", ("Wash your hands.",)),
    ),
    leaves=(f"html/{_D}", f"problem/{_E}", f"discussion/{_F} left_out"),
    files_there=("bowl_of_dough.png", "My_list.pdf"),
)  # fmt: skip

OF_2018 = Awkward(
    name="studio-2018",
    title="Yeast",
    files={
        "course.xml": '<course url_name="R1" org="Hut" course="Y1"/>',
        "course/R1.xml": '<course display_name="Yeast" language="en" user_partitions="[{&quot;id&quot;: 1, &quot;name&quot;: &quot;AB&quot;, &quot;version&quot;: 3, '
        '&quot;scheme&quot;: &quot;random&quot;, &quot;description&quot;: &quot;&quot;, &quot;groups&quot;: [{&quot;id&quot;: 0, &quot;name&quot;: &quot;A&quot;, &quot;version&quot;: 1}, '
        '{&quot;id&quot;: 1, &quot;name&quot;: &quot;B&quot;, &quot;version&quot;: 1}]}]"><chapter url_name="c"/><chapter url_name="staff"/></course>',
        "chapter/c.xml": '<chapter display_name="Kinds"><sequential url_name="s"/></chapter>',
        "chapter/staff.xml": '<chapter display_name="For teachers" visible_to_staff_only="true"><sequential url_name="st"/></chapter>',
        "sequential/st.xml": '<sequential display_name="x"><vertical url_name="stv"/></sequential>',
        "vertical/stv.xml": '<vertical display_name="x"><html url_name="sth"/><problem url_name="stp"/></vertical>',
        "html/sth.xml": "<html>Only teachers read this</html>",
        "problem/stp.xml": f"<problem>{_RIGHT}</problem>",
        "sequential/s.xml": '<sequential display_name="Fresh and dry"><vertical url_name="v1"/><vertical url_name="v2"/></sequential>',
        "vertical/v1.xml": '<vertical display_name="Draw"><library_content url_name="lib"/><split_test url_name="ab"/></vertical>',
        "library_content/lib.xml": '<library_content display_name="Bank" max_count="1" source_library_id="library-v1:Hut+L1" source_library_version="5a"><html url_name="l1"/><html url_name="l2"/></library_content>',
        "html/l1.xml": "<html>Fresh yeast smells.</html>",
        "html/l2.xml": "<html>Dry yeast keeps.</html>",
        "split_test/ab.xml": "<split_test display_name=\"AB\" group_id_to_child='{\"0\": \"block-v1:Hut+Y1+R1+type@vertical+block@ga\", \"1\": \"block-v1:Hut+Y1+R1+type@vertical+block@gb\"}' user_partition_id=\"1\">"
        '<vertical url_name="ga"/><vertical url_name="gb"/></split_test>',
        "vertical/ga.xml": '<vertical display_name="Group A"><html url_name="ha">Way A</html></vertical>',
        "vertical/gb.xml": '<vertical display_name="Group B"><html url_name="hb">Way B</html></vertical>',
        "vertical/v2.xml": '<vertical display_name="Beyond" group_access=\'{"50": [2]}\'>'
        '<openassessment url_name="ora" submission_due="2029-01-01"><title>Essay</title></openassessment>'
        '<edx_sga url_name="sga" xblock-family="xblock.v1" display_name="Hand in" points="10"/>'
        '<lti_consumer url_name="lti" xblock-family="xblock.v1" lti_id="t" launch_url="https://tool.example/"/>'
        '<h5pxblock url_name="h5" xblock-family="xblock.v1" h5p_content_json_path="{}"/>'
        '<html url_name="far"/></vertical>',
        "html/far.xml": '<html filename="far" display_name="Far"/>',
        "html/far.html": '<p><img src="/asset-v1:Hut+Y1+R1+type@asset+block@cup.jpg" alt=""> '
        '<a href="/courses/course-v1:Hut+Y1+R1/jump_to/block-v1:Hut+Y1+R1+type@html+block@l1">The draw</a></p>',
        "static/cup.jpg": b"\xff\xd8\xff cup",
        "policies/R1/policy.json": policy("R1", display_name="Yeast"),
        "policies/R1/grading_policy.json": grading("Exam"),
    },
    shown=(
        Shown("Draw", ("Fresh yeast smells.", "Dry yeast keeps.", "Way A", "Way B")),
        Shown("Beyond", ("The draw",)),
    ),
    leaves=(
        "html/l1", "html/l2", "html/ha", "html/hb", "openassessment/ora left_out", "edx_sga/sga left_out",
        "lti_consumer/lti left_out", "h5pxblock/h5 left_out", "html/far simplified", "html/sth hidden", "problem/stp hidden",
    ),
    files_there=("cup.jpg",),
)  # fmt: skip

OF_2023 = Awkward(
    name="studio-2023",
    title="Pão",
    language="pt-BR",
    files={
        "course.xml": '<course url_name="2023" org="Hut" course="P1"/>',
        "course/2023.xml": '<course display_name="Pão" language="pt_br" course_image="images_course_image.jpg"><chapter url_name="c"/></course>',
        "chapter/c.xml": '<chapter display_name="Massa"><sequential url_name="s"/></chapter>',
        "sequential/s.xml": '<sequential display_name="Sal" hide_from_toc="true" relative_weeks_due="2"><vertical url_name="v"/></sequential>',
        "vertical/v.xml": '<vertical display_name="Quanto sal?"><html url_name="h"/><itembank url_name="bank" max_count="1" display_name="Perguntas"><problem url_name="p1"/><problem url_name="p2"/></itembank>'
        '<structured_tags xblock-family="xblock_asides.v1" x="1"/>'
        '<done url_name="d" xblock-family="xblock.v1"/></vertical>',
        "html/h.xml": '<html filename="h" display_name="Texto" upstream="lb:Hut:L:html:x" upstream_version="3"/>',
        "html/h.html": "<p>Vinte gramas. Seu número: %%USER_ID%%, curso %%COURSE_ID%%</p>",
        "problem/p1.xml": f'<problem display_name="Um" max_attempts="2">{question("Sal?", "Sim", "Não")}</problem>',
        "problem/p2.xml": f'<problem display_name="Dois">{question("Água?", "Sim", "Não")}</problem>',
        "policies/2023/policy.json": policy("2023", display_name="Pão"),
        "policies/2023/grading_policy.json": grading("Prova"),
    },
    shown=(Shown("Quanto sal?", ("Vinte gramas.", "curso course-v1:Hut+P1+2023", "Sal?", "Água?")),),
    leaves=("html/h simplified", "problem/p1", "problem/p2", "done/d"),
)

CARTRIDGE = Awkward(
    name="from-a-cartridge",
    title="Shelves",
    files={
        # Converters write texts as CDATA, right in the unit; Open edX takes that as HTML.
        "course.xml": '<course org="Hut" course="S1" url_name="run" display_name="Shelves"><chapter display_name="Week 1" url_name="g1"><sequential display_name="Sort" url_name="g2">'
        '<vertical display_name="30: Why it is never more than 50%" url_name="g3"><html display_name="Text" url_name="g4"><![CDATA[<p>Heavy boxes <b>below</b>. A &lt; B</p>]]></html>'
        '<html display_name="Two" url_name="g5">Eggs on top &amp; <i>cold</i></html>'
        f'<problem display_name="Q" url_name="g6">{question("Where do eggs go?", "On top", "Below")}</problem></vertical></sequential></chapter></course>',
        "static/unused.txt": "x",
    },
    shown=(Shown("30: Why it is never more than 50%", ("Heavy boxes below. A < B", "Eggs on top & cold", "Where do eggs go?")),),
    leaves=("html/g4", "html/g5", "problem/g6"),
    finds=("no-policy course.xml:1",),
)  # fmt: skip

COURSES = (OF_2015, OF_2018, OF_2023, CARTRIDGE)
