"""Every page there is, by name, with its address in the demo town. A page without a line here fails a test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.acting import Acting, How, Part
from models.attender import Attender
from models.audit import AuditEntry
from models.call import Call, CallAbout
from models.enquiry import Enquiry, ReferralSource
from models.group import Group, Venue
from models.listing import Listing
from models.listing_import import ListingImport
from models.might_come import MightCome
from models.one_time import fingerprint
from models.organiser import Organiser
from models.patch import Patch
from models.people import Membership, User
from models.person import OwnLink
from models.poster import Poster
from models.print_run import PrintRun
from models.private_list import PrivateList
from models.referral import Referral
from models.referral_words import Source, State
from models.register import Register
from models.register_entry import Press
from models.register_words import SessionState
from models.reply_link import ReplyLink
from models.session_cancelling import call_off
from models.session_dates import meetings_between
from models.site import Site
from models.suggestion import Suggestion
from models.team import Team, TeamMembership
from tests.conftest import NOW
from tests.referring import make_referral

Address = Callable[[Session], str]
DAWDLE = "The Tuesday dawdle"
SHED = "The Lock-up, Larkmoor’s men’s shed"

NOT_PAGES = {
    "static": "a file",
    "public.healthz": "for machines",
    "public.robots": "for machines",
    "public.sitemap": "for machines",
    "public.sitemap_part": "for machines",
    "public.listing_calendar_file": "a file",
    "public.patch_calendar_file": "a file",
    "imports.export": "a file",
    "posters.walk_pdf": "a file",
    "posters.pdf": "a file",
    "posters.picture": "a file",
    "posters.preview": "a part of the page that makes posters",
    "posters.preview_picture": "a file",
    "posters.picture_file": "a file",
    "posters.run_file": "a file",
    "public.shortlist_pdf": "a file",
    "asking.own_calendar": "a file",
    "asking.own_introduction_file": "a file",
    "registers.sheet_file": "a file",
    "registers.week_file": "a file",
    "registers.lifts_file": "a file",
    "registers.contacts_file": "a file",
    "registers.pocket": "read by a script",
    "registers.worker": "a script",
    "registers.manifest": "read by phones",
    "registers.come_back": "leads to the page for typing up",
    "panel.own_desk": "leads to the desk",
    "gallery.show": "walked in test_gallery.py",
    "gallery.sheet": "walked in test_gallery.py",
    "gallery.error": "walked in test_gallery.py",
    "accounts.outbox": "walked in test_the_way_in_closely.py",
    "accounts.code": "walked in test_the_way_in_closely.py",
    "accounts.sign_in_link": "walked in test_the_way_in_closely.py",
    "accounts.invitation": "walked in test_the_way_in_closely.py",
    "accounts.set_up": "walked in test_the_way_in_closely.py",
    "accounts.second_factor_check": "walked in test_second_factor.py",
    "accounts.confirm_passkey_ending": "walked in test_second_factor.py",
    "accounts.confirm_app_ending": "walked in test_second_factor.py",
    "accounts.recovery_codes": "walked in test_second_factor.py",
    "replies.thank": "walked in test_referral.py",
    "replies.arrived": "walked in test_referral.py",
}
"""Routes that answer GET and are not in the lists below, and why."""

WITH_A_BROWSER_SESSION = {"sign in", "signed out", "a link that ran out"}
"""The way in carries a cookie; nothing else that a stranger sees does."""


def listing(name: str, ending: str = "") -> Address:
    def address(session: Session) -> str:
        found = session.scalars(select(Listing).where(Listing.name == name)).one()
        return f"/listings/{found.id}/{ending or found.slug}"

    return address


def at(path: str) -> Address:
    return lambda session: path


def shortlist(*names: str) -> Address:
    def address(session: Session) -> str:
        rows = session.scalars(select(Listing).where(Listing.name.in_(names)))
        return "/shortlist?list=" + ".".join(sorted(row.short_id for row in rows))

    return address


def suggestion(session: Session) -> str:
    words = "%chess club%"
    return f"/suggestions/{session.scalars(select(Suggestion.id).where(Suggestion.words.like(words))).one()}"


def spreadsheet(session: Session) -> str:
    """A preview with a line of every sort, made here: the demo town has no spreadsheet waiting."""
    return f"/imports/{session.scalars(select(ListingImport.id)).first()}"


def member(ending: str = "") -> Address:
    def address(session: Session) -> str:
        of_dot = select(Membership.id).join(Membership.user).where(User.email == "dot@example.org")
        return f"/panels/larkmoor/people/{session.scalars(of_dot).one()}{ending}"

    return address


def colleague(ending: str = "") -> Address:
    """Tom, on the team of link workers."""

    def address(session: Session) -> str:
        of_tom = select(TeamMembership.id).join(TeamMembership.user).where(User.email == "tom@example.org")
        return f"/teams/larkmoor-link-workers/people/{session.scalars(of_tom).one()}{ending}"

    return address


def source_sheet(session: Session) -> str:
    of_team = select(ReferralSource.id).join(ReferralSource.team).where(Team.slug == "larkmoor-link-workers")
    return f"/teams/larkmoor-link-workers/sources/{session.scalars(of_team.limit(1)).one()}/sheet"


def serving_team(session: Session) -> str:
    team_id = session.scalars(select(Team.id).where(Team.slug == "larkmoor-link-workers")).one()
    return f"/panels/larkmoor/teams/{team_id}/ending"


def organisers(name: str, ending: str = "") -> Address:
    """Those of the group that somebody of this name answers for."""

    def address(session: Session) -> str:
        theirs = session.scalars(select(Organiser).join(Organiser.user).where(User.name == name)).one()
        return f"/groups/{theirs.group_id}/organisers" + (f"/{theirs.id}/{ending}" if ending else "")

    return address


def venue(name: str) -> Address:
    return lambda session: f"/venues/{session.scalars(select(Venue.id).where(Venue.name == name)).one()}/edit"


def known_group(name: str) -> Address:
    found = select(Group.id).where(Group.name == name)
    return lambda session: f"/panels/larkmoor/groups/{session.scalars(found).one()}"


def wall(name: str, ending: str = "") -> Address:
    return lambda session: f"/walls/{session.scalars(select(Site.id).where(Site.name == name)).one()}{ending}"


def new_poster(of: str, question: str = "") -> Address:
    def address(session: Session) -> str:
        found = session.scalars(select(Listing.id).where(Listing.name == of)).one()
        return f"/panels/larkmoor/posters/new?listing={found}{question}"

    return address


def poster(title: str, ending: str = "") -> Address:
    """The first that was printed of this name."""
    found = select(Poster.id).where(Poster.title == title).order_by(Poster.made_at, Poster.id).limit(1)
    return lambda session: f"/posters/{session.scalars(found).one()}{ending}"


def scanned(title: str, wall_name: str) -> Address:
    """What the code of this poster leads to."""

    def address(session: Session) -> str:
        for poster in session.scalars(select(Poster).where(Poster.title == title).order_by(Poster.made_at)):
            if poster.placement and poster.placement.site.name == wall_name:
                return poster.short_address
        raise LookupError(title)

    return address


def print_run(session: Session) -> str:
    """One that is ready and left something out, made here: the demo town has printed nothing lately."""
    found = session.scalars(select(PrintRun.id)).first()
    if found is None:
        posters = session.scalars(select(Poster).order_by(Poster.made_at, Poster.id).limit(3)).all()
        refused = {"poster": str(posters[0].id), "title": posters[0].title, "why": "It has stopped."}
        run = PrintRun(
            panel=posters[0].panel, asked_at=posters[0].made_at, poster_ids=[str(each.id) for each in posters], done=3,
            refused=[refused], finished_at=posters[0].made_at, pdf=b"%PDF",
        )  # fmt: skip
        session.add(run)
        session.commit()
        found = run.id
    return f"/print-runs/{found}"


def private_list(ending: str = "") -> Address:
    """The list with most on it."""

    def address(session: Session) -> str:
        kept = session.scalars(select(PrivateList).order_by(PrivateList.created_at, PrivateList.id))
        return f"/lists/{max(kept, key=lambda each: len(each.listing_ids)).id}{ending}"

    return address


def own(ending: str = "", state: State = State.SENT) -> Address:
    """The private page of somebody who asked, with a link made here: of the demo's links only prints are kept."""

    def address(session: Session) -> str:
        asked = select(Referral.id).where(Referral.source != Source.LINK_WORKER, Referral.state == state)
        return f"/mine/{own_link(session, referral_id=session.scalars(asked).first())}{ending}"

    return address


