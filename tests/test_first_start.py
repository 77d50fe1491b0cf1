"""The first start: a new database becomes the demo town, and a real panel's is never served as a demo."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from dataclasses import replace
from pathlib import Path

import click
import pytest
from sqlalchemy import func, select, text

from blueprints import first_start
from config import ROOT, Settings
from models.listing import Listing
from models.people import User
from tests.conftest import test_settings as settings_for
from tests.ports import free_port

SERVE_NEW = ["-m", "flask", "--app", "app", "serve", "--upgrade", "--world", "market_town"]


def test_a_new_database_becomes_the_demo_town_once(app, db_session, settle, tmp_path: Path):
    settle(instance_path=tmp_path)
    first_start.fill_with(app, "market_town")
    listings = db_session.scalar(select(func.count()).select_from(Listing))
    assert listings
    first_start.fill_with(app, "market_town")
    assert db_session.scalar(select(func.count()).select_from(Listing)) == listings


def test_a_database_with_people_in_it_is_never_served_as_a_demo(app, db_session, settle, tmp_path: Path, now):
    settle(instance_path=tmp_path)
    db_session.add(User(name="Somebody Real", email="somebody@example.org", created_at=now))
    db_session.commit()
    with pytest.raises(click.ClickException, match="Add --empty"):
        first_start.fill_with(app, "market_town")


def test_a_new_empty_database_prints_a_link_for_the_first_person(app, db_session, capsys):
    first_start.show_the_way_in(app)
    assert "/setup/" in capsys.readouterr().out


def test_an_empty_database_is_migrated_seeded_and_served_by_one_command(tmp_path: Path):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, *SERVE_NEW, "--port", str(port)],
        cwd=ROOT,
        env=environment_of(settings_for(f"sqlite:///{tmp_path.as_posix()}/new.db", tmp_path, demo=True)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = [process.stdout.readline()]
        while said[-1] and "Hereabouts is at" not in said[-1]:
            said.append(process.stdout.readline())
        assert said[-1], said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert "Larkmoor" in answer.read().decode()
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


def test_a_database_of_another_version_is_not_served(app, db_session):
    db_session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    db_session.commit()
    with pytest.raises(click.ClickException, match="flask db upgrade"):
        first_start.check_up_to_date()


def environment_of(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "HEREABOUTS_SECRET_KEY": settings.secret_key,
        "HEREABOUTS_FIELD_KEYS": ",".join(settings.field_keys),
        "DATABASE_URL": settings.database_url,
        "HEREABOUTS_PUBLIC_URL": settings.public_url,
        "HEREABOUTS_INSTANCE": str(settings.instance_path),
        "HEREABOUTS_DEMO": "yes" if settings.demo else "no",
    }


def test_a_backup_is_whole_and_never_written_over(app, db_session, tmp_path: Path, now):
    runner = app.test_cli_runner()
    copy = tmp_path / "copy.db"
    db_session.add(User(name="Kept Person", email="kept@example.org", created_at=now))
    db_session.commit()
    result = runner.invoke(args=["backup", str(copy)])
    settings = app.config["SETTINGS"]
    if not settings.on_sqlite:
        assert "pg_dump" in result.output
        return
    assert result.exit_code == 0, result.output
    copied = replace(settings, database_url=f"sqlite:///{copy.as_posix()}")
    connection = copied.engine_options["module"].connect(str(copy))
    assert connection.execute("SELECT name FROM user_account").fetchall() == [("Kept Person",)]
    connection.close()
    again = runner.invoke(args=["backup", str(copy)])
    assert again.exit_code == 1
    assert "there already" in again.output
