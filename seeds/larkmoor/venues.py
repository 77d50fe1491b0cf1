"""The venues: halls, benches, back rooms and a few homes, whose address is masked."""

from dataclasses import dataclass

from models.group import AddressShown


@dataclass(frozen=True, slots=True)
class Spot:
    """A venue and its middle (metres)."""

    name: str
    street: str
    area: str
    postcode: str
    easting: int
    northing: int
    shown: AddressShown = AddressShown.FULL


LARKMOOR = {
    "library": Spot("Larkmoor Library", "2 Market Place", "Larkmoor", "ZZ4 1AA", 396430, 400630),
    "packhorse": Spot("Packhorse Rooms", "Packhorse Street", "Larkmoor", "ZZ4 1DH", 396280, 400530),
    "wilfrids": Spot("St Wilfrid's church hall", "Dyer Street", "Larkmoor", "ZZ4 1RG", 396610, 400470),
    "lockup": Spot("The Lock-up, behind St Wilfrid's", "Dyer Street", "Larkmoor", "ZZ4 1RG", 396640, 400440),
    "noor": Spot("Noor Community Centre", "61 Dyer Street", "Larkmoor", "ZZ4 1RJ", 396680, 400500),
    "coop": Spot("The old Co-op hall", "Weighhouse Lane", "Larkmoor", "ZZ4 1XA", 396170, 400700),
    "shuttle": Spot("The Shuttle, back room", "9 Weighhouse Lane", "Larkmoor", "ZZ4 1XB", 396200, 400680),
    "kettle": Spot("The Blue Kettle café", "14 Bridge Parade", "Larkmoor", "ZZ4 3EJ", 396480, 401190),
    "tram": Spot("Larkmoor tram stop, ticket machine", "Bridge Parade", "Larkmoor", "ZZ4 3EA", 396560, 401240),
    "fire": Spot("Larkmoor fire station, community room", "Bridge Parade", "Larkmoor", "ZZ4 3ED", 396600, 401330),
    "cage": Spot("The Cage, Larkmoor High School", "Oldfield Road", "Larkmoor", "ZZ4 3NS", 396990, 401100),
    "lock9": Spot("Lock 9 tea hut", "Goit Side", "Larkmoor", "ZZ4 2LT", 395610, 401010),
    "slipway": Spot("The slipway, Goitside wharf", "Goit Side", "Larkmoor", "ZZ4 2LW", 395780, 400930),
    "bandstand": Spot("Pickersgill Park bandstand", "Park Gates", "Larkmoor", "ZZ4 7PB", 397260, 400600),
    "greenbench": Spot("The green bench, Pickersgill Park", "Park Gates", "Larkmoor", "ZZ4 7PB", 397210, 400560),
    "pavilion": Spot("Pickersgill Park pavilion", "Park Gates", "Larkmoor", "ZZ4 7PD", 397300, 400540),
    "baths": Spot("Larkmoor Baths", "Sough Lane", "Larkmoor", "ZZ4 7NS", 397160, 400410),
    "plots": Spot("Sough Lane allotments, plot 31", "Sough Lane", "Larkmoor", "ZZ4 7NW", 397340, 400260),
    "theparade": Spot("6 The Parade (knocked down)", "The Parade", "Larkmoor", "ZZ4 1PP", 396720, 400860),
    "madderhome": Spot("Front room", "27 Madder Row", "Larkmoor", "ZZ4 2QE", 396020, 400830, AddressShown.STREET),
    "rainbow": Spot("Upstairs room", "3 Market Yard", "Larkmoor", "ZZ4 1BZ", 396450, 400590, AddressShown.AREA),
    "tentercentre": Spot("The Tenter Centre", "Curlew Road", "Tenter Moor", "ZZ5 1CU", 398380, 401370),
    "skylark": Spot("Skylark Stores, yellow door", "40 Skylark Road", "Tenter Moor", "ZZ5 1SK", 398240, 401240),
    "primary": Spot("Tenter Moor Primary School, family room", "Curlew Road", "Tenter Moor", "ZZ5 1CX", 398300, 401470),
    "drying": Spot("The Drying Ground garden", "Curlew Road", "Tenter Moor", "ZZ5 1DG", 398480, 401560),
    "hilda": Spot("St Hilda's on the Moor", "Lapwing Close", "Tenter Moor", "ZZ5 2LA", 398930, 400900),
    "peewit": Spot("Peewit Court, residents' lounge", "Dunlin Drive", "Tenter Moor", "ZZ5 2PW", 398990, 400830),
    "scouts": Spot("The scout hut", "Fieldfare Way", "Tenter Moor", "ZZ5 4FF", 398690, 401960),
    "terminus": Spot("The old tram shelter, top terminus", "Fieldfare Way", "Tenter Moor", "ZZ5 4TT", 398720, 402080),
    "dunlinhome": Spot(
        "Kitchen table", "112 Dunlin Drive", "Tenter Moor", "ZZ5 2DN", 398850, 400790, AddressShown.AREA
    ),
}

HOLLINFOLD = {
    "hall": Spot("Hollinfold Institute, main hall", "Church Fold", "Hollinfold", "ZZ6 1AB", 394300, 399280),
    "reading": Spot("The Reading Room", "1 Church Fold", "Hollinfold", "ZZ6 1AD", 394420, 399300),
    "oswald": Spot("St Oswald's, the vestry room", "Church Fold", "Hollinfold", "ZZ6 1AH", 394470, 399350),
    "pond": Spot("The pond bench", "Hollinfold Green", "Hollinfold", "ZZ6 1GR", 394370, 399190),
    "bowls": Spot("Hollinfold Bowling Club", "Orchard Lane", "Hollinfold", "ZZ6 1LN", 394180, 399050),
    "peartree": Spot("The Pear Tree tea room", "Hollinfold Green", "Hollinfold", "ZZ6 1GT", 394310, 399210),
    "meeting": Spot("Friends' Meeting House", "Damson Lane", "Hollinfold", "ZZ6 3DM", 394900, 398740),
    "clough": Spot("Hollin Clough car park", "Clough Road", "Hollinfold", "ZZ6 2CL", 393720, 398460),
    "stables": Spot("Quarry Bank stables", "Damson Lane", "Hollinfold", "ZZ6 3QB", 394990, 398650),
    "orchardhome": Spot("The conservatory", "Orchard Lane", "Hollinfold", "ZZ6 1LQ", 394150, 399010, AddressShown.AREA),
}
