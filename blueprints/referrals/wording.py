"""What is read out, and who is named in it."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from blueprints.listing_words import phone_link
from models.listing import Listing
from models.referral import Referral
from models.team import Team
from models.vocabulary import ContactShown

LONGEST_RECIPIENT = 200
NUMBER = re.compile(r"\b0\d[\d ]{7,12}\d\b")
TOLD = (
    "called",
    "contact",
    "reach",
    "message_safe",
    "good_times",
    "day_needs",
    "communication",
    "go_along",
    "lift_wanted",
    "would_come",
    "must_know",
)
"""The details that a yes to telling a group covers, by their names."""


def who_answers(listing: Listing) -> str:
    """The one who is named on the board, or "" when nobody is."""
    return listing.contact_name if listing.contact_shown is ContactShown.PUBLIC else ""


def recipient(referral: Referral) -> str:
    """ "Derek at Lockside Shed", "the people at Lockside Shed"."""
    return f"{who_answers(referral.listing) or 'the people'} at {referral.keeper_name}"[:LONGEST_RECIPIENT]


def they(referral: Referral) -> str:
    """Who will see it, for the middle of a sentence: "Derek" or the name of the group."""
    return who_answers(referral.listing) or referral.keeper_name


def number_of_group(referral: Referral) -> Markup:
    """The number at which somebody answers for the group, or the panel's; empty when nobody has one."""
    group, listing = referral.group, referral.listing
    number = listing.contact_phone or (group.phone if group else "") or referral.panel.phone
    return phone_link(number) if number else Markup("")


def share_words(referral: Referral, worker: str) -> str:
    """The first question, as it is read out."""
    return (
        f"I am happy for {worker} at {_team(referral)} to tell {recipient(referral)} what I like to be called, how to"
        " reach me, and what would help on the day. I can change my mind whenever I like."
    )


def follow_up_words(referral: Referral, worker: str) -> str:
    """The second question. A no changes nothing."""
    return (
        f"I am happy for {worker} or somebody else at {_team(referral)} to ask me how it went, and to ask the group if"
        " I came. I can change my mind whenever I like."
    )


def _team(referral: Referral) -> str:
    return referral.team.name if referral.team else ""


def urgent_lines(team: Team) -> list[Markup]:
    """The team's own numbers for worries about somebody's safety, each a line, ready to be pressed."""
    lines = []
    for line in filter(None, map(str.strip, team.urgent.splitlines())):
        pieces, at = [], 0
        for found in NUMBER.finditer(line):
            pieces += [escape(line[at : found.start()]), phone_link(found[0])]
            at = found.end()
        lines.append(Markup("").join([*pieces, escape(line[at:])]))
    return lines


def asked_of(referrals: list[Referral]) -> str:
    """Whom a page is about: "Lockside Shed" or "3 groups"."""
    return referrals[0].listing.name if len(referrals) == 1 else f"{len(referrals)} groups"
