"""Who was referred where, and how it went: one referral in every state, told as steps with the days they happened.

Every person is invented. A step's `ago` is in days; `meeting` picks a date of the listing, counted from today:
1 is the next, -1 the last one that was.
"""

from dataclasses import dataclass, field

from models.accessible import CommunicationSupport, DayNeed, InformationFormat
from models.call import CallAbout, Outcome
from models.enquiry import Closing
from models.intake import Asking
from models.person import Contact
from models.referral_words import Decline, GoAlong, Source, Stop
from models.vocabulary import Access, Need


@dataclass(frozen=True, slots=True)
class Sent:
    ago: int


@dataclass(frozen=True, slots=True)
class Seen:
    ago: int


@dataclass(frozen=True, slots=True)
class Reminded:
    ago: int


@dataclass(frozen=True, slots=True)
class MoreTime:
    ago: int


@dataclass(frozen=True, slots=True)
class AsksForCall:
    ago: int


@dataclass(frozen=True, slots=True)
class Accepted:
    ago: int
    meeting: int
    welcomer: str = ""


@dataclass(frozen=True, slots=True)
class Waits:
    ago: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    ago: int
    reason: Decline


@dataclass(frozen=True, slots=True)
class Withdrawn:
    ago: int


@dataclass(frozen=True, slots=True)
class NoReply:
    ago: int


@dataclass(frozen=True, slots=True)
class Came:
    meeting: int


@dataclass(frozen=True, slots=True)
class Missed:
    meeting: int


@dataclass(frozen=True, slots=True)
class Rung:
    ago: int
    about: CallAbout
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Settled:
    ago: int


@dataclass(frozen=True, slots=True)
class Stopped:
    ago: int
    reason: Stop


Step = (
    Sent
    | Seen
    | Reminded
    | MoreTime
    | AsksForCall
    | Accepted
    | Waits
    | Declined
    | Withdrawn
    | NoReply
    | Came
    | Missed
    | Rung
    | Settled
    | Stopped
)


