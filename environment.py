"""Reading settings out of the environment: each reader gives a usable value and notes what was wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent
SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class SmtpServer:
    """Where mail is handed over. `security` is "none" (a relay on this machine), "starttls" or "tls"."""

    host: str
    port: int
    security: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


class EnvironmentReader:
    """Reads the environment and gathers what is wrong instead of stopping at the first thing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.environment.get(name, "").strip()

    def words(self, name: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.text(name).split(",") if word.strip())

    def folder(self, name: str, default: Path) -> Path:
        return ROOT / Path(self.text(name) or default).expanduser()

    def yes(self, name: str) -> bool:
        said = self.text(name).lower()
        if said not in ("", "0", "no", "false", "off", "1", "yes", "true", "on"):
            self.problems.append(f"{name} must be yes or no.")
        return said in ("1", "yes", "true", "on")

    def number(self, name: str, default: int, least: int = 1, most: int = 1_000_000_000) -> int:
        said = self.text(name)
        if not said:
            return default
        if not re.fullmatch(r"[0-9]{1,10}", said) or not least <= int(said) <= most:
            self.problems.append(f"{name} must be a whole number from {least} to {most}.")
            return default
        return int(said)

    def secret(self, instance_path: Path) -> str:
        """From HEREABOUTS_SECRET_KEY, else the file that start.py makes in the instance folder."""
        if said := self.text("HEREABOUTS_SECRET_KEY"):
            return said
        kept = Path(self.text("HEREABOUTS_SECRET_KEY_FILE") or instance_path / "secret_key")
        try:
            return kept.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def field_keys(self, instance_path: Path) -> tuple[str, ...]:
        """From HEREABOUTS_FIELD_KEYS (newest first, with commas), else the file that start.py makes, a key a line."""
        if said := self.words("HEREABOUTS_FIELD_KEYS"):
            return said
        kept = Path(self.text("HEREABOUTS_FIELD_KEYS_FILE") or instance_path / "field_keys")
        try:
            return tuple(kept.read_text(encoding="ascii").split())
        except (OSError, UnicodeDecodeError):
            return ()

    def public_url(self, name: str, default: str) -> str:
        said = (self.text(name) or default).rstrip("/")
        try:
            parts = urlsplit(said)
            right = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            right = False
        if not right or parts.path or parts.query or parts.fragment or parts.username:
            self.problems.append(f"{name} must be the site's address alone, such as https://larkmoor.example.org.")
            return default
        return said

    def database(self, instance_path: Path) -> str:
        try:
            return database_address(self.text("DATABASE_URL") or f"sqlite:///{instance_path / 'hereabouts.db'}")
        except ValueError as error:
            self.problems.append(str(error))
            return "postgresql+psycopg:///unusable"

    def smtp(self, name: str) -> str | None:
        said = self.text(name)
        try:
            return said if said and smtp_server(said) else None
        except ValueError as error:
            self.problems.append(str(error))
            return None


def database_address(said: str, relative_to: Path = ROOT) -> str:
    """The address as SQLAlchemy wants it, from what people write. Raises ValueError with a plain sentence."""
    if re.match(r"postgres(ql)?://", said):
        said = "postgresql+psycopg://" + said.split("://", 1)[1]
    try:
        url = make_url(said)
    except (ArgumentError, ValueError) as error:
        raise ValueError(
            "DATABASE_URL is not an address: write sqlite:////folder/file.db or postgresql://name@host/base."
        ) from error
    if url.drivername == "postgresql+psycopg":
        if not url.database:
            raise ValueError("DATABASE_URL names no database: end it with /hereabouts, or what yours is called.")
        return said
    if url.drivername != "sqlite":
        raise ValueError("DATABASE_URL must begin with sqlite: or postgresql: (nothing else is tried and tested).")
    if not url.database or url.database == ":memory:":
        raise ValueError("DATABASE_URL must name a file: SQLite in memory would forget everything.")
    return "sqlite:///" + (relative_to / url.database).as_posix()


def smtp_server(said: str) -> SmtpServer:
    """Read smtp://host, smtp+starttls://name:password@host:587 or smtps://... Raises ValueError with a sentence."""
    shape = "HEREABOUTS_SMTP_URL must look like smtp+starttls://name:password@mail.host:587 (or smtp:// or smtps://)."
    try:
        parts = urlsplit(said)
        port = parts.port
    except ValueError as error:
        raise ValueError(shape) from error
    if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(shape)
    return SmtpServer(
        host=parts.hostname,
        port=port or SMTP_PORTS[parts.scheme],
        security={"smtp": "none", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