def own_of(kind: type[Enquiry] | type[MightCome], name: str) -> Address:
    """The private page of an enquiry, or of "I might come"."""
    return lambda session: f"/mine/{own_link(session, **{name: session.scalars(select(kind.id)).first()})}"


def own_link(session: Session, **of: Any) -> str:
    secret = f"own-link-{next(iter(of.values()))}"
    print_ = fingerprint("own link", secret)
    if session.scalar(select(OwnLink.id).where(OwnLink.secret_print == print_)) is None:
        session.add(OwnLink(secret_print=print_, made_at=NOW, **of))
    session.commit()
    return secret


def source(ending: str = "") -> Address:
    codes = select(ReferralSource.code).where(ReferralSource.ended_at.is_(None)).order_by(ReferralSource.name)
    return lambda session: f"/help/{session.scalars(codes).first()}{ending}"


def enquiry(session: Session) -> str:
    ours = select(Enquiry.id).join(Team).where(Team.slug == "larkmoor-link-workers").order_by(Enquiry.received_at)
    return f"/enquiries/{session.scalars(ours.where(Enquiry.closed_at.is_(None))).first()}"


def patch(session: Session) -> str:
    return f"/panels/larkmoor/patches/{session.scalars(select(Patch.id).where(Patch.slug == 'larkmoor')).one()}"


