"""Bringing a spreadsheet in: previewed line by line, then all of it or nothing, and undone as one."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.group import Group, Venue
from models.listing import Listing
from models.listing_contents import save, write
from models.listing_version import Deed
from models.patch import Patch
from models.people import Panel, User

LINES_AT_A_TIME = 100
"""One step: short enough that nobody else waits for the database."""


class ImportState(StrEnum):
    """Where an import has got to, worked out from its facts."""

    PREVIEW = "preview"
    HALFWAY = "halfway"
    DONE = "done"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return {"preview": "Not brought in yet", "halfway": "Half-way", "done": "Brought in", "undone": "Undone"}[
            self.value
        ]


class ImportOver(RuleBroken):
    """The import was already brought in or undone."""

    message = "This spreadsheet has been dealt with already. Look at what it says now."


class ListingImport(Identified, Base):
    """One uploaded spreadsheet. Each line is a plain dictionary, made by the room that read the file:

    `number` (in the file), `name`, `contents` (as models/listing_contents.py writes them), `venue` and `group` (their
    fields, or None), `notes` (what the person should know), `problem` (why it cannot come in, or ""), `twin` (name of
    what may be the same, or ""), `take` (whether to bring it in) and `draft` (not to be shown yet).
    """

    __tablename__ = "listing_import"

    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"), index=True)
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user_account.id"))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    unused_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    begun_at: Mapped[datetime | None]
    lines_done: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    panel: Mapped[Panel] = relationship()
    patch: Mapped[Patch] = relationship()
    uploaded_by: Mapped[User] = relationship()

    @property
    def state(self) -> ImportState:
        if self.undone_at is not None:
            return ImportState.UNDONE
        if self.finished_at is not None:
            return ImportState.DONE
        return ImportState.HALFWAY if self.begun_at is not None else ImportState.PREVIEW

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The lines that are to come in."""
        return [line for line in self.lines if line["take"] and not line["problem"]]

    def choose(self, numbers: set[int]) -> None:
        """Bring in just the lines with these numbers. Raises ImportOver, or RuleBroken when that leaves none."""
        if self.state is not ImportState.PREVIEW:
            raise ImportOver
        self.lines = [line | {"take": line["number"] in numbers and not line["problem"]} for line in self.lines]
        if not self.taken:
            raise RuleBroken("Tick at least one line to bring in.")

    def step(self, *, by: User, at: datetime) -> None:
        """Write the next lines as drafts; with the last one, publish them all together. Raises ImportOver.

        Nothing of the import is on the board before its last step, so a stop half-way leaves the board as it was.
        """
        if self.state not in (ImportState.PREVIEW, ImportState.HALFWAY):
            raise ImportOver
        self.begun_at = self.begun_at or at
        waiting = self.taken[self.lines_done : self.lines_done + LINES_AT_A_TIME]
        for line in waiting:
            self._write_line(line, by=by, at=at)
        self.lines_done += len(waiting)
        if self.lines_done >= len(self.taken):
            self._publish_all(by=by, at=at)
            self.finished_at = at

    def undo(self, *, at: datetime) -> list[str]:
        """Take the whole import off again. Listings changed since stay as drafts, and so do those that somebody was
        referred to; their names are given back. Raises StillAsked."""
        from models.unanswered import was_ever_asked

        if self.state not in (ImportState.DONE, ImportState.HALFWAY):
            raise ImportOver
        session = _session_of(self)
        changed_since = []
        for listing in session.scalars(self._listings()):
            if listing.revision > 1 or was_ever_asked(session, listing):
                listing.published_at = None
                save(listing, Deed.UNDONE, by=None, at=at, note="The spreadsheet it came from was undone")
                changed_since.append(listing.name)
            else:
                session.delete(listing)
        self.undone_at = at
        return changed_since

    @classmethod
    def of_panel(cls, panel: Panel) -> Select[tuple["ListingImport"]]:
        """This panel's imports, the latest first."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.uploaded_at.desc(), cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["ListingImport"]]:
        """The imports of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(cls.uploaded_at.desc(), cls.id)

    def _listings(self) -> Select[tuple[Listing]]:
        return select(Listing).where(Listing.import_id == self.id).order_by(Listing.name, Listing.id)

    def _write_line(self, line: dict[str, Any], *, by: User, at: datetime) -> None:
        session = _session_of(self)
        listing = Listing(
            id=uuid.uuid4(),
            panel_id=self.panel_id,
            patch_id=self.patch_id,
            venue=self._venue(line["venue"], at) if line["venue"] else None,
            group=self._group(line["group"], at) if line["group"] else None,
            import_id=self.id,
            created_at=at,
            created_by_id=by.id,
            changed_at=at,
            revision=0,
        )
        write(listing, line["contents"])
        session.add(listing)
        session.flush()
        save(listing, Deed.IMPORTED, by=by, at=at, note=f"Line {line['number']} of {self.file_name}")

    def _publish_all(self, *, by: User, at: datetime) -> None:
        session = _session_of(self)
        drafts = {line["number"] for line in self.taken if line["draft"]}
        for listing in session.scalars(self._listings()):
            version = listing.versions[0]
            number = int(version.note.removeprefix("Line ").split(" ")[0])
            if number not in drafts:
                listing.publish(by=by, at=at)
                version.contents = version.contents | {"published_at": at.isoformat()}

    def _venue(self, facts: dict[str, Any], at: datetime) -> Venue:
        known = Venue.known_to(self.panel).where(
            Venue.name == facts["name"], Venue.postcode == facts.get("postcode", "")
        )
        session = _session_of(self)
        venue = session.scalar(known.limit(1))
        if venue is None:
            venue = Venue(panel_id=self.panel_id, created_at=at, **facts)
            session.add(venue)
        return venue

    def _group(self, name: str, at: datetime) -> Group:
        session = _session_of(self)
        group = session.scalar(Group.known_to(self.panel).where(Group.name == name).limit(1))
        if group is None:
            group = Group(panel_id=self.panel_id, name=name, created_at=at)
            session.add(group)
        return group


def _session_of(row: ListingImport) -> Session:
    session = object_session(row)
    if session is None:
        raise RuntimeError("an import is written within a session")
    return session
