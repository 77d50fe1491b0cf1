"""The ground floor: tables, queries and rules. It imports SQLAlchemy and itself, never Flask."""

import importlib
import pkgutil


def import_every_table() -> None:
    """Import each module of this floor, so that `Base.metadata` knows every table (for migrations and tests)."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
