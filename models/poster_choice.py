"""What may be chosen about a printed sheet, and which choices go together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from models.errors import RuleBroken
from models.vocabulary import Kind, Need

LONGEST_LINE = 160
"""Letters of a line of one's own."""
MOST_LANGUAGES = 6


class Sheet(StrEnum):
    """What is printed."""

    POSTER = "poster"
    NEAR = "near"
    WEEK = "week"
    MISSING = "missing"
    CARDS = "cards"
    BOOKMARKS = "bookmarks"

    @property
    def label(self) -> str:
        return {
            "poster": "A poster for one thing",
            "near": "What’s on near a wall",
            "week": "One week on the board",
            "missing": "Tell us what is missing",
            "cards": "Ten small cards",
            "bookmarks": "Four bookmarks",
        }[self.value]

    @property
    def is_about_one_listing(self) -> bool:
        return self in (Sheet.POSTER, Sheet.CARDS, Sheet.BOOKMARKS)


class Design(StrEnum):
    """How a poster for one thing looks."""

    NOTICE = "notice"
    BOLD = "bold"
    QUIET = "quiet"

    @property
    def label(self) -> str:
        return {"notice": "Notice: the usual", "bold": "Bold: seen across a hall", "quiet": "Quiet: for tender things"}[
            self.value
        ]


class Paper(StrEnum):
    """The size of the sheet."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"
    FOLD = "fold"

    @property
    def label(self) -> str:
        return {
            "a3": "A3: a big poster",
            "a4": "A4: the usual",
            "a5": "A5: half of that",
            "fold": "A4 folded in half: a leaflet of four pages",
        }[self.value]


class Ink(StrEnum):
    """Colours, or one black with nothing filled in."""

    COLOUR = "colour"
    SAVING = "saving"

    @property
    def label(self) -> str:
        return {"colour": "In colour", "saving": "Black only, to save ink"}[self.value]


PAPERS = {
    Sheet.POSTER: tuple(Paper),
    Sheet.NEAR: (Paper.A3, Paper.A4, Paper.A5),
    Sheet.WEEK: (Paper.A3, Paper.A4, Paper.A5),
    Sheet.MISSING: (Paper.A3, Paper.A4, Paper.A5),
    Sheet.CARDS: (Paper.A4,),
    Sheet.BOOKMARKS: (Paper.A4,),
}
"""The sizes that each sheet comes in."""


class DoesNotGoTogether(RuleBroken):
    """Two choices that no sheet has both of."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose for a sheet. `check()` says whether it goes together."""

    sheet: Sheet = Sheet.POSTER
    design: Design = Design.NOTICE
    paper: Paper = Paper.A4
    ink: Ink = Ink.COLOUR
    large: bool = False
    strips: bool = False
    languages: tuple[str, ...] = ()
    """Codes such as "pl": other languages on a poster for one thing, or a greeting on a poster for many."""
    kinds: tuple[Kind, ...] = ()
    needs: tuple[Need, ...] = ()
    line: str = ""
    """A line of one's own in place of the summary, or under the title."""
    with_picture: bool = False

    @property
    def template(self) -> str:
        """The stem of the file in templates/sheets/ that sets it."""
        if self.sheet is Sheet.POSTER:
            if self.paper is Paper.FOLD:
                return "fold"
            return "large" if self.large else "languages" if self.languages else "poster"
        return {Sheet.NEAR: "patch", Sheet.WEEK: "patch"}.get(self.sheet, self.sheet.value)

    @property
    def pages(self) -> int:
        """Sides of paper."""
        return 2 if self.paper is Paper.FOLD else 1

    def check(self) -> None:
        """Raises DoesNotGoTogether at the field to change."""
        if self.paper not in PAPERS[self.sheet]:
            raise DoesNotGoTogether("This sheet does not come in that size. Choose another size.", field="paper")
        if self.strips and self.sheet not in (Sheet.POSTER, Sheet.MISSING):
            raise DoesNotGoTogether("Only a poster has strips to tear off. Untick the strips.", field="strips")
        if self.strips and self.paper not in (Paper.A3, Paper.A4):
            raise DoesNotGoTogether("Strips need A4 or A3: on less nobody could read them.", field="strips")
        if self.large and (self.strips or self.languages or self.with_picture):
            raise DoesNotGoTogether(
                "Large letters leave no room for strips, a picture or other languages. Choose one.", field="large"
            )
        if self.large and self.paper not in (Paper.A3, Paper.A4):
            raise DoesNotGoTogether("Large letters need A4 or A3. Choose one of those sizes.", field="large")
        if self.large and self.sheet not in (Sheet.POSTER, Sheet.NEAR, Sheet.WEEK):
            raise DoesNotGoTogether("This sheet does not come in large letters. Untick them.", field="large")
        if self.sheet is Sheet.POSTER and self.languages:
            if self.strips or self.with_picture or self.paper not in (Paper.A3, Paper.A4):
                raise DoesNotGoTogether(
                    "Other languages need A4 or A3, without strips or a picture. Change one of them.", field="languages"
                )
            if len(self.languages) > MOST_LANGUAGES:
                raise DoesNotGoTogether(f"Choose {MOST_LANGUAGES} languages at most.", field="languages")

    def to_json(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The choice that `to_json` wrote."""
        return cls(
            sheet=Sheet(kept["sheet"]),
            design=Design(kept["design"]),
            paper=Paper(kept["paper"]),
            ink=Ink(kept["ink"]),
            large=kept["large"],
            strips=kept["strips"],
            languages=tuple(kept["languages"]),
            kinds=tuple(Kind(each) for each in kept["kinds"]),
            needs=tuple(Need(each) for each in kept["needs"]),
            line=kept["line"],
            with_picture=kept["with_picture"],
        )
