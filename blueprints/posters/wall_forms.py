"""The forms of walls: a wall and who agreed, a poster that is up, and a walk typed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from blueprints import clock
from blueprints.forms import Form
from models.clock_words import date_words
from models.errors import RuleBroken
from models.placement import Placement
from models.reading_dates import parse_date
from models.site import LOOK_AGAIN_AFTER_WEEKS, Site, SiteKind

WEEKS = (2, 4, 6, 8, 10, 12, 26)
LONGEST_WHO = 80
LONGEST_SPOT = 200


def under(letters: int) -> Length:
    return Length(max=letters, message=f"Keep it under {letters} letters.")


class TypedDay(StringField):
    """A day typed freely: "14 April". `.day` is what was read from it; without a year the `nearest`, or the next."""

    def __init__(self, label: str, *, nearest: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.nearest = nearest
        self.day: date | None = None

    def pre_validate(self, form: Any) -> None:
        self.day = None
        if self.data:
            try:
                self.day = parse_date(self.data, clock.today(), nearest=self.nearest)
            except RuleBroken as refusal:
                raise ValidationError(refusal.message) from refusal


class SiteForm(Form):
    """One wall: what and where it is, who said yes, and how often somebody should look."""

    name = StringField("What is it called?", validators=[DataRequired("Give the wall a name."), under(100)])
    kind = SelectField("What sort of place is it?", choices=[SelectChoice(kind.value, kind.label) for kind in SiteKind])
    street = StringField("Number and street", validators=[under(160)])
    postcode = StringField("Postcode", validators=[under(10)])
    agreed_by = StringField("Who there said yes?", validators=[under(120)])
    where_exactly = StringField("Where exactly?", validators=[under(LONGEST_SPOT)])
    note = StringField("A note for the panel", validators=[under(300)])
    look_again_weeks = SelectField("Look again", default=str(LOOK_AGAIN_AFTER_WEEKS))
    sure = HiddenField()

    def offer_weeks(self, kept: int | None = None) -> None:
        """Set what may be chosen; a number kept from before stays among it."""
        weeks = sorted({*WEEKS, kept or LOOK_AGAIN_AFTER_WEEKS})
        self.look_again_weeks.choices = [SelectChoice(str(each), f"Every {each} weeks") for each in weeks]

    def write_to(self, site: Site) -> None:
        for name in ("name", "street", "agreed_by", "where_exactly", "note"):
            setattr(site, name, self[name].data or "")
        site.kind = SiteKind(self.kind.data)
        site.postcode = (self.postcode.data or "").upper()
        site.look_again_weeks = int(self.look_again_weeks.data)


class PutUpForm(Form):
    """A poster is up: who had the drawing pins, where, and when to look again."""

    site = SelectField("Which wall?", validate_choice=False)
    who = StringField("Who put it up?", validators=[under(LONGEST_WHO)])
    where_exactly = StringField("Where exactly?", validators=[under(LONGEST_SPOT)])
    look_again_on = TypedDay("Look again on")

    def for_poster(self, code: str, placement: Placement | None, sites: Sequence[Site]) -> PutUpForm:
        """The same with ids of its own, so that a page may hold several; `sites` are the walls to choose from."""
        for field in self:
            if field.name != "csrf_token":
                field.id = f"{field.name}-{code.lower()}"
                field.label.field_id = field.id
        nothing = [] if placement else [SelectChoice("", "Choose a wall")]
        self.site.choices = nothing + [SelectChoice(str(site.id), site.name) for site in sites]
        weeks = placement.site.look_again_weeks if placement else LOOK_AGAIN_AFTER_WEEKS
        in_so_long = clock.today() + timedelta(weeks=weeks)
        self.look_again_on.description = f"Left empty: in {weeks} weeks, on {date_words(in_so_long, clock.today())}."
        return self


class WalkForm(Form):
    """A walk typed up: who went, and on which day. What was done is ticked in rows of its own."""

    who = StringField("Who walked?", validators=[under(LONGEST_WHO)])
    walked_on = TypedDay("On which day?", nearest=True)

    def validate_walked_on(self, field: TypedDay) -> None:
        if field.day is not None and field.day > clock.today():
            raise ValidationError("That day is still to come. Put in today, or a day before.")
