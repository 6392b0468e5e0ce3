"""The app `web`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages and bridge endpoints; brings the checks that refuse an unsafe configuration."""

    name = "mobility_record.web"
    label = "web"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Register the system checks."""
        from mobility_record import checks  # noqa: F401 - registers the checks
