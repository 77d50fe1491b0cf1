"""What a search can be narrowed by, as forms show it: values and words."""

from models.rhythm import WEEKDAYS
from models.vocabulary import Access, Cost, Kind, Need
from models.when_facets import DAYS, PartOfDay

SHORT_PARTS = [(part.value, part.label.split(" (")[0]) for part in PartOfDay]
QUICK = [("time", "before-dark", "Home before dark"), ("cost", "free", "Free"),
         ("access", "step-free", "Step-free entrance"), ("access", "watch", "Can just watch")]  # fmt: skip
DAY_CHOICES = list(zip(DAYS, WEEKDAYS, strict=True))
NEED_CHOICES = [(need.value, need.label) for need in Need]
KIND_CHOICES = [(kind.value, kind.label) for kind in Kind]
COST_CHOICES = [(cost.value, cost.label) for cost in Cost if cost is not Cost.FREE]
ACCESS_CHOICES = [(tag.value, tag.label) for tag in Access if tag not in (Access.STEP_FREE, Access.WATCH)]
WITHIN_CHOICES = [
    ("0.5", "A short walk"),
    ("1", "Up to a mile"),
    ("3", "Up to 3 miles"),
    ("10", "Up to 10 miles"),
    ("any", "Anywhere"),
]
CHOICES = {
    "days": DAY_CHOICES, "parts": SHORT_PARTS, "needs": NEED_CHOICES, "kinds": KIND_CHOICES,
    "costs": COST_CHOICES, "access": ACCESS_CHOICES, "within": WITHIN_CHOICES, "quick": QUICK,
}  # fmt: skip
