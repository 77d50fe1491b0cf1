"""The words of figures: what is counted of sessions and of people. Labels are what people read."""

from enum import StrEnum


class Measure(StrEnum):
    """One row of a report."""

    RAN = "ran"
    CANCELLED = "cancelled"
    WEATHER = "weather"
    NOBODY = "nobody"
    VISITS = "visits"
    HEADS = "heads"
    PEOPLE = "people"
    NEW = "new"
    REFERRED = "referred"
    AGAIN = "again"
    FILLED = "filled"
    MONEY = "money"
    # Of a team's own referrals
    SENT = "sent"
    CAME = "came"
    STAYED = "stayed"
    NO_SHOWS = "no-shows"

    @property
    def label(self) -> str:
        return {
            "ran": "Sessions that ran",
            "cancelled": "Called off by us",
            "weather": "Stopped by weather or venue",
            "nobody": "Nobody came",
            "visits": "Visits",
            "heads": "Heads",
            "people": "Different people",
            "new": "First visits",
            "referred": "People who were sent",
            "again": "Came back",
            "filled": "Places filled",
            "money": "Money taken",
            "sent": "People sent",
            "came": "Came for the first time",
            "stayed": "Still coming",
            "no-shows": "Did not come on the day",
        }[self.value]

    @property
    def meaning(self) -> str:
        """How it is counted, in a sentence."""
        return {
            "ran": "Somebody came.",
            "cancelled": "The group called it off.",
            "weather": "The weather or the venue stopped it.",
            "nobody": "It was on, and nobody came.",
            "visits": "One person who comes three times makes three visits.",
            "heads": "Of the visits, those that were counted and not written down by name.",
            "people": "Each person is counted once, however often they came. Somebody who walks in to two things is"
            " counted at each: a first name alone does not say that it is the same person.",
            "new": "Somebody came to something here for the first time.",
            "referred": "Of the different people, those a link worker or a surgery sent, or who asked to come.",
            "again": "Of the first visits, those that led to a second.",
            "filled": "Of the places there were, where the group says how many can come. A session to which nobody came"
            " has empty places too.",
            "money": "Fees and gifts, as noted for each session.",
            "sent": "Referrals that left the team in the month.",
            "came": "People the team sent, in the month they first came.",
            "stayed": "Of those who came, how many still came six to twelve weeks later.",
            "no-shows": "Times somebody the team sent was marked as not there.",
        }[self.value]


SESSIONS = (Measure.RAN, Measure.CANCELLED, Measure.WEATHER, Measure.NOBODY)
"""About sessions, not about people: never hidden."""
ADD_UP = (Measure.VISITS, Measure.NEW, Measure.AGAIN)
OVERLAP = (Measure.PEOPLE, Measure.REFERRED)
"""Somebody who came in two months is in both, and once in the year."""
OF_GROUPS = (*SESSIONS, Measure.VISITS, Measure.PEOPLE, Measure.NEW, Measure.REFERRED, Measure.AGAIN, Measure.FILLED)
OF_TEAMS = (Measure.SENT, Measure.CAME, Measure.VISITS, Measure.AGAIN, Measure.STAYED, Measure.NO_SHOWS)
