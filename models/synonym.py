"""Synonyms: what people say, and the words and needs that are meant. Kept by each panel, used by the whole site."""

import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, Identified
from models.errors import RuleBroken
from models.people import Panel, User
from models.search_words import spoken_words
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import DAYS, PartOfDay

USUAL = Path(__file__).with_name("search_synonyms.txt")
LONGEST_TERM = 60
LONGEST_MEANS = 300
CODES: dict[str, frozenset[str]] = {
    "need": frozenset(Need),
    "cost": frozenset(Cost),
    "access": frozenset(Access),
    "kind": frozenset(Kind),
    "when": frozenset({*DAYS, *PartOfDay}),
}
"""What may stand in `means` besides words: need:company, cost:free, access:step-free, kind:help, when:evening."""


class SynonymWrong(RuleBroken):
    """A synonym that would find nothing, or stands for itself."""


class Synonym(Identified, Base):
    """One line: people say `term`; search also looks for `means`, words and codes with spaces between."""

    __tablename__ = "synonym"
    __table_args__ = (Index("uq_synonym_panel_term", "panel_id", "term", unique=True),)

    panel_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    term: Mapped[str] = mapped_column(String(LONGEST_TERM))
    """In plain lower-case letters: see `plain_term`."""
    means: Mapped[str] = mapped_column(String(LONGEST_MEANS))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user_account.id"))

    panel: Mapped[Panel | None] = relationship()

    @classmethod
    def make(cls, panel: Panel | None, term: str, means: str, *, by: User | None, at: datetime) -> "Synonym":
        """A line that makes sense. Raises SynonymWrong with the field to mend."""
        plain = plain_term(term)
        if not plain:
            raise SynonymWrong("Write what people say, such as “fed up”.", field="term")
        return cls(
            panel=panel,
            term=plain,
            means=plain_meaning(means, plain),
            changed_at=at,
            changed_by_id=by.id if by else None,
        )

    @classmethod
    def kept_by(cls, panel: Panel) -> Select[tuple["Synonym"]]:
        """The lines of this panel, in the order of the alphabet."""
        return select(cls).where(cls.panel_id == panel.id).order_by(cls.term, cls.id)

    @classmethod
    def usual_for(cls, panel: Panel, *, at: datetime) -> list["Synonym"]:
        """The lines a new panel starts with. The caller adds them to its session."""
        return [cls(panel=panel, term=term, means=means, changed_at=at) for term, means in usual_synonyms()]


def plain_term(term: str) -> str:
    """What people say, as it is kept and compared: "Fed up!" → "fed up"."""
    return " ".join(spoken_words(term))[:LONGEST_TERM].strip()


def plain_meaning(means: str, term: str = "") -> str:
    """Words and codes in a plain form. Raises SynonymWrong for a code that does not exist, or when nothing is left."""
    kept: list[str] = []
    for word in means.replace(",", " ").split():
        about, colon, value = word.lower().partition(":")
        if not colon:
            kept += spoken_words(word)
        elif value not in CODES.get(about, ()):
            raise SynonymWrong(
                f"We do not know “{word}”. Choose a need from the list, or write plain words.", field="means"
            )
        else:
            kept.append(f"{about}:{value}")
    said = " ".join(dict.fromkeys(word for word in kept if word != term))
    if not said:
        raise SynonymWrong("Write at least one word to look for instead.", field="means")
    if len(said) > LONGEST_MEANS:
        raise SynonymWrong(f"Keep it to {LONGEST_MEANS} letters.", field="means")
    return said


def usual_synonyms() -> list[tuple[str, str]]:
    """The list everybody starts with: (term, means)."""
    lines = USUAL.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")]
    return [(plain_term(term), " ".join(means.split())) for term, means in pairs]


def all_meanings(session: Session) -> list[tuple[str, str]]:
    """Every line of every panel, the same term of two panels twice; the usual list where nobody keeps any."""
    rows = session.execute(select(Synonym.term, Synonym.means).order_by(Synonym.term, Synonym.id)).all()
    return [(term, means) for term, means in rows] or usual_synonyms()
