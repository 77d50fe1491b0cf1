"""The groups that keep some of the listings. The rest are kept by a panel: a bench has no committee."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """A group, as `Group` names things; email and phone are for the panel alone."""

    key: str
    panel: str
    name: str
    about: str
    email: str = ""
    phone: str = ""
    website: str = ""


GROUPS = (
    Body(
        "neighbours",
        "larkmoor",
        "Larkmoor Neighbours",
        "A charity run by people who live here. Lost its home of thirty years when the Parade came down, and kept"
        " going out of two carrier bags and a phone.",
        "hello@larkmoor-neighbours.example.org",
        "0161 496 0131",
        "https://larkmoor-neighbours.example.org",
    ),
    Body(
        "lockup",
        "larkmoor",
        "The Lock-up Lot",
        "Nine people, three lathes, one key holder.",
        "lockup@example.org",
        "07700 900112",
    ),
    Body(
        "park",
        "larkmoor",
        "Friends of Pickersgill Park",
        "They look after the park that the council mows.",
        "friends@pickersgill.example.org",
        "07700 900123",
        "https://pickersgill.example.org",
    ),
    Body(
        "commons",
        "larkmoor",
        "Larkmoor Commons",
        "Mending, lending and a shed full of drills, in the old Co-op hall.",
        "commons@larkmoor.example.org",
        "0161 496 0144",
        "https://commons.larkmoor.example.org",
    ),
    Body(
        "larder",
        "larkmoor",
        "Larkmoor Churches' Larder",
        "Six congregations and the mosque, one storeroom.",
        "larder@larkmoor.example.org",
        "0161 496 0151",
    ),
    Body(
        "carers",
        "larkmoor",
        "Lark Valley Carers",
        "By carers, for carers, and run on flexitime for that reason.",
        "hello@larkvalleycarers.example.org",
        "0161 496 0162",
        "https://larkvalleycarers.example.org",
    ),
    Body(
        "harebell",
        "larkmoor",
        "Friends of Harebell House",
        "Volunteers of the hospice, out and about in the town.",
        "friends@harebell.example.org",
        "0161 496 0167",
        "https://harebell.example.org",
    ),
    Body(
        "singers",
        "larkmoor",
        "Goitside Singers",
        "A choir for people who were told at school to mouth the words.",
        "sing@goitside.example.org",
        "07700 900134",
        "https://goitside.example.org",
    ),
    Body(
        "advice",
        "larkmoor",
        "Larkmoor Advice",
        "Free advice about money, homes, work and rights.",
        "desk@larkmooradvice.example.org",
        "0161 496 0178",
        "https://larkmooradvice.example.org",
    ),
    Body(
        "knock",
        "larkmoor",
        "Knock and Natter",
        "Volunteers who ring and call on people who cannot get out.",
        "knock@example.org",
        "0161 496 0183",
    ),
    Body(
        "saathi",
        "larkmoor",
        "Saathi Elders",
        "A lunch that began with four aunties and one pan.",
        "saathi@larkmoor.example.org",
        "07700 900145",
    ),
    Body(
        "tenter",
        "larkmoor",
        "Tenter Moor Residents",
        "The committee of the estate, the only one in the county with a waiting list.",
        "residents@tentermoor.example.org",
        "07700 900156",
        "https://tentermoor.example.org",
    ),
    Body(
        "bowlers",
        "hollinfold",
        "Hollinfold Bowling Club",
        "A crown green, a hut, and a heron that nobody invited.",
        "green@hollinfoldbowls.example.org",
        "0161 496 0191",
        "https://hollinfoldbowls.example.org",
    ),
    Body(
        "institute",
        "hollinfold",
        "Hollinfold Institute",
        "Keeps the village hall standing, which is harder than it looks.",
        "bookings@hollinfoldinstitute.example.org",
        "0161 496 0196",
        "https://hollinfoldinstitute.example.org",
    ),
    Body(
        "library",
        "larkmoor",
        "Friends of Larkmoor Library",
        "They saved it once and are ready to do it again.",
        "friends@library.larkmoor.example.org",
        "0161 496 0150",
        "https://library.larkmoor.example.org",
    ),
    Body(
        "hilda",
        "larkmoor",
        "St Hilda's on the Moor",
        "A church with a leaky roof and a very good kitchen.",
        "jan@sthilda.example.org",
        "0161 496 0157",
        "https://sthilda.example.org",
    ),
    Body(
        "wilfrids",
        "larkmoor",
        "St Wilfrid's church",
        "Hall, garden, blue lamp.",
        "hall@stwilfrid.example.org",
        "0161 496 0154",
        "https://stwilfrid.example.org",
    ),
    Body(
        "strollers",
        "larkmoor",
        "Larkmoor Strollers",
        "Ray, Nasim and a yellow hat.",
        "ray@dawdle.example.org",
        "07700 900131",
        "https://dawdle.example.org",
    ),
    Body("rainbow", "larkmoor", "Rainbow Table", "Never give out where they meet.", "rainbowtable@example.org"),
    Body(
        "carriage",
        "larkmoor",
        "The Quiet Carriage",
        "Run by autistic people. Email, do not ring.",
        "quietcarriage@example.org",
        "",
        "https://quietcarriage.example.org",
    ),
    Body(
        "veterans",
        "larkmoor",
        "Larkmoor Veterans",
        "Phil, a frying pan and the fire service.",
        "phil@example.org",
        "07700 900126",
        "https://larkmoorveterans.example.org",
    ),
    Body(
        "plot", "larkmoor", "Plot 31", "Not a charity. Not anything. Just a plot.", "plot31@example.org", "07700 900119"
    ),
    Body("pluckers", "larkmoor", "The Pluckers", "Tone and whoever Tone has lent a ukulele.", "", "07700 900148"),
    Body(
        "primary",
        "larkmoor",
        "Tenter Moor Primary School",
        "The family room is open to every family.",
        "office@tentermoorprimary.example.org",
        "0161 496 0156",
        "https://tentermoorprimary.example.org",
    ),
    Body("spokes", "larkmoor", "Sunday Spokes", "Four bikes and a lot of clips.", "", "07700 900164"),
    Body("slowlane", "larkmoor", "The Slow Lane", "Give them a week to answer.", "slowlane@example.org"),
    Body(
        "friends",
        "hollinfold",
        "Hollinfold Friends' Meeting",
        "Quakers, an orchard and two armchairs.",
        "meeting@example.org",
        "0161 496 0198",
    ),
    Body("ringers", "hollinfold", "St Oswald's ringers", "Handbells since 1911, with gaps.", "", "0161 496 0195"),
    Body(
        "ponies",
        "hollinfold",
        "Quarry Bank Pony Rescue",
        "Six ponies, one of them Biscuit.",
        "ffion@quarrybank.example.org",
        "07700 900152",
    ),
)