def hosted(state: State, ending: str = "/hosting/{0.id}") -> Address:
    """Somebody who was referred to Alan's shed and got so far; made here where the demo has nobody in that state."""

    def address(session: Session) -> str:
        shed = session.scalars(select(Listing).where(Listing.name == SHED)).one()
        asked = select(Referral).where(Referral.listing_id == shed.id, Referral.state == state)
        found = session.scalars(asked.order_by(Referral.created_at, Referral.id).limit(1)).first()
        if found is None:
            team = session.scalars(select(Team).where(Team.slug == "larkmoor-link-workers")).one()
            priya = session.scalars(select(User).where(User.email == "priya@example.org")).one()
            found = make_referral(session, shed, state=state, team=team, by=priya, must_know="Would rather sit")
        return ending.format(found)

    return address


def referred(state: State = State.SENT, ending: str = "") -> Address:
    """Somebody whom the Larkmoor team referred and who got so far; made here where the demo has nobody like that."""

    def address(session: Session) -> str:
        ours = select(Referral).join(Team).where(Team.slug == "larkmoor-link-workers", Referral.state == state)
        found = session.scalars(ours.order_by(Referral.created_at, Referral.id).limit(1)).first()
        return f"/referrals/{found.id}{ending}" if found else hosted(state, "/referrals/{0.id}" + ending)(session)

    return address


def refused(session: Session) -> str:
    """A draft whose person said no to the one group there is; made here, the demo's drafts are still open."""
    shed = session.scalars(select(Listing).where(Listing.name == SHED)).one()
    team = session.scalars(select(Team).where(Team.slug == "larkmoor-link-workers")).one()
    priya = session.scalars(select(User).where(User.email == "priya@example.org")).one()
    made = make_referral(session, shed, state=State.DRAFT, team=team, by=priya)
    for consent in made.consents:
        consent.given = False
    session.commit()
    return f"/referrals/{made.id}/instead"


def call(*about: CallAbout) -> Address:
    """A call that the Larkmoor team has to make."""
    open_ones = select(Call.id).join(Team, Team.id == Call.team_id).where(Call.done_at.is_(None), Call.about.in_(about))
    ours = open_ones.where(Team.slug == "larkmoor-link-workers").order_by(Call.due_on, Call.id)
    return lambda session: f"/calls/{session.scalars(ours.limit(1)).one()}"


def refer_to(*names: str) -> Address:
    """The page on which a referral begins."""
    ids = select(Listing.id).where(Listing.name.in_(names)).order_by(Listing.name)
    return lambda session: "/referrals/new?" + "&".join(f"listing={each}" for each in session.scalars(ids))


def reply(state: State, *, opened: bool = False) -> Address:
    """The link in a mail about somebody who got so far; `opened`: its button was pressed."""

    def address(session: Session) -> str:
        referral_id = uuid.UUID(hosted(state)(session).rpartition("/")[2])
        secret = f"a-link-of-the-mail-{referral_id}"
        referral, now = session.get_one(Referral, referral_id), NOW - timedelta(minutes=30)
        if session.scalar(ReplyLink.ever_with_secret(secret)) is None:
            ReplyLink.make(session, referral_id, secret=secret, at=now, expires_at=NOW + timedelta(days=9))
        if opened:
            AuditEntry.note(session, referral, "opened", acting=Acting(Part.ORGANISER, How.LINK), at=now)
        session.commit()
        return f"/reply/{secret}"

    return address