@dataclass(frozen=True, slots=True)
class Story:
    """One person and one listing."""

    key: str
    called: str
    listing: str
    by: str
    """A link worker's key; empty when they asked themselves."""
    steps: tuple[Step, ...]
    reach: str = "07700 900182"
    contact: Contact = Contact.RING
    good_times: str = ""
    needs: tuple[str, ...] = ()
    communication: tuple[str, ...] = ()
    go_along: GoAlong = GoAlong.NO
    lift: bool = False
    would_come: str = ""
    must_know: str = ""
    follow_up: bool = True
    source: Source = Source.LINK_WORKER
    spoken_for_by: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """What a listing takes: what strangers may do, and places where they are counted."""

    listing: str
    asking: Asking
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """A private list."""

    title: str
    by: str
    listings: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    access: tuple[Access, ...] = ()
    ago: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked a team to get in touch."""

    called: str
    patch: str
    ago: int
    needs: tuple[Need, ...]
    about: str
    reach: str
    source: str = ""
    taken: tuple[str, int] | None = None
    closed: tuple[Closing, int] | None = None
    communication: tuple[str, ...] = field(default=())


ROOMS = (
    Room("walk", Asking.ASK),
    Room("lockup", Asking.ASK, places=3),
    Room("chatty", Asking.MIGHT_COME),
    Room("choir", Asking.ASK),
    Room("games", Asking.MIGHT_COME),
    Room("learning", Asking.NOTHING, places=1),
    Room("english", Asking.ASK),
    Room("carers", Asking.ASK),
)

STORIES = (
    Story("sylvia", "Sylvia", "lunch", "shanaz", (), needs=(DayNeed.AT_THE_DOOR,), lift=True),
    Story(
        "alf",
        "Alf",
        "lockup",
        "shanaz",
        (Sent(1),),
        reach="07700 900183",
        good_times="Mornings, he is slow to the phone",
        needs=(DayNeed.SEAT, DayNeed.SPEAK_UP),
        communication=(CommunicationSupport.HEARING_AID,),
        would_come="A Tuesday. He used to be a joiner",
        go_along=GoAlong.AT_THE_DOOR,
    ),
    Story(
        "abdul",
        "Abdul",
        "lockup",
        "tom",
        (
            Sent(6),
            Seen(5),
            Accepted(4, 1, "Yusuf, brown apron, at the blue door"),
            Rung(3, CallAbout.ACCEPTED, Outcome.TOLD),
        ),
        reach="07700 900201",
        needs=(DayNeed.SPEAK_UP, DayNeed.AT_THE_DOOR),
        communication=(CommunicationSupport.HEARING_AID,),
        go_along=GoAlong.AT_THE_DOOR,
        lift=True,
    ),
    Story(
        "precious",
        "Precious",
        "choir",
        "tom",
        (Sent(2), Seen(1)),
        reach="07700 900184",
        contact=Contact.TEXT,
        would_come="Any week. She sang at home as a girl",
        needs=(DayNeed.AT_THE_DOOR,),
    ),
    Story(
        "jeannie",
        "Jeannie",
        "walk",
        "shanaz",
        (
            Sent(5),
            Seen(4),
            Accepted(2, 1, "Nasim, red hat, by the bandstand"),
            Rung(1, CallAbout.ACCEPTED, Outcome.TOLD),
        ),
        needs=(DayNeed.NO_STAIRS, DayNeed.AT_THE_DOOR),
        good_times="After 2, not Thursdays",
        go_along=GoAlong.AT_THE_DOOR,
        must_know="Would rather sit down half-way than be asked if she is all right",
    ),
    Story(
        "walter",
        "Walter",
        "memory",
        "shanaz",
        (Sent(15), Seen(13), Waits(12, 30), Rung(11, CallAbout.WAITING, Outcome.TOLD)),
        reach="07700 900185",
        needs=(DayNeed.CARER, DayNeed.QUIET),
        must_know="His wife comes with him and joins in",
    ),
    Story(
        "edna",
        "Edna",
        "memory",
        "tom",
        (Sent(9), Seen(8), Waits(8, 30), Rung(7, CallAbout.WAITING, Outcome.TOLD)),
        reach="07700 900186",
    ),
    Story(
        "dennis",
        "Dennis",
        "repair",
        "tom",
        (Sent(6), Seen(4), Declined(1, Decline.ACCESS)),
        reach="07700 900187",
        needs=(DayNeed.NO_STAIRS, DayNeed.SEAT),
        must_know="Uses a wheelchair, the wide kind",
    ),
    Story("halina", "Halina", "yoga", "shanaz", (Sent(7), Withdrawn(5)), reach="07700 900188"),
    Story(
        "nasreen",
        "Nasreen",
        "saathi",
        "shanaz",
        (
            Sent(20),
            Seen(19),
            Accepted(17, -1, "Parveen, who waits by the coats"),
            Rung(16, CallAbout.ACCEPTED, Outcome.TOLD),
            Came(-1),
        ),
        reach="07700 900189",
        contact=Contact.RING,
        good_times="After the school run",
        lift=True,
        communication=(InformationFormat.SPOKEN,),
        would_come="A Thursday, with her sister the first time",
    ),
    Story(
        "bill",
        "Bill",
        "lockup",
        "shanaz",
        (
            Sent(75),
            Seen(74),
            Accepted(72, -10, "Yusuf, brown apron"),
            Rung(72, CallAbout.ACCEPTED, Outcome.TOLD),
            Came(-10),
            Rung(62, CallAbout.FIRST_SESSION, Outcome.ENJOYED),
            Settled(30),
        ),
        reach="07700 900190",
    ),
    Story(
        "tariq",
        "Tariq",
        "football",
        "tom",
        (
            Sent(60),
            Seen(59),
            Accepted(58, -8, "Brendan, clipboard"),
            Came(-8),
            Rung(48, CallAbout.FIRST_SESSION, Outcome.COULD_NOT_GET_THERE),
            Stopped(48, Stop.COULD_NOT_GET_THERE),
        ),
        reach="07700 900191",
    ),
    Story(
        "margaret", "Margaret", "dance", "ruth", (Sent(17), Reminded(14), Reminded(8), NoReply(2)), reach="07700 900192"
    ),
    Story(
        "yvette",
        "Yvette",
        "english",
        "tom",
        (
            Sent(21),
            Seen(20),
            Accepted(18, -1, "Kasia, yellow folder"),
            Rung(17, CallAbout.ACCEPTED, Outcome.TOLD),
            Missed(-1),
        ),
        reach="07700 900193",
        contact=Contact.TEXT,
    ),
    Story(
        "owen",
        "Owen",
        "ukulele",
        "shanaz",
        (Sent(2),),
        reach="07700 900194",
        would_come="If somebody lends him an instrument",
    ),
    Story(
        "leaver",
        "Joyce",
        "learning",
        "tom",
        (Sent(40), Seen(39), Accepted(38, -6, "Tunde"), Came(-6), Stopped(3, Stop.CARING_OR_WORK)),
        reach="07700 900195",
    ),
    Story(
        "kwame",
        "Kwame",
        "learning",
        "shanaz",
        (Sent(25), Seen(24), Waits(24), Rung(23, CallAbout.WAITING, Outcome.TOLD)),
        reach="07700 900196",
        would_come="Mornings, to get his forms done",
    ),
    Story("rita", "Rita", "netball", "tom", (Sent(8), Reminded(3)), reach="07700 900197"),
    Story(
        "ivy",
        "Ivy",
        "slowlane",
        "shanaz",
        (Sent(3), Seen(2), AsksForCall(1)),
        reach="07700 900198",
        needs=(DayNeed.SEAT, DayNeed.BREAKS),
    ),
    Story("sam", "Sam", "drying", "tom", (Sent(9), Seen(6), MoreTime(6)), reach="07700 900199"),
    Story(
        "frank",
        "Frank",
        "walk",
        "",
        (Sent(6), Seen(5), Accepted(4, 1, "Ray, at the bandstand")),
        contact=Contact.EMAIL,
        reach="frank@example.org",
        source=Source.ASKED,
        needs=(DayNeed.FIND_THE_WAY,),
    ),
    Story(
        "ling",
        "Mrs Ling",
        "english",
        "",
        (Sent(1),),
        reach="07700 900181",
        source=Source.ASKED_FOR,
        spoken_for_by="Her neighbour at number 12",
        would_come="The women’s hour",
    ),
)
"""In the order in which places were taken and given up."""

MIGHT_COME = (("chatty", "Bev", 1), ("chatty", "Tony", 3), ("games", "Irene", 2))
"""Listing, first name, how many days ago."""

GATHERED = (
    Gathered("Likes gardens, mornings only", "shanaz", ("plot", "drying", "park", "walk"), (Need.NATURE, Need.COMPANY)),
    Gathered("Quiet, sits down a lot", "shanaz", ("slowlane", "taichi", "knit"), (Need.LONG_TERM,), (Access.SEATS,), 4),
    Gathered(
        "New here, three children", "tom", ("toddlers", "rattle", "english", "work"), (Need.NEW, Need.PARENT), ago=2
    ),
)

REQUESTS = (
    Request("Gloria", "larkmoor", 1, (Need.COMPANY,), "My sister moved away and the days are long.", "07700 900170"),
    Request("Ahmed", "larkmoor", 4, (Need.MONEY, Need.COMPANY), "", "07700 900171", "pharmacy", ("shanaz", 3)),
    Request("Kath", "tenter-moor", 2, (Need.GRIEF,), "Only if it is a woman who rings.", "07700 900173", "housing"),
    Request("Josh", "larkmoor", 30, (Need.WORK,), "", "07700 900175", "jobs", ("tom", 28), (Closing.HELPED, 9)),
    Request(
        "Vera",
        "tenter-moor",
        45,
        (Need.OUT_AND_ABOUT,),
        "",
        "07700 900176",
        "housing",
        ("shanaz", 44),
        (Closing.NO_CONTACT, 20),
    ),
)
