"""What readers have told the panels: some wait on a desk, some have been answered."""

from dataclasses import dataclass

from models.suggestion import About


@dataclass(frozen=True, slots=True)
class Told:
    """One suggestion. `listing` is an entry's key, or empty. Answered when `answer` is given, `answered` days ago."""

    panel: str
    about: About
    words: str
    days: int
    listing: str = ""
    reply_to: str = ""
    answer: str = ""
    answered: int = 0
    by: str = ""


SUGGESTIONS = (
    Told(
        "larkmoor",
        About.WRONG,
        "The chatty table was on the other side of the café this Monday because of the leak. Took me two goes round"
        " the cakes to find it. It might be worth saying ask Sandra.",
        1,
        "chatty",
    ),
    Told(
        "larkmoor",
        About.STOPPED,
        "Is the ukulele thing still going? I went Monday and the back room was dark. The landlady said they had gone"
        " to somebody's garage.",
        4,
        "ukulele",
        "07700 900211",
    ),
    Told(
        "larkmoor",
        About.MISSING,
        "There is a chess club in the barber's on Bridge Parade after he shuts on a Tuesday. You would not think it"
        " but it is packed. Ask for Mehmet.",
        2,
        "",
        "chess@example.org",
    ),
    Told(
        "larkmoor",
        About.MORE,
        "For the fridge: Fridays there is a pan of rice from the wedding hall about nine at night if anybody works"
        " lates.",
        6,
        "fridge",
    ),
    Told(
        "larkmoor",
        About.WRONG,
        "Your page says the swimming lady has a hat with a seal on it. It is an otter. She was quite firm about it.",
        3,
        "swimming",
        "otter@example.org",
    ),
    Told(
        "larkmoor",
        About.OTHER,
        "My mum is 84 and wants bingo, not wellbeing. Where is the bingo?",
        9,
        "",
        "0161 496 0211",
    ),
    Told(
        "hollinfold",
        About.WRONG,
        "The 12 bus has changed again. It goes at five to now, not ten to, so people at the Pear Tree are missing it.",
        2,
        "games",
        "bus12@example.org",
    ),
    Told(
        "hollinfold",
        About.MISSING,
        "Nothing on a Sunday for those of us on our own. I would put the kettle on if somebody had a room.",
        5,
        "",
        "0161 496 0217",
    ),
    Told(
        "larkmoor",
        About.WRONG,
        "The gate on the towpath walk will not open for my scooter.",
        34,
        "walk",
        answer="You were right, it had dropped on its hinge. The trust has mended it and Ray tries it every week.",
        answered=30,
        by="dot",
    ),
    Told(
        "larkmoor",
        About.STOPPED,
        "Went to the Parade for the advice people and it is a hole in the ground.",
        303,
        "advice-old",
        answer="Sorry. They are upstairs at the Packhorse Rooms on Wednesdays. The page now says so.",
        answered=302,
        by="trevor",
    ),
    Told(
        "larkmoor",
        About.MORE,
        "Little Larks is not on when there is a funeral. Can it say?",
        71,
        "toddlers",
        answer="Tash will ring us and we will put it on the page as soon as we hear.",
        answered=70,
        by="hafsa",
    ),
    Told(
        "hollinfold",
        About.MISSING,
        "Handbells. You have not got the handbells.",
        352,
        "",
        answer="We have now. Audrey sends you a ding.",
        answered=350,
        by="roger",
    ),
)
