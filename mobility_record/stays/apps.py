"""The app `stays`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaysConfig(AppConfig):
    """Stays of mobilities."""

    name = "mobility_record.stays"
    label = "stays"
    verbose_name = _("Stays")
    default_auto_field = "django.db.models.BigAutoField"
