"""The record's settings, with the addresses of `breaking`."""

from mobility_record.settings import *  # noqa: F403  # all of them, and a few more

ROOT_URLCONF = "breaking"
