"""What sample sheets say. Every text, person and number here is invented."""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]

HOST = "hereabouts.example.org"
LONG_HOST = "noticeboard.larkmoor-and-district.example.org"
WHERE_FROM = {"host": HOST, "checked": "3 March 2026", "until": "June", "patch": "Larkmoor"}

SHED: Content = {
    "kind": "activity",
    "name": "Larkmoor Men's Shed",
    "short_name": "Larkmoor Men's Shed",
    "about": "Mend something, make something, or just sit by the stove and put the world right. Women are welcome too.",
    "when": {"day": "Tuesdays", "time": "10am to 1pm"},
    "where": {
        "place": "The lock-up behind St Oswin's",
        "address": "Mill Lane, Larkmoor ZZ4 7QP",
        "way_in": "Green door, ring the bell",
    },
    "facts": "£2 with tea. One low step. Bus stop 3 minutes away.",
    "first_time": [
        "Brian meets you at the green door.",
        "Ten minutes' look round, then tea at 11.",
        "You can just watch. Stay as long as you like.",
        "Wear shoes you don't mind getting dusty.",
    ],
    "ask_for": "Brian",
    "phone": "0161 496 0142",
    "path": "/p/7KQ4MX",
    "keeper": "Kept by Larkmoor Men's Shed with the Larkmoor panel",
    **WHERE_FROM,
}
WALK: Content = {
    "kind": "group",
    "name": "The Towpath Tuesday Walk",
    "short_name": "Tuesday walk",
    "about": "Half an hour by the canal at the pace of the slowest, then a brew at the lock-keeper's café.",
    "when": {"day": "Tuesdays", "time": "10.30am"},
    "where": {
        "place": "The bench by Lock 4",
        "address": "Canal Street, Larkmoor ZZ4 2QA",
        "way_in": "Flat path, no stiles",
    },
    "facts": "Free. No need to book.",
    "ask_for": "Nasreen",
    "phone": "07700 900417",
    "path": "/p/3WT8HD",
    "keeper": "Kept by the Towpath Walkers with the Larkmoor panel",
    **WHERE_FROM,
}
TEA: Content = {
    "kind": "help",
    "name": "Tea and remembering",
    "short_name": "Tea and remembering",
    "about": "For anyone who has lost someone, lately or long ago. Talk, listen, or simply keep us company.",
    "when": {"day": "First Thursday of the month", "time": "2pm to 3.30pm", "short": "First Thursdays, 2pm"},
    "where": {
        "place": "The upstairs room, Larkmoor Library",
        "address": "Market Street, Larkmoor ZZ4 1QT",
        "way_in": "Lift to the left of the desk",
    },
    "facts": "Free. Lift and accessible toilet.",
    "first_time": [
        "Dilys meets you at the top of the stairs.",
        "Nobody is asked to speak.",
        "Leave whenever you like.",
    ],
    "ask_for": "Dilys",
    "phone": "0161 496 0173",
    "path": "/p/9DM2RV",
    "keeper": "Kept by the Larkmoor panel",
    **WHERE_FROM,
}
BENCH: Content = {
    "kind": "place",
    "name": "Chatty bench",
    "short_name": "Chatty bench",
    "about": "Sit. Talk.",
    "when": {"day": "Any day", "time": "any time"},
    "where": {"place": "Pump Gardens, by the roses", "address": "Larkmoor ZZ4 1QA"},
    "path": "/p/3QD8XK",
    "keeper": "Kept by the Larkmoor panel",
    **WHERE_FROM,
}
SINGERS: Content = {
    "kind": "activity",
    "name": "Sale Moor and Brooklands Intergenerational Singing and Reminiscence Fellowship",
    "about": "Songs you half remember, sung by people from four to ninety-four, with no audition, no homework and a"
    " very forgiving piano.",
    "when": {"day": "First and third Wednesday of the month, term time only", "time": "10.30am to 12.15pm"},
    "where": {
        "place": "St Werburgh and All Angels Community Hall and Garden Room",
        "address": "Upper Brooklands Crescent, Larkmoor ZZ14 7QP",
        "way_in": "Side gate on Chapel Walk, then the ramp to the blue door",
    },
    "facts": "£2 with tea. One low step. Bus stop 3 minutes away.",
    "first_time": [
        "Gwenllian or her brother Iwan meets you in the porch and shows you where coats go.",
        "We sit in a big circle, in chairs with backs.",
        "Words are on a screen and in a large-print book.",
        "The first ten minutes is a warm-up, sitting down.",
        "Nobody sings alone, ever, unless they ask to.",
        "Tea at half past, with a biscuit, and a natter.",
        "You can just watch, or come late, or slip out.",
        "Children sit with whoever they came with.",
        "The first one is free, then £2 if you have it.",
    ],
    "ask_for": "Gwenllian or Iwan",
    "phone": "0161 496 0142",
    "path": "/p/6RP2CN",
    "keeper": "Kept by the Sale Moor and Brooklands Intergenerational Singing and Reminiscence Fellowship",
    **WHERE_FROM,
}
STREET: Content = {
    "kind": "network",
    "name": "Hope Street WhatsApp",
    "path": "/p/4GV7NB",
    "keeper": "Kept by the Larkmoor panel",
    **WHERE_FROM,
    "until": "",
}
"""Hardly anything is known of it: no about, time, place, cost, person, phone, nor a date to look again."""

