"""What will happen to each line of a spreadsheet: its cells as a listing's contents, and what to tell the person."""

import re
from datetime import date
from typing import Any

from blueprints.imports.vocabulary_words import access_in, cost_in, kind_in, needs_in
from models.contacts import read_email, read_phone, read_website
from models.duplicates import ALIKE, likeness
from models.errors import RuleBroken
from models.patch import Patch
from models.postcode_words import read_postcode
from models.reading_patterns import read_when

LONGEST = {
    "name": 100,
    "summary": 200,
    "for_whom": 200,
    "when_note": 200,
    "way_in": 300,
    "getting_there": 300,
    "cost_note": 160,
    "access_note": 300,
    "greeter": 120,
    "bring": 200,
    "contact_name": 80,
    "contact_phone": 30,
    "contact_email": 254,
    "website": 300,
}
"""Letters that fit, as models/listing.py keeps them."""
PLAIN = (
    "name",
    "summary",
    "description",
    "for_whom",
    "way_in",
    "getting_there",
    "greeter",
    "first_ten_minutes",
    "bring",
)
CONTACTS = (("contact_phone", read_phone), ("contact_email", read_email), ("website", read_website))


MOST_COMPARED = 30
"""Names sharing a word with a new one that are held against it, letter by letter; the rarest word's come first."""


class LineReader:
    """Reads the lines of one spreadsheet for one patch, knowing the names already on its board."""

    def __init__(self, places: dict[str, int], patch: Patch, known_names: list[str], today: date) -> None:
        self.places = places
        self.patch = patch
        self.today = today
        self.seen: dict[str, list[str]] = {}
        for name in known_names:
            self._remember(name)

    def read(self, number: int, cells: list[str]) -> dict[str, Any]:
        """One line, in the shape told in models/listing_import.py. Never raises for what a cell holds."""
        row = {field: cells[column] for field, column in self.places.items()}
        notes: list[str] = []
        contents: dict[str, Any] = {field: row[field] for field in PLAIN if row.get(field)}
        contents["kind"] = kind_in(row.get("kind", ""), row.get("name", "")).value
        contents["needs"] = [need.value for need in needs_in(row.get("needs", ""))]
        contents["access"] = [tag.value for tag in access_in(row.get("access", ""))]
        contents["access_note"] = row.get("access_note", "")
        self._cost(row, contents)
        self._ages(row, contents, notes)
        self._contact(row, contents, notes)
        draft = self._times(row, contents, notes)
        venue = self._venue(row, notes)
        self._shorten(contents, notes)
        name = contents.get("name", "")
        twin = self._twin(name)
        problem = "" if name else "It has no name. Give it one in the file, or leave it out."
        return {
            "number": number,
            "name": name,
            "contents": contents,
            "venue": venue,
            "group": row.get("group", "")[:120] or None,
            "notes": notes,
            "problem": problem,
            "twin": twin,
            "take": not problem and not twin,
            "draft": draft,
        }

    def _times(self, row: dict[str, str], contents: dict[str, Any], notes: list[str]) -> bool:
        """Put the times in; True when they could not be read, so that the line comes in as a draft."""
        words = row.get("when") or " ".join(filter(None, (row.get("day"), row.get("time") or _span(row))))
        contents["times"], contents["any_time"] = [], False
        contents["when_note"] = row.get("when_note", "")
        if not words:
            notes.append("No days or times, so it comes in as a draft. Open it and say when it is on.")
            return True
        try:
            when = read_when(words, self.today)
        except RuleBroken as refusal:
            contents["when_note"] = contents["when_note"] or words
            notes.append(f"{refusal.message} It comes in as a draft.")
            return True
        contents["times"], contents["any_time"] = [pattern.to_dict() for pattern in when.patterns], when.any_time
        return False

    def _venue(self, row: dict[str, str], notes: list[str]) -> dict[str, Any] | None:
        postcode = row.get("postcode", "")
        if postcode:
            try:
                postcode = read_postcode(postcode)
            except RuleBroken:
                notes.append(f"“{postcode[:20]}” is not a whole postcode, so it is left out.")
                postcode = ""
        if postcode and not self.patch.holds_postcode(postcode):
            notes.append(f"{postcode} is outside {self.patch.name}. Check that it belongs on this board.")
        name = row.get("venue") or row.get("street", "")
        if not name:
            if postcode:
                notes.append("There is a postcode but no place. Say where it is when you open it.")
            return None
        return {
            "name": name[:120],
            "street": row.get("street", "")[:160] if row.get("venue") else "",
            "area": row.get("area", "")[:80],
            "postcode": postcode,
        }

    def _contact(self, row: dict[str, str], contents: dict[str, Any], notes: list[str]) -> None:
        contents["contact_name"] = row.get("contact_name", "")
        for field, read in CONTACTS:
            typed = row.get(field, "")
            try:
                contents[field] = read(typed)
            except RuleBroken as refusal:
                contents[field] = ""
                notes.append(f"“{typed[:60]}” is left out. {refusal.message}")

    def _cost(self, row: dict[str, str], contents: dict[str, Any]) -> None:
        words = row.get("cost", "")
        contents["cost"] = cost_in(words).value
        contents["cost_note"] = row.get("cost_note") or ("" if words.lower() in ("", "free", "donation") else words)

    def _ages(self, row: dict[str, str], contents: dict[str, Any], notes: list[str]) -> None:
        for field in ("minimum_age", "maximum_age"):
            found = re.search(r"\d{1,3}", row.get(field, ""))
            contents[field] = int(found.group()) if found else None
        low, high = contents["minimum_age"], contents["maximum_age"]
        if low is not None and high is not None and low > high:
            contents["minimum_age"], contents["maximum_age"] = high, low
            notes.append(f"The ages were the wrong way round: it now says {high} to {low}.")

    def _shorten(self, contents: dict[str, Any], notes: list[str]) -> None:
        for field, longest in LONGEST.items():
            if len(contents.get(field, "")) > longest:
                contents[field] = contents[field][: longest - 1] + "…"
                notes.append(f"The {field.replace('_', ' ')} is longer than {longest} letters and is cut short.")

    def _twin(self, name: str) -> str:
        """The name of something already there, or earlier in the file, that may be the same."""
        same = self.seen.get(name.casefold(), [])
        by_rarity = sorted((self.seen.get(word, []) for word in _long_words(name)), key=len)
        candidates = dict.fromkeys(other for others in (same, *by_rarity) for other in others[:MOST_COMPARED])
        twin = next((other for other in candidates if likeness(name, other) >= ALIKE), "")
        self._remember(name)
        return twin

    def _remember(self, name: str) -> None:
        for word in {*_long_words(name), name.casefold()}:
            self.seen.setdefault(word, []).append(name)


def _long_words(name: str) -> set[str]:
    """The words two names must share one of before they are compared letter by letter: long files stay quick."""
    return {word[:5] for word in re.findall(r"\w{3,}", name.casefold().replace("'", "").replace("’", ""))}


def _span(row: dict[str, str]) -> str:
    return "-".join(filter(None, (row.get("starts"), row.get("ends"))))
