"""What one search after another asks again: patches, places and whom to ring, kept while nothing of the board changes.

The database holds a mark that every change of a listing, patch, panel, place or synonym replaces; see
models/search_index.py. Reading it costs a twentieth of reading what it stands for.
"""

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.patch import Patch
from models.people import Panel
from models.postcodes import Located, locate
from models.search_statements import Statements

MOST_KEPT = 2_000
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class PatchFacts:
    """What the page says of a patch, and whom to ring there."""

    id: uuid.UUID
    slug: str
    name: str
    helpers: str
    phone: str
    phone_hours: str


PATCH_BY_SLUG = (
    select(Patch.id, Patch.slug, Patch.name, Panel.helpers, Panel.phone, Panel.phone_hours)
    .join(Panel, Panel.id == Patch.panel_id)
    .where(Patch.slug == bindparam("slug"))
)


@dataclass(slots=True)
class Remembered:
    """Answers that hold under one mark."""

    mark: str = ""
    answers: dict[Hashable, object] = field(default_factory=dict)

    def recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer to a question, asked once."""
        if question not in self.answers:
            if len(self.answers) >= MOST_KEPT:
                self.answers.clear()
            self.answers[question] = ask()
        return self.answers[question]  # type: ignore[return-value]

    def patch(self, session: Session, slug: str) -> PatchFacts | None:
        """The patch with this slug."""

        def ask() -> PatchFacts | None:
            row = session.execute(PATCH_BY_SLUG, {"slug": slug}).first()
            return PatchFacts(*row) if row else None

        return self.recall(("patch", slug), ask)

    def place(self, session: Session, near: str, patch: PatchFacts | None) -> Located | None:
        """Where a typed place is; of places of one name the one in the patch is meant."""
        within = patch.id if patch else None
        return self.recall(("place", near, within), lambda: locate(session, near, within=patch))  # type: ignore[arg-type]


_latest = Remembered()


def remembered(session: Session) -> Remembered:
    """What is remembered and still holds."""
    global _latest
    mark = Statements(session.connection()).mark()
    if _latest.mark != mark:
        _latest = Remembered(mark)
    return _latest
