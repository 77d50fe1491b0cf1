"""The facts of a listing as its page says them, in pairs of a name and plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from blueprints.card_words import Fresh, RoomLeft, cost_words, fresh_for, room_for
from models.clock_words import date_words
from models.group import AddressShown
from models.listing import Listing, Status
from models.vocabulary import Access, ContactShown, HowChecked, JustWatch, Kind, Need

Pairs = list[tuple[str, str]]

ABOUT_PEOPLE = (Access.WOMEN, Access.MEN)
ABOUT_GETTING_THERE = (Access.BUS, Access.PARKING, Access.BLUE_BADGE, Access.ONLINE)
ABOUT_THE_FIRST_TIME = (Access.LATE, Access.WATCH)
NO_NAMES = ("One ", "Whoever ", "The ", "A ", "Somebody", "Someone", "Two ", "Our ", "Your ")
"""How a greeter begins who is not called by name: such words lose their capital in a sentence."""
UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks that turn the direction of text or hide in it. Paper has no use for them, and forgers do."""
CHECKED_BY = {
    HowChecked.VISITED: "by the panel, who visited",
    HowChecked.PHONED: "by the panel, who phoned",
    HowChecked.EMAILED: "by the panel, by email",
    HowChecked.TAPPED: "by the people who run it",
    HowChecked.MEETING: "by the panel, at a meeting",
}


@dataclass(frozen=True, slots=True)
class WhoToAsk:
    """The way to somebody who knows: the keeper's own contact, or the panel's when it passes things on."""

    name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    through_panel: bool = False

    def __bool__(self) -> bool:
        return any((self.name, self.phone, self.email, self.website))


def on_paper(text: str) -> str:
    """The text as it may be printed: on one line, without unseen marks."""
    return " ".join(UNSEEN.sub("", text).split())


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…" else ".")


def sentences(*parts: str) -> str:
    return " ".join(filter(None, map(sentence, parts)))


def paragraphs(text: str) -> list[str]:
    """Plain text in paragraphs: an empty line begins the next one."""
    blocks = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def tags(listing: Listing) -> list[Access]:
    """What is ticked, in the order of the vocabulary."""
    return [tag for tag in Access if tag in (listing.access or ())]


def said(listing: Listing, among: tuple[Access, ...]) -> str:
    return sentences(*(tag.label for tag in tags(listing) if tag in among))


def address(listing: Listing) -> str:
    return listing.venue.public_address if listing.venue else ""


def is_masked(listing: Listing) -> bool:
    return listing.venue is not None and listing.venue.address_shown is not AddressShown.FULL


def getting_there(listing: Listing, before_dark: bool) -> str:
    told = listing.getting_there.lower()
    ticked = tuple(tag for tag in ABOUT_GETTING_THERE if tag.label.split()[0].lower() not in told)
    return sentences(
        listing.getting_there,
        said(listing, ticked),
        "Ask about a lift" if listing.lift_offered else "",
        "Next time, you are home before dark" if before_dark else "",
    )


def first_time(listing: Listing) -> Pairs:
    """What happens to somebody new. Empty when nobody has told us anything."""
    watching = {
        JustWatch.YES: "Yes, that is fine.",
        JustWatch.ASK: "Ask first.",
        JustWatch.NO: "Everybody joins in.",
    }.get(listing.just_watch, "Yes, that is fine." if Access.WATCH in tags(listing) else "")
    told: Pairs = [
        ("Who greets you", sentence(listing.greeter)),
        ("First ten minutes", " ".join(paragraphs(listing.first_ten_minutes))),
        ("Just watching", watching),
        ("Bring", sentence(listing.bring)),
        (
            "Not on your own",
            "Somebody can meet you at the door, or come along the first time." if listing.companion_offered else "",
        ),
        ("Coming late", "That is fine." if Access.LATE in tags(listing) else ""),
    ]
    told = [(name, words) for name, words in told if words]
    if told and listing.leave_any_time:
        told.append(("Leaving early", "Any time, no need to explain."))
    return told


