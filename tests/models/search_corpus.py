"""A small town to search in: forty-odd listings of every sort, in the words a volunteer would use. All invented."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.group import Venue
from models.listing import Listing
from models.patch import Patch
from models.patterns import Pattern
from models.people import Panel
from models.session_time import SessionTime
from models.vocabulary import Access, Cost, JustWatch, Kind, Need

A, G, P, N, H = Kind.ACTIVITY, Kind.GROUP, Kind.PLACE, Kind.NETWORK, Kind.HELP
EAST, NORTH = 390_000, 400_000
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@dataclass(frozen=True)
class Row:
    name: str
    kind: Kind
    summary: str
    more: str
    needs: str
    times: tuple[tuple[int, str, str], ...] = ()
    cost: Cost = Cost.FREE
    access: str = ""
    metres_east: int | None = 0


def weekly(day: int, starts: str, ends: str) -> tuple[tuple[int, str, str], ...]:
    return ((day, starts, ends),)


ROWS = [
    Row("Men’s shed", G, "Wood, metal and a kettle behind the chapel.", "Mend a chair or make a bird box. Induction on the tools first. Just watch if you like.", "company making", ((TUE, "10:00", "13:00"), (THU, "10:00", "13:00")), Cost.UP_TO_3, "watch men parking", 300),
    Row("Chatty table", A, "The round table by the window where a chair is kept free.", "Meg will call you over. First cup is on the café.", "company talk new", weekly(MON, "11:00", "12:30"), Cost.FREE, "step-free toilet", 200),
    Row("Chatty bench", P, "Sit down if you do not mind somebody stopping to say hello.", "The green bench by the duck pond, shady before noon.", "company talk out-and-about", (), Cost.FREE, "step-free", 700),
    Row("Tuesday health walk", A, "Half an hour or an hour, at the pace of the slowest.", "Flat towpath, two trained leaders, a back-marker and coffee at the end.", "active company", weekly(TUE, "10:30", "11:30"), Cost.FREE, "bus", 900),
    Row("Buggy stroll", A, "Prams along the canal, with a stop to feed.", "Wide enough for a double buggy. Mums, dads and grandparents.", "parent active", weekly(WED, "10:00", "11:30"), Cost.FREE, "step-free", 1100),
    Row("Warm room", P, "No questions and no hurry.", "Kettle on from opening, chargers by the window, a corner for homework.", "money company food", ((MON, "13:00", "17:00"), (WED, "13:00", "17:00")), Cost.FREE, "step-free toilet quiet", 400),
    Row("Community fridge", H, "Good food that would have been thrown away.", "Bring a bag and help yourself. Halal and vegetarian are labelled.", "food money", ((MON, "12:00", "13:00"), (FRI, "12:00", "13:00")), Cost.FREE, "step-free", 600),
    Row("Pantry club", H, "A full bag of shopping for a few pounds.", "Join on the day, arrive between ten and noon, choose ten things.", "food money", weekly(THU, "10:00", "12:00"), Cost.MORE, "", 1500),
    Row("Food bank", H, "Three days of food with a voucher, by the side door.", "Ask us if you have no voucher: nobody is sent away hungry.", "food money advice", weekly(FRI, "14:00", "16:00"), Cost.FREE, "", 1600),
    Row("Repair café", A, "Bring a broken lamp, toaster or zip and have it looked at.", "One thing each, take a ticket at the door.", "making learning", weekly(SAT, "10:00", "13:00"), Cost.DONATION, "step-free", 800),
    Row("Tool share", H, "Borrow a drill or a ladder for a week.", "Bring something with your address on it.", "making money", weekly(SAT, "09:30", "12:00"), Cost.UP_TO_3, "", 850),
    Row("Knit and natter", G, "Wool, needles and talk round a big table.", "Left-handers and men welcome. We show beginners.", "making company", weekly(THU, "14:00", "16:00"), Cost.FREE, "seats", 450),
    Row("Larkmoor Voices", G, "A choir for anyone, no audition.", "Words on a screen, sit or stand, first week free.", "music company", weekly(WED, "19:00", "20:30"), Cost.UP_TO_5, "seats", 500),
    Row("Ukulele jam", G, "Four chords and a back room.", "Loud and cheerful. Borrow one of ours.", "music", weekly(MON, "19:30", "21:30"), Cost.FREE, "", 1000),
    Row("Allotment mornings", G, "Dig, plant or drink tea in the shed.", "Raised beds, gloves to lend, no toilet on site.", "nature active", weekly(WED, "10:00", "12:00"), Cost.FREE, "", 2100),
    Row("Friends of Holme Park", G, "Light jobs and litter picking once a month.", "Children can come along.", "nature volunteering", weekly(SUN, "10:00", "12:00"), Cost.FREE, "", 1300),
    Row("Seated exercise", A, "Stretch and strengthen from a chair, to music.", "Kind on knees and backs. Fill in a short health form.", "active long-term", weekly(TUE, "14:00", "15:00"), Cost.UP_TO_3, "step-free seats toilet", 420),
    Row("Tai chi in the hall", A, "Slow moves that leave you calmer.", "Standing or seated, soft shoes.", "active low-mood", weekly(FRI, "10:00", "11:00"), Cost.UP_TO_5, "step-free", 430),
    Row("Gentle yoga", A, "Stretching for stiff people, mats provided.", "Nobody looks at anybody.", "active low-mood", weekly(MON, "18:00", "19:00"), Cost.UP_TO_5, "", 440),
    Row("Walking football", A, "No running, over fifties, laughs guaranteed.", "Floodlit cage behind the leisure centre.", "active company", weekly(THU, "18:30", "19:30"), Cost.UP_TO_3, "", 2500),
    Row("Crown green bowls taster", A, "Have a go with borrowed bowls.", "Flat shoes please.", "active", weekly(SAT, "14:00", "16:00"), Cost.FREE, "", 1900),
    Row("Swimming pals", A, "Somebody waits at the pool door so you do not go in alone.", "We wait until twenty-five past.", "active company", weekly(THU, "09:15", "10:15"), Cost.MORE, "", 2400),
    Row("Board game afternoon", A, "Scrabble, draughts and dominoes, and a partner found for you.", "Buy a drink if you can.", "company", weekly(WED, "14:00", "16:30"), Cost.FREE, "", 210),
    Row("Bereavement café", G, "A place to miss somebody among others who do.", "Listening, tissues, cake. Leave when you want.", "grief talk", weekly(THU, "14:00", "15:30"), Cost.FREE, "quiet", 520),
    Row("Carers’ coffee", G, "An hour off for anyone who looks after someone.", "Bring them along if you need to: there is a sitter next door.", "caring company", weekly(THU, "10:30", "12:00"), Cost.FREE, "carer-free step-free", 300),
    Row("Memory café", G, "Singing, biscuits and old photographs for people with dementia.", "The carer stays too. Clear signs and a hearing loop.", "caring long-term", weekly(FRI, "13:30", "15:00"), Cost.UP_TO_3, "dementia loop step-free toilet", 510),
    Row("Tiny tots", G, "Toys on the floor and a hot drink you may finish.", "Term time. Space for prams, a quiet room for feeding.", "parent company", weekly(TUE, "09:30", "11:00"), Cost.UP_TO_3, "step-free", 350),
    Row("Conversation English", H, "Practise speaking with patient people.", "No forms, women only for the first hour.", "learning new", weekly(TUE, "12:00", "14:00"), Cost.FREE, "women", 410),
    Row("Computer help", H, "Bring your phone, tablet or laptop and a question.", "A student sits with you, one to one.", "learning", weekly(WED, "15:00", "16:00"), Cost.FREE, "step-free", 405),
    Row("Advice desk", H, "Benefits, debt, housing and forms, with somebody who knows the rules.", "Tickets from nine. Bring letters.", "advice money housing", weekly(WED, "09:30", "12:30"), Cost.FREE, "step-free", 395),
    Row("Mill Row neighbours", N, "The street’s WhatsApp, for lost cats and lifts.", "Ask the steward to add you.", "new company", (), Cost.FREE, "", None),
    Row("Telephone circle", H, "A friendly voice once a week.", "Volunteers ring for a chat. A wait of three weeks or so.", "company talk", (), Cost.FREE, "", None),
    Row("Doorstep chat", H, "Cannot get out? A neighbour will knock once a week.", "We find your match.", "company talk out-and-about", (), Cost.FREE, "", None),
    Row("Rainbow social", G, "LGBTQ+ adults, board games and cake.", "The address is given when you get in touch.", "company", weekly(SAT, "15:00", "17:00"), Cost.FREE, "quiet", 1200),
    Row("South Asian elders’ lunch", G, "Hot food, Urdu and Punjabi spoken, songs after.", "Lifts from the mosque.", "company food", weekly(FRI, "12:00", "14:00"), Cost.UP_TO_5, "step-free", 1700),
    Row("Veterans’ breakfast", G, "Bacon and people who were there.", "Forces, families, any age.", "company", weekly(SAT, "09:00", "10:30"), Cost.UP_TO_5, "", 1400),
    Row("Lunch club with lifts", G, "A hot dinner, fetched and taken home.", "Ring by Tuesday for the minibus.", "company food", weekly(THU, "12:00", "14:00"), Cost.UP_TO_5, "step-free", 1450),
    Row("Job club", H, "CVs, forms and a computer to use.", "Someone to practise an interview with.", "work learning", weekly(TUE, "10:00", "12:00"), Cost.FREE, "", 405),
    Row("Quiet hour at the soft play", A, "Lights down, no music, for autistic children.", "Brothers and sisters welcome.", "parent", weekly(SUN, "09:00", "10:00"), Cost.UP_TO_5, "autism quiet", 2700),
    Row("Line dancing", A, "Boots not needed.", "Two left feet welcome, beginners at seven.", "active company", weekly(FRI, "19:00", "21:00"), Cost.UP_TO_5, "", 650),
    Row("Sunday film", A, "A picture and an ice cream for the price of a tin.", "Subtitles on.", "company", weekly(SUN, "14:00", "16:30"), Cost.DONATION, "step-free seats", 660),
    Row("Welcome mornings", H, "New to the town or the country? Start here.", "Interpreters for refugees and asylum seekers, toys for little ones.", "new advice", weekly(MON, "10:00", "12:00"), Cost.FREE, "", 415),
    Row("Book swap shelf", P, "Leave one, take one.", "In the station waiting room.", "learning", (), Cost.FREE, "", 150),
    Row("Paint along", A, "Watercolours with a cup of tea.", "Paper and brushes provided.", "making", weekly(TUE, "13:00", "15:00"), Cost.UP_TO_3, "seats", 455),
]  # fmt: skip


def populate(session: Session, now: datetime) -> Patch:
    """Put the town into the database. Gives its patch."""
    panel = Panel(
        slug="larkmoor", name="Larkmoor panel", helpers="Shanaz and Colin", phone="0161 496 0118", created_at=now
    )
    patch = Patch(
        panel=panel, slug="larkmoor", name="Larkmoor", easting=EAST, northing=NORTH, latitude=53.5, longitude=-2.15
    )
    session.add_all([panel, patch])
    session.flush()
    session.add_all(listing_from(row, panel, patch, now) for row in ROWS)
    session.flush()
    return patch


def listing_from(row: Row, panel: Panel, patch: Patch, now: datetime) -> Listing:
    times = [Pattern.weekly(day, time.fromisoformat(a), time.fromisoformat(b)) for day, a, b in row.times]
    venue = None
    if row.metres_east is not None:
        easting = EAST + row.metres_east
        venue = Venue(panel_id=panel.id, name="St Oswin’s hall", easting=easting, northing=NORTH, created_at=now)
    return listing(
        panel, patch, now,
        name=row.name, kind=row.kind, summary=row.summary, description=row.more, needs=[Need(n).value for n in row.needs.split()],
        cost=row.cost, access=[Access(a).value for a in row.access.split()], any_time=not row.times and venue is not None, venue=venue,
        session_times=[SessionTime.from_pattern(each, position=n) for n, each in enumerate(times)],
    )  # fmt: skip


def listing(panel: Panel, patch: Patch, now: datetime, **facts: Any) -> Listing:
    """A published listing with only what search asks for; `facts` say the rest."""
    usual: dict[str, Any] = {
        "panel": panel, "patch": patch, "kind": Kind.ACTIVITY, "created_at": now, "changed_at": now, "published_at": now,
        "checked_at": now - timedelta(days=9), "short_name": "", "short_pattern": "", "summary": "", "description": "",
        "needs": [], "for_whom": "", "languages": "", "any_time": False, "when_note": "", "way_in": "",
        "getting_there": "", "greeter": "", "first_ten_minutes": "", "just_watch": JustWatch.UNKNOWN, "bring": "",
        "cost": Cost.FREE, "cost_note": "", "access": [], "access_note": "", "state_reason": "",
    }  # fmt: skip
    return Listing(**(usual | facts))
