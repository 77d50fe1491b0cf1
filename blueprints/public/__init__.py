"""What anybody with a phone sees: the home page, patches, listings, shortlists, and saying that something is wrong."""

from flask import Blueprint

from blueprints.listing_words import sentence

public = Blueprint("public", __name__)
public.add_app_template_filter(sentence)

from blueprints.public import calendars, home, listings, pages, patches, shortlist_pdf, shortlists, suggestions  # noqa: E402, F401
