"""Named worlds to try the site in: `flask seed market_town`, `flask seed empty_panel`. All people are invented."""

from flask import Flask

from seeds.commands import postcodes, seed


def init_app(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(seed)
    app.cli.add_command(postcodes)
