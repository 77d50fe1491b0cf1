"""The invented map: postcode sectors in an area that cannot exist, and the names people use for where they are.

Metres on the National Grid. Nothing on it is what stands there.
"""

from models.place import PlaceKind

SECTORS = {
    "ZZ4 1": (396400, 400600),
    "ZZ4 2": (395700, 400950),
    "ZZ4 3": (396550, 401300),
    "ZZ4 7": (397250, 400450),
    "ZZ5 1": (398300, 401300),
    "ZZ5 2": (398950, 400850),
    "ZZ5 4": (398700, 402050),
    "ZZ6 1": (394350, 399250),
    "ZZ6 2": (393750, 398550),
    "ZZ6 3": (394950, 398700),
}

TOWN, AREA, STREET = PlaceKind.TOWN, PlaceKind.NEIGHBOURHOOD, PlaceKind.STREET
STOP, PARK, MARK = PlaceKind.STATION, PlaceKind.PARK, PlaceKind.LANDMARK

PLACES: dict[str, tuple[tuple[str, PlaceKind, int, int], ...]] = {
    "larkmoor": (
        ("Larkmoor", TOWN, 396400, 400700),
        ("Market Place", MARK, 396410, 400610),
        ("Larkmoor tram stop", STOP, 396560, 401240),
        ("The tram stop", STOP, 396560, 401240),
        ("Goitside", AREA, 395720, 400930),
        ("Goit Side", STREET, 395740, 400960),
        ("Packhorse Street", STREET, 396290, 400520),
        ("Dyer Street", STREET, 396600, 400480),
        ("Weighhouse Lane", STREET, 396180, 400690),
        ("Sough Lane", STREET, 397190, 400330),
        ("Bridge Parade", STREET, 396490, 401180),
        ("The Parade", STREET, 396720, 400860),
        ("Madder Row", STREET, 396020, 400830),
        ("Pickersgill Park", PARK, 397240, 400570),
        ("The bandstand", MARK, 397260, 400600),
        ("Lock 9", MARK, 395610, 401010),
        ("The canal", MARK, 395660, 400980),
        ("Larkmoor Baths", MARK, 397160, 400410),
        ("Larkmoor High School", MARK, 396980, 401090),
        ("Market Surgery", MARK, 396350, 400660),
        ("The Co-op", MARK, 396470, 400700),
    ),
    "tenter-moor": (
        ("Tenter Top", AREA, 398760, 402040),
        ("Curlew Road", STREET, 398380, 401360),
        ("Skylark Road", STREET, 398240, 401240),
        ("Lapwing Close", STREET, 398930, 400900),
        ("Peewit Court", MARK, 398990, 400830),
        ("Dunlin Drive", STREET, 398850, 400790),
        ("Fieldfare Way", STREET, 398690, 401960),
        ("The Drying Ground", PARK, 398480, 401560),
        ("Top terminus", STOP, 398720, 402080),
        ("Tenter Moor Primary School", MARK, 398300, 401470),
        ("The reservoir", PARK, 399260, 402180),
    ),
    "hollinfold": (
        ("Hollinfold Green", PARK, 394340, 399230),
        ("Hollin Clough", PARK, 393720, 398460),
        ("Church Fold", STREET, 394430, 399320),
        ("Orchard Lane", STREET, 394180, 399050),
        ("Damson Lane", STREET, 394900, 398740),
        ("Quarry Bank", AREA, 394990, 398650),
        ("The Institute", MARK, 394300, 399280),
        ("The duck pond", MARK, 394370, 399190),
        ("Hollinfold turning circle", STOP, 394270, 399340),
    ),
}
