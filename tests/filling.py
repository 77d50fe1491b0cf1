"""Filling in a form of a fetched page and sending it, as a browser would."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.inspecting_client import Page


def form_of(page: Page, *, id: str | None = None, action: str | None = None) -> Element:
    """The form with this id, or the first whose action ends so."""
    for form in page.all("form"):
        if (id and form.get("id") == id) or (action and form.get("action", "").endswith(action)):
            return form
    raise AssertionError(f"the page has no form {id or action}: {[form.attrib for form in page.all('form')]}")


def values_of(form: Element) -> MultiDict[str, str]:
    """What the form would send if nobody touched it, buttons left out."""
    values: MultiDict[str, str] = MultiDict()
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag == "button":
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            for option in chosen:
                values.add(name, option.get("value", ""))
        elif field.tag == "textarea":
            values.add(name, (field.text or "").removeprefix("\n").replace("\n", "\r\n"))
        elif field.tag == "input" and field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                values.add(name, field.get("value", "on"))
        elif field.tag == "input":
            values.add(name, field.get("value", ""))
    return values


def send(
    client: FlaskClient,
    page: Page,
    answers: Mapping[str, Any] | None = None,
    *,
    id: str | None = None,
    action: str | None = None,
    press: tuple[str, str] | None = None,
    **request: Any,
) -> TestResponse:
    """Answer some questions (a list ticks several) and send the form, with the button pressed (its name and value)."""
    form = form_of(page, id=id, action=action)
    values = values_of(form)
    for name, answer in (answers or {}).items():
        values.setlist(name, answer if isinstance(answer, list) else [answer])
    if press:
        values.setlist(press[0], [press[1]])
    return client.post(request.pop("to", form.get("action")), data=values, **request)
