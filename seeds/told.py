"""What came in from readers: suggestions for the desks, and the words they searched for."""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from models.invitation import Invitation
from models.listing import Listing
from models.people import Panel, Role
from models.search_count import Found, Search, SearchCount, week_of
from models.suggestion import Suggestion
from seeds.entry import typeset
from seeds.larkmoor.searches import FOUND, NOTHING_FOUND
from seeds.larkmoor.suggestions import SUGGESTIONS
from seeds.pinning import World

INVITATION_LASTS = timedelta(days=7)
WEEKS = 5
"""How far back the searches reach."""


def tell(world: World, panels: Mapping[str, Panel], listings: Mapping[str, Listing]) -> None:
    """Put the suggestions on the desks; answer those that have been answered."""
    for told in SUGGESTIONS:
        suggestion = Suggestion(
            panel=panels[told.panel],
            listing=listings.get(told.listing),
            about=told.about,
            words=typeset(told.words),
            reply_to=told.reply_to,
            received_at=world.days.ago(told.days, hour=9),
        )
        world.session.add(suggestion)
        if told.answer:
            suggestion.settle(
                answer=typeset(told.answer), by=world.people[told.by], at=world.days.ago(told.answered, hour=16)
            )


def invite(world: World, panels: Mapping[str, Panel]) -> None:
    """Two people have been asked to join the Larkmoor panel: one lately, one whose link has run out."""
    for email, role, days in (("noreen@example.org", Role.VOLUNTEER, 2), ("callum@example.org", Role.VOLUNTEER, 16)):
        Invitation.invite(
            world.session,
            to=panels["larkmoor"],
            email=email,
            role=role,
            secret=secrets.token_urlsafe(32),
            by=world.people["bernadette"],
            at=world.days.ago(days),
            lasts=INVITATION_LASTS,
        )


def search(world: World) -> None:
    """Count the searches of the last weeks."""
    searches: Counter[Search] = Counter()
    for number, (words, patch, times) in enumerate((*NOTHING_FOUND, *FOUND)):
        found = Found.NOTHING if number < len(NOTHING_FOUND) else Found.FEW if number % 3 else Found.SOME
        for turn in range(times):
            weeks_ago = (number + turn * 2) % WEEKS
            week = week_of(world.days.today - timedelta(weeks=weeks_ago))
            searches[Search(week, world.patches[patch].id, words, "", "", found)] += 1
    SearchCount.add(world.session, searches)
