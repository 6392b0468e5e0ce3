"""The record's settings, with the addresses of `breaking`."""

from mobility_record.settings import *  # noqa: F403

ROOT_URLCONF = "breaking"
