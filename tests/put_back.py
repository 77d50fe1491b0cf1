"""Putting a database on PostgreSQL back to how it was, row by row: ten times as quick as to copy it whole."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import make_url

USES = 60
"""Of a copy. What was deleted from it is still in the way: nobody sweeps up (see CARELESS in postgres_server.py)."""
TABLES = """
    SELECT relname, array_agg(attname::text ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname"""
SHAPE = " UNION ALL ".join(
    f"SELECT '{catalogue}', count(*), max(xmin::text::bigint) FROM {catalogue}"
    for catalogue in ("pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_proc", "pg_rewrite", "pg_trigger")
)
OTHERS_AT_WORK = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND state <> 'idle'"""
NOW = "SELECT pg_current_xact_id()::text::bigint % 4294967296"


@dataclass
class Rows:
    """What stands in the tables of a database."""

    columns: dict[str, list[str]]
    binary: dict[str, bytes]
    """By table, as COPY writes it; nothing for a table that is empty."""

    @classmethod
    def of(cls, address: str) -> Rows:
        with _connect(address) as connection:
            columns = dict(connection.execute(TABLES).fetchall())
            rows = cls(columns, {})
            for table in columns:
                if connection.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(table))).rowcount:
                    with connection.cursor().copy(rows.copying(table, "TO STDOUT")) as copy:
                        rows.binary[table] = b"".join(map(bytes, copy))
        return rows

    def copying(self, table: str, where: str) -> sql.Composed:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns[table]))
        return sql.SQL("COPY {} ({}) {} (FORMAT binary)").format(sql.Identifier(table), columns, sql.SQL(where))


class PostgresCopy:
    """A database that was just copied from another with these rows."""

    def __init__(self, address: str, like: str, rows: Rows) -> None:
        self.like = like
        self.rows = rows
        self.uses = 0
        self.connection = _connect(address)
        # A row of a later transaction than `mark` was written by a test; so was one that no longer counts.
        self.looking = " UNION ALL ".join(
            f"SELECT '{table}', count(*), count(*) FILTER (WHERE xmin::text::bigint > %(mark)s) FROM \"{table}\""
            for table in rows.columns
        )
        self.shape = self.connection.execute(SHAPE).fetchall()
        self.may = self.connection.execute("SELECT current_setting('is_superuser')").fetchone() == ("on",)
        self.mark = self._now()
        self.counts = {table: count for table, count, _ in self._look()}

    def put_back(self) -> bool:
        """Whether it is as it was. Not when its tables have another shape, it was used much, or we may not."""
        self.uses += 1
        try:
            if not self.may or self.uses > USES:
                return False
            self.connection.execute(OTHERS_AT_WORK)
            if self.connection.execute(SHAPE, prepare=True).fetchall() != self.shape:
                return False
            changed = [table for table, count, new in self._look() if new or count != self.counts[table]]
            if changed:
                with self.connection.transaction():
                    self._fill(changed)
                    self.mark = self._now()
        except psycopg.OperationalError:
            return False
        return True

    def close(self) -> None:
        self.connection.close()

    def _look(self) -> list[tuple[str, int, int]]:
        return self.connection.execute(self.looking, {"mark": self.mark}, prepare=True).fetchall()

    def _fill(self, tables: list[str]) -> None:
        self.connection.execute("SET LOCAL session_replication_role = replica")  # no keys are followed meanwhile
        for table in tables:
            self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if table in self.rows.binary:
                with self.connection.cursor().copy(self.rows.copying(table, "FROM STDIN")) as copy:
                    copy.write(self.rows.binary[table])

    def _now(self) -> int:
        found = self.connection.execute(NOW).fetchone()
        assert found
        return int(found[0])


def _connect(address: str) -> psycopg.Connection:
    plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)
