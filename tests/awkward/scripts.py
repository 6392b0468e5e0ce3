"""Courses in scripts other than Latin: from right to left, without spaces, with signs that are put together."""

import unicodedata

from tests.awkward.course import Awkward, Shown, policy, question


def _course(attributes: str, title: str, chapter: str, lesson: str, unit: str, inside: str) -> dict[str, str | bytes]:
    return {
        "course.xml": '<course url_name="r" org="Hut" course="W1"/>',
        "course/r.xml": f'<course display_name="{title}" {attributes}><chapter url_name="c"/></course>',
        "chapter/c.xml": f'<chapter display_name="{chapter}"><sequential url_name="s"/></chapter>',
        "sequential/s.xml": f'<sequential display_name="{lesson}"><vertical url_name="v"/><vertical url_name="w"/></sequential>',
        "vertical/v.xml": f'<vertical display_name="{unit}">{inside}</vertical>',
        "policies/r/policy.json": policy("r"),
    }


ARABIC = Awkward(
    name="arabic",
    title="السلامة في الورشة",
    language="ar",
    direction="rtl",
    files={
        **_course('language="ar"', "السلامة في الورشة", "الأسبوع الأول: الكهرباء (AC/DC)", "قبل العمل", "افصل التيار أولاً!", '<html url_name="نص"/><problem url_name="سؤال"/>'),
        "vertical/w.xml": '<vertical display_name="الأرقام: 230 V و 16 A"><html url_name="w1"><p>الجهد 230 V، التيار 16 A.</p>'
        "<pre>sudo systemctl stop machine-with-a-very-long-name.service --now --force</pre>"
        "<table><tr><th>القيمة</th><th>الوحدة</th></tr><tr><td>230</td><td>V</td></tr></table></html></vertical>",
        "html/نص.xml": '<html filename="نص" display_name="مقدمة"/>',
        "html/نص.html": '<p>افصل التيار، ثم انتظر <b>خمس دقائق</b>.</p><p dir="ltr">Switch it off.</p><p><img src="/static/مفتاح.png" alt="مفتاح"></p>',
        "static/مفتاح.png": b"\x89PNG key",
        "problem/سؤال.xml": f"<problem display_name=\"سؤال\">{question('ماذا تفعل أولاً؟', 'أفصل التيار', 'أبدأ العمل')}</problem>",
    },
    shown=(
        Shown("افصل التيار أولاً!", ("افصل التيار، ثم انتظر خمس دقائق.", "ماذا تفعل أولاً؟", "أفصل التيار")),
        Shown("الأرقام: 230 V و 16 A", ("الجهد 230 V",)),
    ),
    leaves=("html/نص", "problem/سؤال", "html/w1"),
    files_there=("مفتاح.png",),
)  # fmt: skip

# The course does not say its language; the letters do.
HEBREW = Awkward(
    name="hebrew-unsaid",
    title="בטיחות בעבודה",
    language="he",
    direction="rtl",
    files={
        **_course("", "בטיחות בעבודה", "שבוע ראשון", "לפני העבודה", "כבו את החשמל", '<html url_name="a"><p>חכו חמש דקות.</p></html>'),
        "vertical/w.xml": '<vertical display_name="אחרי העבודה"><html url_name="b"><p>נקו את השולחן.</p></html></vertical>',
    },
    shown=(Shown("כבו את החשמל", ("חכו חמש דקות.",)), Shown("אחרי העבודה", ("נקו את השולחן.",))),
    leaves=("html/a", "html/b"),
    says=("language-unsaid course/r.xml:1",),
)  # fmt: skip

CHINESE = Awkward(
    name="chinese",
    title="车间安全",
    language="zh-CN",
    files={
        **_course('language="zh_CN"', "车间安全", "第一周：电", "开工之前", "先断电，再动手", '<html url_name="文字"/><problem url_name="题"/>'),
        "vertical/w.xml": '<vertical display_name="' + "很长的标题" * 30 + '"><html url_name="w1"><p>' + "没有空格的长句子" * 40 + "。</p></html></vertical>",
        "html/文字.xml": '<html filename="文字" display_name="文字"/>',
        "html/文字.html": '<p>等<ruby>五分钟<rt>wǔ fēnzhōng</rt></ruby>。<img src="/static/开关 图.PNG" alt="开关"/></p>',
        "static/开关_图.PNG": b"\x89PNG switch",
        "problem/题.xml": f"<problem display_name=\"题\">{question('先做什么？', '断电', '开工')}</problem>",
    },
    shown=(
        Shown("先断电，再动手", ("五分钟", "先做什么？", "断电")),
        Shown("很长的标题" * 30, ("没有空格的长句子",)),
    ),
    leaves=("html/文字", "problem/题", "html/w1"),
    files_there=("开关_图.PNG",),
)  # fmt: skip

JAPANESE = Awkward(
    name="japanese-unsaid",
    title="安全のきほん",
    language="ja",
    files={
        **_course("", "安全のきほん", "だい一しゅう", "はじめに", "スイッチを切る", '<html url_name="a"><p>五分まつ。</p></html>'),
        "vertical/w.xml": '<vertical display_name="おわりに"><html url_name="b"><p>つくえをふく。</p></html></vertical>',
    },
    shown=(Shown("スイッチを切る", ("五分まつ。",)), Shown("おわりに", ("つくえをふく。",))),
    leaves=("html/a", "html/b"),
    says=("language-unsaid course/r.xml:1",),
)  # fmt: skip

_COMPOSED = unicodedata.normalize("NFC", "Übung_é")
_APART = unicodedata.normalize("NFD", _COMPOSED)

# macOS takes letters and their marks apart in file names; editors write them as one sign.
COMBINED = Awkward(
    name="signs-put-together",
    title="Zeichen 🧰👩🏽‍🔧 a\u0301",
    language="de",
    files={
        **_course('language="de"', "Zeichen 🧰👩🏽‍🔧 a\u0301", "Erste 🏳️‍🌈", "ﬀ Ligatur", "Z̷a̷l̷g̷o̷ 𝔘𝔫𝔦", f'<html url_name="{_COMPOSED}"/>'),
        "vertical/w.xml": f'<vertical display_name="Vietnamesisch: Tiếng Việt"><html url_name="{_APART}2"><p>Hai</p></html></vertical>',
        f"html/{_APART}.xml": f'<html filename="{_COMPOSED}" display_name="Übung"/>',
        f"html/{_APART}.html": f'<p>Werkzeug 🔧 im Kasten <img src="/static/{_COMPOSED}.png" alt="Kasten"></p>',
        f"static/{_APART}.png": b"\x89PNG box",
    },
    shown=(Shown("Z̷a̷l̷g̷o̷ 𝔘𝔫𝔦", ("Werkzeug 🔧 im Kasten",)), Shown("Vietnamesisch: Tiếng Việt", ("Hai",))),
    leaves=(f"html/{_COMPOSED}", f"html/{_APART}2"),
    files_there=(f"{_APART}.png",),
)  # fmt: skip

COURSES = (ARABIC, HEBREW, CHINESE, JAPANESE, COMBINED)
