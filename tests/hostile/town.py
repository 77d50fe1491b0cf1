"""Larkmoor for hostile tests: seeded once, with somebody signed in for every role and something private on each panel.

A test module (or a conftest.py) takes the fixtures it needs with `from tests.hostile.town import app, town, visit`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from blueprints.imports.columns import fields_of
from blueprints.imports.lines import LineReader
from blueprints.posters.contents import Subject, content_for
from models.group import AddressShown, Group, Venue
from models.intake import Asking, Intake
from models.invitation import Invitation
from models.listing import Listing
from models.listing_contents import save
from models.listing_import import ListingImport
from models.listing_version import Deed
from models.passkey import Passkey
from models.patch import Patch
from models.people import Membership, Panel, Role, User
from models.picture import Picture
from models.place import Place
from models.placement import Placement
from models.poster import Poster
from models.poster_choice import Choice
from models.print_run import PrintRun
from models.school_term import SchoolTerm
from models.setup_link import SetupLink
from models.sign_in import SignInRequest
from models.signed_in_session import HowProved, SignedInSession
from models.site import Site, SiteKind
from models.suggestion import About, Suggestion
from models.synonym import Synonym
from models.translation import Translation
from models.vocabulary import ContactShown, Kind
from tests import conftest as everywhere
from tests.databases import Databases
from tests.hostile.referred import keep_things
from tests.inspecting_client import TidyClient

PANELS = ("larkmoor", "hollinfold")
SECRET_WORD = {"larkmoor": "quokka", "hollinfold": "numbat"}
"""Stands in everything that only this panel may read, and nowhere else in town."""
PRIVATE_PHONE = {"larkmoor": "07700 900881", "hollinfold": "07700 900882"}
HOME_POSTCODE = {"larkmoor": "ZZ4 9QK", "hollinfold": "ZZ6 9NB"}
STRANGER = ""
ROLES = {
    "stranger": STRANGER,
    "volunteer": "dot",
    "lead": "bernadette",
    "other panel's volunteer": "femi",
    "other panel's lead": "gillian",
    "former volunteer": "trevor",
    "link worker": "shanaz",
    "organiser": "alan",
}
"""Who may ask, seen from the Larkmoor panel."""
OTHER_PARTS: dict[str, Any] = {
    "number": 1, "part": 1, "status": 404, "filename": "no-such-file.css", "reference": "234CDK",
    "when_asked": "before",
    "paper": "print",
}  # fmt: skip

Visit = Callable[..., FlaskClient]


@dataclass
class Things:
    """One thing of each kind that a panel keeps, by the name that addresses have for it."""

    parts: dict[str, Any]
    drafts: list[uuid.UUID]


@dataclass
class Town:
    """What the tests know of the seeded town without asking the database."""

    things: dict[str, Things]
    tokens: dict[str, str]
    """The secrets of links that still work, by endpoint."""

    def address(self, app: Flask, rule: Rule, panel: str = "larkmoor", **other: Any) -> str:
        """A real address of this route: every id in it is of something that `panel` keeps."""
        known = {**OTHER_PARTS, **self.things[panel].parts}
        if "token" in rule.arguments:
            known["token"] = next(secret for place, secret in self.tokens.items() if rule.rule.startswith(place))
        if rule.rule.startswith("/help/"):
            known["code"] = known["source_code"]
        if rule.rule.startswith("/patches/"):
            known["slug"] = panel
        unknown = rule.arguments - known.keys() - other.keys()
        assert not unknown, f"{rule.rule}: put a thing of each panel for {unknown} into tests/hostile/town.py"
        values = {name: known[name] for name in rule.arguments if name in known} | other
        built = app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)
        return str(built)


def routes(app: Flask, method: str = "GET") -> list[Rule]:
    """The routes that answer to a method, in a fixed order."""
    rules = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return sorted((rule for rule in rules if not (rule.defaults and method != "GET")), key=lambda rule: rule.rule)


def session_token(key: str) -> str:
    """What the browser of a seeded person carries: see `ROLES` and the people of seeds/larkmoor/panels.py."""
    return f"the-session-of-{key}-{'x' * 20}"


def build(session: Session) -> Town:
    """Put the private things into the seeded town."""
    now = everywhere.NOW
    people = {user.email.partition("@")[0]: user for user in session.scalars(select(User))}
    for key, user in people.items():
        here = SignedInSession.start(session, user=user, token=session_token(key), device="A test", at=now)
        here.proved_at, here.proved_how = now, HowProved.PASSKEY
    things, kept = {}, {}
    for slug, lead in (("larkmoor", "bernadette"), ("hollinfold", "gillian")):
        panel = session.scalars(select(Panel).where(Panel.slug == slug)).one()
        things[slug] = _private_things(session, panel, people[lead])
        listing = session.get_one(Listing, things[slug].parts["listing_id"])
        kept[slug] = keep_things(session, panel, listing, SECRET_WORD[slug], PRIVATE_PHONE[slug], now)
        things[slug].parts |= kept[slug].parts
    tokens = {
        "/sign-in/link/": "link-" + "a" * 30,
        "/setup/": "setup-" + "b" * 30,
        "/invitations/": "invitation-of-larkmoor-" + "c" * 20,
        "/reply/": kept["larkmoor"].tokens["reply"],
        "/mine/": kept["larkmoor"].tokens["own"],
    }
    SignInRequest.ask(
        session, user=people["dot"], link_secret=tokens["/sign-in/link/"], code="34679C", browser_secret="here",
        next_path="", at=now, lasts=timedelta(minutes=15),
    )  # fmt: skip
    SetupLink.make(session, secret=tokens["/setup/"], at=now)
    session.flush()
    return Town(things, tokens)


def _private_things(session: Session, panel: Panel, lead: User) -> Things:
    word, now = SECRET_WORD[panel.slug], everywhere.NOW
    patch = session.scalars(select(Patch).where(Patch.slug == panel.slug)).one()
    home = Venue(
        panel_id=panel.id, name=f"{word} cottage", street=f"77 {word} row", area="Town end", created_at=now,
        postcode=HOME_POSTCODE[panel.slug], address_shown=AddressShown.AREA, latitude=53.42, longitude=-2.33,
        easting=396401, northing=400701,
    )  # fmt: skip
    group = Group(
        panel_id=panel.id, name="The Porch", email=f"{word}.group@example.org", phone=PRIVATE_PHONE[panel.slug],
        created_at=now,
    )  # fmt: skip
    session.add_all([home, group])
    session.flush()
    listings = {}
    for name in ("Porch teas", f"{word} draft"):
        listing = Listing(
            panel_id=panel.id, patch_id=patch.id, venue=home, group=group, kind=Kind.ACTIVITY, name=name,
            summary="Tea in a front room.", any_time=True, contact_name=f"{word} Smith",
            contact_phone=PRIVATE_PHONE[panel.slug], contact_email=f"{word}.home@example.org",
            contact_shown=ContactShown.PRIVATE, panel_note=f"{word}: ring after six.", created_at=now,
            created_by_id=lead.id, changed_at=now, revision=0,
        )  # fmt: skip
        session.add(listing)
        if name == "Porch teas":
            listing.publish(by=lead, at=now)
        session.flush()
        save(listing, Deed.ADDED, by=lead, at=now, note=f"{word} note")
        listings[name] = listing
    told = Suggestion(
        panel=panel, listing=listings["Porch teas"], about=About.WRONG, words=f"{word} words", received_at=now,
        reply_to=f"{word}.reader@example.org",
    )  # fmt: skip
    list_of, _ = fields_of(["Name", "When"])
    brought = ListingImport(
        panel=panel, patch=patch, file_name=f"{word}.csv", uploaded_at=now, uploaded_by=lead, unused_columns=[],
        lines=[LineReader(list_of, patch, [], now.date()).read(2, [f"{word} line", "Tuesdays 2pm to 4pm"])],
    )  # fmt: skip
    asked = Invitation.invite(
        session, to=panel, email=f"{word}@example.org", role=Role.VOLUNTEER, by=lead, at=now,
        secret=f"invitation-of-{panel.slug}-" + "c" * 20, lasts=timedelta(days=7),
    )  # fmt: skip
    asking = Intake(listing=listings["Porch teas"], asking=Asking.ASK, changed_at=now)
    session.add_all([told, brought, asking])
    wall, poster = _wall(session, panel, listings["Porch teas"], lead)
    drawing = Picture(
        listing=listings["Porch teas"], alt=f"{word} in a teapot", fingerprint="0" * 64, width=1, height=1,
        jpeg=b"", added_at=now,
    )  # fmt: skip
    in_polish = Translation(
        listing=listings["Porch teas"], language="pl", title=f"{word} po polsku", when="zawsze", read_by="Ewa",
        changed_at=now, listing_revision=1,
    )  # fmt: skip
    run = PrintRun(panel_id=panel.id, asked_at=now, asked_by_id=lead.id, poster_ids=[str(poster.id)], refused=[])
    passkey = Passkey(
        user_id=lead.id, credential_id=word.encode(), public_key=b"", sign_count=0, name=f"{word} phone", added_at=now
    )
    session.add_all([drawing, in_polish, run, passkey])
    session.flush()
    by_panel: dict[str, Any] = {
        "panel_slug": panel.slug,
        "slug": "porch-teas",
        "listing_id": listings["Porch teas"].id,
        "suggestion_id": told.id,
        "import_id": brought.id,
        "invitation_id": asked.id,
        "patch_id": patch.id,
        "venue_id": home.id,
        "group_id": group.id,
        "user_id": lead.id,
        "poster_id": poster.id,
        "code": poster.code,
        "site_id": wall.id,
        "picture_id": drawing.id,
        "translation_id": in_polish.id,
        "run_id": run.id,
        "passkey_id": passkey.id,
    }
    for name, rows in (
        ("membership_id", select(Membership.id).where(Membership.panel_id == panel.id, Membership.user_id == lead.id)),
        ("term_id", SchoolTerm.of(panel).with_only_columns(SchoolTerm.id).limit(1)),
        ("place_id", Place.of(panel).with_only_columns(Place.id).limit(1)),
        ("word_id", Synonym.kept_by(panel).with_only_columns(Synonym.id).limit(1)),
        ("session_id", select(SignedInSession.id).where(SignedInSession.user_id == lead.id)),
    ):
        by_panel[name] = session.scalars(rows).one()
    return Things(by_panel, [listings[f"{word} draft"].id])


def poster_id(slug: str, state: str) -> uuid.UUID:
    """The same in every town, so that a form may name it: of the poster that is "up", "to hang" or "down"."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{state}.{slug}.example.org")


