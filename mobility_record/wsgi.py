"""The record as a WSGI application; it refuses to start with an unsafe configuration."""

import logging
import os

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from mobility_record import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobility_record.settings")
application = get_wsgi_application()

_unsafe = [found for found in checks.run_checks(tags=[checks.Tags.security]) if found.is_serious()]
for _found in _unsafe:  # a line of its own: an exception's words are not logged
    logging.getLogger("mobility_record.checks").critical("%s", _found.msg)
if _unsafe:
    raise ImproperlyConfigured(" ".join(str(found.msg) for found in _unsafe))
logs.catch_everything()
