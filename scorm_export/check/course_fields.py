"""The fields of a course itself: Studio's advanced settings, schedule, certificates, teams, exams."""

from collections.abc import Mapping

from scorm_export.check import fields
from scorm_export.check.fields import Kind, one_of
from scorm_export.check.named import named

COURSE: Mapping[str, Kind] = named(
    text="wiki_slug advertised_start end_of_course_survey_url ccx_connector due_date_display_format enrollment_domain "
    "certificates_display_behavior course_image banner_image video_thumbnail_image cert_name_short cert_name_long "
    "css_class discussion_link display_organization display_coursenumber course_survey_name entrance_exam_id "
    "social_sharing_url language proctoring_provider proctoring_escalation_email info_sidebar_name",
    flag="show_calculator is_new mobile_available no_grade disable_progress_graph enable_ccx allow_anonymous "
    "allow_anonymous_to_peers show_timezone certificates_show_before_end issue_badges cert_html_view_enabled "
    "hide_progress_tab allow_public_wiki_access invitation_only course_survey_required entrance_exam_enabled "
    "enable_proctored_exams allow_proctoring_opt_out create_zendesk_tickets enable_timed_exams "
    "enable_subsection_gating allow_unsupported_xblocks highlights_enabled_for_messaging "
    "force_on_flexible_peer_openassessments",
    whole="cosmetic_display_price max_student_enrollments_allowed",
    number="entrance_exam_minimum_score_pct minimum_grade_credit",
    date="enrollment_start enrollment_end end certificate_available_date announcement",
    list="lti_passports pre_requisite_courses discussion_blackouts pdf_textbooks html_textbooks advanced_modules "
    "learning_info course_wide_js course_wide_css tabs textbooks",
    object="discussion_topics discussions_settings cohort_config video_upload_pipeline remote_gradebook "
    "cert_html_view_overrides certificates teams_configuration instructor_info other_course_settings grading_policy "
    "proctoring_configuration",
    any="run newrun ispublic edit_url",
    start=fields.DATE,
    catalog_visibility=one_of("both", "about", "none"),
    course_visibility=one_of("private", "public_outline", "public"),
    video_sharing_options=one_of("all-on", "all-off", "per-video"),
)