FOLDED: Content = {
    **SHED,
    "description": [
        "The shed is a warm room with benches, a lathe and a kettle. Some of us mend chairs and clocks. Some of us make"
        " bird boxes for the school.",
        "You do not have to be good with your hands. You do not have to make anything at all. Come for the stove and"
        " the talk.",
    ],
    "details": [
        ["What it costs", "£2 with tea. Your first time is free."],
        ["Getting there", "Bus 41 stops at Mill Lane, 3 minutes away. There is room for four cars."],
        ["Getting in", "One low step at the green door. Ring the bell. There is an accessible toilet."],
        ["Who it is for", "Anyone over 18. Women are welcome too."],
    ],
}

SLIPS: dict[str, Content] = {
    "ur": {
        "lang": "ur",
        "dir": "rtl",
        "language": "اردو",
        "title": "انگریزی میں بات چیت",
        "when": "ہر بدھ، صبح 10 بجے سے 11:30 بجے تک، لارک مور لائبریری",
        "note": "مفت۔ کوئی فارم نہیں، بس آ جائیں۔ چائے بھی ملے گی۔",
    },
    "pl": {
        "lang": "pl",
        "language": "Polski",
        "title": "Rozmowy po angielsku",
        "when": "W każdą środę, 10:00–11:30, biblioteka w Larkmoor",
        "note": "Bezpłatnie. Bez formularzy. Będzie herbata.",
    },
    "bn": {
        "lang": "bn",
        "language": "বাংলা",
        "title": "ইংরেজিতে কথাবার্তা",
        "when": "প্রতি বুধবার, সকাল ১০টা থেকে ১১টা ৩০, লার্কমুর লাইব্রেরি",
        "note": "বিনামূল্যে। কোনো ফর্ম নেই, শুধু চলে আসুন। চা থাকবে।",
    },
    "cy": {
        "lang": "cy",
        "language": "Cymraeg",
        "title": "Sgwrs Saesneg",
        "when": "Bob dydd Mercher, 10yb i 11.30yb, Llyfrgell Larkmoor",
        "note": "Am ddim. Dim ffurflenni. Dŵr poeth, tŷ cynnes a the.",
    },
    "ro": {
        "lang": "ro",
        "language": "Română",
        "title": "Conversație în engleză",
        "when": "În fiecare miercuri, 10:00–11:30, biblioteca din Larkmoor",
        "note": "Gratuit. Fără formulare, veniți așa cum sunteți.",
    },
    "ar": {
        "lang": "ar",
        "dir": "rtl",
        "language": "العربية",
        "title": "محادثة بالإنجليزية",
        "when": "كل أربعاء، من 10 إلى 11:30 صباحًا، مكتبة لاركمور",
        "note": "مجانًا. بلا استمارات، تعالوا فقط. يوجد شاي.",
    },
    "fa": {
        "lang": "fa",
        "dir": "rtl",
        "language": "فارسی",
        "title": "گفتگو به انگلیسی",
        "when": "هر چهارشنبه، ساعت 10 تا 11:30 صبح، کتابخانه لارک‌مور",
        "note": "رایگان. بدون فرم. فقط بیایید. چای هم هست.",
    },
    "pa": {
        "lang": "pa",
        "language": "ਪੰਜਾਬੀ",
        "title": "ਅੰਗਰੇਜ਼ੀ ਵਿੱਚ ਗੱਲਬਾਤ",
        "when": "ਹਰ ਬੁੱਧਵਾਰ, ਸਵੇਰੇ 10 ਤੋਂ 11:30 ਵਜੇ, ਲਾਰਕਮੂਰ ਲਾਇਬ੍ਰੇਰੀ",
        "note": "ਮੁਫ਼ਤ। ਕੋਈ ਫਾਰਮ ਨਹੀਂ, ਬੱਸ ਆ ਜਾਓ। ਚਾਹ ਮਿਲੇਗੀ।",
    },
    "gu": {
        "lang": "gu",
        "language": "ગુજરાતી",
        "title": "અંગ્રેજીમાં વાતચીત",
        "when": "દર બુધવારે, સવારે 10 થી 11:30, લાર્કમૂર લાઇબ્રેરી",
        "note": "મફત. કોઈ ફોર્મ નહીં, બસ આવો. ચા મળશે.",
    },
    "hi": {
        "lang": "hi",
        "language": "हिन्दी",
        "title": "अंग्रेज़ी में बातचीत",
        "when": "हर बुधवार, सुबह 10 से 11:30 बजे, लार्कमूर लाइब्रेरी",
        "note": "मुफ़्त। कोई फ़ॉर्म नहीं, बस आ जाइए। चाय मिलेगी।",
    },
    "zh": {
        "lang": "zh-CN",
        "language": "简体中文",
        "title": "英语聊天会",
        "when": "每周三上午10点至11点30分，拉克穆尔图书馆",
        "note": "免费。不用填表，直接来就可以。有茶水。",
    },
    "zh-tw": {
        "lang": "zh-TW",
        "language": "繁體中文",
        "title": "英語聊天會",
        "when": "每週三上午10點至11點30分，拉克穆爾圖書館",
        "note": "免費。不用填表，直接來就可以。有茶水。",
    },
    "uk": {
        "lang": "uk",
        "language": "Українська",
        "title": "Розмови англійською",
        "when": "Щосереди, 10:00–11:30, бібліотека Ларкмур",
        "note": "Безкоштовно. Без анкет. Просто приходьте, буде чай.",
    },
    "so": {
        "lang": "so",
        "language": "Soomaali",
        "title": "Ku hadalka Ingiriisiga",
        "when": "Arbaco kasta, 10 subaxnimo ilaa 11:30, maktabadda Larkmoor",
        "note": "Waa bilaash. Foom ma jiro, kaliya imow. Shaah baa jira.",
    },
    "ta": {
        "lang": "ta",
        "language": "தமிழ்",
        "title": "ஆங்கிலத்தில் உரையாடல்",
        "when": "ஒவ்வொரு புதனும், காலை 10 முதல் 11:30 வரை, லார்க்மூர் நூலகம்",
        "note": "இலவசம். படிவங்கள் இல்லை, வந்தால் போதும். தேநீர் உண்டு.",
    },
}
TALK: Content = {
    "kind": "activity",
    "name": "Talk English",
    "about": "Friendly practice over tea, for anyone who speaks another language at home.",
    "when": {"day": "Wednesdays", "time": "10am to 11.30am"},
    "where": {
        "place": "Larkmoor Library, ground floor",
        "address": "Market Street, Larkmoor ZZ4 1QT",
        "way_in": "Free. No forms. Just come",
    },
    "ask_for": "Samira",
    "phone": "0161 496 0157",
    "path": "/p/5JB9FH",
    "keeper": "Kept by Larkmoor Library Friends with the Larkmoor panel",
    **WHERE_FROM,
}

