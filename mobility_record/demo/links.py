"""The demo's record made ready for one start: up to date, filled once, with a fresh code and fresh one-time links.

Import it only after Django has been set up.
"""

from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from mobility_record import clock
from mobility_record.demo import consortium, seed
from mobility_record.people.models import Organisation
from mobility_record.people.signin import make_entry_link
from mobility_record.stays.codes import make_code
from mobility_record.stays.package_zip import read_package
from mobility_record.stays.packages import register


@dataclass(frozen=True)
class Links:
    """What a visitor needs: the apprentice's claim code and page, the coordinator's page, e-mail and password."""

    code: str
    apprentice: str
    coordinator: str
    email: str
    password: str


def make_ready(zip_file: Path, record: str, password: str) -> Links:
    """Migrate, register the package, seed an empty record, and make this start's code and links (valid for a day)."""
    call_command("migrate", interactive=False, verbosity=0)
    package = register(read_package(zip_file)).package
    if not Organisation.objects.exists():
        seed.seed(package, password)
    stay, email = seed.visitor(), consortium.COORDINATOR[2]
    links = Links(
        code=make_code(stay),
        apprentice=f"{record}/enter/{make_entry_link(stay.participant, clock.DAY)}",
        coordinator=f"{record}/enter/{make_entry_link(seed.staff_member(email), clock.DAY, whole_account=True)}",
        email=email,
        password=password,
    )
    connection.close()
    return links
