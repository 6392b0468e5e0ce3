"""The record as a WSGI application; it refuses to start with an unsafe configuration."""

import logging
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from mobility_record import logs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobility_record.settings")
_django = get_wsgi_application()

_unsafe = [found for found in checks.run_checks(tags=[checks.Tags.security]) if found.is_serious()]
for _found in _unsafe:  # a line of its own: an exception's words are not logged
    logging.getLogger("mobility_record.checks").critical("%s", _found.msg)
if _unsafe:
    raise ImproperlyConfigured(" ".join(str(found.msg) for found in _unsafe))
logs.catch_everything()


def application(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
    """Django, which gets of a Content-Type the media type alone.

    It would decode the address with the charset that stands there, before any of its error pages: Python knows charsets
    that are no text encodings, such as rot13. Addresses, forms and JSON are UTF-8 here, and no page takes multipart.
    """
    if "CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = environ["CONTENT_TYPE"].partition(";")[0]
    return _django(environ, start_response)
