"""The scopes of AGS 2.0, 3.1, and what each allows."""

PREFIX = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM = PREFIX + "lineitem"
LINE_ITEM_READONLY = PREFIX + "lineitem.readonly"
RESULT_READONLY = PREFIX + "result.readonly"
SCORE = PREFIX + "score"

ALL = (LINE_ITEM, LINE_ITEM_READONLY, RESULT_READONLY, SCORE)
