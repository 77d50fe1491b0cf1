"""Making and mending."""

from models.changes import Change
from models.vocabulary import ContactShown, Cost, JustWatch, Kind, Room
from seeds.days import MON, SAT, THU, TUE, WED, Days, monthly, weekly
from seeds.entry import EMAILED, MEETING, PHONED, TAPPED, VISITED, Edited, Entry, Paused, Restarted, Seen


def entries(days: Days) -> tuple[Entry, ...]:
    repair = monthly(1, SAT, "10:00", "13:00", months=[2, 3, 4, 5, 6, 7, 9, 10, 11, 12])
    lockup_tuesday = weekly(TUE, "10:00", "13:00")
    stitches = days.fortnightly(WED, "13:00", "15:00")
    spoons = days.fortnightly(THU, "10:00", "12:30", weeks=1)
    knitting = weekly(MON, "14:00", "16:00", not_on_bank_holidays=True)
    return (
        Entry(
            key="lockup",
            kind=Kind.ACTIVITY,
            name="The Lock-up, Larkmoor's men's shed",
            short_name="The Lock-up",
            summary="A warm workshop where people mend things, make things and argue about tea.",
            description="Bring a wobbly chair or pick a job from the pile. This month it is hedgehog houses for the"
            " school and a rocking horse with three legs. Nobody minds if you have never held a chisel. You get a"
            " short safety talk before anything with a plug. It is dusty, and it is loud until the kettle goes on at"
            " eleven.",
            needs="company making low-mood learning volunteering",
            for_whom="Mostly men, but women come too and nobody turns round to look. 18 and over.",
            minimum_age=18,
            group="lockup",
            venue="lockup",
            times=(lockup_tuesday, weekly(THU, "10:00", "13:00")),
            changes=(Change.cancelled(days.coming(lockup_tuesday, 1), reason="the flue is being swept"),),
            way_in="Up the side of the church, past the bins, to the green roller door. Bang on it: the bell died in"
            " 2019.",
            getting_there="Bus 84 or 41 to Dyer Street, 3 minutes' walk. One step at the door, about a hand high.",
            greeter="Alan or Yusuf, whichever has the cleaner apron",
            first_ten_minutes="You get a mug and a look round. Alan shows you the toilet, the first aid box and the"
            " one saw that nobody but him may use.",
            just_watch=JustWatch.YES,
            bring="Shoes that cover your toes",
            companion_offered=True,
            cost=Cost.UP_TO_3,
            cost_note="£2 in the sweet tin. Tea and toast are in it.",
            access="seats toilet watch late dogs bus",
            access_note="The ramp is behind the door: shout. Ear defenders to borrow. Quiet table in the tea corner.",
            room=Room.FEW,
            places=14,
            places_taken=11,
            contact_name="Alan",
            contact_phone="0161 496 0142",
            added=610,
            checks=(
                Seen(19, VISITED, "dot", "Rocking horse now has four legs. Wants a new key holder."),
                Seen(124, PHONED, "imran"),
                Seen(301, VISITED, "dot"),
            ),
            story=(
                Edited(
                    330, "imran", {"times": [weekly(TUE, "09:30", "12:30").to_dict()]}, "Later start, and Thursdays"
                ),
                Paused(210, "dot", "The roof let in. Back when it is dry."),
                Restarted(188, "dot"),
                Edited(19, "dot", {"cost_note": "£1 in the sweet tin."}, "Toast went up"),
            ),
        ),
        Entry(
            key="repair",
            kind=Kind.ACTIVITY,
            name="Mend and Make Do repair café",
            short_name="Repair café",
            summary="Bring something broken. Somebody clever will have a go at it while you eat cake.",
            description="Lamps, toasters, zips, bikes, one accordion. Take a ticket at the door, say what is wrong,"
            " and sit with the mender while they work. Two things each, nothing with petrol in it, and you must be"
            " able to carry it. About six in ten go home working. The rest get a kind word.",
            needs="making money company learning",
            for_whom="Anyone with something that rattles",
            group="commons",
            venue="coop",
            times=(repair,),
            when_note="Not in January or August. Last ticket at noon.",
            way_in="Big blue doors on Weighhouse Lane. If they stick, push low.",
            getting_there="Two minutes from Market Place. Bikes can come right inside.",
            greeter="Fliss, at the table with the raffle tickets",
            first_ten_minutes="You get a ticket and a form the size of a bus ticket. Then it is cake until your number"
            " comes up.",
            just_watch=JustWatch.YES,
            bring="The broken thing, and its plug or charger",
            cost=Cost.DONATION,
            cost_note="Put in what a new one would have made you wince at. Or nothing.",
            access="step-free toilet seats late watch bus",
            contact_name="Fliss",
            contact_email="mend@commons.larkmoor.example.org",
            website="https://commons.larkmoor.example.org/mend",
            added=500,
            added_by="imran",
            checks=(Seen(33, VISITED, "kasia"), Seen(160, TAPPED)),
        ),
        Entry(
            key="things",
            kind=Kind.HELP,
            name="Larkmoor library of things",
            short_name="Library of things",
            summary="Borrow a drill, a tent or a carpet washer for a week instead of buying one.",
            description="Shelves of things most of us need twice a year. The carpet washer is booked until the middle"
            " of next month; the fondue set has never been out. Show something with your address on it. If the fee is"
            " hard this week, tell Marcus quietly and it goes away. You do not have to say why.",
            needs="money making housing new",
            group="commons",
            venue="coop",
            times=(weekly(SAT, "09:30", "12:00", not_on_bank_holidays=True),),
            way_in="Through the hall, down two steps, cage on the left. Ramp round the back: ring and wait.",
            greeter="Marcus, who will ask what the hole is for",
            first_ten_minutes="Five minutes to join, then you can take something home there and then.",
            bring="A letter or bill with your address",
            cost=Cost.UP_TO_3,
            cost_note="£1 to £3 a week for each thing. Deposit waived if you ask.",
            access="step-free toilet bus",
            contact_name="Marcus",
            contact_email="things@commons.larkmoor.example.org",
            website="https://commons.larkmoor.example.org/things",
            added=410,
            added_by="imran",
            checks=(Seen(104, EMAILED, "imran"),),
        ),
        Entry(
            key="knit",
            kind=Kind.GROUP,
            name="Knit and natter at the library",
            short_name="Knit and natter",
            summary="Two hours of wool and gossip round the big table upstairs.",
            description="Some of us make blankets for the baby unit and some have been on the same sleeve since"
            " spring. Wool and needles are in the trolley. Left-handers: sit by Maureen. Men welcome, we have two, and"
            " Graham's socks are the best in the room. You can come, not knit a stitch, and leave when your bus is"
            " due.",
            needs="company making talk low-mood",
            venue="library",
            times=(knitting,),
            way_in="Up in the lift to the first floor, then follow the laughing.",
            getting_there="Every bus stops in Market Place. Three minutes on the flat.",
            greeter="Maureen, purple glasses",
            first_ten_minutes="A chair is pulled out for you. Somebody will ask what colour you like and that is you"
            " started.",
            just_watch=JustWatch.YES,
            access="step-free toilet seats loop late watch bus carer-free",
            contact_name="Maureen",
            contact_phone="0161 496 0153",
            added=720,
            checks=(Seen(41, VISITED, "dot"), Seen(138, MEETING, "bernadette"), Seen(260, VISITED, "dot")),
            story=(Edited(138, "bernadette", {"when_note": "Summer only for now"}, "They carried on all winter"),),
        ),
        Entry(
            key="knit-again",
            kind=Kind.GROUP,
            name="Knit & Natter (Library)",
            short_name="Knit & Natter",
            summary="Knitting and crochet with company, all welcome.",
            description="Friendly knitting and crochet on Monday afternoons, upstairs by the local history shelves."
            " Wool is there if you have none. My mum goes and says to put it on here, so I have. I do not know who"
            " runs it.",
            needs="company making",
            venue="library",
            times=(weekly(MON, "14:00", "16:00"),),
            access="step-free",
            added=52,
            added_by="hafsa",
        ),
        Entry(
            key="stitches",
            kind=Kind.GROUP,
            name="Dropped Stitches sewing afternoon",
            short_name="Dropped Stitches",
            summary="Four sewing machines, one ironing board, and somebody who can thread them.",
            description="Turn up curtains, let out a waistband, learn to put in a zip without swearing. Norma worked"
            " at the shirt factory for thirty years and can mend anything but the radiator. There is always a big"
            " project on the go too. It is bunting again. It is always bunting.",
            needs="making company learning money",
            patch="tenter-moor",
            group="tenter",
            venue="tentercentre",
            times=(stitches,),
            way_in="Side door, by the bottle bank. It is heavy: knock and somebody will pull.",
            getting_there="84 bus to Curlew Road shops, straight across.",
            greeter="Norma",
            first_ten_minutes="Norma asks what you came to make. If you do not know, you get bunting.",
            just_watch=JustWatch.YES,
            bring="Whatever wants mending, and your glasses",
            cost=Cost.DONATION,
            cost_note="For thread, if you can",
            access="step-free toilet seats watch late",
            contact_name="Norma",
            contact_phone="07700 900161",
            added=290,
            added_by="winston",
            checks=(Seen(63, PHONED, "winston", "Norma's hip is done on the 9th. Six weeks, she says four."),),
            story=(Paused(9, "winston", "Norma is having her hip done.", until=days.ahead(34)),),
        ),
        Entry(
            key="spoons",
            kind=Kind.ACTIVITY,
            name="Spoon carving in the scout hut",
            short_name="Spoon carving",
            summary="Sit in a ring, whittle a spoon, sweep up after.",
            description="Green wood, sharp knives, slow talk. Linton hands you a stick that is nearly a spoon already,"
            " so all you do is take off the bits that are not. It takes two or three visits. There is a stove, and on"
            " fine days we sit out the front with the kites overhead.",
            needs="making nature low-mood company",
            minimum_age=16,
            patch="tenter-moor",
            venue="scouts",
            times=(spoons,),
            changes=(
                Change.moved(
                    days.coming(spoons), place="the Drying Ground garden", reason="the hut is having its floor sanded"
                ),
            ),
            way_in="Through the gate with the wolf on it. Door is on the far side.",
            getting_there="84 bus to the top terminus, then 4 minutes, uphill at the end.",
            greeter="Linton, the one covered in shavings",
            first_ten_minutes="You learn two safe cuts and get a thumb guard. Then you just start.",
            just_watch=JustWatch.YES,
            bring="Clothes that can take wood chips",
            cost=Cost.UP_TO_3,
            cost_note="£3, and you keep the spoon",
            access="seats dogs late watch",
            access_note="Rough grass to the door, no ramp. The toilet is up one step.",
            room=Room.FULL,
            full_until=days.ahead(30),
            places=8,
            places_taken=8,
            contact_name="Linton",
            contact_phone="07700 900172",
            added=150,
            added_by="winston",
            checks=(Seen(25, VISITED, "winston"),),
        ),
        Entry(
            key="jigsaw",
            kind=Kind.PLACE,
            name="The jigsaw table, Hollinfold Reading Room",
            short_name="The jigsaw table",
            summary="A thousand pieces on a table by the window. Put one in as you pass.",
            description="There is always one on the go and it belongs to nobody. People come in for a book, find an"
            " edge, and are still there at noon. Talk or do not. The last one was a harbour and took until Easter. We"
            " never did find the gull.",
            needs="company low-mood making new",
            patch="hollinfold",
            venue="reading",
            times=(weekly(TUE, "10:00", "13:00"), weekly(SAT, "10:00", "13:00")),
            way_in="Straight in. The bell over the door is only so that Pam looks up.",
            greeter="Pam, behind the desk",
            just_watch=JustWatch.YES,
            access="step-free quiet late watch seats autism",
            contact_name="Pam",
            contact_phone="0161 496 0192",
            contact_shown=ContactShown.PANEL,
            added=330,
            added_by="roger",
            checks=(Seen(70, VISITED, "roger"),),
        ),
        Entry(
            key="craft-draft",
            kind=Kind.ACTIVITY,
            name="Craft table with no steps",
            short_name="Step-free craft",
            summary="Card making and painting somewhere you can wheel straight into.",
            description="Three people have asked for this since summer. Wendy from the flats would run it if we find a"
            " room with a flat way in and a tap. Peewit Court say maybe on Wednesday mornings. Waiting for the warden"
            " to ring back before it goes on the board.",
            needs="making company long-term",
            patch="tenter-moor",
            venue="peewit",
            times=(weekly(WED, "10:30", "12:00"),),
            access="step-free toilet seats",
            contact_name="Wendy",
            contact_phone="07700 900183",
            contact_shown=ContactShown.PRIVATE,
            panel_note="Warden is called Jo. Best on Tuesdays.",
            added=12,
            added_by="kasia",
            draft=True,
        ),
    )
