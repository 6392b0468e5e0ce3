"""`python -m mobility_record.serving.granian_process HOST PORT WORKERS THREADS`: granian, with our logs."""

import os
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from mobility_record.serving.servers import GRACE_SECONDS


def main(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until told to stop; running requests are finished first."""
    from mobility_record.settings import LOGGING

    level = LogLevels(LOGGING["root"]["level"].lower())
    Granian(
        "mobility_record.serving.granian_application:application",
        address=host,
        port=port,
        workers=workers,
        blocking_threads=threads,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_dictconfig=LOGGING,
        log_level=level,
    ).serve()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobility_record.settings")
    main(sys.argv[1], *(int(number) for number in sys.argv[2:]))
