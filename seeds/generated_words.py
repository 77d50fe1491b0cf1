"""The words that generated listings are put together from."""

from models.vocabulary import Kind

STARTS = (
    "Alder", "Amber", "Ash", "Barley", "Beck", "Birch", "Black", "Brack", "Bram", "Broad", "Burn", "Calder", "Carr",
    "Clough", "Cold", "Crow", "Dale", "Dun", "Elder", "Ember", "Fair", "Fen", "Fern", "Fox", "Gorse", "Grange",
    "Green", "Hare", "Hart", "Hawk", "Hazel", "Heath", "Hey", "Holm", "Holt", "Kest", "Lang", "Lark", "Linden",
    "Marl", "Mere", "Moss", "Oak", "Otter", "Pen", "Quarry", "Raven", "Red", "Rook", "Rowan", "Sand", "Shaw",
    "Silver", "Stan", "Swan", "Thorn", "Wen", "West", "Whin", "Wyre", "Yar",
)  # fmt: skip
ENDS = (
    "bank", "beck", "borough", "bridge", "brook", "bury", "by", "clough", "combe", "cross", "dale", "den", "field",
    "fold", "ford", "gate", "ham", "haven", "hill", "hope", "hurst", "ington", "ley", "low", "mere", "moor",
    "mouth", "ness", "pool", "ridge", "royd", "shaw", "side", "stead", "stoke", "thorpe", "thwaite", "ton", "wade",
    "well", "wick", "worth",
)  # fmt: skip
BEFORE = ("", "Upper ", "Nether ", "Old ", "Great ", "Little ", "East ", "West ")

STREETS = (
    "Mill", "Chapel", "Canal", "Station", "Church", "Market", "Bridge", "Weaver", "Dyer", "Orchard", "Quarry",
    "School", "Tanner", "Abbey", "Forge",
)  # fmt: skip
STREET_ENDS = (
    "Street", "Road", "Lane", "Row", "Bank", "Fold", "Terrace",
)  # fmt: skip
HALLS = (
    "{place} library", "{saint} hall", "{place} community centre", "{street} Methodist rooms", "{place} leisure centre",
    "{place} scout hut", "The {street} café", "{place} park pavilion", "{street} allotments", "{place} village hall",
    "{saint} vestry", "{street} working men’s club", "{place} primary school", "{place} bowling club",
    "{street} mosque hall",
)  # fmt: skip
SAINTS = (
    "St Aidan’s", "St Bride’s", "St Chad’s", "St Cuthbert’s", "St Hild’s", "St Oswin’s", "St Bega’s", "All Souls",
)  # fmt: skip
NAMES = (
    "Ada", "Amir", "Anya", "Bea", "Bilal", "Carys", "Chidi", "Dafydd", "Dilys", "Edie", "Esme", "Farah", "Gareth",
    "Grace", "Hana", "Hugh", "Ivo", "Ivy", "Jomo", "Joyce", "Kareem", "Kirsty", "Leila", "Len", "Mabel", "Manjit",
    "Nia", "Noor", "Olive", "Omar", "Petra", "Pru", "Ravi", "Rhona", "Sadia", "Sid", "Tomasz", "Una", "Viv", "Wilf",
    "Yusra", "Zofia",
)  # fmt: skip
LANGUAGES = ("", "", "", "", "Urdu and English", "Polish and English", "Welsh and English", "Bengali", "Arabic", "BSL")

