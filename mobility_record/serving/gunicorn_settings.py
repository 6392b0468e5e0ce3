"""What gunicorn reads as its configuration: its lines look like the record's own."""

from mobility_record.settings import LOGGING

logconfig_dict = LOGGING
