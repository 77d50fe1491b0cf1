"""The page of a listing as one form, put together from its sections in the order people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField

from blueprints.forms import Form
from blueprints.listings.address_fields import AddressFields
from blueprints.listings.contact_fields import CheckFields, ContactFields, KeeperFields
from blueprints.listings.fields import TextLine
from blueprints.listings.place_fields import PlaceFields
from blueprints.listings.thing_fields import CostFields, FirstTimeFields, GettingInFields, ThingFields
from blueprints.listings.time_fields import TimeFields
from blueprints.listings.time_rows import blame
from models.errors import RuleBroken
from models.group import Group, Venue
from models.listing import LONGEST_SHORT_NAME, Listing, short_name_of
from models.listing_contents import write
from models.patch import Patch
from models.patterns import Pattern
from models.when_short import short_pattern

SECTIONS = (
    ThingFields,
    TimeFields,
    PlaceFields,
    AddressFields,
    FirstTimeFields,
    GettingInFields,
    CostFields,
    ContactFields,
    KeeperFields,
    CheckFields,
)
READING_ORDER = [name for section in SECTIONS for name in vars(section)]
"""Names in the order of the page, so that what is to put right is told from the top down."""


def proposed_words(contents: Mapping[str, Any]) -> dict[str, str]:
    """The short name and short times that we would make up for these contents."""
    patterns = [Pattern.from_dict(each) for each in contents["times"]]
    short_times = short_pattern(patterns, any_time=contents["any_time"])
    return {"short_name": short_name_of(contents["name"]), "short_pattern": short_times[:LONGEST_SHORT_NAME]}


class ListingForm(
    ThingFields, TimeFields, PlaceFields, FirstTimeFields, GettingInFields, CostFields, ContactFields, KeeperFields,
    CheckFields, Form,
):  # fmt: skip
    """Everything a person can say of a listing. `contents()` is what it says, once it is valid."""

    revision = HiddenField(default="0")
    """The number of the version that was on the screen."""
    another_one = TextLine("", most=40)
    """"yes": somebody looked at what may be the same thing and said that it is another one."""

    def __init__(
        self, *args: Any, patches: Sequence[Patch], venues: Sequence[Venue], groups: Sequence[Group], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        place = {name: number for number, name in enumerate(READING_ORDER)}
        self._fields = dict(sorted(self._fields.items(), key=lambda field: place.get(field[0], len(place))))
        self.patches, self.venues, self.groups = patches, venues, groups
        self.offer_patches(patches)
        self.offer_venues(venues)
        self.offer_groups(groups)
        self.offer_times()

    @property
    def patch(self) -> Patch:
        """The patch chosen; the panel's first until somebody chooses."""
        return next((patch for patch in self.patches if str(patch.id) == self.patch_id.data), self.patches[0])

    @property
    def based_on(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def validate_for(self, *, draft: bool, session: Any) -> bool:
        """Whether it can be kept; errors are put at their fields. A draft may lack its times."""
        fine = self.validate()
        fine = self.check_times(needed=not draft) and fine
        fine = self.check_place(session) and fine
        fine = self.check_group() and fine
        fine = self.check_room() and fine
        if not fine:
            return False
        try:
            write(Listing(), self.contents(), full_for_now=self.was_full_for_now)
        except RuleBroken as refusal:
            return blame(self._fields.get(refusal.field or "", self.name), refusal.message)
        return True

    def proposed(self, contents: dict[str, Any]) -> dict[str, Any]:
        """The short name and short times that go with these contents, where nobody typed any of their own."""
        proposals = proposed_words(contents)
        return {name: words for name, words in proposals.items() if not self._fields[name].data}

    def contents(self) -> dict[str, Any]:
        """What it says in the shape of models/listing_contents.py. The venue and the group are None while new."""
        contents = {
            **self.thing_contents(),
            **self.time_contents(),
            **self.place_contents(),
            **self.first_time_contents(),
            **self.getting_in_contents(),
            **self.cost_contents(),
            **self.contact_contents(),
            **self.keeper_contents(),
        }
        return contents | self.proposed(contents)