ACTIVITIES: tuple[tuple[str, Kind, str, str], ...] = (
    ("men’s shed", Kind.ACTIVITY, "company making", "Mend a chair, build a planter, or sit by the stove"),
    ("chatty table", Kind.ACTIVITY, "company talk", "A table in the café where strangers are meant to talk"),
    ("chatty bench", Kind.PLACE, "company talk", "Sit down and somebody will say hello"),
    ("health walk", Kind.ACTIVITY, "active nature", "Half an hour on the flat at the pace of the slowest"),
    ("buggy walk", Kind.ACTIVITY, "parent active", "Push a pram along the towpath with other new parents"),
    ("warm room", Kind.PLACE, "money company", "Heating, a kettle and no questions"),
    ("community fridge", Kind.PLACE, "food money", "Take what you will eat and leave what you will not"),
    ("food club", Kind.HELP, "food money", "A week of shopping for a few pounds"),
    ("food bank", Kind.HELP, "food money", "Three days of food with a voucher, and somebody to listen"),
    ("repair café", Kind.ACTIVITY, "making money", "Bring a broken toaster, lamp or zip and watch it mended"),
    ("library of things", Kind.HELP, "money making", "Borrow a drill, a tent or a carpet washer"),
    ("knit and natter", Kind.GROUP, "making company", "Wool, needles and gossip round a big table"),
    ("crochet corner", Kind.GROUP, "making", "Granny squares for beginners and for the quick"),
    ("community choir", Kind.GROUP, "music company", "No audition, and the words are on a screen"),
    ("ukulele night", Kind.GROUP, "music", "Three chords and forty songs; borrow one of ours"),
    ("folk session", Kind.GROUP, "music", "Fiddles, whistles and squeezeboxes, all standards"),
    ("brass for beginners", Kind.GROUP, "music learning", "Cornets lent; nobody minds the noise"),
    ("allotment group", Kind.ACTIVITY, "nature food", "Raised beds, a shed and too many courgettes"),
    ("friends of the park", Kind.GROUP, "nature volunteering", "Litter, bulbs and leaning on spades"),
    ("orchard morning", Kind.ACTIVITY, "nature volunteering", "Prune in winter, press apples in autumn"),
    ("chair exercise", Kind.ACTIVITY, "active long-term", "Stretch and bend sitting down, to quiet music"),
    ("tai chi", Kind.ACTIVITY, "active low-mood", "Slow moves for stiff joints and busy heads"),
    ("gentle yoga", Kind.ACTIVITY, "active low-mood", "Mats lent, and nobody is bendy"),
    ("walking football", Kind.ACTIVITY, "active company", "Football with the running taken out"),
    ("walking netball", Kind.ACTIVITY, "active", "Slower than at school, and nobody is picked last"),
    ("bowls taster", Kind.ACTIVITY, "active", "Borrow bowls and find out which way they bend"),
    ("swimming pals", Kind.GROUP, "active company", "Somebody waits at the pool door"),
    ("cycling for beginners", Kind.GROUP, "active", "Bikes and helmets lent, and no hills"),
    ("tea dance", Kind.ACTIVITY, "active music", "Waltz and quickstep with partners for those without"),
    ("board games", Kind.ACTIVITY, "company", "Scrabble, dominoes and a partner found for you"),
    ("chess club", Kind.GROUP, "learning company", "Beaten kindly, whatever your level"),
    ("quiz afternoon", Kind.ACTIVITY, "company", "Questions too hard and prizes too small"),
    ("bereavement café", Kind.ACTIVITY, "grief talk", "Tea with people who have also lost someone"),
    ("carers’ coffee", Kind.GROUP, "caring talk", "An hour off for anyone who looks after someone"),
    ("memory café", Kind.ACTIVITY, "caring music", "Old songs for people living with dementia and their carers"),
    ("parent and toddler", Kind.GROUP, "parent", "Ride-ons, glitter, and hot tea for grown-ups"),
    ("baby massage", Kind.ACTIVITY, "parent", "Oil, towels and a room that is warm enough"),
    ("dads’ breakfast", Kind.GROUP, "parent company", "Pancakes, train track and other dads"),
    ("conversation English", Kind.GROUP, "learning new", "Talk about ordinary things with patient people"),
    ("phone and tablet help", Kind.HELP, "learning", "One hour, one patient student, your own phone"),
    ("advice desk", Kind.HELP, "advice money", "Debt, benefits, rent and work; bring your letters"),
    ("job club", Kind.HELP, "work learning", "Forms, interviews and nerves"),
    ("housing surgery", Kind.HELP, "housing advice", "Damp, repairs and notices looked at together"),
    ("street network", Kind.NETWORK, "new company", "Ladders, lifts and lost cats on one WhatsApp"),
    ("lift share", Kind.NETWORK, "out-and-about", "Neighbours with a spare seat going into town"),
    ("telephone friends", Kind.HELP, "talk company", "A weekly call from somebody who likes what you like"),
    ("doorstep visits", Kind.HELP, "talk long-term", "A neighbour knocks once a week and stays for a brew"),
    ("lunch club", Kind.ACTIVITY, "food company", "Two courses, and a minibus to fetch you"),
    ("curry night", Kind.ACTIVITY, "food company", "Cook together, eat together, wash up together"),
    ("bread making", Kind.ACTIVITY, "food making", "One loaf, both hands, and soup while it rises"),
    ("veterans’ breakfast", Kind.GROUP, "company talk", "Bacon and black humour for anyone who served"),
    ("rainbow social", Kind.GROUP, "company", "LGBTQ+ people who would rather talk than dance"),
    ("pain and tiredness group", Kind.GROUP, "long-term talk", "For people whose bodies run on a small battery"),
    ("listening hour", Kind.HELP, "talk low-mood", "Two chairs, one lamp and somebody with time"),
    ("art table", Kind.ACTIVITY, "making low-mood", "Paint, paper and nobody looking over your shoulder"),
    ("pottery shed", Kind.ACTIVITY, "making", "A wheel, a kiln and a lot of wobbly mugs"),
    ("sewing afternoon", Kind.GROUP, "making money", "Turn up curtains and learn to put in a zip"),
    ("local history", Kind.GROUP, "learning", "Old maps, older stories and a box of photographs"),
    ("writing group", Kind.GROUP, "learning low-mood", "Ten quiet minutes with a pen, then biscuits"),
    ("film club", Kind.ACTIVITY, "company", "A black and white film, subtitles on, interval tea"),
    ("seed swap", Kind.ACTIVITY, "nature money", "Spare seeds, cuttings and advice"),
    ("pony mornings", Kind.ACTIVITY, "nature low-mood", "Brush a fat pony and sweep a yard"),
)  # fmt: skip
"""What it is called, its kind, its needs, and the beginning of what people say of it."""

