"""How often something may be tried: counted in the database, so that every process and every restart knows."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Identified
from models.errors import RuleBroken


@dataclass(frozen=True)
class Limit:
    """At most so many in each window of time."""

    name: str
    most: int
    window: timedelta


class TooMany(RuleBroken):
    """It was tried too often. `retry_after` is in seconds."""

    message = "That was tried too often. Please wait a little."

    def __init__(self, limit: Limit, retry_after: int) -> None:
        super().__init__()
        self.limit = limit
        self.retry_after = retry_after


class Throttle(Identified, Base):
    """One count in one window. Its key is a keyed fingerprint: nobody can read an address or a person out of it."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def count_one(cls, session: Session, limit: Limit, who: str, *, at: datetime, key: bytes) -> None:
        """Count one try by `who`, in a single statement. Raises TooMany over the limit: the count stands, so commit."""
        number = int(at.timestamp() // limit.window.total_seconds())
        ends_at = datetime.fromtimestamp((number + 1) * limit.window.total_seconds(), UTC)
        print_ = hmac.digest(key, f"{limit.name}\0{number}\0{who}".encode(), hashlib.sha256).hex()
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        statement = (
            insert(cls)
            .values(key=print_, count=1, ends_at=ends_at)
            .on_conflict_do_update(index_elements=[cls.key], set_={"count": cls.count + 1})
            .returning(cls.count)
        )
        if (session.scalar(statement) or 0) > limit.most:
            raise TooMany(limit, max(1, ceil((ends_at - at).total_seconds())))
