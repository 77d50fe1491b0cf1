"""The sections "What it is", "The first time", "Getting in" and "Cost and room"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from blueprints.choices import labelled, offered
from blueprints.listings.fields import Pick, Radios, TextBlock, TextLine, Tick, Ticks, TypedDate, WholeNumber
from blueprints.listings.time_rows import blame
from models.listing import LONGEST_SHORT_NAME
from models.patch import Patch
from models.vocabulary import Access, Cost, JustWatch, Kind, Need, Room

MOST_IN_A_STORY = 80_000
"""Letters of the long text: ten thousand words and more, though seventy are read."""
OLDEST = 120


class ThingFields:
    """What it is."""

    name = TextLine(
        "What do people call it?",
        most=100,
        needed="Say what people call it.",
        description="The name on the door, not the charity’s full title.",
    )
    kind = Pick("What kind of thing is it?", choices=labelled(Kind), default=Kind.ACTIVITY.value)
    patch_id = Pick("Which patch is it in?", choices=[])
    summary = TextLine(
        "In one sentence", description="What you would say to a neighbour over the wall. It goes on the card."
    )
    description = TextBlock(
        "Say what goes on",
        most=MOST_IN_A_STORY,
        description="25 to 70 words. What happens, who tends to come, anything odd but true.",
    )
    needs = Ticks("What is it good for?", choices=labelled(Need), description="People search by these.")
    for_whom = TextLine("Who is it for?", description="Leave it empty if everybody is welcome.")
    minimum_age = WholeNumber("Youngest age")
    maximum_age = WholeNumber("Oldest age")
    languages = TextLine("Languages spoken", most=120, description="Besides English.")
    short_name = TextLine(
        "Short name",
        most=LONGEST_SHORT_NAME,
        description="For strips and cards, 28 letters. Empty: we shorten the name.",
    )
    short_pattern = TextLine(
        "Short times", most=LONGEST_SHORT_NAME, description="Such as “First Thursdays, 2pm”. Empty: we work it out."
    )

    def offer_patches(self, patches: Sequence[Patch]) -> None:
        self.patch_id.choices = offered((str(patch.id), patch.name) for patch in patches)
        if not self.patch_id.data and patches:
            self.patch_id.data = str(patches[0].id)

    def validate_minimum_age(self, field: WholeNumber) -> None:
        _refuse_great_age(field)

    def validate_maximum_age(self, field: WholeNumber) -> None:
        _refuse_great_age(field)

    def thing_contents(self) -> dict[str, Any]:
        return {
            "name": self.name.data or "",
            "kind": self.kind.data,
            "patch_id": self.patch_id.data,
            "summary": self.summary.data or "",
            "description": self.description.data or "",
            "needs": in_order(self.needs),
            "for_whom": self.for_whom.data or "",
            "minimum_age": self.minimum_age.meaning,
            "maximum_age": self.maximum_age.meaning,
            "languages": self.languages.data or "",
            "short_name": self.short_name.data or "",
        }


class FirstTimeFields:
    """The first time."""

    greeter = TextLine("Who greets people?", most=120, description="First names are enough.")
    first_ten_minutes = TextBlock("What happens in the first ten minutes?", most=2000)
    just_watch = Radios("Can people just watch?", choices=labelled(JustWatch), default=JustWatch.UNKNOWN.value)
    leave_any_time = Tick("People can leave any time", default=True)
    companion_offered = Tick("Somebody can meet a newcomer at the door, or come along")
    bring = TextLine("What should people bring?", description="Their own mug, soft shoes, nothing at all.")

    def first_time_contents(self) -> dict[str, Any]:
        return {
            "greeter": self.greeter.data or "",
            "first_ten_minutes": self.first_ten_minutes.data or "",
            "just_watch": self.just_watch.data or "",
            "leave_any_time": bool(self.leave_any_time.data),
            "companion_offered": bool(self.companion_offered.data),
            "bring": self.bring.data or "",
        }


class GettingInFields:
    """Getting in."""

    access = Ticks(
        "What is true of this place?", choices=labelled(Access), description="Tick only what somebody has seen."
    )
    access_note = TextLine(
        "Anything else about getting in?", most=300, description="“Two steps at the front; the side door has none.”"
    )

    def getting_in_contents(self) -> dict[str, Any]:
        return {"access": in_order(self.access), "access_note": self.access_note.data or ""}


class CostFields:
    """Cost and room."""

    cost = Pick("What does it cost?", choices=labelled(Cost), default=Cost.FREE.value)
    cost_note = TextLine("In plain words", most=160, description="“£2 in the tin, tea included.”")
    room = Radios("Is there room for somebody new?", choices=labelled(Room), default=Room.OPEN.value)
    full_until = TypedDate("Until when?", description="Such as 10 April. A guess will do: it opens again by itself.")
    places = WholeNumber("How many can come?", description="Leave it empty if nobody counts.")
    places_taken = WholeNumber("How many come now?")

    def check_room(self) -> bool:
        """Full needs a day, or nobody remembers to open it. Only where its last counted place is taken it has none."""
        if self.room.data == Room.FULL.value and not self.full_until.data and not self.was_full_for_now:
            return blame(self.full_until, "Say until when it is full. A guess will do: it opens again by itself.")
        return True

    @property
    def was_full_for_now(self) -> bool:
        """Whether it is full without a day already."""
        return bool(self.room.object_data == Room.FULL.value and not self.full_until.object_data)

    def cost_contents(self) -> dict[str, Any]:
        full = self.room.data == Room.FULL.value
        until = self.full_until.meaning if full else None
        return {
            "cost": self.cost.data,
            "cost_note": self.cost_note.data or "",
            "room": self.room.data,
            "full_until": until.isoformat() if until else None,
            "places": self.places.meaning,
            "places_taken": self.places_taken.meaning,
        }


def in_order(ticks: Ticks) -> list[str]:
    """What is ticked, each once: what was known first, in its own order, then the new in the order it is offered."""
    ticked = [choice.value for choice in ticks.choices if choice.value in (ticks.data or ())]
    known = [value for value in ticks.object_data or () if value in ticked]
    return [*known, *(value for value in ticked if value not in known)]


def _refuse_great_age(field: WholeNumber) -> None:
    if field.meaning is not None and field.meaning > OLDEST:
        blame(field, "Look at the age again.")
