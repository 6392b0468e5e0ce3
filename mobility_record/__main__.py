"""`python -m mobility_record …` is `mobility record …`."""

from mobility_record.cli import record

record(prog_name="mobility record")
