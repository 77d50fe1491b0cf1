"""Pages that show somebody's details: each look goes into the audit trail before the page is made.

    @referrals.get("/referrals/<uuid:referral_id>")
    @link_workers
    @shows_people
    def show(referral_id):
        referral = find(Referral.visible_to(current_user).where(Referral.id == referral_id))
        note_look(referral, Part.LINK_WORKER, fields=("called", "reach"))

This is the third and last kind of GET that writes (docs/decisions/0014): it only adds to the trail, and when it cannot
be added nothing is shown.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from blueprints import clock
from blueprints.acting import acting_as
from extensions import db
from models.acting import How, Part
from models.audit import AuditEntry

View = TypeVar("View", bound=Callable[..., Any])


def shows_people(view: View) -> View:
    """Mark a view that notes looks: its GET begins as a writer, and its answer is never stored."""
    view.shows_people = True  # type: ignore[attr-defined]
    return view


def note_look(
    thing: Any, part: Part, *, how: How = How.PAGE, action: str = "looked", fields: Iterable[str] = ()
) -> None:
    """Write down that `thing` (a referral, an enquiry) is looked at, and commit. `fields` names what is shown."""
    AuditEntry.note(db.session(), thing, action, acting=acting_as(part, how), at=clock.now(), fields=fields)
    db.session.commit()
