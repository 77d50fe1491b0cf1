"""A panel's listings as CSV: every column can be read back in, and no cell can run as a formula."""

from collections.abc import Iterable, Iterator
from datetime import date

from blueprints.csv_lines import BYTE_ORDER_MARK, csv_line
from models.listing import Listing
from models.vocabulary import Access, Need
from models.when_words import when_words

COLUMNS = (
    "Name",
    "Kind",
    "Summary",
    "Description",
    "Good for",
    "When",
    "When note",
    "Venue",
    "Street",
    "Area",
    "Postcode",
    "Way in",
    "Getting there",
    "Cost",
    "Cost note",
    "Access",
    "Access note",
    "Who for",
    "Minimum age",
    "Maximum age",
    "Who greets you",
    "First time",
    "Bring",
    "Contact",
    "Phone",
    "Email",
    "Website",
    "Run by",
    "Status",
    "Checked",
)


def listings_csv(listings: Iterable[Listing], today: date) -> Iterator[str]:
    """The lines of the file, one at a time. Write them while the database session of the listings is open."""
    yield BYTE_ORDER_MARK + csv_line(COLUMNS)
    for listing in listings:
        yield csv_line(_cells(listing, today))


def _cells(listing: Listing, today: date) -> list[object]:
    venue = listing.venue
    patterns = [row.pattern for row in listing.session_times]
    return [
        listing.name,
        listing.kind.label,
        listing.summary,
        listing.description,
        "; ".join(Need(need).value for need in listing.needs),
        when_words(patterns, any_time=listing.any_time) if patterns or listing.any_time else "",
        listing.when_note,
        venue.name if venue else "",
        venue.street if venue else "",
        venue.area if venue else "",
        venue.postcode if venue else "",
        listing.way_in,
        listing.getting_there,
        listing.cost.label,
        listing.cost_note,
        "; ".join(Access(tag).label for tag in listing.access),
        listing.access_note,
        listing.for_whom,
        listing.minimum_age,
        listing.maximum_age,
        listing.greeter,
        listing.first_ten_minutes,
        listing.bring,
        listing.contact_name,
        listing.contact_phone,
        listing.contact_email,
        listing.website,
        listing.group.name if listing.group else "",
        listing.status(today).label,
        f"{listing.checked_at:%d/%m/%Y}" if listing.checked_at else "",
    ]
