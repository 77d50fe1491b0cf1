"""The teams of link workers, the organisers with accounts, and who else sends people."""

from dataclasses import dataclass

from models.enquiry import SourceKind
from models.people import Role
from models.team import LawfulBasis


@dataclass(frozen=True, slots=True)
class Service:
    """A team, as `Team` names things."""

    slug: str
    name: str
    organisation: str
    phone: str
    phone_hours: str
    email: str
    urgent: str
    basis: LawfulBasis
    patches: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """A link worker. Their address is their key at example.org."""

    key: str
    name: str
    team: str
    role: Role
    since: int
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """An organiser with an account, and the group they answer for."""

    key: str
    name: str
    group: str
    since: int


@dataclass(frozen=True, slots=True)
class From:
    """Somebody else who sends people to a team."""

    key: str
    team: str
    kind: SourceKind
    name: str
    email: str
    since: int


TEAMS = (
    Service(
        "larkmoor-link-workers",
        "Larkmoor link workers",
        "Lark Valley Surgeries",
        "0161 496 0118",
        "Weekdays, 9am to 5pm. On Tuesdays until 7",
        "link-workers@larkvalley.example.org",
        "Worried that an adult is being hurt or not looked after: 0161 496 0181, day and night\n"
        "Worried about a child: 0161 496 0182, day and night",
        LawfulBasis.PUBLIC_TASK,
        ("larkmoor", "tenter-moor"),
    ),
    Service(
        "hollinfold-link-workers",
        "Hollinfold link worker",
        "Hollinfold Institute",
        "0161 496 0119",
        "Tuesdays and Thursdays, 9am to 3pm",
        "link-worker@hollinfold.example.org",
        "Worried about somebody’s safety: 0161 496 0181, day and night",
        LawfulBasis.LEGITIMATE_INTERESTS,
        ("hollinfold",),
    ),
)

WORKERS = (
    Worker("priya", "Priya Raman", "larkmoor-link-workers", Role.TEAM_LEAD, 420),
    Worker("shanaz", "Shanaz Malik", "larkmoor-link-workers", Role.LINK_WORKER, 400),
    Worker("tom", "Tom Entwistle", "larkmoor-link-workers", Role.LINK_WORKER, 150),
    Worker("lesley", "Lesley Crook", "larkmoor-link-workers", Role.LINK_WORKER, 390, ended=35),
    Worker("ruth", "Ruth Ashworth", "hollinfold-link-workers", Role.TEAM_LEAD, 300),
)

HOSTS = (
    Host("alan", "Alan Birtwistle", "lockup", 200),
    Host("yusuf", "Yusuf Dean", "lockup", 200),
    Host("jan", "Jan Oldroyd", "hilda", 180),
    Host("parveen", "Parveen Akhtar", "saathi", 90),
    Host("tunde", "Tunde Bakare", "neighbours", 240),
)

SOURCES = (
    From("pharmacy", "larkmoor-link-workers", SourceKind.PHARMACY, "Goit Street Pharmacy", "goit@example.org", 120),
    From("housing", "larkmoor-link-workers", SourceKind.HOUSING, "Tenter Homes", "neighbourhoods@example.org", 200),
    From("jobs", "larkmoor-link-workers", SourceKind.JOB_CENTRE, "Larkmoor job centre", "", 60),
)