def _wall(session: Session, panel: Panel, listing: Listing, lead: User) -> tuple[Site, Poster]:
    """A wall that only the panel knows of, with three posters: up, to hang and down. Gives the one that is up."""
    word, now, codes = SECRET_WORD[panel.slug], everywhere.NOW, {"larkmoor": "2346", "hollinfold": "6432"}
    site = Site(
        panel=panel, kind=SiteKind.SHOP, name=f"{word} shop", agreed_by=f"{word} Brown", note=f"{word} note",
        where_exactly=f"{word} corner", easting=396401, northing=400701, look_again_weeks=8, created_at=now,
    )  # fmt: skip
    posters = {}
    for n, state in enumerate(("up", "to hang", "down")):
        code, subject = f"{codes[panel.slug]}4{'ACD'[n]}", Subject(panel, listing.patch, listing, site)
        poster = Poster(
            id=poster_id(panel.slug, state), code=code, panel=panel, patch=listing.patch, listing=listing, made_at=now
        )
        says = content_for(Choice(), subject, code=code, now=now, at=("http", "localhost"))
        poster.print_as(Choice(), says, check_after=now.date() + timedelta(days=90), by=lead, at=now)
        placement = Placement(poster=poster, site=site, where_exactly="")
        if state != "to hang":
            placement.put_up(who=f"{word} Smith", by=lead, at=now, today=now.date())
        if state == "down":
            placement.take_down(by=lead, at=now)
        session.add_all([poster, placement])
        posters[state] = poster
    session.flush()
    return site, posters["up"]


