"""Serving the record: which server, how it is started, and how it logs."""
