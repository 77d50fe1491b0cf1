"""What the databases need of us: SQLite's pragmas, and writes that begin at once instead of failing half-way."""

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

READ_ONLY: ContextVar[bool] = ContextVar("READ_ONLY", default=False)
"""True while a request that only reads is answered. Everything else begins its transaction as a writer: on SQLite a
transaction that reads first and writes later is refused with "database is locked", however long it may wait."""

BUSY_TIMEOUT_MS = 8_000


def prepare(engine: Engine) -> None:
    """Set up an engine once, before its first use. Does nothing for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL can lose the last commits when the power goes
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "trusted_schema=OFF",
        "cache_size=-8192",  # 8 MB: with the usual 2 a year's report reads the same pages again and again
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if READ_ONLY.get() else "BEGIN IMMEDIATE")
