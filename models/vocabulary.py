"""The words listings are described with: kinds, needs, access, cost and the rest. Every label is what people read."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a listing is."""

    ACTIVITY = "activity"
    GROUP = "group"
    PLACE = "place"
    NETWORK = "network"
    HELP = "help"

    @property
    def label(self) -> str:
        return {
            "activity": "Something to do",
            "group": "A group to join",
            "place": "Somewhere to be",
            "network": "Neighbours in touch",
            "help": "Help and advice",
        }[self.value]


class Need(StrEnum):
    """What somebody is after, in plain words."""

    COMPANY = "company"
    LOW_MOOD = "low-mood"
    ACTIVE = "active"
    MONEY = "money"
    WORK = "work"
    HOUSING = "housing"
    OUT_AND_ABOUT = "out-and-about"
    PARENT = "parent"
    CARING = "caring"
    LONG_TERM = "long-term"
    GRIEF = "grief"
    MAKING = "making"
    MUSIC = "music"
    NATURE = "nature"
    FOOD = "food"
    LEARNING = "learning"
    VOLUNTEERING = "volunteering"
    ADVICE = "advice"
    TALK = "talk"
    NEW = "new"

    @property
    def label(self) -> str:
        return {
            "company": "Company",
            "low-mood": "Low mood or worry",
            "active": "Getting active",
            "money": "Money, debt or benefits",
            "work": "Work",
            "housing": "Housing",
            "out-and-about": "Getting out and about",
            "parent": "Being a parent",
            "caring": "Caring for someone",
            "long-term": "Living with a long-term condition",
            "grief": "Grief",
            "making": "Making things",
            "music": "Music and singing",
            "nature": "Nature and growing",
            "food": "Food",
            "learning": "Learning",
            "volunteering": "Volunteering",
            "advice": "Advice",
            "talk": "Someone to talk to",
            "new": "New to the area",
        }[self.value]


class Access(StrEnum):
    """What is true of getting in and being there. Ticked only when somebody has seen it."""

    STEP_FREE = "step-free"
    TOILET = "toilet"
    LOOP = "loop"
    SEATS = "seats"
    QUIET = "quiet"
    DEMENTIA = "dementia"
    AUTISM = "autism"
    BSL = "bsl"
    DOGS = "dogs"
    CARER_FREE = "carer-free"
    PARKING = "parking"
    BLUE_BADGE = "blue-badge"
    BUS = "bus"
    LATE = "late"
    WATCH = "watch"
    WOMEN = "women"
    MEN = "men"
    ONLINE = "online"

    @property
    def label(self) -> str:
        return {
            "step-free": "Step-free entrance",
            "toilet": "Accessible toilet",
            "loop": "Hearing loop",
            "seats": "Seats with backs",
            "quiet": "Quiet corner",
            "dementia": "Dementia-friendly",
            "autism": "Autism-friendly hour",
            "bsl": "British Sign Language",
            "dogs": "Assistance dogs welcome",
            "carer-free": "Carer welcome free",
            "parking": "Parking",
            "blue-badge": "Blue-badge bay",
            "bus": "Bus stop nearby",
            "late": "Can arrive late",
            "watch": "Can just watch",
            "women": "Women only",
            "men": "Men only",
            "online": "Can join online",
        }[self.value]


class Cost(StrEnum):
    """What it costs each time."""

    FREE = "free"
    DONATION = "donation"
    UP_TO_3 = "up-to-3"
    UP_TO_5 = "up-to-5"
    MORE = "more"

    @property
    def label(self) -> str:
        return {
            "free": "Free",
            "donation": "Donation",
            "up-to-3": "Up to £3",
            "up-to-5": "£3 to £5",
            "more": "More than £5",
        }[self.value]


class Room(StrEnum):
    """Whether there is room for somebody new."""

    OPEN = "open"
    FEW = "few"
    FULL = "full"

    @property
    def label(self) -> str:
        return {"open": "Open: turn up", "few": "A few places", "full": "Full until"}[self.value]


class ContactShown(StrEnum):
    """Who sees the contact of a listing."""

    PUBLIC = "public"
    PANEL = "panel"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        return {
            "public": "Show it to everybody",
            "panel": "Say “ask the panel”, who pass it on",
            "private": "Keep it for the panel only",
        }[self.value]


class JustWatch(StrEnum):
    """Whether a newcomer may just watch."""

    YES = "yes"
    ASK = "ask"
    NO = "no"
    UNKNOWN = ""

    @property
    def label(self) -> str:
        return {"yes": "Yes", "ask": "Ask first", "no": "No", "": "Not known"}[self.value]


class HowChecked(StrEnum):
    """How somebody made sure that a listing is right."""

    VISITED = "visited"
    PHONED = "phoned"
    EMAILED = "emailed"
    TAPPED = "tapped"
    MEETING = "meeting"

    @property
    def label(self) -> str:
        return {
            "visited": "Visited",
            "phoned": "Phoned",
            "emailed": "Emailed",
            "tapped": "Tapped the link",
            "meeting": "Told at a meeting",
        }[self.value]