def session_of(name: str, ending: str = "") -> Address:
    """The register of this week's or last week's session, made here where nobody has opened it."""

    def address(session: Session) -> str:
        found = session.scalars(select(Listing).where(Listing.name == name)).one()
        days = meetings_between(session, found, NOW.date() - timedelta(days=6), NOW.date())
        register = Register.held_or_made(session, found, days[-1], by=None, at=NOW)
        session.commit()
        return f"/registers/{found.id}/{register.on}T{register.starts:%H%M}{ending}"

    return address


def earlier_registers(session: Session) -> str:
    return f"/registers/{session.scalars(select(Listing.id).where(Listing.name == SHED)).one()}"


def regular(session: Session) -> str:
    """Somebody who comes to the shed; made here where nobody does."""
    shed = session.scalars(select(Listing).where(Listing.name == SHED)).one()
    found = session.scalars(Attender.of_listing(shed.id).where(Attender.referral_id.is_(None)).limit(1)).first()
    if found is None:
        own = uuid.uuid4()
        found = Attender(
            id=own, listing_id=shed.id, counted_as=own, called="Big Col", times=0, created_at=NOW, last_active_at=NOW
        )
        session.add(found)
        session.commit()
    return f"/registers/people/{found.id}"


def session_to_come(name: str, ending: str) -> Address:
    """The register of the next session after today, which nobody has opened."""

    def address(session: Session) -> str:
        found = session.scalars(select(Listing).where(Listing.name == name)).one()
        tomorrow = NOW.date() + timedelta(days=1)
        first = meetings_between(session, found, tomorrow, tomorrow + timedelta(days=7))[0]
        return f"/registers/{found.id}/{first.date}T{first.starts:%H%M}{ending}"

    return address


def session_called_off(name: str, ending: str) -> Address:
    """The same, called off here: somebody has to be rung."""

    def address(session: Session) -> str:
        found = session.scalars(select(Listing).where(Listing.name == name)).one()
        after = NOW.date() + timedelta(days=8)
        first = meetings_between(session, found, after, after + timedelta(days=7))[0]
        acting, press = Acting(Part.ORGANISER, How.REGISTER), Press(uuid.uuid4(), NOW)
        call_off(session, found, first, SessionState.WEATHER, "the weather", press, acting=acting, at=NOW)
        session.commit()
        return f"/registers/{found.id}/{first.date}T{first.starts:%H%M}{ending}"

    return address


def to_ring(session: Session) -> str:
    """A group without mail: The Pluckers."""
    return f"/phone-list/{session.scalars(select(Referral.id).where(Referral.to_ring)).one()}"


def figures_of(kind: type[Group] | type[Listing], name: str, ending: str = "") -> Address:
    """The figures of a group, or of one thing."""
    found = select(kind.id).where(kind.name == name)
    folder = "groups" if kind is Group else "listings"
    return lambda session: f"/figures/{folder}/{session.scalars(found).one()}{ending}"


