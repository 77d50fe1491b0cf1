"""What a free cell means in our own words: kinds, needs, access and cost as volunteers write them."""

import re

from models.vocabulary import Access, Cost, Kind, Need

KIND_WORDS = {
    Kind.PLACE: "place bench room space cafe café garden library warm fridge hub",
    Kind.NETWORK: "network whatsapp facebook street neighbours neighbors",
    Kind.HELP: "help advice support desk foodbank bank befriending helpline",
    Kind.GROUP: "group club society friends committee association",
    Kind.ACTIVITY: "activity class walk session drop exercise lesson",
}
ACCESS_WORDS = {
    Access.STEP_FREE: ("step free", "step-free", "wheelchair", "level access", "ramp", "no steps"),
    Access.TOILET: ("accessible toilet", "disabled toilet", "accessible loo", "disabled loo"),
    Access.LOOP: ("loop",),
    Access.SEATS: ("seats with backs", "chairs with backs"),
    Access.QUIET: ("quiet",),
    Access.DEMENTIA: ("dementia",),
    Access.AUTISM: ("autism", "autistic"),
    Access.BSL: ("bsl", "sign language"),
    Access.DOGS: ("dogs", "guide dog", "assistance dog"),
    Access.CARER_FREE: ("carer",),
    Access.PARKING: ("parking", "car park"),
    Access.BLUE_BADGE: ("blue badge", "blue-badge", "disabled bay"),
    Access.BUS: ("bus stop", "bus"),
    Access.LATE: ("arrive late",),
    Access.WATCH: ("just watch",),
    Access.WOMEN: ("women only", "ladies only"),
    Access.MEN: ("men only",),
    Access.ONLINE: ("online", "zoom"),
}


NOT_THERE = re.compile(r"\b(no|not|without)\s+(step[- ]free|wheelchair|parking|loop|accessible|disabled)\S*")


def kind_in(words: str, name: str) -> Kind:
    """The kind a cell names, by its code, its label or a telling word; else by the name; else something to do."""
    plain = words.strip().lower()
    for kind in Kind:
        if plain in (kind.value, kind.label.lower()):
            return kind
    for text in (plain, name.lower()):
        found = set(re.findall(r"\w+", text))
        for kind, telling in KIND_WORDS.items():
            if found & set(telling.split()):
                return kind
    return Kind.ACTIVITY


def needs_in(words: str) -> list[Need]:
    """The needs a cell lists, by code or label, separated by commas, semicolons or slashes."""
    parts = {part.strip().lower() for part in re.split(r"[,;/|\n]", words)}
    return [need for need in Need if need.value in parts or need.label.lower() in parts or _in_label(need, parts)]


def access_in(words: str) -> list[Access]:
    """The access tags a cell speaks of. "No step-free entrance" is not one."""
    plain = NOT_THERE.sub("", words.lower())
    return [tag for tag in Access if tag.label.lower() in plain or any(each in plain for each in ACCESS_WORDS[tag])]


def cost_in(words: str) -> Cost:
    """The cost a cell names: the dearest sum of pounds in it decides the band."""
    plain = words.lower()
    for cost in Cost:
        if plain.strip() in (cost.value, cost.label.lower()):
            return cost
    sums = [float(each) for each in re.findall(r"£?\s?(\d+(?:\.\d{1,2})?)", plain)]
    if re.search(r"\d\s?p\b", plain) and "£" not in plain:
        sums = [each / 100 for each in sums]
    if re.search(r"donat|suggested|what you can|pay as you feel", plain):
        return Cost.DONATION
    if not sums or max(sums) == 0:
        return Cost.FREE
    dearest = max(sums)
    return Cost.UP_TO_3 if dearest <= 3 else Cost.UP_TO_5 if dearest <= 5 else Cost.MORE


def _in_label(need: Need, parts: set[str]) -> bool:
    """ "debt" names "Money, debt or benefits"; a comma inside a label splits it, so its first words count too."""
    pieces = re.split(r", | or | and ", need.label.lower())
    return any(piece in parts for piece in pieces)
