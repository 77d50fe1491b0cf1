"""The forms of the site as its own pages show them, to be sent with something else in them."""

from __future__ import annotations

import re
import unicodedata
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from tests.filling import values_of
from tests.hostile.town import STRANGER, Town, Visit, routes
from tests.inspecting_client import Page, is_whole_page
from tests.people import csrf, public_token

TYPED = {"text", "email", "tel", "url", "search", "number", "date", "time"}
TOKENS = ("csrf_token", "public_token")
QUESTIONS = {"asking.ask": "?for=them"}
"""What stands behind an address for its form to show."""


@dataclass
class Filled:
    """One form: where it goes, what it would send untouched, and which boxes one types in."""

    endpoint: str
    address: str
    values: MultiDict[str, str]
    boxes: list[str] = field(default_factory=list)
    who: str = "bernadette"
    """To whom a page showed it; '' for a stranger."""

    def with_everywhere(self, text: str) -> MultiDict[str, str]:
        """The form with this in every box."""
        values: MultiDict[str, str] = MultiDict(self.values)
        for name in self.boxes:
            values.setlist(name, [text])
        return values

    def with_one(self, name: str, *texts: str) -> MultiDict[str, str]:
        values: MultiDict[str, str] = MultiDict(self.values)
        values.setlist(name, list(texts))
        return values


_found: dict[int, dict[str, Filled]] = {}


def find_forms(app: Flask, town: Town, visit: Visit) -> dict[str, Filled]:
    """By endpoint: every form that a page shows to a lead of a panel or a team, an organiser or a stranger. Looked for
    once in a town."""
    if id(town) not in _found:
        _found[id(town)] = _look_for_forms(app, town, visit)
    return deepcopy(_found[id(town)])


def _look_for_forms(app: Flask, town: Town, visit: Visit) -> dict[str, Filled]:
    found: dict[str, Filled] = {}
    for who in ("bernadette", "priya", "alan", STRANGER):
        client = visit(who)
        for rule in routes(app):
            if rule.rule.startswith(("/gallery", "/static")):
                continue
            answer = client.get(town.address(app, rule) + QUESTIONS.get(rule.endpoint, ""))
            if not is_whole_page(answer):
                continue
            for form in Page(answer.text).all("form"):
                for address in _posts_to(form):
                    if filled := _filled(app, form, address, who):
                        found.setdefault(filled.endpoint, filled)
    return found


def _posts_to(form: Element) -> list[str]:
    """Where the form can be sent: by its own address, or by a button that sends it elsewhere."""
    own = [form.get("action", "")] if form.get("method", "get").lower() == "post" else []
    buttons = [button for button in form.iter("button") if button.get("formmethod", "").lower() == "post"]
    return own + [button.get("formaction", "") for button in buttons]


def _filled(app: Flask, form: Element, address: str, who: str) -> Filled | None:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.partition("?")[0], method="POST")
    except HTTPException:
        return None
    boxes = [
        str(box.get("name"))
        for box in form.iter()
        if (box.tag == "textarea" or (box.tag == "input" and box.get("type", "text") in TYPED)) and box.get("name")
    ]
    values = values_of(form)
    for button in form.iter("button"):
        if button.get("name") and button.get("name") not in values:
            values.add(button.get("name"), button.get("value", ""))
    return Filled(str(endpoint), address, values, [name for name in boxes if name != "your_website"], who)


def tokens_for(client: FlaskClient, endpoint: str) -> dict[str, str]:
    """What this client's own page would carry against forgery."""
    from blueprints.asking.ask_form import AskForm
    from blueprints.asking.might_come import MightComeForm
    from blueprints.asking.own import TakeBackForm
    from blueprints.asking.talk_form import TalkForm
    from blueprints.public.forms import SuggestionForm
    from blueprints.replies.forms import ArrivalForm, LinkForm

    public = {
        "replies.see": LinkForm,
        "replies.answer": LinkForm,
        "replies.note_came": LinkForm,
        "replies.arrive": ArrivalForm,
        "asking.send_ask": AskForm,
        "asking.note_might_come": MightComeForm,
        "asking.send_talk": TalkForm,
        "asking.send_help": TalkForm,
        "asking.take_back": TakeBackForm,
    }
    view = client.application.view_functions[endpoint]
    if getattr(view, "takes_public_form", False):
        return public_token(client, public.get(endpoint, SuggestionForm))
    return csrf(client)


def signed(client: FlaskClient, filled: Filled, values: MultiDict[str, str]) -> MultiDict[str, str]:
    """The values with fresh tokens of this client."""
    made: MultiDict[str, str] = MultiDict(values)
    for name, token in tokens_for(client, filled.endpoint).items():
        made.setlist(name, [token])
    return made


def letters(text: str) -> str:
    """What must survive of a text, whatever is tidied about it: its letters and figures."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text), flags=re.UNICODE).casefold()


def lost(html: str, sent: MultiDict[str, Any], boxes: list[str]) -> list[str]:
    """The boxes whose typed words are nowhere in the page that came back."""
    page = Page(html)
    shown = "".join(letters(element.text or "") for element in page.all("textarea"))
    shown += "".join(letters(element.get("value", "")) for element in page.all("input"))
    return [name for name in boxes if letters(str(sent[name])) not in shown]
