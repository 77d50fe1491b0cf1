"""Who is let in to a page, and whether the page reads what stands behind the question mark of its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from tests.hostile.town import Town, Visit, routes

PEOPLE = ("bernadette", "priya", "alan")
QUIET = {"__class__", "__init__", "__dict__"}


class Noted(ImmutableMultiDict[str, str]):
    """Parameters that note whether anybody looks at them."""

    looked = False

    def __getattribute__(self, name: str) -> Any:
        if name not in QUIET:
            Noted.looked = True
        return super().__getattribute__(name)

    def __getitem__(self, key: Any) -> Any:
        Noted.looked = True
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        Noted.looked = True
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        Noted.looked = True
        return super().__iter__()

    def __len__(self) -> int:
        Noted.looked = True
        return super().__len__()


@dataclass(frozen=True)
class Place:
    """A page, and the one of `PEOPLE` to whom it opens."""

    endpoint: str
    address: str
    who: str
    reads: bool
    """Whether it looks at any parameter."""


@contextmanager
def noting(app: Flask) -> Iterator[None]:
    """Meanwhile `Noted.looked` becomes true when a request looks at its parameters."""
    usual = app.request_class
    app.request_class = type("NotingRequest", (usual,), {"parameter_storage_class": Noted})
    Noted.looked = False
    try:
        yield
    finally:
        app.request_class = usual


_places: dict[int, list[Place]] = {}


def places(app: Flask, town: Town, visit: Visit, query: str) -> list[Place]:
    """Every page, opened with this query. Looked for once in a town."""
    if id(town) not in _places:
        _places[id(town)] = [_place(app, rule, town.address(app, rule), visit, query) for rule in routes(app)]
    return _places[id(town)]


def _place(app: Flask, rule: Rule, address: str, visit: Visit, query: str) -> Place:
    who = next((key for key in PEOPLE if visit(key).get(address).status_code == 200), PEOPLE[0])
    with noting(app):
        visit(who).get(address, query_string=query)
        return Place(rule.endpoint, address, who, Noted.looked)