FOR_WHOM = (
    "anyone", "over 50s", "women", "men", "young adults", "new neighbours", "people on their own", "families", "carers",
    "beginners", "people with a stick, frame or chair", "anyone who is awake",
)  # fmt: skip
ODD_TRUTHS = (
    "Ring the bell twice: it is loud inside.", "Bring your own mug.", "There is a dog asleep under the table.",
    "The side door sticks, so push low.", "Cash only, and the tin has a hole in it.", "The kettle goes on at eleven.",
    "Nobody is asked to speak.", "You can just watch the first time.", "The chairs by the radiator go first.",
    "A parrot joins in.", "We have never once started on time.", "The last biscuit is always left.",
    "Children are welcome, mostly feral.", "Somebody will save you a seat.", "There is a ramp: shout and we fetch it.",
    "Leave when you like, no need to explain.", "The piano is missing its top F.", "Large print on the back table.",
    "Wear shoes that can take mud.", "It is quieter after half past.", "Tea is 50p or a joke.",
    "If it rains we go in the shed.", "The loo is up one step.", "There is a hearing loop, and it is switched on.",
)  # fmt: skip
HOW_IT_GOES = (
    "{name} meets you at the door and finds you a seat.", "{name} has run it for years and knows everybody.",
    "{name} began it in a kitchen.", "Ask for {name}, who is the tall one.", "{name} does the tea, {other} talks.",
    "{name} and {other} take turns.", "You will hear {name} before you see them.", "{name} rings if you miss two.",
)  # fmt: skip
