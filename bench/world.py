"""Making a world in a process of its own: `python -m bench.world 20000` in the database that DATABASE_URL names."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_app
from bench.questions import questions
from config import ROOT
from extensions import db
from models.listing import Listing
from models.patch import Patch
from models.place import PostcodeSector
from seeds.generated import generate

MOST_SECTORS = 900
"""ZZ10 0 to ZZ99 9: invented sectors at the middles of some patches, to search near."""


def make(size: int) -> str:
    """Fill the database unless it holds so many already. Gives the questions to ask of it, as JSON."""
    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        session = db.session()
        if session.scalar(select(func.count()).select_from(Listing)) != size:
            generate(session, size, seed=1, now=datetime.now(UTC))
            _sectors()
            session.commit()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        return json.dumps(asdict(questions(session)))


def _sectors() -> None:
    session = db.session()
    patches = session.execute(select(Patch.easting, Patch.northing).order_by(Patch.slug)).all()
    step = max(1, len(patches) // MOST_SECTORS)
    for number, (easting, northing) in enumerate(patches[::step][:MOST_SECTORS]):
        session.add(PostcodeSector.at(f"ZZ{10 + number // 10} {number % 10}", easting, northing))


if __name__ == "__main__":
    sys.stdout.write("\n" + make(int(sys.argv[1])) + "\n")
