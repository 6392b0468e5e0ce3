"""The commands `mobility record client …`: register learning platforms, turn their keys, say what they may report."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from mobility_record.lti.models import Client


@click.group()
def client() -> None:
    """Learning platforms that report scores by LTI Assignment and Grade Services."""


@client.command()
@click.argument("name")
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Public key: PEM or JWK.")
@click.option("--jwks-url", default="", help="Instead of a key: where the platform publishes its keys (https).")
def register(name: str, key: Path | None, jwks_url: str) -> None:
    """Register a platform and print what its administrator needs."""
    _ready()
    from django.conf import settings
    from django.db import transaction

    from mobility_record.lti import clients, line_items, tokens

    if (key is None) == (not jwks_url):
        raise click.UsageError("Give either --key or --jwks-url.")
    with _errors(), transaction.atomic():
        made = clients.register(name, jwks_url)
        if key is not None:
            click.echo(f"key id      {clients.add_key(made, key.read_bytes()).kid}")
    click.echo(f"client_id   {made.public_id}")
    click.echo(f"token URL   {settings.MOBILITY_ORIGIN}{tokens.TOKEN_PATH}")
    click.echo(f"line items  {settings.MOBILITY_ORIGIN}{line_items.PATH}")


@client.command("list")
def list_clients() -> None:
    """Print every platform, its keys and packages."""
    _ready()
    from mobility_record.lti.models import Client

    for found in Client.objects.order_by("pk"):
        state = "revoked" if found.revoked_us is not None else "active"
        click.echo(f"{found.public_id}  {found.name} ({state})")
        for key in found.keys.filter(retired_us=None):
            click.echo(f"  key {key.kid}")
        if found.jwks_url:
            click.echo(f"  keys from {found.jwks_url}")
        for grant in found.grants.select_related("package"):
            click.echo(f"  package {grant.package.package_id}")


@client.command()
@click.argument("client_id", type=click.UUID)
@click.argument("package_id")
def allow(client_id: UUID, package_id: str) -> None:
    """Let a platform report for a registered package."""
    from mobility_record.lti import clients

    with _errors():
        package = clients.allow(_found(client_id), package_id)
    click.echo(f"It reports for {package.title} now.")


@client.command("add-key")
@click.argument("client_id", type=click.UUID)
@click.argument("key", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def add_key(client_id: UUID, key: Path) -> None:
    """Let one more public key speak for a platform: the first step of changing keys."""
    from mobility_record.lti import clients

    with _errors():
        click.echo(f"key id  {clients.add_key(_found(client_id), key.read_bytes()).kid}")


@client.command("retire-key")
@click.argument("client_id", type=click.UUID)
@click.argument("kid")
def retire_key(client_id: UUID, kid: str) -> None:
    """Let a key speak no more, and end the platform's tokens: the last step of changing keys."""
    from mobility_record.lti import clients

    with _errors():
        clients.retire_key(_found(client_id), kid)
    click.echo("Retired.")


@client.command()
@click.argument("client_id", type=click.UUID)
@click.confirmation_option(prompt="End everything this platform may do here?")
def revoke(client_id: UUID) -> None:
    """Let a platform do nothing more; what it reported stays."""
    from mobility_record.lti import clients

    with _errors():
        clients.revoke(_found(client_id))
    click.echo("Revoked.")


@client.command()
@click.argument("client_id", type=click.UUID)
@click.argument("mobility_id", type=click.UUID)
def pseudonym(client_id: UUID, mobility_id: UUID) -> None:
    """Print the userId under which a platform reports about the person of a mobility."""
    from mobility_record.lti import clients
    from mobility_record.people.sealing import open_details
    from mobility_record.stays.models import Mobility

    with _errors():
        found = _found(client_id)
        mobility = Mobility.objects.filter(public_id=mobility_id).first()
        if mobility is None or open_details(mobility.participant) is None:
            raise click.ClickException("There is no such mobility.")
        click.echo(clients.pseudonym_of(found, mobility))


def _found(client_id: UUID) -> "Client":
    _ready()
    from mobility_record.lti import clients

    return clients.find(client_id)


def _ready() -> None:
    from mobility_record.cli import start_ready

    start_ready()


@contextmanager
def _errors() -> Iterator[None]:
    """Turn the reasons of `clients` and `keys` into one line for the terminal."""
    try:
        yield
    except ValueError as error:
        raise click.ClickException(str(error)) from error
