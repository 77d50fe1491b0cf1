"""Text about people, encrypted in the database with a key that is kept outside it.

A column of type `SealedText` or `SealedJson` is read and written as plain text or JSON values; what lies in the table
is a Fernet token (AES-128-CBC with HMAC-SHA-256, of the package cryptography). Keys are changed by putting a new one
before the old ones and sealing everything again: `reseal`. A column that is sealed cannot be searched or sorted by.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, Dialect, Table, Text, select, update
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from models.base import Base

AT_ONCE = 500
"""Rows sealed again between two commits."""


class Unreadable(Exception):
    """None of the keys opens what is in the database: a key was lost, or the text was tampered with."""


class NoKeys(Exception):
    """Something sealed was read or written before `use_keys`."""


class _Keyring:
    def __init__(self) -> None:
        self.box: MultiFernet | None = None

    def open(self) -> MultiFernet:
        if self.box is None:
            raise NoKeys("models.sealed.use_keys has not been called")
        return self.box


_keyring = _Keyring()


def use_keys(keys: Sequence[str]) -> None:
    """Seal with the first of these Fernet keys (32 bytes in base64) from now on, and open with any of them.

    Raises ValueError when one is no key, or there is none.
    """
    if not keys:
        raise ValueError("at least one key is needed")
    _keyring.box = MultiFernet([Fernet(key) for key in keys])


def new_key() -> str:
    """A key, from the system's own source of chance."""
    return Fernet.generate_key().decode()


class SealedText(TypeDecorator[str]):
    """Text that only the application can read. Empty text is sealed too: nobody sees which boxes were left empty."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else _keyring.open().encrypt(self._words(value).encode()).decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self._meaning(_opened(value))

    def _words(self, value: Any) -> str:
        return str(value)

    def _meaning(self, words: str) -> Any:
        return words


class SealedJson(SealedText):
    """A list or a dictionary of plain values that only the application can read."""

    cache_ok = True

    def _words(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def _meaning(self, words: str) -> Any:
        return json.loads(words)


def _opened(token: str) -> str:
    try:
        return _keyring.open().decrypt(token.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as error:
        raise Unreadable("a sealed column cannot be opened with the keys at hand") from error


def sealed_columns() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """Every table with sealed columns, and those columns."""
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, SealedText)]
        if columns:
            yield table, columns


def reseal(session: Session) -> int:
    """Seal everything again with the newest key, a few rows at a time, each lot committed. Gives the number of rows.

    What was sealed with the newest key already is sealed afresh as well. Raises Unreadable; that lot stays as it was.
    """
    done = 0
    for table, columns in sealed_columns():
        (key,) = table.primary_key.columns
        rows = select(key, *columns).order_by(key).limit(AT_ONCE)
        last: Any = None
        while lot := session.execute(rows if last is None else rows.where(key > last)).all():
            for row in lot:
                opened = dict(zip((column.name for column in columns), row[1:], strict=True))
                session.execute(update(table).where(key == row[0]).values(opened))
            last = lot[-1][0]
            done += len(lot)
            session.commit()
    return done