FOR_ALL: dict[str, Address] = {
    "the front of the board": at("/"),
    "a patch": at("/patches/larkmoor"),
    "a small patch": at("/patches/hollinfold"),
    "find": at("/find"),
    "find with a slip": at("/find?q=walkng&day=tue&near=ZZ4+7PB&time=before-dark"),
    "find, a place nobody knows": at("/find?q=tea&near=Atlantis"),
    "nothing found": at("/find?q=zzyzzx&cost=free"),
    "a listing": listing(DAWDLE),
    "a listing with much to say": listing("Tip of the Tongue, singing for memory"),
    "a place with no times": listing("The green bench in Pickersgill Park"),
    "a paused listing": listing("Dropped Stitches sewing afternoon"),
    "a stopped listing": listing("Advice drop-in, 4 The Parade"),
    "an empty shortlist": at("/shortlist"),
    "a shortlist": shortlist(DAWDLE, "The chatty table at the Blue Kettle", "Goitside Singers"),
    "something wrong with this": listing(DAWDLE, "suggestions/new"),
    "something missing": at("/patches/larkmoor/suggestions/new"),
    "thank you": at("/patches/larkmoor/suggestions/thanks"),
    "thank you, about a listing": listing(DAWDLE, "suggestions/thanks"),
    "ask to join: for whom": listing(DAWDLE, "ask"),
    "ask to join": listing(DAWDLE, "ask?for=me"),
    "ask for somebody else": listing(DAWDLE, "ask?for=them"),
    "ask for somebody who does not know": listing(DAWDLE, "ask?for=not-asked"),
    "ask where nobody is asked": listing("The green bench in Pickersgill Park", "ask"),
    "I might come": listing(DAWDLE, "might-come"),
    "where it stands": own(),
    "where it stands: welcome": own(state=State.ACCEPTED),
    "take it back": own("/ending", State.ACCEPTED),
    "a page to show at the door": own("/introduction", State.ACCEPTED),
    "a request to talk": own_of(Enquiry, "enquiry_id"),
    "might have come": own_of(MightCome, "might_come_id"),
    "a private link that ended": at("/mine/nothing-of-the-kind"),
    "taken back": at("/mine/taken-back"),
    "talk to someone": at("/patches/larkmoor/talk"),
    "send somebody": source(),
    "somebody was sent": source("/sent/234679"),
    "an address for senders that ended": at("/help/222222"),
    "a poster whose group has moved": scanned("Larkmoor Advice, Wednesday desk", "Market Surgery"),
    "a poster whose day has changed": scanned("Larkmoor library of things", "The Golden Fry"),
    "a poster of something that stopped": scanned("Rooftop bees at the Packhorse Rooms", "Park Gates noticeboard"),
    "a poster of something paused": scanned("Mucking in at Quarry Bank stables", "Skylark Stores"),
    "a code nobody has": at("/p/222222"),
    "type a code": at("/p"),
    "about": at("/about"),
    "accessibility": at("/accessibility"),
    "sign in": at("/sign-in"),
    "signed out": at("/sign-out"),
    "a link that ran out": at("/sign-in/link/nothing-of-the-kind"),
    "a link in a mail": reply(State.SENT),
    "a link in a mail, opened": reply(State.SEEN, opened=True),
    "did they come, from a mail": reply(State.ACCEPTED),
    "did they come, opened": reply(State.ACCEPTED, opened=True),
    "a link that has done its work": at("/reply/nothing-of-the-kind"),
    "the code of an introduction": hosted(State.SENT, "/i/{0.arrival_code}"),
    "an introduction that was used": hosted(State.CAME, "/i/{0.arrival_code}"),
    "an introduction that has ended": hosted(State.WITHDRAWN, "/i/{0.arrival_code}"),
    "type the code of an introduction": at("/i"),
    "no such page": at("/nowhere"),
}