NAMES = {
    "Arabic": "نادي الخياطة والشاي في لاركمور",
    "Urdu": "لارک مور خواتین کا سلائی گروپ",
    "Farsi": "باشگاه شطرنج و چای لارک‌مور",
    "Hebrew": "מועדון השירה של לארקמור",
    "Chinese": "拉克穆尔社区中文聊天与太极拳小组（每周三下午）",
    "Japanese": "ラークムーア日本語おしゃべり会",
    "Bengali": "লার্কমুর মহিলাদের সেলাই ও চায়ের আসর",
    "Punjabi": "ਲਾਰਕਮੂਰ ਬਜ਼ੁਰਗਾਂ ਦੀ ਸੱਥ",
    "Gujarati": "લાર્કમૂર ગરબા અને ચા મંડળ",
    "Hindi": "लार्कमूर भजन और चाय की बैठक",
    "Tamil": "லார்க்மூர் தமிழ்ப் பாட்டுக் குழு",
    "Amharic": "የላርክሙር የቡና ሰዓት",
    "Welsh": "Clwb Canu Tŷ'r Ŵyl a'r Ŷd",
    "Polish": "Świetlica Żółwia, Łódź i Ćma",
    "Romanian": "Clubul Șah și Țesut în Șcheia",
    "Ukrainian": "Клуб «П'ятниця» для Їжачків і Ґав",
    "Vietnamese": "Hội Người Việt Ở Lằng Đường Ấm",
    "Somali": "Kulanka Haweenka ee Shaaha",
    "emoji": "Sing 🎶 and ☕ with us ❤️ 👍🏽",
    "both ways": "Chai نشست and chat",
    "capitals": "THE GREAT LARKMOOR GET-TOGETHER",
    "hyphens": "Mother-and-toddler sing-along and play-and-stay",
    "one letter": "Q",
    "longest place": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch choir",
    "marks": "R&B <for> #all_of $us* [free] @50% \\ ~half~ //no",
}
"""Names of listings that are hard to set, in the scripts people read here."""
MANY_LETTERS = "Larkmoor sings together and shares its bread " * 112
ONE_WORD = "Larkmoorian" * 19


def without(content: Content, *parts: str) -> Content:
    """The same sheet with nothing said of these; "where.place" is a part too."""
    left = {key: dict(value) if isinstance(value, dict) else value for key, value in content.items()}
    for part in parts:
        outer, _, inner = part.partition(".")
        if inner:
            left[outer].pop(inner, None)
        else:
            left.pop(part, None)
    return left


def saying(content: Content, part: str, words: Any) -> Content:
    """The same sheet with other words in one part; "where.place" is a part too."""
    outer, _, inner = part.partition(".")
    return {**content, outer: {**content.get(outer, {}), inner: words} if inner else words}
