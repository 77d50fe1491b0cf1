"""Every piece of every page, in every state, on one page. Only in the demo world."""

from datetime import date
from types import SimpleNamespace as Sample

from flask import Blueprint, Flask, Response
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Email, Length
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.choices import labelled, offered
from blueprints.doors import demo_only
from blueprints.errors import error_page
from blueprints.rendering import render_page
from models.vocabulary import Kind

gallery = Blueprint("gallery", __name__)

DAYS = [("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"), ("thu", "Thursday")]


class SampleForm(Form):
    """One field of each sort."""

    name = StringField("What do people call it?", [DataRequired("Give it a name.")])
    email = EmailField("Your email address", [Email("Write it like pat@example.org.")])
    phone = StringField("Phone number", [Length(min=13, message="Add the missing digit: numbers here have eleven.")])
    kind = SelectField("What kind of thing is it?", choices=labelled(Kind))
    about = TextAreaField("Say what goes on", description="25 to 70 words.")
    starts_on = DateField("First date")
    starts_at = TimeField("Starts")
    places = IntegerField("How many can come?")
    watch = RadioField("Can people just watch?", choices=offered([("yes", "Yes"), ("no", "No"), ("ask", "Ask first")]))
    days = SelectMultipleField("Which days?", choices=offered(DAYS), widget=ListWidget(), option_widget=CheckboxInput())
    checked = BooleanField("I have checked this with them")


def init_app(app: Flask) -> None:
    app.register_blueprint(gallery)


@gallery.get("/gallery")
@demo_only
def show() -> Response:
    """The page of every piece."""
    refused = SampleForm(data={"phone": "0161 496 014", "kind": "place", "watch": "maybe"}, prefix="refused-")
    refused.validate()
    calm = SampleForm(data={"name": "Lockside Shed", "about": "", "watch": "yes", "days": ["tue"], "checked": True})
    return render_page(
        "look/gallery.html",
        panel=Sample(id=None, slug="larkmoor", name="Larkmoor"),
        here="desk",
        cards=sample_cards(),
        leaf=_next("Tuesday 3 March, 10am", "Tue", "3"),
        freshnesses=FRESHNESSES,
        rooms=ROOMS,
        calm=calm,
        refused=refused,
        days=DAYS,
    )


@gallery.get("/gallery/sheet")
@demo_only
def sheet() -> Response:
    """A finished page, as it prints."""
    return render_page("look/sheet.html", cards=sample_cards(), leaf=_next("Tuesday 3 March, 10am", "Tue", "3"))


@gallery.get("/gallery/errors/<int:status>")
@demo_only
def error(status: int) -> Response:
    """The error page for a status."""
    return error_page(status if 400 <= status <= 599 else 404)


FRESHNESSES = [
    Sample(level="fresh", words="Checked 3 weeks ago by the panel, who visited"),
    Sample(level="due", words="Checked 14 weeks ago by the group"),
    Sample(level="over", words="Checked 19 weeks ago by phone"),
    Sample(level="old", words="Not checked lately: ring before you go"),
]
ROOMS = [
    Sample(level="open", words="Open: turn up"),
    Sample(level="few", words="A few places"),
    Sample(level="full", words="Full until 10 April"),
    Sample(level="paused", words="Paused until 1 April"),
]


def _next(words: str, day: str, number: str, *, is_today: bool = False) -> Sample:
    on = date(2026, 3, int(number))
    return Sample(
        day_words=words,
        iso=f"{on.isoformat()}T10:00",
        leaf_day=day,
        leaf_date=number,
        leaf_month="Mar",
        is_today=is_today,
    )


def sample_cards() -> list[Sample]:
    """One card of each kind, among them the awkward ones: no date, no room, a very long name, on the list already."""
    return [
        _card(Kind.ACTIVITY, "Lockside Shed", next=_next("Tuesday 3 March, 10am", "Tue", "3"), room=ROOMS[1]),
        _card(
            Kind.GROUP,
            "Friends of Tenter Fields and the Upper Canal Bank",
            next=_next("Monday 2 March, 11am", "Mon", "2", is_today=True),
            room=ROOMS[0],
            fresh=FRESHNESSES[1],
            kept=True,
        ),
        _card(Kind.PLACE, "The chatty bench", any_time_words="Any time", place_words="By the bandstand", keep_url=None),
        _card(Kind.NETWORK, "Mill Row neighbours", room=ROOMS[3], fresh=FRESHNESSES[2], distance_words="0.3 miles"),
        _card(Kind.HELP, "Money and forms desk", room=ROOMS[2], fresh=FRESHNESSES[3], distance_words="Comes to you"),
    ]


def _card(kind: Kind, name: str, **changes: object) -> Sample:
    card = {
        "url": "#notices",
        "name": name,
        "kind": kind,
        "next": None,
        "place_words": "Behind St Oswin’s church" if "next" in changes else "",
        "summary": "Mend it, make it, or just sit by the stove. A brew at eleven, and Derek’s dog asleep.",
        "cost_words": "£2 in the tin",
        "distance_words": None,
        "room": None,
        "fresh": FRESHNESSES[0],
        "any_time_words": None,
        "keep_url": "#notices",
        "kept": False,
    }
    return Sample(**(card | changes))
