"""Settings: read from the environment once, checked together at start, and never changed after.

A wrong setting stops the start with a list of everything that is wrong, in plain words. The table of all settings is in
README.md.
"""

from __future__ import annotations

import base64
import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

from environment import ROOT, EnvironmentReader, SmtpServer, smtp_server
from models.referral_clocks import ReferralClocks

SHORTEST_SECRET = 32
"""Characters. `secrets.token_hex(32)` gives 64; anything under this can be guessed by a patient machine."""
FIELD_KEY_BYTES = 32
EXAMPLE_SECRETS = ("changeme", "change-me", "change_me", "example", "your-secret", "secret-key", "password", "123456")
MOST_PROXIES = 5
SHORTEST_STRONG_IDLE = 10
"""Minutes. Last use is written down every five, so anything under this would ask people in the middle of their work."""
FIXED_SQLITE = (3, 51, 3)
FIXED_SQLITE_BRANCHES: dict[tuple[int, ...], tuple[int, ...]] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}
FIRST_SQLITE_WITH_WAL = (3, 7, 0)
SECONDS_TO_WAIT = 8
"""For a database that does not answer, or a row somebody else holds: nobody looks at a blank page for longer."""
POSTGRES_PATIENCE = {
    "connect_timeout": SECONDS_TO_WAIT // 2,
    "options": f"-c lock_timeout={SECONDS_TO_WAIT}s",
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": SECONDS_TO_WAIT * 1000,
}
"""A lost connection is noticed; the operating system alone would take two hours."""


class ConfigError(ClickException):
    """The settings cannot be used. `problems` holds one plain sentence for each thing to mend.

    A ClickException, so that every command prints the sentences and no traceback.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        lines = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"Hereabouts cannot start with these settings:\n{lines}")


@dataclass(frozen=True)
class Settings:
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    field_keys: tuple[str, ...] = field(default=(), repr=False)
    """What personal details are sealed with in the database: Fernet keys, the newest first (models/sealed.py)."""
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    """Older secrets that still open what they sealed, newest first. Remove them a day after a change of secret."""
    demo: bool = False
    public_url: str = "http://localhost:8000"
    extra_hosts: tuple[str, ...] = ()
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "Hereabouts <hereabouts@example.org>"
    trusted_proxies: int = 0
    instance_path: Path = ROOT / "instance"
    upload_limit_bytes: int = 2 * 1024 * 1024
    picture_limit_bytes: int = 12 * 1024 * 1024
    check_due_days: int = 90
    check_overdue_days: int = 120
    not_checked_lately_days: int = 180
    sign_in_minutes: int = 15
    invitation_days: int = 7
    session_idle_hours: int = 8
    session_absolute_hours: int = 20
    strong_idle_minutes: int = 30
    """Idle for so long, people who read referrals are asked for their second step again."""
    promise_working_days: int = 10
    first_reminder_working_days: int = 3
    second_reminder_working_days: int = 7
    more_time_working_days: int = 5
    undo_minutes: int = 5
    follow_up_days: int = 2
    erase_after_end_days: int = 90
    erase_after_silence_days: int = 180
    might_come_days: int = 30
    hide_fewer_than: int = 5
    """A smaller number of people is told to nobody but those who keep the registers (models/small_numbers.py)."""

    @property
    def referral_clocks(self) -> ReferralClocks:
        """The clocks of referrals, as the models take them."""
        return ReferralClocks(
            promise_working_days=self.promise_working_days,
            reminder_working_days=(self.first_reminder_working_days, self.second_reminder_working_days),
            more_time_working_days=self.more_time_working_days,
            undo_minutes=self.undo_minutes,
            follow_up_days=self.follow_up_days,
            erase_after_end_days=self.erase_after_end_days,
            erase_after_silence_days=self.erase_after_silence_days,
            might_come_days=self.might_come_days,
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings as the environment says them. Raises ConfigError, listing every problem at once."""
        reading = EnvironmentReader(os.environ if environment is None else environment)
        instance_path = reading.folder("HEREABOUTS_INSTANCE", ROOT / "instance")
        public_url = reading.public_url("HEREABOUTS_PUBLIC_URL", cls.public_url)
        settings = cls(
            secret_key=reading.secret(instance_path),
            field_keys=reading.field_keys(instance_path),
            secret_key_fallbacks=reading.words("HEREABOUTS_OLD_SECRET_KEYS"),
            database_url=reading.database(instance_path),
            demo=reading.yes("HEREABOUTS_DEMO"),
            public_url=public_url,
            extra_hosts=reading.words("HEREABOUTS_EXTRA_HOSTS"),
            smtp_url=reading.smtp("HEREABOUTS_SMTP_URL"),
            mail_from=reading.text("HEREABOUTS_MAIL_FROM") or cls.mail_from,
            trusted_proxies=reading.number("HEREABOUTS_TRUSTED_PROXIES", 0, least=0, most=MOST_PROXIES),
            instance_path=instance_path,
            **{name: reading.number(f"HEREABOUTS_{name.upper()}", default) for name, default in CLOCKS.items()},
        )
        reading.problems += problems_of(settings)
        if settings.smtp_url and not reading.text("HEREABOUTS_MAIL_FROM"):
            reading.problems.append("HEREABOUTS_SMTP_URL is set, so say who mail comes from in HEREABOUTS_MAIL_FROM.")
        if reading.problems:
            raise ConfigError(reading.problems)
        return settings

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or ""

    @property
    def allowed_hosts(self) -> list[str]:
        """Host names that requests may carry. The machine's own names are for health checks and trials."""
        return [self.public_host, *self.extra_hosts, "localhost", "127.0.0.1", "[::1]"]

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    @property
    def engine_options(self) -> dict[str, Any]:
        """What SQLAlchemy's create_engine is given besides the address."""
        common = {"hide_parameters": True, "pool_timeout": SECONDS_TO_WAIT}
        if self.on_sqlite:
            return {**common, "module": sqlite_module()}
        return {**common, "pool_pre_ping": True, "connect_args": POSTGRES_PATIENCE}

    @property
    def smtp(self) -> SmtpServer | None:
        return smtp_server(self.smtp_url) if self.smtp_url else None


