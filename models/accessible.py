"""How to reach somebody and talk with them, and what would help on the day: what is needed, never why.

The four lists of the Accessible Information Standard, with their terms, stand in accessible_words.txt. Referrals keep
the codes; words may get better, so a code that is no longer known is shown as it was kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """`label` beside a box to tick, `said` alone ("Needs large print, 24 point"), `term` as the standard has it."""

    label: str
    said: str
    term: str


class Wanted(StrEnum):
    """A need by its code."""

    @property
    def label(self) -> str:
        return _words()[self.value].label

    @property
    def said(self) -> str:
        return _words()[self.value].said

    @property
    def term(self) -> str:
        return _words()[self.value].term


class ContactMethod(Wanted):
    """How to get in touch, and how to tell them that it is time."""

    PHONE = "contact-phone"
    TEXT = "contact-text"
    EMAIL = "contact-email"
    LETTER = "contact-letter"
    TEXT_RELAY = "contact-relay"
    CARER = "contact-carer"
    SOUND = "contact-sound"
    TOUCH = "contact-touch"
    SIGHT = "contact-sight"


class InformationFormat(Wanted):
    """How to give what is written."""

    LARGE_20 = "format-20-point"
    LARGE_24 = "format-24-point"
    LARGE_28 = "format-28-point"
    EASY_READ = "format-easy-read"
    SPOKEN = "format-spoken"
    READ_OUT = "format-read-out"
    EMAIL = "format-email"
    AUDIO = "format-audio"
    DOWNLOAD = "format-download"
    RECORDER = "format-recorder"
    BRAILLE_1 = "format-braille-1"
    BRAILLE_2 = "format-braille-2"
    MOON = "format-moon"
    MAKATON = "format-makaton"
    USB = "format-usb"
    CD = "format-cd"
    DVD = "format-dvd"


class CommunicationProfessional(Wanted):
    """Who has to be there, so that people understand each other."""

    BSL = "professional-bsl"
    SIGN_SUPPORTED = "professional-sse"
    MAKATON = "professional-makaton"
    VISUAL_FRAME = "professional-frame"
    HANDS_ON = "professional-hands-on"
    DEAFBLIND_MANUAL = "professional-manual"
    DEAFBLIND_BLOCK = "professional-block"
    DEAFBLIND_HAPTIC = "professional-haptic"
    DEAFBLIND_GUIDE = "professional-guide"
    LIPSPEAKER = "professional-lipspeaker"
    NOTE_TAKER = "professional-note-taker"
    SPEECH_TO_TEXT = "professional-captions"
    SIGHTED_GUIDE = "professional-sighted"
    ADVOCATE = "professional-advocate"


class CommunicationSupport(Wanted):
    """What they bring or use themselves."""

    LIP_READS = "support-lip-reads"
    HEARING_AID = "support-hearing-aid"
    BSL = "support-bsl"
    MAKATON = "support-makaton"
    DEVICE = "support-device"
    PASSPORT = "support-passport"
    NOTE_TAKER = "support-note-taker"
    CUED_SPEECH = "support-cued-speech"
    CITIZEN_ADVOCATE = "support-citizen"
    LEGAL_ADVOCATE = "support-legal"
    OTHER = "support-other"


class DayNeed(StrEnum):
    """What would help on the day, as the host hears it."""

    NO_STAIRS = "day-no-stairs"
    QUIET = "day-quiet"
    SPEAK_UP = "day-speak-up"
    LARGE_PRINT = "day-large-print"
    SEAT = "day-seat"
    AT_THE_DOOR = "day-door"
    CARER = "day-carer"
    DOG = "day-dog"
    FIND_THE_WAY = "day-way"
    BREAKS = "day-breaks"
    OTHER = "day-other"

    @property
    def label(self) -> str:
        return {
            "day-no-stairs": "No stairs",
            "day-quiet": "Somewhere quiet to sit",
            "day-speak-up": "Speak up: hard of hearing",
            "day-large-print": "Large print",
            "day-seat": "A seat with a back",
            "day-door": "Somebody to meet at the door",
            "day-carer": "Bringing a carer",
            "day-dog": "Bringing an assistance dog",
            "day-way": "Help to find the way",
            "day-breaks": "Breaks",
            "day-other": "Something else",
        }[self.value]

    @property
    def said(self) -> str:
        return self.label


GROUPS: list[tuple[str, type[Wanted]]] = [
    ("How to get in touch", ContactMethod),
    ("How to give information", InformationFormat),
    ("Somebody who has to be there to help people talk", CommunicationProfessional),
    ("What they use to talk and listen", CommunicationSupport),
]
"""The four lists as a form asks them, each under its heading."""


def words_for(codes: Iterable[str]) -> list[str]:
    """What to show for codes of any list here, in their order and each once. One that nobody knows any more is shown
    as it is."""
    known = said_by_code()
    return list(dict.fromkeys(known.get(code, code) for code in codes if code.strip()))


@cache
def said_by_code() -> Mapping[str, str]:
    """What each code says when it stands alone."""
    lists: list[type[Wanted] | type[DayNeed]] = [kind for _heading, kind in GROUPS]
    return {each.value: each.said for kind in [*lists, DayNeed] for each in kind}


@cache
def _words() -> dict[str, Words]:
    lines = (files("models") / "accessible_words.txt").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return {code: Words(label, said, term) for code, label, said, term in rows}
