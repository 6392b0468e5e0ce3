"""The WSGI application as granian gets it: without the process's settings in every request.

Granian puts the whole environment into each request's, and so into `request.META`: our secrets have no place there.
"""

import os
from typing import Any

from mobility_record.environment import PREFIX
from mobility_record.wsgi import application as _record

_OURS = tuple(name for name in os.environ if name.startswith(PREFIX))


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer one request."""
    for name in _OURS:
        environ.pop(name, None)
    return _record(environ, start_response)
