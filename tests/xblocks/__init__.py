"""Tests of the blocks. WebOb, which XBlock is built on, still imports the deprecated `cgi`: once, here, in silence."""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'cgi' is deprecated", DeprecationWarning)
    import webob  # noqa: F401