def phone_link(number: str) -> Markup:
    """A number that a phone rings when it is pressed."""
    return Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^+\d]", "", number.replace("(0)", "")), number)


def first_time_briefly(told: dict[str, str]) -> str:
    """The same in a line or two, for paper."""
    greeted = told.get("Who greets you", "")
    if greeted.startswith(NO_NAMES):
        greeted = greeted[0].lower() + greeted[1:]
    return sentences(
        f"You are met by {greeted}" if greeted else "",
        told.get("First ten minutes", ""),
        "You can just watch" if told.get("Just watching", "").startswith("Yes") else "",
        f"Bring: {told['Bring']}" if "Bring" in told else "",
    )


def who_to_ask(listing: Listing) -> WhoToAsk:
    """Public contact, or the panel's number when it passes people on, or nobody."""
    website = listing.website if listing.website.startswith(("http://", "https://")) else ""
    match listing.contact_shown:
        case ContactShown.PUBLIC:
            return WhoToAsk(listing.contact_name, listing.contact_phone, listing.contact_email, website)
        case ContactShown.PANEL:
            panel = listing.panel
            return WhoToAsk(panel.name, panel.phone, panel.email, website, through_panel=True)
    return WhoToAsk(website=website)


def cost(listing: Listing) -> str:
    words = cost_words(listing.cost, listing.cost_note)
    return (
        sentences(words)
        if listing.cost_note and listing.cost_note[:9].lower() in words.lower()
        else sentences(words, listing.cost_note)
    )


def getting_in(listing: Listing) -> str:
    elsewhere = ABOUT_PEOPLE + ABOUT_GETTING_THERE + ABOUT_THE_FIRST_TIME
    inside = tuple(tag for tag in Access if tag not in elsewhere)
    return sentences(listing.access_note) + (" " if listing.access_note else "") + said(listing, inside)


def for_whom(listing: Listing) -> str:
    numbers_said = any(map(str.isdigit, listing.for_whom))
    years = "" if numbers_said else ages(listing.minimum_age, listing.maximum_age)
    return sentences(listing.for_whom, said(listing, ABOUT_PEOPLE), years)


def ages(youngest: int | None, oldest: int | None) -> str:
    """ "Ages 16 and over", "Ages 5 to 11", "Up to age 11"; "" for everybody."""
    if youngest and oldest is not None:
        return f"Ages {youngest} to {oldest}"
    if youngest:
        return f"Ages {youngest} and over"
    return f"Up to age {oldest}" if oldest is not None else ""


def needs(listing: Listing) -> list[Need]:
    return [need for need in Need if need in (listing.needs or ())]


def checked(listing: Listing, now: datetime) -> Fresh:
    """How fresh, when, by whom and how."""
    fresh = fresh_for(listing.checked_at, now)
    how = CHECKED_BY.get(listing.checked_how, "by the panel") if listing.checked_how else "by the panel"
    words = f"{fresh.words} {how}" if listing.checked_at else fresh.words
    if fresh.level == "old":
        words += ". Ring before you go"
    return Fresh(fresh.level, words)


def kept_by(listing: Listing) -> str:
    return f"{listing.group.name}, with {listing.panel.name}" if listing.group else listing.panel.name


def room(listing: Listing, status: Status, today: date) -> RoomLeft | None:
    """Room for one more; "Paused" is said on top of the page, not here."""
    if status is not Status.ON or (listing.any_time and listing.kind is Kind.PLACE):
        return None
    facts = {"room": listing.room, "any_time": listing.any_time, "kind": listing.kind}
    if listing.full_until:
        facts["full_until"] = listing.full_until.isoformat()
    return room_for(facts, today)


def state_told(listing: Listing, status: Status, today: date) -> str:
    """What stands on top of a paused or stopped listing."""
    if status is Status.PAUSED:
        until = listing.paused_until
        back = f"It is back on {date_words(until, today, weekday=True)}" if until else "We do not know yet until when"
        return sentences(listing.state_reason, back)
    return sentences(listing.state_reason)
