"""Databases for tests: one is migrated once for each worker (the template), and every test gets a fresh copy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, make_url, text


class Databases(Protocol):
    template: str
    """The address of the database to migrate, once."""

    def fresh(self, name: str, like: str = "template") -> str:
        """Make the database `name` anew as a copy of the template, or of another, and give its address."""

    def close(self) -> None:
        """Throw everything away."""


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = self._address("template")

    def fresh(self, name: str, like: str = "template") -> str:
        for ending in ("-wal", "-shm", "-journal"):
            (self.folder / f"{name}.db{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{like}.db", self.folder / f"{name}.db")
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
        self.engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        self._create(f"{prefix}_template", like="template0")
        self.template = self._address(f"{prefix}_template")

    def fresh(self, name: str, like: str = "template") -> str:
        self._create(f"{self.prefix}_{name}", like=f"{self.prefix}_{like}")
        return self._address(f"{self.prefix}_{name}")

    def close(self) -> None:
        for name in self.made:
            self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.engine.dispose()

    def _create(self, name: str, like: str) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{like}" ENCODING \'UTF8\'')
        self.made.add(name)

    def _say(self, sql: str) -> None:
        with self.engine.connect() as connection:
            connection.execute(text(sql))

    def _address(self, name: str) -> str:
        return self.server.set(database=name).render_as_string(hide_password=False)
