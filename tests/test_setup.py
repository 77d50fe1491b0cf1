"""The set-up: settings that cannot be used, locks that name no machine, and a start that says what is wrong."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

import pytest

import start
from config import (
    CLOCKS,
    ROOT,
    ConfigError,
    Settings,
    is_private_host,
    secret_problems,
    sqlite_module,
    sqlite_problems,
)
from environment import database_address, smtp_server

GOOD = {
    "HEREABOUTS_SECRET_KEY": "9f2c7be1d04a4c53b8e6a1f0c7d25e38",
    "HEREABOUTS_FIELD_KEYS": "mK2mQbCk0G5kq0iL3m3Qb0nCkz3S8sZr4p2pJd0nq1M=",
    "DATABASE_URL": "sqlite:////srv/larkmoor.db",
}


def refusal(**changes: str) -> str:
    with pytest.raises(ConfigError) as refused:
        Settings.from_environment({**GOOD, **changes})
    return " ".join(refused.value.problems)


def test_good_settings_are_taken_with_the_documented_defaults():
    settings = Settings.from_environment(GOOD)
    assert settings.database_url == "sqlite:////srv/larkmoor.db"
    assert (settings.demo, settings.smtp, settings.trusted_proxies, settings.https) == (False, None, 0, False)
    assert settings.upload_limit_bytes == 2 * 1024 * 1024
    assert (settings.check_due_days, settings.check_overdue_days, settings.not_checked_lately_days) == (90, 120, 180)
    assert (settings.sign_in_minutes, settings.invitation_days) == (15, 7)
    assert (settings.session_idle_hours, settings.session_absolute_hours) == (8, 20)


def test_clocks_can_be_set():
    assert Settings.from_environment({**GOOD, "HEREABOUTS_SIGN_IN_MINUTES": "30"}).sign_in_minutes == 30


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "please-change-me-please-change-me-now", "ab" * 32])
def test_a_missing_or_weak_secret_is_refused(secret: str, tmp_path):
    assert "token_hex" in refusal(HEREABOUTS_SECRET_KEY=secret, HEREABOUTS_INSTANCE=str(tmp_path))


def test_a_weak_old_secret_is_refused_too():
    assert "HEREABOUTS_OLD_SECRET_KEYS" in refusal(HEREABOUTS_OLD_SECRET_KEYS="short")


def test_the_secret_may_lie_in_a_file_of_the_instance(tmp_path):
    (tmp_path / "secret_key").write_text(GOOD["HEREABOUTS_SECRET_KEY"] + "\n", encoding="ascii")
    (tmp_path / "field_keys").write_text(GOOD["HEREABOUTS_FIELD_KEYS"] + "\n", encoding="ascii")
    settings = Settings.from_environment({"HEREABOUTS_INSTANCE": str(tmp_path)})
    assert settings.secret_key == GOOD["HEREABOUTS_SECRET_KEY"]
    assert settings.field_keys == (GOOD["HEREABOUTS_FIELD_KEYS"],)
    assert settings.database_url == f"sqlite:///{tmp_path.as_posix()}/hereabouts.db"


@pytest.mark.parametrize("keys", ["", "short", "é" * 44, "A" * 44 + ",nothing"])
def test_a_missing_or_odd_field_key_is_refused(keys: str, tmp_path):
    assert "HEREABOUTS_FIELD_KEYS" in refusal(HEREABOUTS_FIELD_KEYS=keys, HEREABOUTS_INSTANCE=str(tmp_path))


def test_secrets_are_not_shown_when_settings_are_printed():
    settings = Settings.from_environment(
        {**GOOD, "HEREABOUTS_SMTP_URL": "smtps://us:hush@mail.example.org", "HEREABOUTS_MAIL_FROM": "panel@example.org"}
    )
    assert GOOD["HEREABOUTS_SECRET_KEY"] not in repr(settings)
    assert GOOD["HEREABOUTS_FIELD_KEYS"] not in repr(settings)
    assert "hush" not in repr(settings) + repr(settings.smtp)


def test_a_random_secret_is_accepted():
    assert secret_problems("The secret key", start.secrets.token_hex(32)) == []


@pytest.mark.parametrize(
    ("version", "lost"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_a_sqlite_that_can_lose_saved_changes_is_known_by_its_version(version: tuple[int, ...], lost: bool):
    problems = sqlite_problems(version)
    assert bool(problems) is lost
    assert not lost or "pysqlite3" in problems[0]


def test_an_affected_sqlite_stops_the_start_but_not_on_postgresql(monkeypatch):
    class Old:
        sqlite_version_info = (3, 40, 1)

    monkeypatch.setattr("config.sqlite_module", lambda: Old)
    assert "3.40.1 can lose saved changes" in refusal()
    Settings.from_environment({**GOOD, "DATABASE_URL": "postgresql://panel@localhost/hereabouts"})


def test_the_sqlite_in_use_here_is_a_fixed_one():
    assert sqlite_problems(sqlite_module().sqlite_version_info) == []


@pytest.mark.parametrize("host", ["larkmoor.example.org", "203.0.113.9.example.com", "8.8.8.8"])
def test_the_demo_is_refused_under_a_public_name(host: str):
    assert "anybody can sign in" in refusal(HEREABOUTS_DEMO="1", HEREABOUTS_PUBLIC_URL=f"https://{host}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "kitchen.local", "192.168.1.20", "laptop"])
def test_the_demo_is_allowed_on_this_machine_and_in_a_private_network(host: str):
    settings = Settings.from_environment({**GOOD, "HEREABOUTS_DEMO": "1", "HEREABOUTS_PUBLIC_URL": f"http://{host}:80"})
    assert settings.demo
    assert is_private_host(settings.public_host)


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "mysql://root@localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://localhost",
        "sqlite+x:///y",
    ],
)
def test_a_database_address_that_cannot_be_used_is_refused(address: str):
    assert "DATABASE_URL" in refusal(DATABASE_URL=address)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_postgresql_address_is_spoken_with_psycopg(scheme: str):
    assert database_address(f"{scheme}://u:p@h:5433/base") == "postgresql+psycopg://u:p@h:5433/base"


def test_a_relative_sqlite_file_does_not_depend_on_where_a_command_is_run(tmp_path):
    assert database_address("sqlite:///panel.db", tmp_path) == f"sqlite:///{tmp_path.as_posix()}/panel.db"


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail", "smtp://", "smtp://mail:port", "smtps://a/b"])
def test_a_mail_server_address_that_cannot_be_used_is_refused(address: str):
    assert "HEREABOUTS_SMTP_URL" in refusal(HEREABOUTS_SMTP_URL=address, HEREABOUTS_MAIL_FROM="a@example.org")


def test_a_mail_server_address_is_read_with_its_escapes():
    server = smtp_server("smtp+starttls://post%40example.org:p%3Aq@mail.example.org")
    assert (server.host, server.port, server.security) == ("mail.example.org", 587, "starttls")
    assert (server.username, server.password) == ("post@example.org", "p:q")


def test_mail_needs_a_sender():
    assert "HEREABOUTS_MAIL_FROM" in refusal(HEREABOUTS_SMTP_URL="smtp://localhost")


@pytest.mark.parametrize("count", ["-1", "6", "two", "1.5", "٢"])
def test_a_bad_number_of_proxies_is_refused(count: str):
    assert "HEREABOUTS_TRUSTED_PROXIES" in refusal(HEREABOUTS_TRUSTED_PROXIES=count)


@pytest.mark.parametrize("address", ["larkmoor.org", "ftp://a.org", "https://a.org/path", "https://", "https://a:b"])
def test_a_public_address_must_be_a_site_alone(address: str):
    assert "HEREABOUTS_PUBLIC_URL" in refusal(HEREABOUTS_PUBLIC_URL=address)


def test_clocks_must_come_in_order():
    assert "later than the one before" in refusal(HEREABOUTS_CHECK_DUE_DAYS="300")
    assert "HEREABOUTS_SESSION_IDLE_HOURS" in refusal(HEREABOUTS_SESSION_IDLE_HOURS="21")


def test_every_problem_is_told_at_once():
    told = refusal(DATABASE_URL="x", HEREABOUTS_SECRET_KEY="x", HEREABOUTS_TRUSTED_PROXIES="x", HEREABOUTS_DEMO="x")
    assert all(word in told for word in ("DATABASE_URL", "secret key", "PROXIES", "HEREABOUTS_DEMO"))


def test_a_command_prints_the_problems_and_no_traceback():
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "routes"],
        cwd=ROOT,
        env={"PATH": "", "HEREABOUTS_SECRET_KEY": "x", "DATABASE_URL": "mysql://x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "too short" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_hashes_and_names_no_machine_and_no_registry(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert not re.search(r"://|--find-links|--index|--extra|^\s*#|/", text, re.MULTILINE)
    assert not re.search(r"^(django|asgiref)==", text, re.MULTILINE)


def test_the_test_lock_agrees_with_the_lock_people_run():
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("requirements.txt") <= versions("requirements-dev.txt")


def test_no_lock_of_a_tool_with_addresses_in_it_is_tracked():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert not {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json"} & set(tracked)


def test_a_port_in_use_is_said_plainly(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit):
            start.free_port(port)
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_an_old_python_is_told_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit):
        start.check_python()
    assert "needs Python 3.11 or later, and this is 3.9" in capsys.readouterr().err


def test_a_full_disk_is_said_before_anything_is_fetched(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(start, "STAMP", tmp_path / "none.json")
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 2**20}))
    with pytest.raises(SystemExit):
        start.install(start.RUN_LOCK)
    assert "disk is nearly full" in capsys.readouterr().err


def test_the_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path):
    environment = {"HEREABOUTS_INSTANCE": str(tmp_path / "instance")}
    start.make_keys(environment)
    kept = tmp_path / "instance" / "secret_key"
    first = kept.read_text(encoding="ascii")
    start.make_keys(environment)
    assert kept.read_text(encoding="ascii") == first
    assert len(first.strip()) == 64
    assert kept.stat().st_mode & 0o077 == 0


def test_the_demo_and_a_panel_of_ones_own_have_separate_files(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("HEREABOUTS_INSTANCE", str(tmp_path))

    def address(empty: bool, database: str | None = None) -> str:
        return start.database(start.argparse.Namespace(empty=empty, database=database))

    assert address(empty=False).endswith("/market_town.db")
    assert address(empty=True).endswith("/hereabouts.db")
    assert address(empty=True, database=str(tmp_path / "mine.db")) == f"sqlite:///{tmp_path.as_posix()}/mine.db"
    assert address(empty=False, database="postgresql://h/b") == "postgresql://h/b"


def test_every_setting_is_in_the_readme():
    source = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("config.py", "environment.py"))
    names = set(re.findall(r'"(HEREABOUTS_[A-Z_]+|DATABASE_URL)"', source))
    names |= {f"HEREABOUTS_{clock.upper()}" for clock in CLOCKS}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in names if f"| `{name}` |" not in readme} == set()