_towns: dict[int, Town] = {}


@pytest.fixture(scope="session")
def town(databases: Databases, seeded: str, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The town of this worker, built once however many modules ask."""
    if id(databases) not in _towns:
        address = databases.fresh("hostile_town", like=seeded)
        with everywhere.opened(address, tmp_path_factory.mktemp("instance")) as session:
            _towns[id(databases)] = build(session)
            session.commit()
    return _towns[id(databases)]


@pytest.fixture
def app(app_of_this_worker: Flask, databases: Databases, town: Town) -> Iterator[Flask]:
    """The app on a copy of the town. What a test changes in `app.config` is put back."""
    kept = dict(app_of_this_worker.config)
    bring_back(app_of_this_worker, databases)
    app_of_this_worker.config["SETTINGS"] = replace(kept["SETTINGS"], demo=True)
    yield app_of_this_worker
    app_of_this_worker.config.clear()
    app_of_this_worker.config.update(kept)


@pytest.fixture
def visit(app: Flask) -> Visit:
    """visit("dot") gives the plain client of a seeded person, visit() that of a stranger."""
    from blueprints import signed_in

    def client(key: str = STRANGER) -> FlaskClient:
        made = TidyClient(app, app.response_class, use_cookies=True)
        if key:
            with app.app_context():
                made.set_cookie(signed_in.cookie_name(), session_token(key))
        return made

    return client


@pytest.fixture
def restore(app: Flask, databases: Databases) -> Callable[[], None]:
    """restore() brings the town back to how it was, in the middle of a test."""
    return lambda: bring_back(app, databases)


def bring_back(app: Flask, databases: Databases) -> None:
    """Put a fresh copy of the town where the app reads."""
    from extensions import db, limiter

    with app.app_context():
        db.session.remove()
        databases.fresh("app", like="hostile_town", let_go=db.engine.dispose)
        limiter.reset()
    app.extensions.pop("kept_pages", None)