CLOCKS = {
    name: getattr(Settings, name)
    for name in (
        "upload_limit_bytes",
        "picture_limit_bytes",
        "check_due_days",
        "check_overdue_days",
        "not_checked_lately_days",
        "sign_in_minutes",
        "invitation_days",
        "session_idle_hours",
        "session_absolute_hours",
        "strong_idle_minutes",
        "promise_working_days",
        "first_reminder_working_days",
        "second_reminder_working_days",
        "more_time_working_days",
        "undo_minutes",
        "follow_up_days",
        "erase_after_end_days",
        "erase_after_silence_days",
        "might_come_days",
        "hide_fewer_than",
    )
}


def problems_of(settings: Settings) -> list[str]:
    """Everything that is wrong with these settings taken together, one plain sentence each."""
    problems = secret_problems("The secret key", settings.secret_key)
    for old in settings.secret_key_fallbacks:
        problems += secret_problems("A key in HEREABOUTS_OLD_SECRET_KEYS", old)
    problems += field_key_problems(settings.field_keys)
    if settings.demo and not is_private_host(settings.public_host):
        problems.append(
            f"HEREABOUTS_DEMO is on and HEREABOUTS_PUBLIC_URL names {settings.public_host}. In the demo anybody can"
            " sign in as anyone, so it runs only on this machine or a private network. Turn one of the two off."
        )
    if settings.on_sqlite:
        problems += sqlite_problems(sqlite_module().sqlite_version_info)
    if not settings.check_due_days < settings.check_overdue_days < settings.not_checked_lately_days:
        problems.append(
            "HEREABOUTS_CHECK_DUE_DAYS, HEREABOUTS_CHECK_OVERDUE_DAYS and HEREABOUTS_NOT_CHECKED_LATELY_DAYS must each"
            " be later than the one before."
        )
    clocks = settings.referral_clocks
    if not clocks.reminder_working_days[0] < clocks.reminder_working_days[1] < clocks.promise_working_days:
        problems.append(
            "HEREABOUTS_FIRST_REMINDER_WORKING_DAYS, HEREABOUTS_SECOND_REMINDER_WORKING_DAYS and"
            " HEREABOUTS_PROMISE_WORKING_DAYS must each be later than the one before."
        )
    if settings.session_idle_hours > settings.session_absolute_hours:
        problems.append("HEREABOUTS_SESSION_IDLE_HOURS cannot be more than HEREABOUTS_SESSION_ABSOLUTE_HOURS.")
    if settings.strong_idle_minutes < SHORTEST_STRONG_IDLE:
        problems.append(f"HEREABOUTS_STRONG_IDLE_MINUTES must be {SHORTEST_STRONG_IDLE} or more.")
    return problems


def secret_problems(name: str, secret: str) -> list[str]:
    how = 'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
    if not secret:
        return [f"{name} is missing: set HEREABOUTS_SECRET_KEY. {how}"]
    if len(secret) < SHORTEST_SECRET:
        return [f"{name} is too short: it needs {SHORTEST_SECRET} characters or more. {how}"]
    if len(set(secret)) < 10 or any(example in secret.lower() for example in EXAMPLE_SECRETS):
        return [f"{name} is easy to guess, or copied from an example. {how}"]
    return []


def field_key_problems(keys: tuple[str, ...]) -> list[str]:
    how = (
        'Make one with: python3 -c "import base64, secrets;'
        ' print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())"'
    )
    if not keys:
        return [
            "The key that personal details are sealed with is missing: set HEREABOUTS_FIELD_KEYS, and keep a copy away"
            f" from the backups of the database. {how}"
        ]
    if not all(_is_field_key(key) for key in keys):
        return [f"HEREABOUTS_FIELD_KEYS holds something that is no key (32 bytes in base64). {how}"]
    return []


def _is_field_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key.encode("ascii"))) == FIELD_KEY_BYTES
    except ValueError:
        return False


def is_private_host(host: str) -> bool:
    """True for this machine and for names and addresses that only a private network knows."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        local_endings = (".local", ".localhost", ".lan", ".internal", ".home.arpa", ".test")
        return "." not in host or host.endswith(local_endings)
    return address.is_loopback or address.is_private


def sqlite_module() -> ModuleType:
    """The SQLite that we use: the one carried by pysqlite3 where there is a build of it, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return import_module("sqlite3")


def sqlite_problems(version: tuple[int, ...]) -> list[str]:
    """Some SQLite versions can lose a saved change when two people save at the same moment (the WAL-reset bug)."""
    fixed = FIXED_SQLITE_BRANCHES.get(version[:2], FIXED_SQLITE)
    if version < FIRST_SQLITE_WITH_WAL or version >= fixed:
        return []
    said = ".".join(map(str, version))
    return [
        f"SQLite {said} can lose saved changes. Install the Python package pysqlite3 0.6.1 or later (start.py does so"
        " where a build exists), or a Python whose SQLite is 3.51.3 or later (3.50.7 and 3.44.6 are mended too), or"
        " use PostgreSQL by setting DATABASE_URL."
    ]
