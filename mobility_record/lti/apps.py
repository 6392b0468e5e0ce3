"""The app of AGS clients."""

from django.apps import AppConfig


class LtiConfig(AppConfig):
    """Registered learning platforms and what they may report."""

    name = "mobility_record.lti"
    label = "lti"
    default_auto_field = "django.db.models.BigAutoField"
