"""What blocks say of each other and of the course: sources of a condition, keys for LTI tools, ids of discussions."""

from scorm_export.check.groups import last_part
from scorm_export.check.leftovers import BY_ITSELF
from scorm_export.check.raw import RawCourse, Say


def check_course_image(course: RawCourse, say: Say) -> None:
    """Say when the picture of the course is named and not there."""
    name = course.root.value("course_image")
    if not isinstance(name, str) or not name or name in BY_ITSELF:
        return
    if not {f"static/{name}", f"static/{name.replace(' ', '_')}"} & course.names:
        in_policy = "course_image" in course.root.policy
        place = course.policy.place(course.root.id, "course_image") if in_policy else course.root.place
        message = f"The picture of the course, static/{name}, is missing. Add it or name another course_image."
        say("warning", "missing-file", message, place)


def check_conditions(course: RawCourse, say: Say) -> None:
    """Say which conditions wait for a block that is not there: what they hold is never shown."""
    names = {block.name for block in course.blocks}
    for block in course.of("conditional"):
        shown = [node.get("sources") for node in block.element if node.tag == "show"]
        for text in (block.element.get("sources"), *shown):
            for key in filter(None, (part.strip() for part in (text or "").split(";"))):
                if last_part(key) not in names:
                    message = f"{block} names {key}, which is not in the course."
                    say("warning", "unknown-source", message, block.place)


def check_passports(course: RawCourse, say: Say) -> None:
    """Say which LTI tools have no key in the course's lti_passports."""
    passports = course.root.value("lti_passports")
    known = {str(entry).partition(":")[0] for entry in passports} if isinstance(passports, list) else set()
    for block in course.of("lti", "lti_consumer"):
        name = block.value("lti_id")
        if isinstance(name, str) and name and name not in known:
            message = f"{block} needs the key “{name}”, which the course's lti_passports lack. Add id:key:secret."
            say("warning", "lti-passport", message, block.place)


def check_discussions(course: RawCourse, say: Say) -> None:
    """Say which discussions share an id: their posts come together in one."""
    seen: dict[str, str] = {}
    for block in course.of("discussion"):
        found = block.value("discussion_id")
        if isinstance(found, str) and found:
            first = seen.setdefault(found, block.id)
            if first != block.id:
                message = f"{block} has the discussion_id of {first}: both show the same posts. Give each its own."
                say("warning", "discussion-id", message, block.place)
