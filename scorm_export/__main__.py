"""Runs the command `mobility` as `python -m scorm_export`."""

from scorm_export.cli import main

main()
