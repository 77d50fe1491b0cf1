"""`/help/<code>`: the same request from others who meet people: housing, a pharmacy, the police, a school."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import clock
from blueprints.asking import asking, limits
from blueprints.asking.enquiring import send_enquiry
from blueprints.asking.joining import PERSONAL
from blueprints.asking.talk_form import TalkForm
from blueprints.asking.voice import FOR_THEM
from blueprints.doors import open_to_all
from blueprints.public_forms import takes_public_form
from blueprints.rendering import render_page
from extensions import db
from models.enquiry import Enquiry, ReferralSource
from models.patch import Patch
from models.people import Panel
from models.short_code import read_code, spoken

NOBODYS_CODE = "000000"
GUESSES = "codes of sources"


@dataclass(frozen=True, slots=True)
class Counter:
    """Where somebody stands who sends people: the source, and the patches of its team."""

    source: ReferralSource

    @property
    def patches(self) -> list[Patch]:
        return list(self.source.team.patches)

    @property
    def panel(self) -> Panel | None:
        return self.patches[0].panel if self.patches else None

    @property
    def minimum_age(self) -> int:
        """The highest of the patches: nobody is asked for who may not be."""
        return max((patch.panel.minimum_age for patch in self.patches), default=16)


@asking.get("/help/<code>")
@open_to_all
def help_page(code: str) -> Response:
    counter = _counter(code)
    if counter is None:
        return show_unknown()
    return show_form(counter, _form(counter))


@asking.post("/help/<code>")
@open_to_all
@takes_public_form
@limits.few_at_a_time(lambda: _say_wait())
def send_help(code: str) -> AnyResponse:
    counter = _counter(code)
    if counter is None:
        return show_unknown()
    form = _form(counter)
    if not form.validate_on_submit():
        return show_form(counter, form, 422)
    chosen = form.patch.data if form.patch else ""
    patch = next((each for each in counter.patches if each.slug == chosen), None)
    if patch is None and len(counter.patches) == 1:
        patch = counter.patches[0]
    source = counter.source
    _, enquiry_id = send_enquiry(form, clock.now(), team=source.team, patch=patch, source=source)
    made = db.session.get_one(Enquiry, enquiry_id)
    return redirect(url_for("asking.help_sent", code=source.code, reference=made.reference), code=limits.SENT)


@asking.get("/help/<code>/sent/<reference>")
@open_to_all
def help_sent(code: str, reference: str) -> Response:
    """Thank you, with the reference and no more: whoever sends people sees nothing else of them."""
    counter, read = _counter(code), read_code(reference)
    if counter is None or read is None:
        return show_unknown()
    return _page("asking/help_sent.html", counter, reference=spoken(read))


def show_form(counter: Counter, form: TalkForm, status: int = 200) -> Response:
    response = _page(
        "asking/help.html",
        counter,
        status,
        form=form,
        voice=form.voice,
        clocks=current_app.config["SETTINGS"].referral_clocks,
        action=url_for("asking.help_page", code=counter.source.code),
    )
    response.headers.update(PERSONAL)
    return response


def show_unknown() -> Response:
    """The same for a code that nobody has, for one that has ended, and for what cannot be one."""
    too_many = limits.guesses_are_too_many(GUESSES)
    limits.count_guess(GUESSES)
    status = 429 if too_many else 404
    return render_page("asking/unknown_source.html", status=status, too_many=too_many, patch=None, panel=None)


def _page(template: str, counter: Counter, status: int = 200, **context: Any) -> Response:
    source = counter.source
    response = render_page(
        template, status=status, source=source, team=source.team, panel=counter.panel, patch=None, **context
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _counter(code: str) -> Counter | None:
    source = db.session.scalar(ReferralSource.by_code(read_code(code) or NOBODYS_CODE))
    return Counter(source) if source else None


def _form(counter: Counter) -> TalkForm:
    return TalkForm(FOR_THEM, counter.minimum_age, counter.patches)


def _say_wait() -> Response:
    counter = _counter((request.view_args or {})["code"])
    if counter is None:
        return show_unknown()
    form = _form(counter)
    form.form_errors.append(limits.WAIT)
    return show_form(counter, form, 429)
