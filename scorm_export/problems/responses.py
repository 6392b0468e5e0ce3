"""Which reader answers for which CAPA response type; each returns the responses as `player/package.ts` types them."""

from collections.abc import Callable

from lxml import etree

from scorm_export.problems.choices import dropdown, multiple, single, true_or_false
from scorm_export.problems.formulas import formula
from scorm_export.problems.numbers import number
from scorm_export.problems.pictures import image
from scorm_export.problems.reading import Clean, Response
from scorm_export.problems.texts import text

READERS: dict[str, Callable[[etree._Element, Clean], list[Response]]] = {
    "multiplechoiceresponse": single,
    "truefalseresponse": true_or_false,
    "choiceresponse": multiple,
    "optionresponse": dropdown,
    "numericalresponse": number,
    "stringresponse": text,
    "formularesponse": formula,
    "imageresponse": image,
}
