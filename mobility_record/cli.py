"""The command `mobility record …`: set up, run and feed the record."""

import base64
import logging
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
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
def check() -> None:
    """Look for what is unsafe or wrong in the configuration: Django's deployment checks and the record's own."""
    start_django()
    from django.core import checks

    found = checks.run_checks(include_deployment_checks=True)
    for each in found:
        click.echo(f"{each.id}: {each.msg}" + (f" {each.hint}" if each.hint else ""))
    if found:
        raise click.ClickException(f"{len(found)} to mend.")
    click.echo("Nothing to mend.")


@record.command()
def migrate() -> None:
    """Bring the database to this version; of several at once, one does it and the others wait."""
    start_django()
    refuse_unsafe_configuration()
    _migrate()


def _migrate(verbosity: int = 1) -> None:
    from django.core.management import call_command

    from mobility_record.environment import SettingsError
    from mobility_record.migrating import one_at_a_time

    try:
        with one_at_a_time():
            call_command("migrate", interactive=False, verbosity=verbosity)
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


def _place(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that serves."""
    for option in (
        click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64)),
        click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64)),
        click.option("--port", default=8400, show_default=True, type=click.IntRange(1, 65535)),
        click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on."),
    ):
        command = option(command)
    return command


@record.command()
@_place
def run(**place: Any) -> None:
    """Serve the record with gunicorn until it is told to stop; the database must be at this version."""
    start_ready()
    _become("gunicorn", place)


@record.command()
@_place
@click.option(
    "--server",
    type=click.Choice(["auto", "granian", "gunicorn"]),
    default="auto",
    show_default=True,
    help="auto: granian where it is installed, else gunicorn.",
)
def serve(server: str, **place: Any) -> None:
    """Bring the database to this version and serve the record until it is told to stop."""
    from mobility_record.serving import servers

    found = servers.installed()
    if server != "auto" and server not in found:
        raise click.ClickException(f"{server} is not installed here. Install it, or leave --server out.")
    if not found:
        raise click.ClickException("No server is installed: pip install 'blended-mobility[record]'")
    start_django()
    refuse_unsafe_configuration()
    _migrate(verbosity=0)
    _become(found[0] if server == "auto" else server, place)


def _become(server: str, place: dict[str, Any]) -> None:
    """The server takes this process's place, and its signals."""
    from mobility_record.serving import servers

    _let_go_of_the_database()
    command = servers.command(server, servers.Place(**place))
    logging.getLogger("mobility_record.serving").info("serving under %s at port %d", server, place["port"])
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  # no shell: our own Python and our own words


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


@record.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Back the whole database up to FILE, which must be new, while the record goes on."""
    start_django()
    refuse_unsafe_configuration()
    from mobility_record.backup import making
    from mobility_record.backup.manifest import BackupError

    try:
        made = making.make(file)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    rows = sum(made.counts.values())
    click.echo(f"{file}: {rows} rows in {len(made.counts)} tables, {made.bytes} bytes, SHA-256 {made.sha256}")
    click.echo(
        "Not in it: SECRET_KEY, PEPPER and MASTER_KEY. Keep them apart; without MASTER_KEY it can't be restored."
    )


@record.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--erased-since",
    type=click.Path(path_type=Path),
    help="The newest list that `mobility record erased` printed: these people are erased again.",
)
@click.option("--nobody-was-erased", is_flag=True, help="There is no such list, because nobody was erased since.")
def restore(file: Path, erased_since: Path | None, nobody_was_erased: bool) -> None:
    """Restore the backup FILE into the empty database that the settings name."""
    start_django()
    refuse_unsafe_configuration()
    from mobility_record.backup import erasures, restoring
    from mobility_record.backup.manifest import BackupError
    from mobility_record.environment import SettingsError

    if (erased_since is None) is not nobody_was_erased:
        raise click.UsageError(
            "A backup brings back everyone who was erased after it. Name the newest list of `mobility record erased` "
            "with --erased-since, or say --nobody-was-erased."
        )
    try:
        done = restoring.restore(file, erasures.read(erased_since) if erased_since else [])
    except (BackupError, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    rows = sum(done.manifest.counts.values())
    click.echo(f"Restored {rows} rows as they were at {done.manifest.made}.")
    if erased_since:
        click.echo(f"{done.erased_again} erased again; {done.unknown} of the list are not in this backup.")


@record.command("erased")
def print_erased() -> None:
    """Print the opaque ids of everyone who was erased, to keep beside the backups."""
    start_ready()
    from mobility_record.backup import erasures

    for public_id in erasures.erased():
        click.echo(public_id)


@record.command()
@click.option("--dry-run", is_flag=True, help="Count what would be thrown away, and leave it.")
def tidy(dry_run: bool) -> None:
    """Throw away what has expired: tokens, sessions, one-time links, wrong attempts. Once a day is enough."""
    start_ready()
    from mobility_record import clock, tidying

    now = clock.now_us()
    for kind in tidying.everything():
        count = kind.rows(now).count() if dry_run else tidying.tidy(kind, now)
        click.echo(f"{count} {kind.name}")
