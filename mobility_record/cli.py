"""The command `mobility record …`: set up, run and feed the record."""

import base64
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from mobility_record.lti.cli import client

if TYPE_CHECKING:
    from mobility_record.stays.models import Mobility


@click.group()
def record() -> None:
    """The mobility record: the service that receives progress and shows it to the people concerned."""


record.add_command(client)


def start_django() -> None:
    """Load the settings, or say in one sentence which one can't be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mobility_record.settings")
    import django

    from mobility_record.environment import SettingsError

    try:
        django.setup()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def refuse_unsafe_configuration() -> None:
    """Stop with every reason when the configuration is unsafe."""
    from django.core import checks

    found = [check for check in checks.run_checks(tags=[checks.Tags.security]) if check.is_serious()]
    if found:
        raise click.ClickException("\n".join(["The record does not start like this:", *(f"- {c.msg}" for c in found)]))


def start_ready() -> None:
    """Load the settings and refuse to touch anything when they are unsafe or the database is not at this version."""
    start_django()
    refuse_unsafe_configuration()
    _refuse_old_database()


@record.command("secrets")
def print_secrets() -> None:
    """Print fresh secrets as environment variables, to keep where only the service reads them."""
    click.echo(f"MOBILITY_RECORD_SECRET_KEY={secrets.token_urlsafe(48)}")
    click.echo(f"MOBILITY_RECORD_PEPPER={secrets.token_urlsafe(32)}")
    click.echo(f"MOBILITY_RECORD_MASTER_KEY={base64.b64encode(secrets.token_bytes(32)).decode()}")


@record.command()
def migrate() -> None:
    """Bring the database to this version."""
    start_django()
    refuse_unsafe_configuration()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)


@record.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8400, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def run(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the record with gunicorn until it is told to stop."""
    start_django()
    refuse_unsafe_configuration()
    _refuse_old_database()
    _let_go_of_the_database()
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "mobility_record.wsgi:application", "--bind", address]
    command += ["--workers", str(workers), "--threads", str(threads), "--worker-tmp-dir", _worker_folder()]
    command += _no_control_socket()
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606  # gunicorn takes this process's place, and its signals


def _let_go_of_the_database() -> None:
    """The workers open their own connections."""
    from django.db import connections

    connections.close_all()


def _refuse_old_database() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise click.ClickException("The database is not at this version. Run `mobility record migrate` first.")


def _no_control_socket() -> list[str]:
    """Newer versions of gunicorn open a socket in the home folder to be controlled by; nobody needs it here."""
    from gunicorn.config import make_settings  # type: ignore[import-untyped]  # it ships no types

    return ["--no-control-socket"] if "control_socket" in make_settings() else []


def _worker_folder() -> str:
    """Memory where there is some, so that a slow disk does not make workers look dead."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108 - heartbeat files only


@record.command("register-package")
@click.argument("package", metavar="ZIP", type=click.Path(path_type=Path))
def register_package(package: Path) -> None:
    """Make the record know an exported package: its version and its line items."""
    start_ready()
    from mobility_record.stays.package_zip import PackageError, read_package
    from mobility_record.stays.packages import register

    try:
        registered = register(read_package(package))
    except PackageError as error:
        raise click.ClickException(str(error)) from error
    known = registered.package
    state = "new" if registered.new_package else "new version" if registered.new_version else "known already"
    click.echo(f"{known.package_id}: {known.title} ({state})")
    for item in known.line_items.all():
        click.echo(f"  {item.tag}")


@record.command()
@click.argument("package_id", metavar="PACKAGE")
@click.argument("mobility_id", metavar="MOBILITY", type=click.UUID)
def enrol(package_id: str, mobility_id: UUID) -> None:
    """Enrol one mobility in a registered package."""
    start_ready()
    from mobility_record.stays import packages
    from mobility_record.stays.models import Mobility, Package

    package = Package.objects.filter(package_id=package_id).first()
    mobility = Mobility.objects.filter(public_id=mobility_id).first()
    if package is None or mobility is None:
        raise click.ClickException(f"There is no such {'package' if package is None else 'mobility'}.")
    _refuse_erased(mobility)
    packages.enrol(mobility, package)
    click.echo("Enrolled.")


@record.command()
@click.argument("mobility_id", metavar="MOBILITY", type=click.UUID)
@click.option("--revoke", is_flag=True, help="Revoke the codes of the mobility instead.")
def codes(mobility_id: UUID, revoke: bool) -> None:
    """Make a new claim code for one mobility and print it; an unused older one stops working."""
    start_ready()
    from mobility_record.stays import codes as claim_codes
    from mobility_record.stays.models import Mobility

    mobility = Mobility.objects.filter(public_id=mobility_id).first()
    if mobility is None:
        raise click.ClickException("There is no such mobility.")
    _refuse_erased(mobility)
    click.echo(f"{claim_codes.revoke_codes(mobility)} revoked" if revoke else claim_codes.make_code(mobility))


def _refuse_erased(mobility: "Mobility") -> None:
    from mobility_record.people.sealing import open_details

    if open_details(mobility.participant) is None:
        raise click.ClickException("This person has been erased; nothing can be done in their name.")


@record.command("create-coordinator")
@click.option("--organisation", required=True, help="Name; made when there is none of this name and country.")
@click.option("--country", default="", help="Two letters, for a new organisation.")
@click.option("--given-name", required=True)
@click.option("--family-name", required=True)
@click.option("--email", required=True)
@click.password_option(help="At least 12 characters; asked for when left out.")
def create_coordinator(
    organisation: str, country: str, given_name: str, family_name: str, email: str, password: str
) -> None:
    """Make a coordinator who can sign in."""
    start_ready()
    from mobility_record.people import staff

    try:
        person = staff.create_coordinator(organisation, country, given_name, family_name, email, password)
    except staff.StaffError as error:
        raise click.ClickException(str(error)) from error
    home = person.memberships.get().organisation
    click.echo(f"Coordinator {person.public_id} of {home.name} ({home.country}) can sign in as {email}.")


@record.command()
@click.argument("person_id", metavar="PERSON", type=click.UUID)
@click.confirmation_option(prompt="Erase this person for ever?")
def erase(person_id: UUID) -> None:
    """Erase one person: their key is destroyed and cannot be made again."""
    start_ready()
    from mobility_record.people import erasure
    from mobility_record.people.models import Person

    person = Person.objects.filter(public_id=person_id).first()
    if person is None:
        raise click.ClickException("There is no such person.")
    erasure.erase(person)
    click.echo("Erased.")
