"""Backups: one file that holds the whole database, can be checked, and is restored into an empty database.

    archive (zip, nothing compressed) = manifest.json, manifest.hmac, database

`database` is a file of SQLite, or PostgreSQL's custom dump. The manifest says what is in it (format, version, engine,
SHA-256, migrations, rows per table) and is authenticated with a key made from the master key: only the record that
made a backup restores it, and nobody else can make it run a trigger or a function of theirs. Secrets are not in it.
"""
