"""What the bench asks for: 200 different searches such as people make, and the pages of 200 listings and patches."""

import random
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.listing import Listing
from models.patch import Patch
from models.place import PostcodeSector

HOW_MANY = 200
WORDS = (
    "walk", "walking", "coffee", "knitting", "knit and natter", "lonely", "mens shed", "walkng", "debt", "food",
    "choir", "singing", "seated exercise", "dancing", "allotment", "learn english", "carers", "dementia", "lunch club",
    "someone to talk to", "repair", "fix a lamp", "computer help", "board games", "bereavement", "warm room",
    "I want to meet people", "tai chi", "swimming", "litter picking", "job club", "skint", "blokes", "toddlers",
    "ukulele", "gardening", "football", "crochet", "free on tuesday morning", "chess",
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat")
NEEDS = ("company", "active", "money", "food", "music", "nature", "talk", "learning")


@dataclass(frozen=True, slots=True)
class Questions:
    """Addresses to ask for. `placed` are those searches that name a patch or a place."""

    searches: list[str]
    placed: list[str]
    listings: list[str]
    patches: list[str]


def questions(session: Session) -> Questions:
    """The same for the same world."""
    chance = random.Random(11)  # noqa: S311
    patches = list(session.scalars(select(Patch.slug).order_by(Patch.slug)))
    sectors = list(session.scalars(select(PostcodeSector.sector).order_by(PostcodeSector.sector)))
    spread = max(1, (session.scalar(select(func.count()).select_from(Listing)) or 0) // (HOW_MANY * 2))
    public = select(Listing.id).where(Listing.published_at.is_not(None)).order_by(Listing.id)
    ids = session.scalars(public).all()[::spread][:HOW_MANY]
    names = {row.id: row.slug for row in session.scalars(select(Listing).where(Listing.id.in_(ids)))}
    searches: dict[str, bool] = {}
    for number in range(HOW_MANY * 3):
        if len(searches) < HOW_MANY:
            asked = _question(number, chance, chance.choice(patches), chance.choice(sectors))
            searches["/find?" + urlencode(asked)] = "patch" in asked or "near" in asked
    return Questions(
        list(searches),
        [address for address, is_placed in searches.items() if is_placed],
        [f"/listings/{each}/{names[each]}" for each in ids],
        [f"/patches/{slug}" for slug in chance.sample(patches, min(HOW_MANY, len(patches)))],
    )


def _question(number: int, chance: random.Random, patch: str, sector: str) -> dict[str, str]:
    words = WORDS[number // 5 % len(WORDS)]
    match number % 5:
        case 0:
            return {"q": words, "patch": patch}
        case 1:
            return {"q": words, "near": sector}
        case 2:
            return {"q": words, "patch": patch, "day": chance.choice(DAYS)}
        case 3:
            return {"near": sector, "need": chance.choice(NEEDS), "cost": "free"}
        case _:
            return {"q": words, "need": chance.choice(NEEDS)}
