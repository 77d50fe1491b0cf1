"""Posters: a printed sheet and the short code on it, which leads to what it is about for as long as paper lasts."""

import uuid
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Identified
from models.listing import Listing
from models.patch import Patch
from models.people import Panel, User
from models.picture import Picture
from models.poster_choice import Choice
from models.short_code import LENGTH

if TYPE_CHECKING:
    from models.placement import Placement


class Poster(Identified, Base):
    """One sheet for one wall (or for nobody's wall yet), known by its code. A code is never used again.

    `content` is what its latest print says, word for word, as the press takes it: the same PDF can be made again at any
    time, and what hangs on the wall can be held against what is true today.
    """

    __tablename__ = "poster"
    __table_args__ = (Index("ix_poster_panel_printed", "panel_id", "printed_at"),)

    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    panel_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("panel.id"))
    patch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patch.id"), index=True)
    listing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    """What it is about; None for a poster about the whole patch, or once its listing is deleted."""
    picture_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("picture.id", ondelete="SET NULL"))
    chosen: Mapped[dict[str, Any]] = mapped_column("choice", JSON)
    week: Mapped[date | None]
    """The Monday of the week it shows, for a sheet about one week."""
    title: Mapped[str] = mapped_column(String(160))
    """What people call it: the name on top."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    listing_revision: Mapped[int | None]
    """The listing's revision when it was printed."""
    check_after: Mapped[date]
    """The last day on which nobody need check it: "After June, check the code"."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))
    printed_at: Mapped[datetime]
    """When `content` was taken. Before that, earlier prints of the same poster may still hang somewhere."""
    printed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    panel: Mapped[Panel] = relationship()
    patch: Mapped[Patch] = relationship()
    listing: Mapped[Listing | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    placement: Mapped["Placement | None"] = relationship(back_populates="poster", uselist=False)

    @property
    def choice(self) -> Choice:
        return Choice.from_json(self.chosen)

    @property
    def short_address(self) -> str:
        """Its place on this site."""
        return f"/p/{self.code}"

    def print_as(
        self, choice: Choice, content: dict[str, Any], *, check_after: date, by: User | None, at: datetime
    ) -> None:
        """Take this wording as what is printed from now on."""
        self.chosen, self.content = choice.to_json(), content
        self.title = str(content["name"])[:160]
        self.listing_revision = self.listing.revision if self.listing else None
        self.check_after = check_after
        self.printed_at, self.printed_by_id = at, by.id if by else None

    @classmethod
    def by_code(cls, code: str) -> Select[tuple["Poster"]]:
        """The one poster with this code."""
        return select(cls).where(cls.code == code).order_by(cls.id)

    @classmethod
    def of(cls, panel: Panel) -> Select[tuple["Poster"]]:
        """A panel's posters, the latest printed first."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.printed_at.desc(), cls.id)

    @classmethod
    def about(cls, listing: Listing) -> Select[tuple["Poster"]]:
        """The posters of a listing, the latest printed first."""
        return select(cls).where(cls.listing_id == listing.id).order_by(cls.printed_at.desc(), cls.id)

    @classmethod
    def visible_to(cls, user: User) -> Select[tuple["Poster"]]:
        """The posters of a person's own panels."""
        panels = Panel.kept_by(user).with_only_columns(Panel.id).order_by(None)
        return select(cls).where(cls.panel_id.in_(panels)).order_by(cls.printed_at.desc(), cls.id)


SHORT_PAUSE = timedelta(days=28)
"""A thing that is back (or has room again) so soon needs no new paper: whoever scans is told."""
FACTS = {
    "state": "whether it is on",
    "name": "its name",
    "when": "the day or time",
    "where": "the place",
    "facts": "the cost or the way in",
    "ask_for": "whom to ask for",
    "phone": "the phone number",
    "week": "what is on",
    "first_time": "what happens the first time",
}
"""What sends somebody to the wrong door when paper and truth differ, the worst first."""


def differences(printed: dict[str, Any], true_now: dict[str, Any]) -> list[str]:
    """The keys of FACTS that a sheet no longer tells as they are, the worst first."""
    return [key for key in FACTS if (printed.get(key) or None) != (true_now.get(key) or None)]
