"""The sections "Who to ask" and "Have you checked?"."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from blueprints.choices import labelled, offered
from blueprints.listings.fields import Pick, Radios, TextBlock, TextLine, Understood
from blueprints.listings.time_rows import blame
from models.contacts import LONGEST_WEBSITE, read_email, read_phone, read_website
from models.group import Group
from models.people import Panel
from models.vocabulary import ContactShown, HowChecked

KNOWN, NEW, PANEL = "known", "new", "panel"
NOT_TODAY = ""
LONGEST_EMAIL = 254


class ContactFields:
    """Who to ask."""

    contact_name = TextLine("Who to ask for", most=80, description="A first name will do.")
    contact_phone = Understood(
        "Phone number people can ring", by=read_phone, most=30, description="Leave it empty if they would rather not."
    )
    contact_email = Understood("Email", by=read_email, most=LONGEST_EMAIL)
    contact_shown = Radios("Who may see these?", choices=labelled(ContactShown), default=ContactShown.PUBLIC.value)
    website = Understood(
        "Website or page", by=read_website, most=LONGEST_WEBSITE, description="A Facebook page is fine."
    )
    panel_note = TextBlock("A note for the panel", most=4000, description="Only the panel sees it.")

    def contact_contents(self) -> dict[str, Any]:
        return {
            "contact_name": self.contact_name.data or "",
            "contact_phone": self.contact_phone.meaning or "",
            "contact_email": self.contact_email.meaning or "",
            "contact_shown": self.contact_shown.data,
            "website": self.website.meaning or "",
            "panel_note": self.panel_note.data or "",
        }


class KeeperFields:
    """Who keeps it."""

    keeper = Radios(
        "Who keeps it?",
        choices=offered(
            [(PANEL, "Our panel: a bench has no organisation"), (KNOWN, "A group we know"), (NEW, "A new group")]
        ),
        default=PANEL,
    )
    group_id = Pick("Which group?", choices=[])
    group_name = TextLine("Name of the group", most=120)
    group_email = Understood(
        "Its email", by=read_email, most=LONGEST_EMAIL, description="For the panel only, to ask if all is still right."
    )
    group_phone = Understood("Its phone", by=read_phone, most=30, description="For the panel only.")

    def offer_groups(self, groups: Sequence[Group]) -> None:
        self.group_id.choices = offered([("", "Choose a group"), *((str(group.id), group.name) for group in groups)])
        self.group_id.data = self.group_id.data or ""

    def check_group(self) -> bool:
        if self.keeper.data == KNOWN and not self.group_id.data:
            return blame(self.group_id, "Choose the group, or say that it is a new one.")
        if self.keeper.data == NEW and not self.group_name.data:
            return blame(self.group_name, "Say what the group is called.")
        return True

    @property
    def is_new_group(self) -> bool:
        return self.keeper.data == NEW

    def keeper_contents(self) -> dict[str, Any]:
        return {"group_id": self.group_id.data or None if self.keeper.data == KNOWN else None}

    def new_group(self, panel: Panel, at: datetime) -> Group:
        """The group that was typed: one the panel knows by that name, else a new one. Not added yet."""
        name = self.group_name.data or ""
        for known in self.groups:
            if known.name.casefold() == name.casefold():
                return known
        return Group(
            id=uuid.uuid4(),
            panel_id=panel.id,
            name=name,
            email=self.group_email.meaning or "",
            phone=self.group_phone.meaning or "",
            created_at=at,
        )


class CheckFields:
    """Have you checked this with them?"""

    checked = Radios(
        "Have you checked this with them?",
        choices=offered(
            [
                (NOT_TODAY, "Not today"),
                (HowChecked.VISITED.value, "Yes, I visited"),
                (HowChecked.PHONED.value, "Yes, I phoned"),
                (HowChecked.EMAILED.value, "Yes, I emailed"),
                (HowChecked.MEETING.value, "Yes, they told us at a meeting"),
            ]
        ),
        default=NOT_TODAY,
        description="Saving is not checking. Only say yes if somebody confirmed it.",
    )
    check_note = TextLine("What was said?", most=300, description="For the panel.")