FOR_A_LEAD: dict[str, Address] = {
    "the groups of a panel": at("/panels/larkmoor/groups"),
    "one group": known_group("The Lock-up Lot"),
    "the desk": at("/panels/larkmoor/desk"),
    "entries": at("/panels/larkmoor/listings"),
    "no entries of that name": at("/panels/larkmoor/listings?name=zzyzzx"),
    "add to the board": at("/panels/larkmoor/listings/new"),
    "mend an entry": listing(DAWDLE, "edit"),
    "mend a draft": listing("Craft table with no steps", "edit"),
    "history": listing(DAWDLE, "history"),
    "pause": listing(DAWDLE, "pause"),
    "stop": listing(DAWDLE, "stop"),
    "people": at("/panels/larkmoor/people"),
    "a member": member(),
    "end a membership": member("/ending"),
    "words": at("/panels/larkmoor/words"),
    "a place": venue("Larkmoor Library"),
    "places": at("/panels/larkmoor/places"),
    "school terms": at("/panels/larkmoor/terms"),
    "about the panel": at("/panels/larkmoor/settings"),
    "a patch of ours": patch,
    "a new patch": at("/panels/larkmoor/patches/new"),
    "suggestions": at("/panels/larkmoor/suggestions"),
    "a suggestion": suggestion,
    "spreadsheets": at("/panels/larkmoor/imports"),
    "a spreadsheet before it comes in": spreadsheet,
    "posters": at("/panels/larkmoor/posters"),
    "posters out of date": at("/panels/larkmoor/posters?state=out-of-date"),
    "no posters of that name": at("/panels/larkmoor/posters?name=zzyzzx"),
    "make a poster": at("/panels/larkmoor/posters/new"),
    "make a poster of something": new_poster(DAWDLE),
    "make a poster with a slip": new_poster("Dropped Stitches sewing afternoon", "&large=1&strips=1"),
    "make a sheet of what is near": at("/panels/larkmoor/posters/new?sheet=near&kind=activity"),
    "a poster": poster(DAWDLE),
    "a poster out of date": poster("Larkmoor library of things"),
    "a poster to take down": poster("Rooftop bees at the Packhorse Rooms"),
    "a poster as the browser prints it": poster(DAWDLE, "/sheet"),
    "cards as the browser prints them": poster("Larkmoor Neighbours food club", "/sheet"),
    "a week as the browser prints it": at("/panels/larkmoor/posters/sheet?sheet=week"),
    "no pictures": listing(DAWDLE, "pictures"),
    "pictures": listing("The Lock-up, Larkmoor’s men’s shed", "pictures"),
    "other languages": listing("Talking English at the library", "languages"),
    "write in another language": listing("Talking English at the library", "languages?language=so"),
    "print many at once": at("/panels/larkmoor/posters/many"),
    "print what is out of date": at("/panels/larkmoor/posters/many?outdated=1"),
    "posters for many entries": at("/panels/larkmoor/posters/many/new"),
    "many posters in one file": print_run,
    "walls": at("/panels/larkmoor/walls"),
    "walls that never work": at("/panels/larkmoor/walls?show=quiet"),
    "a wall with much to do": wall("Market Surgery"),
    "a wall with something to put up": wall("Larkmoor Library"),
    "a wall that is no longer ours": wall("The Shuttle"),
    "mend a wall": wall("Market Surgery", "/edit"),
    "add a wall": at("/panels/larkmoor/walls/new"),
    "a walk": at("/panels/larkmoor/walk"),
    "a walk from a postcode": at("/panels/larkmoor/walk?near=ZZ5+1AA"),
    "a walk on paper": at("/panels/larkmoor/walk/sheet"),
    "type up a walk": at("/panels/larkmoor/walk/typing-up"),
    "account": at("/account"),
    "groups to ring": at("/panels/larkmoor/phone-list"),
    "ring a group": to_ring,
    "who asks the panel": at("/hosting"),
    "teams that serve our patches": at("/panels/larkmoor/teams"),
    "take a team off our patches": serving_team,
    "who answers for a group": organisers("Alan Birtwistle"),
    "end an organiser": organisers("Alan Birtwistle", "ending"),
    "your second step": at("/account/second-factor"),
    "set up a passkey": at("/account/second-factor/passkeys/new"),
    "set up a code app": at("/account/second-factor/app/new"),
    "signed in": at("/signed-in"),
    "figures of the panel": at("/panels/larkmoor/figures"),
    "figures of the panel as the browser prints them": at("/panels/larkmoor/figures/print"),
    "figures of what the panel keeps": at("/figures"),
    "figures of the whole board": at("/figures/everything"),
    "figures of the whole board as the browser prints them": at("/figures/everything/print?year=2025-26"),
}

FOR_AN_ORGANISER: dict[str, Address] = {
    "who is coming and who asks": at("/hosting"),
    "somebody asks": hosted(State.SENT),
    "somebody asks, opened": hosted(State.SEEN),
    "somebody may come": hosted(State.ACCEPTED),
    "somebody waits": hosted(State.WAITING),
    "somebody came": hosted(State.CAME),
    "past its day": hosted(State.NO_REPLY),
    "room for new people": listing(SHED, "room"),
    "registers on this phone": at("/registers/kept"),
    "registers": at("/registers"),
    "a register": session_of(SHED),
    "what was written in a register": session_of(SHED, "/history"),
    "earlier registers": earlier_registers,
    "a regular": regular,
    "type up a register": session_of(SHED, "/typing"),
    "a register as the browser prints it": session_of(SHED, "/sheet"),
    "lifts": session_of(SHED, "/lifts"),
    "lifts as the browser prints them": session_of(SHED, "/lifts/sheet"),
    "who to ring when they are missed": session_of(SHED, "/contacts"),
    "who to ring as the browser prints it": session_of(SHED, "/contacts/sheet"),
    "call a session off": session_to_come(SHED, "/calling-off"),
    "a session that is called off": session_called_off(SHED, "/calling-off"),
    "a note for the door": session_called_off(SHED, "/door-note"),
    "friendly calls": at("/registers/calls"),
    "a group’s figures": figures_of(Group, "The Lock-up Lot"),
    "a group’s figures by the funder’s year": figures_of(Group, "The Lock-up Lot", "?year=2025-26"),
    "a group’s figures of a year without any": figures_of(Group, "The Lock-up Lot", "?year=2020"),
    "a group’s figures as the browser prints them": figures_of(Group, "The Lock-up Lot", "/print?year=2025"),
    "figures of one thing": figures_of(Listing, SHED),
    "figures of one thing as the browser prints them": figures_of(Listing, SHED, "/print?year=2025-26"),
}
"""For Alan, who hosts at the men's shed. Read with the second step shown."""

