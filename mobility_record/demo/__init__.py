"""The demo: a fictional consortium, a record filled with it, and a mini LMS, started with one command."""
