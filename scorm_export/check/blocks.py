"""Which blocks Open edX knows, and which fields of which type each has.

Learnt from the platform of the release Teak, from `xblocks-contrib` and from the packages that a platform installs by
default. Fields that hold what learners do are left out: a course never writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scorm_export.check import fields
from scorm_export.check.course_fields import COURSE
from scorm_export.check.fields import Kind, one_of
from scorm_export.check.named import named

# What every block may carry: what is handed down, what the LMS adds, where it was copied from.
COMMON: Mapping[str, Kind] = named(
    text="display_name course_edit_method giturl xqa_key static_asset_path matlab_api_key format chrome default_tab "
    "source_file license",
    flag="graded visible_to_staff_only use_latex_compiler video_speed_optimizations video_auto_advance "
    "show_reset_button edxnotes in_entrance_exam self_paced hide_from_toc",
    whole="relative_weeks_due max_attempts",
    number="days_early_for_beta",
    date="start due",
    object="group_access video_bumper",
    list="user_partitions",
    graceperiod=fields.DURATION,
    showanswer=fields.SHOW_ANSWER,
    show_correctness=fields.SHOW_CORRECTNESS,
    rerandomize=fields.RANDOMIZE,
)
# Names that are no fields: identity, file layout, how it was exported, links to a library.
NO_FIELDS = frozenset(
    {
        "url_name", "slug", "name", "org", "course", "filename", "data_dir", "xml_attributes", "xblock-family",
        "x-is-pointer-node", "parent_url", "parent_sequential_url", "index_in_children_list", "copied_from_block",
        "top_level_downstream_parent_key", "ispublic",
    }
)  # fmt: skip
NO_FIELD_PREFIXES = ("upstream", "downstream_", "{")


@dataclass(frozen=True)
class BlockType:
    """One tag. ``pointer``: may stand in a file of its own; ``advanced``: Studio offers it only when a course asks."""

    own: Mapping[str, Kind] = field(default_factory=dict)
    pointer: bool = False
    advanced: bool = False
    any_field: bool = False

    def kind(self, name: str) -> Kind | None:
        """Return the kind of the field ``name``, None when there is no such field."""
        return self.own.get(name) or COMMON.get(name)

    @property
    def names(self) -> list[str]:
        """Return the names of all its fields."""
        return sorted({*self.own, *COMMON})


_EXAM = named(
    flag="hide_after_due is_entrance_exam is_time_limited is_proctored_enabled is_practice_exam is_onboarding_exam "
    "is_proctored_exam",
    whole="default_time_limit_minutes position",
    text="exam_review_rules",
)
_BANK = named(whole="max_count", flag="allow_resetting_children")
_OLD_TEMPLATE = BlockType(pointer=True, any_field=True)

HOLDERS = frozenset(
    {
        "course", "chapter", "sequential", "vertical", "library_content", "itembank", "split_test", "conditional",
        "randomize", "wrapper", "problemset", "videosequence", "unit", "library", "library_sourced",
    }
)  # fmt: skip

BLOCKS: Mapping[str, BlockType] = {
    "course": BlockType({**_EXAM, **COURSE}, pointer=True),
    "chapter": BlockType(named(_EXAM, list="highlights"), pointer=True),
    "sequential": BlockType(_EXAM, pointer=True),
    "vertical": BlockType(
        named(flag="discussion_enabled hide_after_due is_entrance_exam", whole="position"), pointer=True
    ),
    "html": BlockType(named(text="data source_code upstream_data", editor=one_of("visual", "raw", "")), pointer=True),
    "problem": BlockType(
        named(
            text="data markdown source_code",
            flag="force_save_button markdown_edited",
            whole="attempts_before_showanswer_button submission_wait_seconds seed attempts",
            number="weight",
            any="title type",
            grading_method=one_of("last_score", "first_score", "highest_score", "average_score"),
        ),
        pointer=True,
    ),
    "video": BlockType(
        named(
            {"from": fields.CLOCK, "to": fields.CLOCK},
            text="data youtube youtube_id_1_0 youtube_id_0_75 youtube_id_1_25 youtube_id_1_5 source track sub "
            "transcript_language handout edx_video_id thumbnail caption_asset_path",
            flag="download_video download_track show_captions auto_advance only_on_web public_access",
            list="html5_sources",
            object="transcripts",
            number="global_speed",
            transcript_download_format=one_of("srt", "txt"),
            start_time=fields.CLOCK,
            end_time=fields.CLOCK,
        ),
        pointer=True,
    ),
    "discussion": BlockType(
        named(text="discussion_id discussion_category discussion_target", any="sort_key for id"), pointer=True
    ),
    "library_content": BlockType(
        named(_BANK, text="source_library_id source_library_version capa_type", flag="is_migrated_to_v2", any="mode"),
        pointer=True,
    ),
    "itembank": BlockType(_BANK, pointer=True),
    "split_test": BlockType(
        named(_EXAM, whole="user_partition_id", object="group_id_to_child"), pointer=True, advanced=True
    ),
    "conditional": BlockType(
        named(
            text="sources message conditional_message conditional_value",
            any="submitted attempted correct poll_answer voted completed show_tag_list sources_list",
            conditional_attr=one_of("poll_answer", "submitted", "attempted", "correct", "voted"),
        ),
        pointer=True,
        advanced=True,
    ),
    "randomize": BlockType(_EXAM, pointer=True),
    "wrapper": BlockType(named(any="title"), pointer=True),
    "unit": BlockType(_EXAM, pointer=True),
    "poll_question": BlockType(named(text="question", list="answers", any="reset id"), pointer=True, advanced=True),
    "word_cloud": BlockType(
        named(text="data instructions", whole="num_inputs num_top_words", flag="display_student_percents"),
        pointer=True,
        advanced=True,
    ),
    "annotatable": BlockType(named(text="data", any="title"), pointer=True, advanced=True),
    "lti": BlockType(
        named(
            text="data lti_id launch_url description button_text",
            flag="open_in_a_new_page has_score hide_launch ask_to_send_username ask_to_send_email "
            "accept_grades_past_due",
            list="custom_parameters",
            number="weight",
            any="graded",
        ),
        pointer=True,
        advanced=True,
    ),
    "lti_consumer": BlockType(
        named(
            loose=True,
            text="description config_type lti_version external_config lti_1p3_passport_id lti_1p3_launch_url "
            "lti_1p3_oidc_url lti_1p3_tool_key_mode lti_1p3_tool_keyset_url lti_1p3_tool_public_key "
            "lti_1p3_client_id lti_1p3_client_key lti_1p3_deployment_id lti_advantage_deep_linking_launch_url "
            "lti_advantage_ags_mode lti_id launch_url launch_target button_text",
            flag="lti_1p3_enable_nrps lti_advantage_deep_linking_enabled has_score hide_launch accept_grades_past_due "
            "ask_to_send_username ask_to_send_full_name ask_to_send_email enable_processors",
            list="custom_parameters lti_1p3_redirect_uris",
            whole="inline_height modal_height modal_width",
            number="weight",
        ),
        advanced=True,
    ),
    "openassessment": BlockType(
        named(
            loose=True,
            text="date_config_type file_upload_response file_upload_type leaderboard_show prompt prompts_type "
            "resubmissions_grace_period rubric_feedback_prompt selected_teamset_id text_response "
            "text_response_editor title white_listed_file_types",
            date="submission_start submission_due",
            flag="allow_latex allow_file_upload allow_multiple_files allow_learner_resubmissions teams_enabled "
            "show_rubric_during_response",
            number="weight",
            any="track_changes",
        )
    ),
    "drag-and-drop-v2": BlockType(
        named(
            loose=True,
            text="question_text item_background_color item_text_color",
            flag="show_title show_question_header",
            whole="max_items_per_zone",
            number="weight",
            object="data",
            mode=one_of("standard", "assessment"),
            showanswer=fields.SHOW_ANSWER_DRAG,
        )
    ),
    "poll": BlockType(
        named(loose=True, text="question feedback", flag="private_results", whole="max_submissions", list="answers"),
        advanced=True,
    ),
    "survey": BlockType(
        named(
            loose=True,
            text="block_name feedback",
            flag="private_results",
            whole="max_submissions",
            list="answers questions",
        ),
        advanced=True,
    ),
    "done": BlockType(named(loose=True, text="align", number="weight"), advanced=True),
    "edx_sga": BlockType(
        named(loose=True, text="solution", number="weight", whole="points staff_score"), advanced=True
    ),
    "staffgradedxblock": BlockType(named(loose=True, text="instructions", number="weight"), advanced=True),
    "scorm": BlockType(
        named(
            loose=True,
            text="index_page_path scorm_version icon_class navigation_menu",
            object="package_meta",
            list="package_warnings",
            number="weight",
            flag="has_score popup_on_launch enable_navigation_menu enable_fullscreen_button",
            whole="width height navigation_menu_width",
        ),
        advanced=True,
    ),
    "h5pxblock": BlockType(
        named(
            loose=True,
            text="player_id h5p_content_json_path",
            flag="show_frame show_copyright show_h5p show_fullscreen has_score",
            whole="save_freq points",
            number="weight",
            object="h5p_content_meta",
        ),
        advanced=True,
    ),
    "google-document": BlockType(named(text="embed_code alt_text"), advanced=True),
    "google-calendar": BlockType(named(loose=True, text="calendar_id", whole="default_view"), advanced=True),
    "freetextresponse": BlockType(any_field=True, advanced=True),
    "feedback": BlockType(any_field=True, advanced=True),
    "recommender": BlockType(any_field=True, advanced=True),
    "crowdsourcehinter": BlockType(any_field=True, advanced=True),
    "pdf": BlockType(any_field=True, advanced=True),
    "videoalpha": _OLD_TEMPLATE,
    "customtag": _OLD_TEMPLATE,
    "book": _OLD_TEMPLATE,
    "slides": _OLD_TEMPLATE,
    "image": _OLD_TEMPLATE,
    "discuss": _OLD_TEMPLATE,
    "videodev": _OLD_TEMPLATE,
}
# Blocks that Open edX had once and has no more.
REMOVED = frozenset(
    {
        "abtest", "combinedopenended", "peergrading", "foldit", "graphical_slider_tool", "textannotation",
        "videoannotation", "imageannotation", "problemset", "videosequence", "timelimit", "raw", "crowdsource_hinter",
        "library_sourced",
    }
)  # fmt: skip
# Blocks whose second appearance under the same name Open edX gives a name of its own: learners' work hangs on them.
NAMED_ONCE = frozenset({"problem", "sequential", "video", "course", "chapter", "poll_question", "vertical"})