FOR_A_LINK_WORKER: dict[str, Address] = {
    "figures of the team": at("/teams/larkmoor-link-workers/figures"),
    "figures of the team as the browser prints them": at("/teams/larkmoor-link-workers/figures/print?year=2025-26"),
    "people who would like to talk": at("/teams/larkmoor-link-workers/enquiries"),
    "somebody who would like to talk": enquiry,
    "a list from what they ask for": at("/teams/larkmoor-link-workers/lists/new?need=company"),
    "the team’s desk": at("/teams/larkmoor-link-workers/desk"),
    "changed this week": at("/teams/larkmoor-link-workers/changes"),
    "people of the team": at("/teams/larkmoor-link-workers/people"),
    "somebody on the team": colleague(),
    "end a membership of the team": colleague("/ending"),
    "start a second step again": colleague("/second-step"),
    "about the team": at("/teams/larkmoor-link-workers/about"),
    "who sends people": at("/teams/larkmoor-link-workers/sources"),
    "a sheet for whoever sends people": source_sheet,
    "lists": at("/teams/larkmoor-link-workers/lists"),
    "begin a list": at("/teams/larkmoor-link-workers/lists/new"),
    "a list": private_list(),
    "a list with nothing found": private_list("?q=zzyzzx&patch=own"),
    "change a list": private_list("/edit"),
    "compare": private_list("/compare"),
    "compare from a postcode": private_list("/compare?near=ZZ4+7"),
    "send a list": private_list("/send"),
    "a list that was sent": private_list("/sent"),
    "referrals": at("/teams/larkmoor-link-workers/referrals"),
    "referrals that came to nothing": at("/teams/larkmoor-link-workers/referrals?state=ended&whose=mine"),
    "refer to nobody": at("/referrals/new"),
    "refer somebody": refer_to(DAWDLE),
    "refer somebody to two": refer_to(DAWDLE, SHED),
    "refer where nobody new is taken": refer_to("Dropped Stitches sewing afternoon"),
    "their yes": referred(State.DRAFT, "/consent"),
    "what the group needs to know": referred(State.DRAFT, "/details"),
    "check, then send": referred(State.DRAFT, "/check"),
    "they said no": refused,
    "sent": referred(State.SENT, "/sent"),
    **{f"a referral: {state.label}": referred(state) for state in State if state is not State.DRAFT},
    "who looked": referred(State.ACCEPTED, "/looks"),
    "they came or not": referred(State.ACCEPTED, "/coming"),
    "put a wrong number right": referred(State.ACCEPTED, "/mending"),
    "their answer by phone": referred(State.SEEN, "/answer"),
    "take a referral back": referred(State.SEEN, "/withdrawal"),
    "they stopped going": referred(State.CAME, "/stopping"),
    "rather not be asked": referred(State.SENT, "/follow-up"),
    "where else": referred(State.DECLINED, "/alternatives"),
    "four questions": referred(State.SETTLED, "/wellbeing"),
    "ask the four questions": referred(State.SENT, "/wellbeing/before"),
    "print an introduction": referred(State.ACCEPTED, "/introduction"),
    "how did it go": call(CallAbout.FIRST_SESSION, CallAbout.NO_SHOW),
    "news to tell": call(CallAbout.ACCEPTED, CallAbout.WAITING, CallAbout.DECLINED),
}
"""For Priya, who leads the team. Read with the second step shown."""


def addresses(session: Session) -> Iterable[str]:
    """All of them."""
    everybody = (FOR_ALL, FOR_A_LEAD, FOR_A_LINK_WORKER, FOR_AN_ORGANISER)
    return [address(session) for pages in everybody for address in pages.values()]
