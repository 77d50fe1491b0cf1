"""Databases for tests: one is migrated once for each worker (the template), and every test gets a fresh copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text

from tests.put_back import PostgresCopy, Rows


def nobody_reads() -> None:
    """What lets go of a database that nobody has open."""


class Databases(Protocol):
    template: str
    """The address of the database to migrate, once."""

    def fresh(self, name: str, like: str = "template", let_go: Callable[[], None] = nobody_reads) -> str:
        """Make the database `name` anew as a copy of the template, or of another, and give its address.

        Should it be taken from under its readers, `let_go` is called first, so that they close what they hold.
        """

    def close(self) -> None:
        """Throw everything away."""


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = self._address("template")

    def fresh(self, name: str, like: str = "template", let_go: Callable[[], None] = nobody_reads) -> str:
        let_go()
        # A file of its own, put in place at once: a late request goes on reading the one that was there.
        shutil.copyfile(self.folder / f"{like}.db", self.folder / f"{name}.new")
        (self.folder / f"{name}.new").replace(self.folder / f"{name}.db")
        for ending in ("-wal", "-shm", "-journal"):
            (self.folder / f"{name}.db{ending}").unlink(missing_ok=True)
        let_go()
        return self._address(name)

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _address(self, name: str) -> str:
        return f"sqlite:///{(self.folder / name).as_posix()}.db"


class PostgresDatabases:
    """Databases beside the one the server's address names, which is itself never touched."""

    def __init__(self, server: str, prefix: str) -> None:
        self.server = make_url(server)
        self.prefix = prefix
        self.made: set[str] = set()
        self.copies: dict[str, PostgresCopy] = {}
        self.rows: dict[str, Rows] = {}
        self.engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        self._create(f"{prefix}_template", like="template0")
        self.template = self._address("template")

    def fresh(self, name: str, like: str = "template", let_go: Callable[[], None] = nobody_reads) -> str:
        copy = self.copies.get(name)
        if copy and copy.like == like and copy.put_back():
            return self._address(name)
        let_go()
        self._leave(name)
        self._leave(like)
        self._forget_rows(name)
        if like not in self.rows:
            self.rows[like] = Rows.of(self._address(like))
        self._create(f"{self.prefix}_{name}", like=f"{self.prefix}_{like}")
        self.copies[name] = PostgresCopy(self._address(name), like, self.rows[like])
        return self._address(name)

    def close(self) -> None:
        for name in [*self.copies]:
            self._leave(name)
        for name in self.made:
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.engine.dispose()

    def _leave(self, name: str) -> None:
        """Nobody may be in a database that is copied or thrown away."""
        if copy := self.copies.pop(name, None):
            copy.close()

    def _forget_rows(self, name: str) -> None:
        """What was copied from this database is no longer like it."""
        self.rows.pop(name, None)
        for other in [other for other, copy in self.copies.items() if copy.like == name]:
            self._leave(other)

    def _create(self, name: str, like: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{like}" ENCODING \'UTF8\'')
        self.made.add(name)

    def _say(self, sql: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(sql))

    def _address(self, name: str) -> str:
        return self.server.set(database=f"{self.prefix}_{name}").render_as_string(hide_password=False)
