"""The record as a WSGI application; it refuses to start with an unsafe configuration."""

import os

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobility_record.settings")
application = get_wsgi_application()

_unsafe = [found for found in checks.run_checks(tags=[checks.Tags.security]) if found.is_serious()]
if _unsafe:
    raise ImproperlyConfigured(" ".join(str(found.msg) for found in _unsafe))
