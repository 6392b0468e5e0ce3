"""Runs in its own environment: scormhost, an LMS from PyPI, on a free port.

scormhost_host.py DATA_FOLDER
Prints its address as one line of JSON; it answers `/health` once it serves.
"""

import json
import secrets
import socket
import sys

import uvicorn  # type: ignore[import-not-found]
from scormhost.app import create_scorm_app  # type: ignore[import-not-found]


def main() -> None:
    """Serve until the process is ended."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        app = create_scorm_app(data_dir=sys.argv[1], title="Judge", secret_key=secrets.token_urlsafe(32))
        print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        server.run(sockets=[listener])


if __name__ == "__main__":
    main()
