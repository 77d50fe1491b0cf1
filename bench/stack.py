"""A stack of posters waiting to be printed: `python -m bench.stack 200` in the database that DATABASE_URL names."""

import sys
from datetime import UTC, datetime

from sqlalchemy import select

from app import create_app
from blueprints.posters.contents import Subject, check_after_for, content_for
from extensions import db
from models.listing import Listing
from models.poster import Poster
from models.poster_choice import Choice, Design
from models.print_run import PrintRun
from models.short_code import new_code


def make(size: int) -> str:
    """Make the posters of `size` listings, and ask for them in one file. Gives the id of the print run."""
    app = create_app()
    with app.app_context():
        session, now = db.session(), datetime.now(UTC)
        first = session.scalars(Listing.on_the_board().limit(1)).one()
        listings = session.scalars(
            select(Listing).where(Listing.panel_id == first.panel_id).order_by(Listing.name, Listing.id).limit(size)
        ).all()
        posters = []
        for number in range(size):
            listing = listings[number % len(listings)]
            subject = Subject(listing.panel, listing.patch, listing)
            choice = Choice(design=list(Design)[number % 3], strips=number % 2 == 0)
            poster = Poster(code=new_code(), panel=listing.panel, patch=listing.patch, listing=listing, made_at=now)
            content = content_for(choice, subject, code=poster.code, now=now)
            poster.print_as(choice, content, check_after=check_after_for(subject, choice, now), by=None, at=now)
            session.add(poster)
            posters.append(poster)
        session.flush()
        run = PrintRun(panel_id=first.panel_id, asked_at=now, poster_ids=[str(poster.id) for poster in posters])
        session.add(run)
        session.commit()
        return run.id.hex


if __name__ == "__main__":
    sys.stdout.write("\n" + make(int(sys.argv[1])) + "\n")
